"""One card of every kind of sealed paper, with long texts and rare characters, and what lays it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from evalsys.pdf import (
    ballotsheet,
    minutes,
    paylist,
    paystatement,
    periodcard,
    pointsboard,
    pointsstatement,
    register,
    reminders,
    stars,
    summary,
)
from evalsys.pdf.seal import Seal
from evalsys.scoring import Line
from tests.pdf.cards import RARE_NAME

SEAL = Seal("https://pingfen.qingchuan.example/v/ABCD-2345", "ABCD-2345", "9f86d081884c7d65" * 4)
LONG = "入户走访，记下难处，逐件办结，月底再回访一次；" * 12
FACTS = [("姓名", RARE_NAME), ("任职村", "上河村"), ("导师", "赵学民")]
PARTS = (Line("p", "2026", "第四条", "任职年限", Decimal(12), "任职 12年，满 12 年"),)
LINES = tuple(Line(f"l{n}", "2026", f"第{n}条", f"第{n}项", Decimal(n), LONG[:40], parts=PARTS) for n in range(1, 9))
ROWS = [
    (
        RARE_NAME,
        "上河村 书记",
        Decimal("54332.68"),
        Decimal("4527.72"),
        None,
        *[Decimal("0.00")] * 3,
        Decimal("4527.72"),
    )
]

CARDS = {
    "tally": (
        ballotsheet.laid_out,
        ballotsheet.BallotSheet(
            "2026年第二季度群众测评",
            "青川镇",
            "2026年第二季度",
            "2026-07-02",
            90,
            88,
            [(RARE_NAME, (60, 20, 4, 1, 85, 2, 1)), ("甲", None)] * 20,
        ),
    ),
    "pay list": (
        paylist.laid_out,
        paylist.PayList(
            "青川镇村干部报酬发放表",
            "青川镇",
            "2026年6月",
            "已审批",
            "《办法》第1版",
            ROWS * 60,
            Decimal("271663.20"),
            "贰拾柒万壹仟陆佰陆拾叁元贰角整",
            [LONG],
            "abcdef" * 10,
        ),
    ),
    "pay statement": (
        paystatement.laid_out,
        paystatement.PayStatement(
            "青川镇",
            "2026年6月",
            RARE_NAME,
            FACTS,
            "《办法》第1版",
            LINES,
            Decimal("36.00"),
            [("2026年6月", Decimal("36.00"))],
            [LONG],
            "已审批",
            "abcdef" * 10,
        ),
    ),
    "points board": (
        pointsboard.laid_out,
        pointsboard.BoardCard(
            "党员积分季度公示表",
            "上河村党支部",
            "2026年第二季度",
            "2026-07-02",
            ("序号", "姓名", "档次", "记录条数"),
            [(str(n), RARE_NAME, "合格", "3") for n in range(60)],
            [LONG],
        ),
    ),
    "points statement": (
        lambda card: pointsstatement.laid_out(card, is_large=False),
        pointsstatement.StatementCard(
            RARE_NAME,
            "上河村党支部",
            "正式党员",
            "2026年第二季度",
            "2026-07-02",
            "青川镇",
            [pointsstatement.Entry("2026-04-10", "志愿服务", "+1.5", "第二条", LONG, "本人、书记")] * 9,
            [("以上各条相加", "13.5")],
            [LONG],
        ),
    ),
    "reminders": (
        reminders.laid_out,
        reminders.Reminders(
            "青川镇",
            date(2026, 7, 2),
            [("导师甲", [reminders.Reminder("周评价", "一周", RARE_NAME, "6月29日")] * 50)],
        ),
    ),
    "certificate": (
        stars.certificate_pages,
        stars.StarCertificate("青川镇", 2025, RARE_NAME, FACTS, "二星级", LINES, [LONG], "《办法》第1版", "abc"),
    ),
    "filing": (
        stars.filing_pages,
        stars.StarFiling(
            "青川镇",
            "2025年度星级备案表",
            ("序号", "姓名", "村（支部）", "等次", "年限", "星级", "颗数", "备注"),
            [("1", RARE_NAME, "上河村党支部", "合格", "12年", "二星级", "2", LONG)] * 12,
            "《办法》第1版",
            "2026-01-31",
        ),
    ),
    "summary": (
        summary.laid_out,
        summary.SummaryPaper(
            "大学生村官月小结", "青川镇", "2026年6月", RARE_NAME, FACTS, [("主要工作", LONG * 9)], ""
        ),
    ),
    "minutes": (
        minutes.laid_out,
        minutes.Minutes(
            "青川镇碰头会纪要",
            "青川镇",
            "2026-06-29",
            FACTS,
            [RARE_NAME] * 20,
            [("甲", "病假")],
            [LONG] * 9,
            [LONG],
            [],
        ),
    ),
    "period card": (
        periodcard.laid_out,
        periodcard.PeriodCard(
            "week",
            "大学生村官周评价卡",
            "青川镇",
            "2026年6月8日起的一周",
            RARE_NAME,
            FACTS,
            [("6月8日 周一", "已记", LONG)] * 7,
            [periodcard.Step(0, "第三条", "当月日常评", LONG, "92.34")],
            [("评语", LONG)],
            [LONG],
            ("本人（签字）", "导师（签字）"),
            "《办法》第1版",
        ),
    ),
    "register": (
        register.laid_out,
        register.Register(
            "青川镇",
            "2026年度",
            RARE_NAME,
            FACTS,
            [("个人总结", LONG * 20)],
            [("2026年度", "92.31", "优秀")],
            "优秀",
            [LONG],
            "《办法》第1版",
        ),
    ),
}


def sealed(name: str):
    """The pages of one kind of paper, with its seal."""
    lay, card = CARDS[name]
    return lay(replace(card, seal=SEAL))


def plain(name: str):
    """The same without a seal."""
    lay, card = CARDS[name]
    return lay(card)
