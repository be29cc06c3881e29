"""What the engine says about gaps, contradictions and periods that a scheme does not cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalsys.scoring import Fact, NotInForce, Span, compute, evaluate, item_line, period, read_scheme
from evalsys.scoring.facts import Subject
from evalsys.scoring.numbers import exact, settle

from .making import CALENDAR, FOUR_MIRRORS_TEXT, QUARTER, ballots, four_mirrors, full_facts, make_dossier

SCHEME = four_mirrors()


def result(facts=(), scheme=SCHEME, **changes):
    return compute(scheme, make_dossier(facts=facts, **changes), QUARTER, CALENDAR)


def problems(facts) -> dict[str, str]:
    return {problem.code: problem.says for problem in result(facts).problems}


def test_a_full_quarter_has_neither_notes_nor_problems() -> None:
    full = result(full_facts())
    assert (full.notes, full.problems, full.grade) == ((), (), "优秀")


def test_nothing_at_all_gives_no_score_and_says_why() -> None:
    empty = result()
    assert (empty.score, empty.grade) == (None, None)
    assert "无总分，不定等次" in empty.notes
    assert "no-score" in {problem.code for problem in empty.problems}


def test_a_mark_outside_its_limits_is_a_problem() -> None:
    says = problems([Fact("weekly-mark", date(2026, 4, 13), {"mark": Decimal("100.5")})])["out-of-range"]
    assert says == "2026年4月13日周评价为 100.5，应在 0 至 100、每档 0.5，请更正"


def test_two_sheets_for_one_month_give_no_branch_mark_for_it() -> None:
    sheet = dict.fromkeys("德能勤绩廉", Decimal(18))
    twice = result([Fact("branch-mark", date(2026, 4, 1), sheet, ref=ref) for ref in "ab"])
    line = twice.find("branch-month", "2026-04")
    assert line and line.why_none == "2026年4月支部月考评有 2 份，请核对后只保留一份"


def test_two_marks_for_one_week_both_count_and_are_a_problem() -> None:
    marks = [Fact("weekly-mark", date(2026, 4, 13), {"mark": Decimal(m)}, ref=str(m)) for m in (80, 90)]
    line = result(marks).find("weekly", "2026-04")
    assert line and line.amount == Decimal("85.00")
    assert "有 2 份" in problems(marks)["twice"]


def test_a_tally_that_does_not_agree_with_itself_is_a_problem() -> None:
    tally = ballots(10, 2, 0, 0)
    wrong = replace(tally, values={**tally.values, "returned": Decimal(13)})
    assert "收回 13 张，各项合计 12 张" in problems([wrong])["tally"]


def test_an_open_leave_goes_on_and_is_a_problem() -> None:
    leave = [Fact("leave", date(2026, 6, 22))]
    line = result(leave).find("owed", "2026-06")
    assert line and line.amount == 14
    assert "没有结束日期" in problems(leave)["leave-open"]


def test_leaving_and_coming_back_counts_both_spans() -> None:
    spans = (Span(date(2025, 8, 15), date(2026, 4, 10)), Span(date(2026, 4, 20)))
    dossier = replace(make_dossier(), subject=Subject("甲", "甲", spans))
    line = compute(SCHEME, dossier, QUARTER, CALENDAR).find("owed", "2026-04")
    assert line and line.amount == 16
    assert line.notes == ("2026年4月10日离任，此后的工作日不计", "2026年4月20日到任，此前的工作日不计")


def test_a_dropped_mark_is_named_in_the_sources() -> None:
    line = result(full_facts()).find("committee")
    assert line and [source.text for source in line.sources if source.text] == ["（最低，去掉）", "（最高，去掉）"]


def test_a_late_entry_is_marked_in_the_sources() -> None:
    entry = Fact("log", date(2026, 4, 7), text="走访", recorded_on=date(2026, 4, 11), ref="log:1")
    line = result([entry]).find("done", "2026-04")
    assert line and line.sources[0].text == "走访（迟录）"


def test_a_period_outside_the_scheme_is_refused() -> None:
    with pytest.raises(NotInForce, match="不适用于2025年第四季度"):
        compute(SCHEME, make_dossier(), period("2025Q4"), CALENDAR)
    with pytest.raises(NotInForce, match="没有规定"):
        compute(SCHEME, make_dossier(), period("2026-04"), CALENDAR)


def test_one_item_can_be_worked_out_for_a_month_alone() -> None:
    line = item_line(SCHEME, "daily-month", make_dossier(facts=full_facts()), period("2026-05"), CALENDAR)
    assert (line.amount, line.arithmetic) == (Decimal("94.00"), "40.00 + 54.00 = 94.00")


def with_policy(policy: str):
    return read_scheme(FOUR_MIRRORS_TEXT.replace('missing = "reweight"', f'missing = "{policy}"'), "x.toml")


def test_a_missing_mirror_blocks_or_counts_zero_where_the_scheme_says_so() -> None:
    facts = [fact for fact in full_facts() if fact.kind != "ballots"]
    blocked, zero = result(facts, with_policy("block")), result(facts, with_policy("zero"))
    assert blocked.score is None
    assert zero.score == sum(line.amount for line in zero.lines)
    masses = zero.find("weighted.masses")
    assert masses and masses.amount == 0


def test_those_tied_at_the_last_place_may_be_kept_where_the_scheme_says_so() -> None:
    keep = read_scheme(FOUR_MIRRORS_TEXT.replace('ties = "drop"', 'ties = "keep"'), "x.toml")
    group = [make_dossier(str(n), full_facts(Decimal(92 if n < 2 else 80))) for n in range(5)]
    assert [r.grade for r in evaluate(keep, group, QUARTER, CALENDAR)][:2] == ["优秀", "优秀"]
    dropped = evaluate(SCHEME, group, QUARTER, CALENDAR)
    assert [r.grade for r in dropped][:2] == ["称职", "称职"]
    assert all("quota-tie" in {problem.code for problem in r.problems} for r in dropped[:2])


def test_numbers_refuse_floats_and_never_print_a_negative_zero() -> None:
    with pytest.raises(TypeError):
        exact(0.1)  # type: ignore[arg-type]
    assert str(settle(Decimal("-0.001"))) == "0.00"
    assert str(settle(Decimal("-0.005"))) == "-0.01"


def test_a_tally_of_too_few_papers_does_not_tell_who_chose_what() -> None:
    few = Fact("ballots", QUARTER.first, dict(ballots(2, 1, 0, 1).values), ref="ballots:1")
    line = compute(four_mirrors(), make_dossier(facts=[few]), QUARTER, CALENDAR).find("masses")
    assert line is not None and line.why_none == "有效票 4 张，不足 5 张，不计"
    assert [entry.text for entry in line.sources] == ["（发出 4，收回 4）"]
