"""Every figure of a measure has an address, a clause and words, and can be changed without touching the rest."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.scoring import SAMPLES as SCHEMES
from evalsys.scoring.figures import Figure, figures, with_figures

FOUR_MIRRORS = (SCHEMES / "four-mirrors.toml").read_text(encoding="utf-8")
KNOWN = figures(FOUR_MIRRORS)

OTHER = """\
# 积分办法，注释里的 100 不是数字
[scheme]
id = "points"
title = "2026"
version = 3
from = 2026-01-01
[scheme.scope]
year = ["2026"]

[[clause]]
number = "1"
title = "12"
text = "5"

[[item]]
id = "meeting" # 会议
clause = "第二条"
title = "参会"
kind = "ladder"
points = [3, "1.5", -1]
words = ["1", "2"]
mixed = ["甲", 7, "8"]
bare = 0.5
on = true
start = 2026-01-01
service = "6个月"
literal = '12.5%'
ladder = [
  { up-to = 5, value = "0.5" }, # 第一档
  { above = 5, value = 1 },
]
[item.roles]
"村党组织书记/村委会主任" = 20
"其他" = "10"

[[item]]
id = "1"
title = "一项"
grades = [{ grade = "1", from = 90 }, { grade = "1", from = 80 }]

[[item]]
id = "plain"

[[total]]
period = "year"
weight = [{ item = "meeting", share = "100%" }]
"""


def found(text: str = OTHER) -> dict[str, Figure]:
    return {figure.key: figure for figure in figures(text)}


def test_the_figures_of_the_sample_measure_are_named_for_good():
    keys = {figure.key for figure in KNOWN}
    assert {
        "rounding/unit",
        "stream/branch-mark/values/德/high",
        "item/done/late-after",
        "item/log-share/percent",
        "item/masses/options/优秀",
        "item/committee/steps/1/least",
        "total/quarter/weight/daily/share",
        "grade/band/优秀/from",
        "grade/gate/least-in-post",
        "grade/quota/优秀/most",
    } <= keys
    assert len(keys) == len(KNOWN)


def test_every_figure_of_the_sample_measure_is_found():
    rules = FOUR_MIRRORS[FOUR_MIRRORS.index("[rounding]") :]
    assert len(KNOWN) == len(re.findall(r'= (?:-?[0-9]+|"-?[0-9.]+%?")(?=[\s,}])', rules))


def test_every_figure_of_the_sample_measure_has_a_clause_and_chinese_words():
    clauses = {clause["number"] for clause in tomllib.loads(FOUR_MIRRORS)["clause"]}
    assert {figure.clause for figure in KNOWN} <= clauses
    assert [figure.title for figure in KNOWN if not re.search("[一-鿿]", figure.title)] == []
    assert [figure.title for figure in KNOWN if re.search("[A-Za-z]", figure.title)] == []


def test_a_clerk_reads_what_a_figure_is():
    titles = {figure.key: figure.title for figure in KNOWN}
    assert titles["item/log-share/percent"] == "记录率的 40% · 百分比"
    assert titles["total/quarter/weight/daily/share"] == "总分（季度） · 日常评 权重"
    assert titles["grade/band/优秀/from"] == "等次 优秀 · 起分"
    assert titles["item/committee/steps/1/least"] == "党委评 · 分档 第 1 行 至少"
    assert titles["stream/ballots/values/handed-out/low"] == "群众测评 · 发出 最低可填"


def test_a_figure_is_shown_as_it_is_written_with_its_line_and_place():
    figure = next(figure for figure in KNOWN if figure.key == "total/quarter/weight/daily/share")
    line = FOUR_MIRRORS.splitlines()[figure.line - 1]
    assert line == '  { item = "daily", share = "30%" },'
    assert (figure.text, figure.kind, figure.clause) == ("30%", "percent", "第五条")
    assert FOUR_MIRRORS[figure.start : figure.stop] == '"30%"'


def test_kinds_are_told_apart_and_words_are_no_figures():
    assert {key: (figure.text, figure.kind) for key, figure in found().items()} == {
        "item/meeting/points/1": ("3", "whole"),
        "item/meeting/points/2": ("1.5", "number"),
        "item/meeting/points/3": ("-1", "whole"),
        "item/meeting/mixed/2": ("7", "whole"),
        "item/meeting/mixed/3": ("8", "number"),
        "item/meeting/service": ("6个月", "duration"),
        "item/meeting/literal": ("12.5%", "percent"),
        "item/meeting/ladder/1/up-to": ("5", "whole"),
        "item/meeting/ladder/1/value": ("0.5", "number"),
        "item/meeting/ladder/2/above": ("5", "whole"),
        "item/meeting/ladder/2/value": ("1", "whole"),
        "item/meeting/roles/村党组织书记／村委会主任": ("20", "whole"),
        "item/meeting/roles/其他": ("10", "number"),
        "item/1/grades/1/from": ("90", "whole"),
        "item/1/grades/1:2/from": ("80", "whole"),
        "total/year/weight/meeting/share": ("100%", "percent"),
    }


def test_figures_come_in_the_order_of_the_file():
    assert [figure.start for figure in KNOWN] == sorted(figure.start for figure in KNOWN)


def test_the_nearest_clause_counts_and_none_is_empty():
    text = 'a = 1\n[grade]\nclause = "第七条"\n[grade.gate]\nclause = "第八条"\nx = 1\n[grade.other]\ny = 2\n'
    assert {key: figure.clause for key, figure in found(text).items()} == {
        "a": "",
        "grade/gate/x": "第八条",
        "grade/other/y": "第七条",
    }


def test_a_new_row_before_the_others_changes_no_address():
    text = FOUR_MIRRORS.replace('  { item = "daily"', '  { item = "extra", share = "0%" },\n  { item = "daily"')
    added = {figure.key for figure in figures(text)} - {figure.key for figure in KNOWN}
    assert added == {"total/quarter/weight/extra/share"}


def test_only_the_changed_figures_differ_in_the_text():
    changes = {"item/meeting/literal": "20%", "item/meeting/points/1": "4", "item/meeting/ladder/2/value": "2.5"}
    text = with_figures(OTHER, {**changes, "item/meeting/roles/其他": "12", "item/meeting/service": "1年"})
    expected = OTHER.replace("'12.5%'", '"20%"').replace("[3,", "[4,").replace("value = 1 ", 'value = "2.5" ')
    assert text == expected.replace('"其他" = "10"', '"其他" = "12"').replace("6个月", "1年")


def test_a_form_sent_back_unchanged_changes_nothing():
    assert with_figures(OTHER, {figure.key: figure.text for figure in figures(OTHER)}) == OTHER


def test_what_chinese_keyboards_write_is_understood():
    text = with_figures(OTHER, {"item/meeting/literal": " ４０．５％ ", "item/meeting/points/3": "－０２"})
    assert (found(text)["item/meeting/literal"].text, found(text)["item/meeting/points/3"].text) == ("40.5%", "-2")


@pytest.mark.parametrize(
    ("key", "new", "says"),
    [
        ("item/log-share/percent", "四成", "记录率的 40% · 百分比：“四成”不是百分比，请写成 40% 这样"),
        ("item/log-share/percent", "40", "记录率的 40% · 百分比：“40”不是百分比，请写成 40% 这样"),
        ("item/criticism/points", "2%", "通报批评 · 分值：“2%”不是数，请写成 5 或 0.5 这样"),
        ("item/criticism/points", "", "通报批评 · 分值：“”不是数，请写成 5 或 0.5 这样"),
        ("item/criticism/points", '1"\nx = "2', '通报批评 · 分值：“1"\nx = "2”不是数，请写成 5 或 0.5 这样'),
        ("rounding/unit", "1e3", "取位 · 取位单位：“1e3”不是数，请写成 5 或 0.5 这样"),
        ("rounding/unit", "9" * 31, f"取位 · 取位单位：“{'9' * 31}”不是数，请写成 5 或 0.5 这样"),
    ],
)
def test_what_is_no_figure_of_that_kind_is_refused_in_words(key, new, says):
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        with_figures(FOUR_MIRRORS, {key: new})


def test_a_duration_stays_a_duration():
    with pytest.raises(ValueError, match="“6”不是时长"):
        with_figures(OTHER, {"item/meeting/service": "6"})


def test_an_unknown_address_is_an_error():
    with pytest.raises(KeyError, match="item/nobody/points"):
        with_figures(OTHER, {"item/nobody/points": "1"})


@pytest.mark.parametrize("text", ["x = ", "x = " + "[" * 5000, "x = " + "9" * 5000])
def test_a_text_that_is_no_toml_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"不是正确的 TOML，请先改正"):
        figures(text)


NUMBERS = st.decimals(-999, 999, places=2).map(str) | st.integers(-(10**9), 10**9).map(str)
NEW = {
    "percent": NUMBERS.map(lambda number: f"{number}%"),
    "number": NUMBERS,
    "whole": NUMBERS,
    "duration": st.integers(0, 99).map(lambda number: f"{number}个月"),
}


@st.composite
def changes(draw, text: str) -> dict[str, str]:
    chosen = draw(st.lists(st.sampled_from(figures(text)), max_size=5, unique=True))
    return {figure.key: draw(NEW[figure.kind]) for figure in chosen}


def outside(text: str, places: list[Figure]) -> list[str]:
    """What stands between the figures."""
    borders = [0, *(border for figure in places for border in (figure.start, figure.stop)), len(text)]
    return [text[start:stop] for start, stop in zip(borders[::2], borders[1::2], strict=True)]


@settings(deadline=None)
@given(st.data(), st.sampled_from([FOUR_MIRRORS, OTHER, OTHER.replace("\n", "\r\n")]))
def test_changed_figures_are_read_back_and_nothing_else_changes(data, text):
    wanted = data.draw(changes(text))
    before = figures(text)
    changed = with_figures(text, wanted)
    after = figures(changed)
    assert outside(changed, list(after)) == outside(text, list(before))
    for old, new in zip(before, after, strict=True):
        text_of_old = wanted.get(old.key, old.text)
        as_before = replace(new, text=old.text, kind=old.kind, start=old.start, stop=old.stop)
        assert as_before == old
        assert Decimal(re.sub("[^-.0-9]", "", new.text)) == Decimal(re.sub("[^-.0-9]", "", text_of_old))
        assert new.text[-1] == text_of_old[-1]


@settings(deadline=None)
@given(st.data())
def test_every_single_figure_can_be_changed_alone(data):
    figure = data.draw(st.sampled_from(KNOWN))
    new = data.draw(NEW[figure.kind])
    after = {one.key: one.text for one in figures(with_figures(FOUR_MIRRORS, {figure.key: new}))}
    others = {one.key: one.text for one in KNOWN if one.key != figure.key}
    assert {key: text for key, text in after.items() if key != figure.key} == others
