"""Two versions of a measure are told apart clause by clause, and only by what they say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.scoring import SAMPLES as SCHEMES
from evalsys.scoring.comparing import SAME, Change, as_text, differences
from evalsys.scoring.figures import figures, with_figures

FOUR_MIRRORS = (SCHEMES / "four-mirrors.toml").read_text(encoding="utf-8")
KNOWN = figures(FOUR_MIRRORS)
STUDY = """
[[item]]
id = "study"
clause = "第六条"
title = "学习"
kind = "count"
stream = "log"
points = 3
"""


def edited(*edits: tuple[str, str]) -> str:
    """The sample measure with these places written otherwise; each stands in it once or more, the first counts."""
    text = FOUR_MIRRORS
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def changes(*edits: tuple[str, str]) -> tuple[Change, ...]:
    return differences(FOUR_MIRRORS, edited(*edits))


def tables(text: str) -> list[str]:
    """The file cut before each table of its own; what belongs to a table stays with it."""
    return re.split(r"^(?=\[\[\w+\]\]|\[(?!grade\.|stream\.)[\w.]+\])", text, flags=re.MULTILINE)


def test_a_changed_figure_is_told_with_its_clause_and_words():
    assert changes(('share = "30%"', 'share = "35%"')) == (
        Change("第五条", "总分（季度） · 日常评 权重", "30%", "35%"),
    )


def test_a_clause_that_reads_otherwise_shows_both_texts():
    change = changes(("为已记。", "算已记。"))[0]
    assert (change.clause, change.where) == ("第一条", "条文")
    assert "为已记。补记照常计算" in change.before
    assert "算已记。补记照常计算" in change.after


def test_an_added_item_is_one_change_and_moves_nothing():
    assert changes(('[[item]]\nid = "owed"', f'{STUDY}\n[[item]]\nid = "owed"')) == (
        Change("第六条", "条目 学习（新增）", "", "算法 按次计分，记录 日志，分值 3"),
    )


def test_an_item_that_is_taken_away_is_one_change():
    assert differences(FOUR_MIRRORS + STUDY, FOUR_MIRRORS) == (
        Change("第六条", "条目 学习（删去）", "算法 按次计分，记录 日志，分值 3", ""),
    )


def test_an_added_part_of_a_total_moves_no_other_part():
    row = '  { item = "daily", share = "30%" },\n'
    assert changes((row, '  { item = "log", share = "5%" },\n' + row)) == (
        Change("第五条", "总分（季度） · 记录率（新增）", "", "权重 5%"),
    )


def test_a_setting_that_is_added_or_taken_away_says_so():
    assert changes(("cap = 5", "floor = -5")) == (
        Change("第六条", "加分 · 最低（新增）", "", "-5"),
        Change("第六条", "加分 · 最高（删去）", "5", ""),
    )


def test_an_added_clause_shows_its_title_and_text():
    clause = '\n[[clause]]\nnumber = "第十条"\ntitle = "附则"\ntext = "由镇党委解释。"\n'
    assert differences(FOUR_MIRRORS, FOUR_MIRRORS + clause) == (
        Change("第十条", "条文（新增）", "", "附则：由镇党委解释。"),
    )


def test_items_streams_and_codes_are_shown_in_words():
    found = changes(
        ('of = "done"', 'of = "owed"'),
        ('missing = "reweight"', 'missing = "block"'),
        ('each = "month"', 'each = "quarter"'),
        ('stream = "discipline"\ngrade', 'stream = "criticism"\ngrade'),
        ('quarter = ["score", "committee", "daily"]', 'quarter = ["score", "daily"]'),
        ("name-missing = true", "name-missing = false"),
    )
    assert {(change.where, change.before, change.after) for change in found} == {
        ("记录率 · 取自", "已记日", "应记日"),
        ("总分（季度） · 缺项时", "权重分给其余各项", "不出结果"),
        ("日常评 · 按", "月", "季度"),
        ("等次 · 一票否决 通报批评（新增）", "", "定为 不称职，说明 期内受处分，定为不称职"),
        ("等次 · 一票否决 处分（删去）", "定为 不称职，说明 期内受处分，定为不称职", ""),
        ("等次 优秀 · 排序 季度", "得分、党委评、日常评", "得分、日常评"),
        ("周评价均分 · 逐一列明缺项", "是", "否"),
    }


def test_an_item_under_another_clause_is_told_there():
    assert changes(('id = "log"\nclause = "第三条"', 'id = "log"\nclause = "第四条"')) == (
        Change("第四条", "记录率 · 依据", "第三条", "第四条"),
    )


def test_a_figure_that_becomes_a_table_is_shown_as_both():
    assert changes(("points = 4", 'points = { "书记" = 4, "其他" = 2 }')) == (
        Change("第六条", "县级表彰 · 分值（新增）", "", "书记 4，其他 2"),
        Change("第六条", "县级表彰 · 分值（删去）", "4", ""),
    )


def test_what_only_looks_alike_in_words_is_still_told():
    renamed = STUDY.replace('id = "study"', 'id = "reading"')
    old = FOUR_MIRRORS.replace('plus = ["extra"]', 'plus = ["study"]') + STUDY
    new = FOUR_MIRRORS.replace('plus = ["extra"]', 'plus = ["reading"]') + renamed
    plus = next(change for change in differences(old, new) if change.where.endswith("另加"))
    assert (plus.before, plus.after) == ("['study']", "['reading']")


def test_what_stands_under_no_clause_comes_first_and_clauses_only_in_the_old_file_last():
    old = edited(('number = "第二条"', 'number = "第二条之一"'))
    new = edited(("version = 1", "version = 2"), ("cap = 5", "cap = 6"), ("late-after = 3", "late-after = 2"))
    clauses = list(dict.fromkeys(change.clause for change in differences(old, new)))
    assert clauses == ["", "第一条", "第二条", "第六条", "第二条之一"]


def test_the_text_of_a_clause_comes_before_its_settings():
    found = changes(("加分合计不超过五分", "加分合计不超过六分"), ("cap = 5", "cap = 6"))
    assert [change.where for change in found] == ["条文", "加分 · 最高"]


def test_the_page_for_the_shell_has_a_heading_for_each_clause():
    text = edited(("version = 1", "version = 2"), ("cap = 5", "cap = 6"), ("points = 4", "points = 3"))
    assert as_text(differences(FOUR_MIRRORS, text + STUDY)) == (
        "条文之外\n"
        "  办法 · 版本：1 → 2\n"
        "第六条\n"
        "  县级表彰 · 分值：4 → 3\n"
        "  加分 · 最高：5 → 6\n"
        "  条目 学习（新增）：算法 按次计分，记录 日志，分值 3"
    )


def test_a_text_of_several_lines_stays_on_one_line_of_the_page():
    page = as_text([Change("第一条", "条文", "甲\n乙", "甲\n丙")])
    assert page == "第一条\n  条文：甲 乙 → 甲 丙"


@pytest.mark.parametrize(
    "text",
    [
        FOUR_MIRRORS,
        FOUR_MIRRORS.replace("\n", "\r\n"),
        re.sub(r"^#.*\n", "", FOUR_MIRRORS, flags=re.MULTILINE),
        edited(("cap = 5", 'cap = "5" # 五分'), ('number = "第九条"', "number = '第九条'")),
    ],
)
def test_ways_of_writing_are_no_difference(text):
    assert differences(FOUR_MIRRORS, text) == ()
    assert as_text(differences(text, FOUR_MIRRORS)) == SAME


@settings(deadline=None)
@given(st.permutations(tables(FOUR_MIRRORS)))
def test_the_order_of_tables_is_no_difference(parts):
    shuffled = "".join(f"{part}\n" for part in parts)
    assert differences(FOUR_MIRRORS, shuffled) == ()


@settings(deadline=None)
@given(st.lists(st.sampled_from(KNOWN), max_size=4, unique=True))
def test_every_changed_figure_is_told_once_and_back_again(chosen):
    new = {figure.key: f"7{figure.text.lstrip('-')}" for figure in chosen}
    text = with_figures(FOUR_MIRRORS, new)
    told = differences(FOUR_MIRRORS, text)
    expected = [(figure.clause, figure.title, figure.text, new[figure.key]) for figure in chosen]
    assert sorted((one.clause, one.where, one.before, one.after) for one in told) == sorted(expected)
    back = differences(text, FOUR_MIRRORS)
    assert [(one.where, one.after, one.before) for one in back] == [
        (one.where, one.before, one.after) for one in told
    ]


@settings(deadline=None)
@given(st.lists(st.sampled_from(tables(FOUR_MIRRORS)), max_size=4, unique=True))
def test_what_is_added_one_way_is_taken_away_the_other_way(gone):
    text = "".join(part for part in tables(FOUR_MIRRORS) if part not in gone)
    less, more = differences(FOUR_MIRRORS, text), differences(text, FOUR_MIRRORS)
    assert all(change.after == "" and change.before and change.where.endswith("（删去）") for change in less)
    assert sorted((change.where[:-4], change.before) for change in less) == sorted(
        (change.where[:-4], change.after) for change in more
    )


def test_a_text_that_is_no_toml_is_refused_in_words():
    with pytest.raises(ValueError, match="不是正确的 TOML"):
        differences(FOUR_MIRRORS, "[")
