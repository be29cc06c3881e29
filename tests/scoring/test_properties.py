"""What holds for every dossier, not only for those that somebody thought of."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from evalsys.scoring import (
    Dossier,
    Fact,
    Result,
    Span,
    Subject,
    as_data,
    compute,
    digest,
    evaluate,
    from_data,
)

from .making import CALENDAR, QUARTER, ballots, four_mirrors

SCHEME = four_mirrors()
DAYS = st.dates(date(2026, 3, 25), date(2026, 7, 5))
HALVES = st.integers(0, 200).map(lambda n: Decimal(n) / 2)
TWENTIES = st.integers(0, 40).map(lambda n: Decimal(n) / 2)


@st.composite
def logs(draw) -> Fact:
    on = draw(DAYS)
    late = draw(st.integers(0, 6))
    return Fact("log", on, text=draw(st.sampled_from("甲乙丙")), recorded_on=on + timedelta(days=late))


@st.composite
def leaves(draw) -> Fact:
    on = draw(DAYS)
    return Fact("leave", on, until=on + timedelta(days=draw(st.integers(0, 20))))


def marked(kind: str, days, marks=HALVES):
    people = st.sampled_from("甲乙丙")
    return st.builds(lambda on, mark, by: Fact(kind, on, {"mark": mark}, by=by), days, marks, people)


MONTHS = st.sampled_from([month.first for month in QUARTER.months()])
SHEETS = st.builds(
    lambda on, marks: Fact("branch-mark", on, dict(zip("德能勤绩廉", marks, strict=True))),
    MONTHS,
    st.lists(TWENTIES, min_size=5, max_size=5),
)
EVENTS = st.builds(
    lambda kind, on: Fact(kind, on),
    st.sampled_from(["township-commendation", "county-commendation", "criticism", "discipline"]),
    DAYS,
)
COUNTS = st.integers(0, 12)
TALLIES = st.builds(ballots, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
MONDAYS = st.sampled_from(list(QUARTER.mondays()))


@st.composite
def dossiers(draw) -> Dossier:
    first = draw(st.dates(date(2026, 3, 1), date(2026, 6, 30)))
    facts = [
        *draw(st.lists(logs(), max_size=30)),
        *draw(st.lists(leaves(), max_size=2)),
        *draw(st.lists(marked("weekly-mark", MONDAYS), max_size=14)),
        *draw(st.lists(SHEETS, max_size=3)),
        *draw(st.lists(marked("committee-mark", st.just(QUARTER.first)), max_size=9)),
        *draw(st.lists(TALLIES, max_size=1)),
        *draw(st.lists(EVENTS, max_size=6)),
    ]
    numbered = tuple(replace(fact, ref=f"{fact.kind}:{n}") for n, fact in enumerate(facts))
    return Dossier(Subject("甲", "甲", (Span(first),)), numbered)


def result_of(dossier: Dossier) -> Result:
    return compute(SCHEME, dossier, QUARTER, CALENDAR)


@given(dossiers(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_facts_does_not_matter(dossier: Dossier, chance: random.Random) -> None:
    shuffled = list(dossier.facts)
    chance.shuffle(shuffled)
    assert result_of(replace(dossier, facts=tuple(shuffled))) == result_of(dossier)


@given(dossiers())
@settings(deadline=None)
def test_the_top_lines_add_up_to_the_score(dossier: Dossier) -> None:
    result = result_of(dossier)
    amounts = [line.amount for line in result.lines if line.amount is not None]
    if result.score is not None:
        assert sum(amounts) == result.score
    else:
        assert all(line.amount is None for line in result.lines if line.item.startswith("weighted."))


@given(dossiers())
@settings(deadline=None)
def test_every_line_is_settled_and_a_missing_one_says_why(dossier: Dossier) -> None:
    for top in result_of(dossier).lines:
        for line in top.walk():
            if line.amount is None:
                assert line.why_none
            else:
                assert line.amount == line.amount.quantize(Decimal("0.01"))
                assert line.arithmetic and not line.why_none


@given(dossiers())
@settings(deadline=None)
def test_unrelated_facts_change_nothing(dossier: Dossier) -> None:
    strangers = (
        Fact("points", date(2026, 5, 6), {"mark": Decimal(5)}),
        Fact("committee-mark", date(2026, 1, 1), {"mark": Decimal(5)}),
        Fact("weekly-mark", date(2026, 3, 30), {"mark": Decimal(5)}),
        Fact("township-commendation", date(2026, 7, 1)),
    )
    assert result_of(replace(dossier, facts=(*strangers, *dossier.facts))) == result_of(dossier)


@given(dossiers())
@settings(deadline=None)
def test_missing_mirrors_give_their_whole_weight_to_the_others(dossier: Dossier) -> None:
    lines = [line for line in result_of(dossier).lines if line.item.startswith("weighted.")]
    there = [(line.amount, line.parts[0].amount) for line in lines if line.amount is not None]
    if there:
        mirrors = [mirror for _, mirror in there]
        slack = Decimal("0.005") * len(there)
        assert min(mirrors) - slack <= sum(amount for amount, _ in there) <= max(mirrors) + slack


@given(dossiers())
@settings(deadline=None)
def test_commendations_never_give_more_than_their_cap(dossier: Dossier) -> None:
    result = result_of(dossier)
    bonus, extra = result.find("commendations"), result.find("extra")
    assert bonus and extra and bonus.amount is not None and extra.amount is not None
    assert 0 <= bonus.amount <= 5
    assert extra.amount <= bonus.amount


@given(dossiers())
@settings(deadline=None)
def test_a_stored_result_comes_back_exactly(dossier: Dossier) -> None:
    result = result_of(dossier)
    data = as_data(result)
    back = json.loads(json.dumps(data))
    assert from_data(back) == result
    assert as_data(from_data(back)) == data
    assert digest(back) == digest(data)


@given(dossiers(), st.integers(1, 25))
@settings(deadline=None, max_examples=30)
def test_the_quota_holds_for_a_group_of_any_size(dossier: Dossier, size: int) -> None:
    group = [replace(dossier, subject=replace(dossier.subject, key=str(n))) for n in range(size)]
    results = evaluate(SCHEME, group, QUARTER, CALENDAR)
    graded = [result for result in results if result.grade is not None]
    assert sum(result.grade == "优秀" for result in graded) * 5 <= len(graded)
