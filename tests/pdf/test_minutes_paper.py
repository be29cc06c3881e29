"""The minutes of a meeting on paper: whole on one page, long ones run on, the same each time."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from evalsys.pdf.minutes import Minutes, laid_out, minutes


def card(**changes):
    values = {
        "title": "演示镇碰头会纪要",
        "unit": "演示镇",
        "held_on": "2026-06-29",
        "facts": [("主持人", "萧建"), ("记录人", "王干事"), ("地点", "")],
        "came": ["李晓", "王芳"],
        "away": [("赵敏", "县里培训")],
        "matters": ["防汛值班", "医保缴费"],
        "decisions": ["每村排查一次隐患"],
    }
    return Minutes(**{**values, **changes})


def text_of(pdf):
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_sheet_holds_who_came_what_was_decided_and_who_signs():
    (text,) = text_of(minutes(card()))
    for said in (
        "李晓、王芳，共2人",
        "赵敏（县里培训）",
        "1.防汛值班",
        "2.医保缴费",
        "每村排查一次隐患",
        "记录人（签字）",
    ):
        assert said in text


def test_nothing_decided_and_nobody_away_is_said():
    (text,) = text_of(minutes(card(away=[], decisions=[])))
    assert text.count("无") == 2


def test_long_minutes_run_on_and_lose_nothing():
    matters = [f"第{number}件事，" + "防汛值班要落实到人，" * 8 for number in range(40)]
    pages = laid_out(card(matters=matters)).pages
    strings = [text for page in pages for text in page.strings]
    assert len(pages) > 1 and all(any(matter in text for text in strings) for matter in matters)
    assert "记录人（签字）" in pages[-1].strings


def test_the_same_minutes_are_the_same_bytes():
    assert minutes(card()) == minutes(card())
