"""The certificate and the filing list of stars hold what they are given, and nothing runs out of its cell."""

from __future__ import annotations

from decimal import Decimal

from evalsys.pdf.stars import StarCertificate, StarFiling, certificate, certificate_pages, filing, filing_pages
from evalsys.scoring import Line

TENURE = Line("tenure", "2025", "第五条", "主干任职年限", Decimal(12), "任职 12年，满 12 年")
LINES = (
    Line("grade-stars", "2025", "第三条", "年度考核星", Decimal(1), "合格 1 = 1"),
    Line("tenure-stars", "2025", "第四条", "任职年限星", Decimal(1), "12，每 10 一个：1 × 1 = 1", parts=(TENURE,)),
)
CARD = StarCertificate(
    "演示镇", 2025, "邱凤彩", [("姓名", "邱凤彩")], "二星级", LINES, ["2011年起中断"], "《办法》第1版", "abc"
)
HEADS = ("序号", "姓名", "村（支部）", "年度考核等次", "任职年限", "星级", "颗数", "备注")


def test_a_certificate_says_who_got_how_many_by_which_clause():
    texts = certificate_pages(CARD).texts()
    assert "二星级" in texts and "经评定，确定邱凤彩同志2025年度星级为：" in texts
    assert {"第三条", "第四条", "第五条", "合格 1 = 1", "2011年起中断", "任职 12年，满 12 年"} <= set(texts)
    assert certificate(CARD).startswith(b"%PDF") and certificate_pages(CARD).problems() == []


def test_years_of_service_do_not_stand_in_the_column_of_stars():
    assert "12" not in certificate_pages(CARD).texts()


def test_a_long_filing_list_turns_the_page_and_repeats_its_heads():
    row = ("1", "邱凤彩", "东阳坡村党支部", "合格", "12年", "二星级", "2", "2011年3月1日起中断1年，不扣除")
    card = StarFiling("演示镇", "2025年度备案表", HEADS, [row] * 60, "《办法》第1版", "2026-01-31")
    sheet = filing_pages(card)
    assert len(sheet.pages) > 1 and sheet.texts().count("年度考核等次") == len(sheet.pages)
    assert filing(card).startswith(b"%PDF")
