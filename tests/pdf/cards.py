"""Cards to draw: a whole one, one with a gap, an empty one, a long one with rare characters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from evalsys.pdf.scorecard import Scorecard
from evalsys.scoring.results import Line, Problem, Result

MONTHS = (("2026-04", "2026年4月"), ("2026-05", "2026年5月"), ("2026-06", "2026年6月"))
RARE_NAME = "阿卜杜·㛃䶮堃翀𬍛𬎆𬱖𬍡𫖮·买买提"
MIRRORS = (("日常评", "93.72"), ("群众评", "85.60"), ("支部评", "85.83"), ("党委评", "94.43"))
DAILY = (
    ("96.70", ("100.00", "owed 9"), ("40.00", "94.50", "56.70", "(99 + 90) ÷ 2")),
    ("92.13", ("94.74", "18 ÷ 19"), ("37.90", "90.38", "54.23", "(92 + 88.5 + 91 + 90) ÷ 4")),
    ("92.34", ("95.24", "20 ÷ 21"), ("38.10", "90.40", "54.24", "(90 + 91 + 89.5 + 90 + 91.5) ÷ 5")),
)


def line(clause: str, title: str, amount: str | None, arithmetic: str = "", *parts: Line, **more) -> Line:
    return Line("item", "2026Q2", clause, title, amount and Decimal(amount), arithmetic, parts=parts, **more)


def daily_months() -> list[Line]:
    months = []
    for (_, title), (amount, (share, _), (log, mean, week, marks)) in zip(MONTHS, DAILY, strict=True):
        parts = (
            line("3", "日记录占比", log, f"{share} × 40%", line("1", "日记录完成率", share)),
            line("3", "周评价均值占比", week, f"{mean} × 60%", line("2", "周评价均值", mean, marks)),
        )
        months.append(line("3", f"{title}日常评", amount, f"{log} + {week}", *parts))
    return months


def tree() -> tuple[Line, ...]:
    marks = zip(MONTHS, ("88.00", "84.00", "85.50"), strict=True)
    months = [line("3", f"{title}支部评", mark) for (_, title), mark in marks]
    branch = line("4", "支部评", "85.83", "(88.00 + 84.00 + 85.50) ÷ 3", *months)
    daily = line("4", "日常评", "93.72", "(96.70 + 92.13 + 92.34) ÷ 3", *daily_months())
    masses = line("4", "群众评", "85.60", "(17×100 + 4×80 + 2×60 + 2×0) ÷ 25，废票2张")
    committee = line("4", "党委评", "94.43", "9个评分去掉98.50和92.50：661 ÷ 7")
    return (
        line("5", "日常评（30%）", "28.12", "93.72 × 30%", daily),
        line("5", "群众评（20%）", "17.12", "85.60 × 20%", masses),
        line("5", "支部评（25%）", "21.46", "85.83 × 25%", branch),
        line("5", "党委评（25%）", "23.61", "94.43 × 25%", committee),
        line("6", "加减分", "2.00", "乡镇表彰 1 次 +2"),
    )


def make_result(**changes) -> Result:
    notes = ("2026年5月有1个应记录日未记录：5月15日", "2026年6月有1个应记录日未记录：6月9日")
    whole = Result("gwj", "顾文拴", "2026Q2", "four-mirrors", 3, tree(), Decimal("92.31"), "优秀", notes)
    return replace(whole, **changes)


def make_card(**changes) -> Scorecard:
    facts = [
        ("姓名", "顾文拴"), ("性别", "男"), ("政治面貌", "中共党员"),
        ("所在村", "上河村"), ("职务", "村党支部副书记"), ("到岗日期", "2026年4月20日"),
        ("联系导师", "赵学民"), ("所在党支部", "上河村党支部"), ("考核期内在岗", "50个工作日"),
    ]  # fmt: skip
    whole = Scorecard(
        township="青川镇",
        scheme_title="四镜五步考核办法",
        scheme_version="第3版",
        document_number="青党考〔2026〕14号",
        form_number="表3",
        period_title="2026年第二季度",
        facts=facts,
        result=make_result(),
        mirrors=[(name, Decimal(value)) for name, value in MIRRORS],
        months=[("4月", Decimal("96.70")), ("5月", Decimal("92.13")), ("6月", Decimal("92.34"))],
        notes=["对本表有异议的，可在公示期内向镇党委组织办提出。"],
        verify_url="https://pingfen.qingchuan.example/v/ABCD-EFGH",
        verify_code="ABCD-EFGH",
        computed_on=date(2026, 7, 3),
        fingerprint="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )
    return replace(whole, **changes)


def gap_card() -> Scorecard:
    """One mirror has no value; its weight went to the others."""
    daily = line("4", "日常评", "90.65", "(90.10 + 91.20 + 90.65) ÷ 3")
    masses = line("4", "群众评", "95.17", "(24×100 + 3×80 + 2×60) ÷ 29")
    branch = line("4", "支部评", "89.00")
    committee = line("4", "党委评", None, why_none="只有2个评分，不足3个")
    moved = "党委评无结果，权重按比例分给其他各项"
    lines = (
        line("5", "日常评（30/75）", "36.26", "90.65 × 30/75", daily),
        line("5", "群众评（20/75）", "25.38", "95.17 × 20/75", masses),
        line("5", "支部评（25/75）", "29.67", "89.00 × 25/75", branch),
        line("5", "党委评（25%）", None, "", committee, why_none=moved),
        line("6", "加减分", "0.00"),
    )
    result = make_result(name="马丽秀", lines=lines, score=Decimal("91.31"), grade="称职", notes=("名额已满",))
    marks = (Decimal("90.65"), Decimal("95.17"), Decimal("89.00"), None)
    mirrors = [(name, mark) for (name, _), mark in zip(MIRRORS, marks, strict=True)]
    return make_card(result=result, mirrors=mirrors)


def empty_card() -> Scorecard:
    """A quarter in which nothing has a value."""
    names = ("日常评", "群众评", "支部评", "党委评")
    lines = tuple(line("5", name, None, why_none=f"{name}本期没有数据") for name in names)
    problems = (Problem("no-score", "各项均无结果，本期无总分"),)
    result = make_result(lines=lines, score=None, grade=None, notes=(), problems=problems)
    months = [("4月", None), ("5月", None), ("6月", None)]
    return make_card(result=result, mirrors=[(name, None) for name in names], months=months, notes=[])


def long_card() -> Scorecard:
    """Forty more lines, a long name with rare characters, a long reason."""
    more = tuple(line(f"{9 + n}", f"单项工作第{n + 1}项评价", "0.10", "1 次 × 0.10") for n in range(40))
    why = "本项由镇党委办公室会同各村党支部逐月核实，材料不全的退回补充，补充后仍不全的不计分；" * 3
    lines = (*tree(), *more, line("60", "材料退回", None, why_none=why))
    facts = [("姓名", RARE_NAME), *make_card().facts[1:]]
    result = make_result(name=RARE_NAME, lines=lines, score=Decimal("96.31"))
    return make_card(result=result, facts=facts, notes=[why] * 5)
