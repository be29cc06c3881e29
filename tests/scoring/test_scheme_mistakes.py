"""Every mistake in a scheme file is named with its place and what to do, all of them at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.scoring import SchemeMistakes, read_scheme

from .making import FOUR_MIRRORS_TEXT, four_mirrors

LINES = FOUR_MIRRORS_TEXT.splitlines()
MISTAKES = [
    ("late-after = 3", "late-after = 3\nlate-befor = 3", "item done", "不认识的键 late-befor"),
    ('item = "daily", share = "30%"', 'item = "daily", share = "31%"', "total quarter", "权重合计 101%"),
    ("from = 75, below = 90", "from = 75, below = 89", "[grade] band 称职", "89 至 90 之间没有等次"),
    ("from = 75, below = 90", "from = 75, below = 91", "[grade] band 称职", "与优秀重叠"),
    ("from = 60, below = 75", "from = 80, below = 75", "[grade] band 基本称职", "从高到低"),
    ('grade = "不称职", below = 60', 'grade = "不称职", from = 0, below = 60', "[grade] band 不称职", "最低一档"),
    ('grade = "优秀", from = 90', 'grade = "优秀", from = 90, below = 100', "[grade] band 优秀", "最高一档"),
    ('title = "记录率"\n', 'title = "记录率"\nclauses = 1\n', "item log", "不认识的键 clauses"),
    ('id = "log"\nclause = "第三条"', 'id = "log"', "item log", "缺少 clause"),
    ('id = "log"\nclause = "第三条"', 'id = "log"\nclause = "第三十条"', "item log", "第三十条不在"),
    ('kind = "ratio"', 'kind = "rate"', "item log", "只能是"),
    ('percent = "40%"', "percent = 0.4", "item log-share", "小数 0.4 没有加引号"),
    ('percent = "40%"', 'percent = "0.4"', "item log-share", "不是百分比"),
    ("from = 2026-01-01", "", "[scheme]", "缺少 from"),
    ("from = 2026-01-01", "from = 2026-01-01\nto = 2025-12-31", "[scheme]", "to 早于 from"),
    ('id = "weekly"', 'id = "log"', "item log", "出现了两次"),
    ('of = "daily-month"', 'of = "daily-moth"', "item daily", "daily-moth 不存在"),
    ('of = "log"', 'of = "daily-month"', "item daily-month", "绕了一圈"),
    ('stream = "log"\nlate-after', 'stream = "logs"\nlate-after', "item done", "logs 没有登记"),
    ('plus = ["extra"]\n', "", "item extra", "没有任何总分用到"),
    ('number = "第二条"', 'number = "第一条"', "clause 第一条", "出现了两次"),
    ('overflow = "称职"', 'overflow = "优秀"', "[grade] quota 优秀", "更低的等次"),
    ('unit = "0.01"', 'unit = "0.05"', "[rounding]", "unit 只能是"),
    ('mode = "half-up"', 'mode = "bankers"', "[rounding]", "只能是"),
    ("{ least = 5, drop = 1 }", "{ least = 2, drop = 1 }", "item committee", "没有剩下评分"),
    ('missing = "reweight"', 'missing = "ignore"', "total quarter", "只能是：reweight、zero、block"),
    ("version = 1", 'version = "1"', "[scheme]", "version 应当是整数"),
    ('grade = "不称职"\nnote', 'grade = "差"\nnote', "[grade] override 差", "不在等次之中"),
    ('value = "mark"\nname-missing', 'value = "marks"\nname-missing', "item weekly", "没有「marks」这个数"),
    ('["score", "committee", "daily"]', '["score", "log"]', "order quarter", "log 不是这一总分的组成部分"),
    ('each = "month"', 'each = "decade"', "item daily", "each 写的是"),
    ("[grade]\n", '[grade]\nperiod = ["month"]\n', "[grade]", "没有 month 的总分"),
    ('kind = "owed-days"', 'kind = "steps"\nof = "done"\nevery = 0\npoints = 1', "item owed", "every 要大于零"),
]


@pytest.mark.parametrize(("right", "wrong", "where", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_place_and_cure(right: str, wrong: str, where: str, says: str) -> None:
    assert right in FOUR_MIRRORS_TEXT
    with pytest.raises(SchemeMistakes) as refused:
        read_scheme(FOUR_MIRRORS_TEXT.replace(right, wrong, 1), "mine.toml")
    told = [mistake for mistake in refused.value.mistakes if says in mistake.says]
    assert told, str(refused.value)
    assert any(where in mistake.where for mistake in told), str(refused.value)
    assert str(told[0]).startswith(f"mine.toml 第 {told[0].line} 行")
    assert told[0].line > 0


def test_all_mistakes_are_told_at_once() -> None:
    text = FOUR_MIRRORS_TEXT
    changes = (('percent = "40%"', "percent = 0.4"), ('"30%" },', '"33%" },'), ('kind = "ratio"', 'kind = "x"'))
    for right, wrong in changes:
        text = text.replace(right, wrong, 1)
    with pytest.raises(SchemeMistakes) as refused:
        read_scheme(text, "mine.toml")
    told = str(refused.value)
    assert "0.4" in told
    assert "103%" in told
    assert "只能是" in told


def test_a_float_is_told_once_and_not_as_a_second_mistake() -> None:
    with pytest.raises(SchemeMistakes) as refused:
        read_scheme(FOUR_MIRRORS_TEXT.replace("scale = 100", "scale = 100.5"), "mine.toml")
    assert [mistake.says for mistake in refused.value.mistakes] == ['小数 100.5 没有加引号，请写成 "100.5"']


@pytest.mark.parametrize("text", ["", "x = [", "scheme = 1", "item = 3", "[[item]]\n", "[grade]\nband = [1]"])
def test_any_text_is_answered_with_mistakes_and_no_crash(text: str) -> None:
    with pytest.raises(SchemeMistakes):
        read_scheme(text, "mine.toml")


@given(st.integers(0, len(LINES) - 1), st.sampled_from(["", "x = 1", "[x]", "clause = 3", "kind = []", "band = 0.5"]))
@settings(deadline=None)
def test_a_damaged_line_never_crashes_the_loader(place: int, instead: str) -> None:
    text = "\n".join([*LINES[:place], instead, *LINES[place + 1 :]])
    try:
        assert read_scheme(text, "mine.toml").id == "four-mirrors"
    except SchemeMistakes as refused:
        assert refused.mistakes


def test_the_sample_measure_has_no_mistake_and_says_where_each_number_is_from() -> None:
    scheme = four_mirrors()
    numbers = {clause.number for clause in scheme.clauses}
    assert {item.clause for item in scheme.items.values()} <= numbers
    assert all(clause.text.strip() for clause in scheme.clauses)
    assert len(scheme.digest) == 64
