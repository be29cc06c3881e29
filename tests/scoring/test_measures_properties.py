"""What holds for every measure that ships and for every figure, not only for the signed examples."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.scoring import (
    Calendar,
    Dossier,
    Fact,
    Layout,
    Scheme,
    SchemeMistakes,
    Span,
    Subject,
    evaluate,
    laying,
    period,
    read_scheme,
    settle,
    tried,
)
from evalsys.scoring.numbers import snap

from .small import HEAD, absent, given_number, item, measure, one, total
from .test_cases import MEASURES, examples_of

BOOKS = {path.stem: examples_of(path) for path in MEASURES}
EVERY_BOOK = pytest.mark.parametrize("name", BOOKS)
CENT = Decimal("0.01")


def group_results(name: str, number: int, dossiers=None):
    book = BOOKS[name]
    case = book.cases[number]
    return evaluate(book.scheme, dossiers or case.dossiers, case.period, book.calendar)


@EVERY_BOOK
def test_the_order_of_facts_does_not_matter(name: str) -> None:
    chance = random.Random(7)
    for number, case in enumerate(BOOKS[name].cases):
        shuffled = [replace(one, facts=tuple(chance.sample(one.facts, len(one.facts)))) for one in case.dossiers]
        assert group_results(name, number, shuffled) == group_results(name, number), case.name


@EVERY_BOOK
def test_facts_of_another_kind_change_nothing(name: str) -> None:
    for number, case in enumerate(BOOKS[name].cases):
        stranger = Fact("stranger", case.period.first, {"mark": Decimal(5)}, "优秀", ref="stranger:1")
        others = [replace(one, facts=(stranger, *one.facts)) for one in case.dossiers]
        assert group_results(name, number, others) == group_results(name, number), case.name


@EVERY_BOOK
def test_the_lines_add_up_to_the_score(name: str) -> None:
    scheme = BOOKS[name].scheme
    for number, case in enumerate(BOOKS[name].cases):
        for result in group_results(name, number):
            if result.score is not None:
                whole = sum((line.amount for line in result.lines if line.amount is not None), Decimal(0))
                assert scheme.rounding.settle(whole) == result.score, f"{case.name}：{result.name}"
                if scheme.rounding.stage == "line":
                    assert whole == result.score


@EVERY_BOOK
def test_scores_are_the_same_without_an_explanation(name: str) -> None:
    book = BOOKS[name]
    for number, case in enumerate(book.cases):
        bare = evaluate(book.scheme, case.dossiers, case.period, book.calendar, explain=False)
        full = group_results(name, number)
        assert [(one.score, one.grade) for one in bare] == [(one.score, one.grade) for one in full], case.name
        beside = [[[line.amount for line in one.beside] for one in group] for group in (bare, full)]
        assert beside[0] == beside[1], case.name


@EVERY_BOOK
def test_a_measure_tried_on_a_group_gives_the_same_scores_and_grades(name: str) -> None:
    book = BOOKS[name]
    for number, case in enumerate(book.cases):
        found = tried(book.scheme, Layout(case.dossiers, case.period, book.calendar))
        assert found == [(one.score, one.grade) for one in group_results(name, number)], case.name


@given(st.lists(st.integers(-2000, 2000), min_size=1, max_size=13), st.sampled_from([40, 60, 25, 35, 7]))
def test_a_mean_by_a_share_is_settled_like_the_exact_fraction(halves: list[int], share: int) -> None:
    carried = snap(sum((Decimal(half) / 2 for half in halves), Decimal(0)) / len(halves))
    exact = Fraction(sum(halves), 2 * len(halves)) * share / 100
    doubled = abs(exact) * 200
    rounded = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    wanted = Decimal(rounded) / 100 * (1 if exact >= 0 else -1)
    assert settle(carried * share / 100, CENT, ROUND_HALF_UP) == wanted


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
DEEDS = st.lists(st.tuples(DAYS, st.integers(-40, 40)), max_size=40)


@given(DEEDS, st.integers(0, 8), st.integers(8, 20))
@settings(deadline=None)
def test_caps_hold_on_every_level(deeds: list[tuple[date, int]], daily: int, monthly: int) -> None:
    scheme = measure(
        item("deeds", "amounts", f'stream = "deed"\nvalue = "points"\ncaps = {{ day = {daily}, month = {monthly} }}'),
        total("deeds"),
    )
    facts = [Fact("deed", on, {"points": Decimal(n) / 2}, ref=str(k)) for k, (on, n) in enumerate(deeds)]
    days: dict[date, Decimal] = {}
    for on, n in deeds:
        days[on] = days.get(on, Decimal(0)) + Decimal(n) / 2
    months: dict[int, Decimal] = {}
    for on, points in days.items():
        months[on.month] = months.get(on.month, Decimal(0)) + min(points, Decimal(daily))
    assert one(scheme, facts).score == sum((min(points, Decimal(monthly)) for points in months.values()), Decimal(0))


@given(DEEDS, st.integers(0, 30), st.integers(-30, 0))
@settings(deadline=None)
def test_gains_and_losses_are_capped_apart(deeds: list[tuple[date, int]], plus: int, minus: int) -> None:
    parts = [item(f"d{k}", "constant", f"amount = {n}") for k, (_, n) in enumerate(deeds)]
    names = ", ".join(f'"d{k}"' for k in range(len(deeds)))
    if not deeds:
        return
    scheme = measure(
        *parts, item("all", "sum", f"of = [{names}]\nplus-cap = {plus}\nminus-cap = {minus}"), total("all")
    )
    gains, losses = sum(n for _, n in deeds if n > 0), sum(n for _, n in deeds if n < 0)
    assert one(scheme, []).score == min(gains, plus) + max(losses, minus)


SHARES = st.lists(st.integers(1, 24), min_size=1, max_size=4).map(lambda parts: [*parts, 100 - sum(parts)])


@given(SHARES, st.integers(-5000, 5000), st.sets(st.integers(0, 4)))
@settings(deadline=None)
def test_weights_are_conserved_whatever_is_missing(shares: list[int], cents: int, gone: set[int]) -> None:
    number = Decimal(cents) / 100
    parts = [
        item(f"p{k}", "mark", absent()) if k in gone else item(f"p{k}", "constant", f'amount = "{number}"')
        for k in range(len(shares))
    ]
    rows = ", ".join(f'{{ item = "p{k}", share = "{share}%" }}' for k, share in enumerate(shares))
    scheme = measure(*parts, item("all", "weighted", f'weight = [{rows}]\nmissing = "reweight"'), total("all"))
    everything_gone = all(k in gone for k in range(len(shares)))
    assert one(scheme, []).score == (None if everything_gone else number)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True), st.integers(-1000, 11000), st.booleans())
@settings(deadline=None)
def test_bands_that_load_hold_every_score_once(edges: list[int], cents: int, included: bool) -> None:
    edges = sorted(edges, reverse=True)
    low, high = ("from", "below") if included else ("above", "up-to")
    bands = [f'{{ grade = "g0", {low} = {edges[0]} }}']
    for k, (upper, lower) in enumerate(pairwise(edges), start=1):
        bands.append(f'{{ grade = "g{k}", {low} = {lower}, {high} = {upper} }}')
    bands.append(f'{{ grade = "g{len(edges)}", {high} = {edges[-1]} }}')
    text = (item("n", "mark", absent()), total("n"), f'[grade]\nclause = "第一条"\nband = [{", ".join(bands)}]')
    score = Decimal(cents) / 100
    above = sum(score < edge if included else score <= edge for edge in edges)
    assert one(measure(*text), [given_number(score)]).grade == f"g{above}"
    with pytest.raises(SchemeMistakes):
        measure(text[0], text[1], text[2].replace(f"{high} = {edges[0]}", f'{high} = "{edges[0] - 1}.5"', 1))


@given(st.integers(1, 9_999_999), st.integers(1, 24))
@settings(deadline=None)
def test_instalments_always_make_the_whole(cents: int, parts: int) -> None:
    whole = Decimal(cents) / 100
    scheme = measure(
        item("whole", "constant", f'amount = "{whole}"'),
        item("paid", "instalments", f'of = "whole"\nparts = {parts}\nunit = "0.01"'),
        total("paid"),
    )
    line = one(scheme, []).find("paid")
    assert line is not None
    amounts = [part.amount for part in line.parts[1:]]
    assert len(amounts) == parts and sum(amounts) == whole
    assert len(set(amounts[:-1])) <= 1


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=12),
    st.integers(0, 999_999),
    st.sampled_from(["others", "kept"]),
)
@settings(deadline=None)
def test_a_pool_is_never_overdrawn_and_nobody_gets_more_than_the_cap(
    weights: list[int], cents: int, beyond: str
) -> None:
    whole = Decimal(cents) / 100
    pool = f"""
[[pool]]
id = "pool"
clause = "第一条"
title = "奖励"
period = "year"
amount = "whole"
weight = "weight"
most = "30%"
beyond = "{beyond}"
unit = "0.01"
"""
    scheme = measure(
        item("whole", "constant", f'amount = "{whole}"'), item("weight", "mark", absent()), total("weight"), pool
    )
    people = [
        Dossier(Subject(str(k), str(k), (Span(date(2020, 1, 1)),)), (given_number(Decimal(weight)),))
        for k, weight in enumerate(weights)
    ]
    lines = [result.find("pool") for result in evaluate(scheme, people, period("2026"), Calendar())]
    paid = [line.amount for line in lines if line and line.amount is not None]
    assert sum(paid) <= whole
    assert all(amount <= settle(whole * 30 / 100) for amount in paid)
    working = [weight for weight in weights if weight]
    if beyond == "others" and len(working) >= 4:
        capped = all(amount + CENT > whole * 30 / 100 for amount, weight in zip(paid, weights, strict=True) if weight)
        assert sum(paid) == whole or capped


@given(
    st.lists(st.tuples(st.integers(-60, 60), st.integers(-60, 60)), min_size=1, max_size=8),
    st.sampled_from(["line", "total"]),
    st.integers(-10, 30),
    st.booleans(),
)
@settings(deadline=None)
def test_columns_and_trees_agree(marks: list[tuple[int, int]], stage: str, cap: int, some_missing: bool) -> None:
    text = HEAD.replace('stage = "total"', f'stage = "{stage}"')
    kinds = (
        item("points", "amounts", f'stream = "deed"\nvalue = "points"\ncap = {cap}'),
        item("taken", "amounts", 'stream = "deed"\nvalue = "points"\nsign = "minus"\nfloor = -3'),
        item("times", "count", 'stream = "deed"\npoints = "0.5"'),
        item("number", "mark", absent() + ("" if some_missing else "\nunmarked = 4")),
        item("fixed", "constant", 'amount = "7.25"'),
        item("part", "share", 'of = "number"\npercent = "33.3%"'),
        item("less", "difference", 'of = "points"\nless = "part"'),
        item("both", "product", 'of = ["times", "less"]\nunit = "0.1"\nmode = "half-even"'),
        item("all", "sum", f'of = ["both", "taken", "fixed"]\nbase = 2\ncap = {cap * 2 + 30}'),
        total("all", "number", rest='plus = ["times"]'),
        '[grade]\nclause = "第一条"\nband = [{ grade = "高", above = 5 }, { grade = "低", up-to = 5 }]',
    )
    scheme = read_scheme(text + "\n".join(kinds), "tried.toml")
    people = [
        Dossier(
            Subject(str(n), str(n), (Span(date(2020, 1, 1)),)),
            (
                *(given_number(Decimal(first)) for _ in range(n % 2)),
                Fact("deed", date(2026, 3, 1), {"points": Decimal(first) / 2}, ref="1"),
                Fact("deed", date(2026, 3, 2), {"points": Decimal(second) / 4}, ref="2"),
            ),
        )
        for n, (first, second) in enumerate(marks)
    ]
    results = evaluate(scheme, people, period("2026"), Calendar())
    layout = Layout(people, period("2026"), Calendar())
    assert tried(scheme, layout) == [(one.score, one.grade) for one in results]
    assert tried(scheme, layout) == tried(scheme, layout)


def test_a_large_group_is_tried_in_pieces_with_the_same_results(monkeypatch) -> None:
    scheme = measure(item("n", "mark", absent()), total("n"))
    people = [
        Dossier(Subject(str(n), str(n), (Span(date(2020, 1, 1)),)), (given_number(Decimal(n)),)) for n in range(11)
    ]
    whole = tried(scheme, Layout(people, period("2026"), Calendar()))
    monkeypatch.setattr(laying, "CHUNK", 3)
    layout = Layout(people, period("2026"), Calendar())
    assert tried(scheme, layout) == whole
    assert [score for score, _ in whole] == list(range(11))
    assert len(layout.chunks()) == 4


def test_measures_tried_on_one_layout_do_not_see_each_others_records() -> None:
    def counting(on: str, own: str = "") -> Scheme:
        stream = f'[[stream]]\nstream = "visit"\ntitle = "走访"\nclause = "第一条"\non = "{on}"\n'
        stream += "values.points = { low = 0, step = 1 }\n"
        parts = (
            item("points", "amounts", 'stream = "visit"\nvalue = "points"'),
            item("times", "count", 'stream = "visit"\npoints = 100'),
        )
        return measure(stream, own, *parts, total("points", "times"))

    first = '[[period]]\ncode = "2026"\nkind = "year"\nfirst = 2025-06-01\nlast = 2026-12-31\n'
    first += 'title = "首个年度"\nclause = "第一条"\n'
    days = (date(2025, 7, 1), date(2026, 1, 1), date(2026, 1, 5))  # 1 January lies in the week of 29 December
    facts = tuple(Fact("visit", day, {"points": Decimal(1)}, ref=str(n)) for n, day in enumerate(days))
    layout = Layout([Dossier(Subject("1", "甲", (Span(date(2020, 1, 1)),)), facts)], period("2026"), Calendar())
    scores = [
        tried(scheme, layout)[0].score for scheme in (counting("day"), counting("week"), counting("day", first))
    ]
    assert scores == [202, 101, 303]
