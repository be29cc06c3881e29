"""Cards for the timings of papers: the full form with twenty rows, and no two of them alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from evalsys.pdf.scorecard import Scorecard
from evalsys.scoring.results import Line, Result

PERIOD = "2026Q2"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰萍红建国志鹏飞琳慧婷宇浩然晨曦佳怡梓涵子轩欣雨泽睿博文"
_VILLAGES = "上河下河东沟西沟南坪北坪青石白杨柳林榆树桃园杏花松岭石桥清泉双井槐荫枣庄梨树麦田"
_POSTS = ("村党支部副书记", "村委会主任助理", "村党支部书记助理", "村委会委员", "村务监督委员会委员")
_SCHOOLS = ("大学本科", "硕士研究生", "大学专科")
_MIRRORS = (("日常评", "30%"), ("群众评", "20%"), ("支部评", "25%"), ("党委评", "25%"))
_PARTS = (
    ("日记录占比", "周评价均值占比", "月小结占比"),
    ("入户走访满意度", "民主测评得分", "办事满意度"),
    ("四月支部评", "五月支部评", "六月支部评"),
    ("分管领导评分", "班子成员评分", "包村干部评分"),
)
_ADDED = ("乡镇表彰", "县级表彰", "通报批评")


def deck(count: int, seed: int = 1) -> list[Scorecard]:
    """That many cards; each has its own names, numbers, notes, code and address."""
    dice = Random(seed)
    return [_card(dice, number) for number in range(count)]


def uneven(count: int, seed: int = 1) -> list[Scorecard]:
    """The same with up to nine notes, some of two lines, and workings that do not always fit one: forms differ."""
    dice = Random(seed)
    return [_stretched(dice, card) for card in deck(count, seed)]


def _stretched(dice: Random, card: Scorecard) -> Scorecard:
    notes = [
        f"第{n}条：{_name(dice)}反映的事项已经办结{'，材料齐全' * dice.choice((0, 0, 12))}"
        for n in range(dice.randint(0, 8))
    ]
    lines = [
        replace(line, arithmetic=line.arithmetic + "，经核实无误" * dice.choice((0, 0, 0, 0, 5)))
        for line in card.result.lines
    ]
    return replace(card, notes=notes, result=replace(card.result, lines=tuple(lines)))


def _name(dice: Random) -> str:
    return dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2))))


def _number(dice: Random, low: int = 7000, high: int = 9990) -> Decimal:
    return Decimal(dice.randint(low, high)).scaleb(-2)


def _card(dice: Random, number: int) -> Scorecard:
    name, code = _name(dice), f"{dice.randrange(16**4):04X}-{number:04d}"
    mirrors = [(title, _number(dice)) for title, _ in _MIRRORS]
    lines = tuple(_lines(dice, mirrors))
    total = sum((line.amount for line in lines), Decimal(0))
    month = dice.randint(4, 6)
    notes = (
        f"2026年{month}月有{dice.randint(1, 4)}个应记录日未记录：{month}月{dice.randint(1, 28)}日",
        f"{_name(dice)}、{_name(dice)}两户群众反映的{dice.choice(('道路', '饮水', '低保', '宅基地'))}问题已办结",
    )
    result = Result(f"p{number}", name, PERIOD, "four-mirrors", 3, lines, total, dice.choice(("优秀", "称职")), notes)
    return Scorecard(
        township="青川镇",
        scheme_title="四镜五步考核办法",
        scheme_version="第3版",
        document_number="青党考〔2026〕14号",
        form_number="表1",
        period_title="2026年第二季度",
        facts=_facts(dice, name),
        result=result,
        mirrors=mirrors,
        months=[(f"{month}月", _number(dice)) for month in (4, 5, 6)],
        notes=["对本表有异议的，可在公示期内向镇党委组织办提出。"],
        verify_url=f"https://pingfen.qingchuan.example/v/{code}",
        verify_code=code,
        computed_on=date(2026, 7, 3),
        fingerprint=f"{dice.randrange(16**64):064x}",
    )


def _facts(dice: Random, name: str) -> list[tuple[str, str]]:
    village = "".join(dice.sample(_VILLAGES, 2)) + "村"
    return [
        ("姓名", name),
        ("性别", dice.choice("男女")),
        ("出生年月", f"{dice.randint(1985, 2002)}年{dice.randint(1, 12)}月"),
        ("政治面貌", dice.choice(("中共党员", "共青团员"))),
        ("学历", dice.choice(_SCHOOLS)),
        ("所在村", village),
        ("职务", dice.choice(_POSTS)),
        ("到岗日期", f"{dice.randint(2022, 2026)}年{dice.randint(1, 3)}月{dice.randint(1, 28)}日"),
        ("联系导师", _name(dice)),
        ("所在党支部", f"{village}党支部"),
        ("支部书记", _name(dice)),
        ("考核期内在岗", f"{dice.randint(40, 62)}个工作日"),
    ]


def _lines(dice: Random, mirrors: list[tuple[str, Decimal]]) -> Iterator[Line]:
    """Four mirrors of four rows each, then four rows of what is added: twenty."""
    for (title, mark), (_, share), parts in zip(mirrors, _MIRRORS, _PARTS, strict=True):
        below = tuple(_part(dice, part) for part in parts)
        written = " + ".join(f"{part.amount:.2f}" for part in below)
        amount = (mark * int(share[:-1]) / 100).quantize(Decimal("0.01"))
        yield Line("item", PERIOD, "第五条", f"{title}（{share}）", amount, f"({written}) ÷ 3 × {share}", parts=below)
    for title in _ADDED:
        times = dice.randint(0, 3)
        amount = Decimal(times if title != _ADDED[-1] else -times).quantize(Decimal("0.01"))
        yield Line("item", PERIOD, "第六条", title, amount, f"{times} 次 × {'1' if amount >= 0 else '-1'}")
    amount = _number(dice, 0, 300)
    working = f"{_name(dice)}等{dice.randint(2, 9)}人评议，去掉最高分和最低分"
    yield Line("item", PERIOD, "第七条", "重点工作评价", amount, working)


def _part(dice: Random, title: str) -> Line:
    marks = [_number(dice) for _ in range(3)]
    mean = (sum(marks, Decimal(0)) / 3).quantize(Decimal("0.01"))
    written = " + ".join(f"{mark:.2f}" for mark in marks)
    return Line("part", PERIOD, "第四条", title, mean, f"({written}) ÷ 3，{dice.randint(9, 40)}人参评")


def rows(card: Scorecard) -> list[tuple[int, str, str, str, str]]:
    """The table as every engine gets it: how deep, clause, title, working, amount."""
    return [
        (level, line.clause, line.title, line.arithmetic, f"{line.amount:.2f}")
        for top in card.result.lines
        for level, line in ((0, top), *((1, part) for part in top.parts))
    ]


def written_sum(card: Scorecard) -> str:
    """The amounts of the upper rows and what they come to."""
    parts = " + ".join(f"{line.amount:.2f}" for line in card.result.lines).replace("+ -", "- ")
    return f"{parts} = {card.result.score:.2f}"


def noted(card: Scorecard) -> list[str]:
    """The notes with their numbers."""
    return [f"{number}. {text}" for number, text in enumerate((*card.result.notes, *card.notes), 1)]


def heading(card: Scorecard) -> tuple[str, str, str]:
    """What stands beneath the title."""
    return f"单位：{card.township}", f"考核期：{card.period_title}", card.document_number


def foot(card: Scorecard) -> tuple[str, str, str, str]:
    """The foot: three parts on a line, and the line below."""
    day = card.computed_on
    below = f"计算日期 {day.year}年{day.month}月{day.day}日　数据指纹 {card.fingerprint}"
    return f"《{card.scheme_title}》{card.scheme_version}", "第 1 页 共 1 页", f"校验码 {card.verify_code}", below
