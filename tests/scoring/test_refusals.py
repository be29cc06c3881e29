"""Bands, quotas, tiers and dated figures that contradict themselves are refused with line, clause and cure."""

from __future__ import annotations

import pytest

from evalsys.scoring import SchemeMistakes

from .small import HEAD, absent, item, measure, total

NUMBER = item("n", "mark", absent())
TOP = '{ grade = "优秀", from = 95 }'
LAST = '{ grade = "差", below = 80 }'


def grading(*bands: str, rest: str = "") -> str:
    """The grades of these bands."""
    return f'[grade]\nclause = "第一条"\nband = [\n  {", ".join(bands)},\n]\n{rest}\n'


def gap(rest: str) -> str:
    """A declared gap."""
    return f'[[grade.gap]]\nclause = "第一条"\nnote = "按下限"\n{rest}\n'


def refused(*blocks: str) -> SchemeMistakes:
    """Why the measure is refused."""
    with pytest.raises(SchemeMistakes) as found:
        measure(NUMBER, *blocks)
    return found.value


@pytest.mark.parametrize(
    ("middle", "says"),
    [
        ('{ grade = "合格", from = 80, up-to = 94 }', "94 至 95 之间没有等次（例如 94.5 分）"),
        ('{ grade = "合格", from = 80, up-to = "94.9" }', "94.9 至 95 之间没有等次（例如 94.95 分）"),
        ('{ grade = "合格", from = 80, below = "94.99" }', "94.99 至 95 之间没有等次"),
        ('{ grade = "合格", above = 80, below = 95 }', "80没有等次"),
        ('{ grade = "合格", from = 80, up-to = 95 }', "与优秀重叠"),
        ('{ grade = "合格", from = 80, below = 96 }', "与优秀重叠"),
        ('{ grade = "合格", from = 96, below = 95 }', "之间没有任何数"),
    ],
)
def test_gaps_and_overlaps_are_found_on_halves_and_tenths_too(middle: str, says: str) -> None:
    assert says in str(refused(total("n"), grading(TOP, middle, LAST)))


def test_settled_scores_leave_nothing_between_a_hundredth_and_the_next() -> None:
    bands = grading(TOP, '{ grade = "合格", from = 80, up-to = "94.99" }', LAST)
    assert measure(NUMBER, total("n"), bands).grading is not None
    raw = bands.replace("band =", 'looks-at = "raw"\nband =')
    assert "94.99 至 95 之间没有等次" in str(refused(total("n"), raw))


def test_a_real_gap_is_declared_exactly_and_nowhere_else() -> None:
    bands = (TOP, '{ grade = "合格", from = 80, up-to = 94 }', LAST)
    closed = gap('above = 94\nbelow = 95\ngrade = "合格"')
    assert measure(NUMBER, total("n"), grading(*bands, rest=closed)).grading is not None
    for wrong in ('above = 94\nbelow = "94.5"', "above = 93\nbelow = 95", 'above = 94\nup-to = 95\ngrade = "合格"'):
        assert "声明的空档" in str(refused(total("n"), grading(*bands, rest=gap(wrong))))
    assert "不在等次之中" in str(
        refused(total("n"), grading(*bands, rest=gap('above = 94\nbelow = 95\ngrade = "良"')))
    )


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ('most = "101%"', "most 应在 0% 与 100% 之间"),
        ('most = "20%"\ncount = 3', "most（百分比）或 count（个数）之一"),
        ("", "most（百分比）或 count（个数）之一"),
    ],
)
def test_a_quota_is_a_share_of_the_whole_or_a_number(rest: str, says: str) -> None:
    quota = '[[grade.quota]]\ngrade = "优秀"\noverflow = "差"\nnote = "满"\nclause = "第一条"\nties = "drop"\n'
    text = grading(TOP, '{ grade = "差", below = 95 }', rest=f'{quota}order = {{ year = ["score"] }}\n{rest}')
    assert says in str(refused(total("n"), text))


def test_slices_of_a_ranking_make_no_more_than_the_whole() -> None:
    def ranking(top: str, bottom: str, middle: str) -> str:
        slices = f'{{ grade = "前", end = "top", share = "{top}" }}, '
        slices += f'{{ grade = "后", end = "bottom", share = "{bottom}" }}'
        rules = 'order = { year = ["score"] }\nties = "drop"\nrounding = "down"'
        return (
            f'[grade]\nclause = "第一条"\n[grade.ranking]\nclause = "第一条"\nslice = [{slices}{middle}]\n{rules}\n'
        )

    rest = ', { grade = "中", end = "rest" }'
    assert measure(NUMBER, total("n"), ranking("20%", "20%", rest)).grading is not None
    assert "超过 100%" in str(refused(total("n"), ranking("60%", "50%", rest)))
    assert '要有且只有一个 end = "rest"' in str(refused(total("n"), ranking("20%", "20%", "")))


def test_tiers_may_not_overlap() -> None:
    tiers = 'of = "n"\ntier = [{ from = 0, up-to = 10, amount = 1 }, { from = 10, amount = 2 }]'
    assert "两档重叠" in str(refused(item("t", "tiers", tiers), total("t")))


def test_dated_figures_stand_in_order_each_with_its_date() -> None:
    for history, says in (
        ("[{ value = 3 }]", "缺少 from"),
        ("[{ from = 2026-01-01, value = 3 }, { from = 2025-01-01, value = 4 }]", "从早到晚"),
        ("[{ from = 2026-01-01, value = 3 }, { from = 2026-01-01, value = 4 }]", "日期不能重复"),
    ):
        assert says in str(refused(item("c", "constant", f"amount = {history}"), total("n", "c")))


@pytest.mark.parametrize(
    "condition", ["{}", '{ item = "n" }', '{ item = "n", stream = "deed", above = 1 }', '{ iten = "n" }']
)
def test_a_condition_says_what_is_compared_with_what(condition: str) -> None:
    found = refused(item("c", "constant", f"amount = 1\nif = {condition}"), total("n", "c"))
    assert all(mistake.line > 0 and mistake.clause == "第一条" for mistake in found.mistakes)


def test_a_mistake_names_the_very_line_and_the_clause_around_it() -> None:
    wrong = item("c", "count", 'stream = "deed"\npoints = "很多"')
    found = refused(wrong, total("n", "c")).mistakes[0]
    text = (HEAD + "\n".join([NUMBER, wrong])).splitlines()
    assert "很多" in text[found.line - 1] and found.clause == "第一条"
    assert (
        str(found) == f"tried.toml 第 {found.line} 行（第一条）：item c：points 不是数：'很多'，请写成 \"0.5\" 或整数"
    )
