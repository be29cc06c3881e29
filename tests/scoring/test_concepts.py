"""What measures elsewhere say and no shipped measure does yet: a worked example for each, reckoned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from evalsys.scoring import Fact, SchemeMistakes

from .small import BANDS, GRADES, given_number, group, item, measure, person, total

NUMBER = item("n", "mark", 'stream = "given"\nvalue = "number"')
RULE = 'clause = "第一条"\nnote = "按规定"\n'


def deed(day: str, points: str = "1") -> Fact:
    return Fact("deed", date.fromisoformat(day), {"points": Decimal(points)})


def scored(score: int | str) -> Fact:
    return given_number(Decimal(score))


@pytest.mark.parametrize(
    ("sign", "veto_at", "free_at"),
    [("at-least", 3, 2), ("above", 4, 3), ("at-most", 3, 4), ("below", 2, 3), ("equal", 3, 4)],
)
def test_a_veto_compares_any_way_and_the_score_stays(sign: str, veto_at: int, free_at: int) -> None:
    deeds = item("deeds", "count", 'stream = "deed"\npoints = 0')
    veto = f'[[grade.override]]\ngrade = "差"\nif = {{ stream = "deed", {sign} = 3 }}\n{RULE}'
    scheme = measure(NUMBER, deeds, total("n", "deeds"), GRADES + veto)
    for number, grade in ((veto_at, "差"), (free_at, "优秀")):
        facts = [deed(f"2026-03-{day:02}") for day in range(1, number + 1)]
        found = group(scheme, person("甲", scored(95), *facts))["甲"]
        assert (found.score, found.grade) == (Decimal("95.00"), grade)


def test_a_grade_may_ask_for_two_things_at_once() -> None:
    second = item("second", "count", 'stream = "deed"\npoints = 10')
    needs = f'[[grade.override]]\nat-most = "合格"\nif = {{ item = "second", below = 30 }}\n{RULE}'
    scheme = measure(NUMBER, second, total("n", rest='plus = ["second"]'), GRADES + needs)
    two = [deed("2026-01-05"), deed("2026-01-06")]
    found = group(
        scheme,
        person("够", scored(65), *two, deed("2026-01-07")),
        person("只够一项", scored(75), *two),
        person("本来就低", scored(30), *two),
    )
    assert [found[name].grade for name in ("够", "只够一项", "本来就低")] == ["优秀", "合格", "差"]
    assert "按规定（second 20（界限：低于 30））" in found["只够一项"].notes
    assert not any("按规定" in note for note in found["本来就低"].notes)


def test_conditions_join_with_all_any_and_not() -> None:
    bonus = item(
        "bonus",
        "constant",
        'amount = 5\nif = { all = [{ role = ["书记"] }, { any = [{ item = "n", at-least = 80 }, '
        '{ stream = "deed", within = "year" }] }, { not = { item = "n", above = 95 } }] }\notherwise = -1',
    )
    scheme = measure(NUMBER, bonus, total("n", rest='plus = ["bonus"]'))
    found = group(
        scheme,
        person("高分书记", scored(80), role="书记"),
        person("有事迹", scored(10), deed("2026-12-31"), role="书记"),
        person("都没有", scored(79), role="书记"),
        person("太高", scored(96), role="书记"),
        person("主任", scored(80), role="主任"),
    )
    assert [int(one.score or 0) for one in found.values()] == [85, 15, 78, 95, 79]


def test_several_groups_of_voters_weigh_in_and_an_empty_one_gives_its_weight_away() -> None:
    streams = "".join(
        f'[[stream]]\nstream = "{name}"\ntitle = "{name}票"\nclause = "第一条"\non = "year"\n[stream.values]\n'
        + "".join(f'"{value}" = {{ low = 0, step = 1 }}\n' for value in ("发出", "收回", "好", "差", "弃权"))
        for name in ("党员", "群众")
    )
    votes = [
        item(
            name,
            "ballots",
            f'stream = "{name}"\noptions = {{ "好" = 100, "差" = 0 }}\ninvalid = ["弃权"]\nleast-valid = 5\n'
            'returned = "收回"\nhanded-out = "发出"\nleast-returned = "50%"',
        )
        for name in ("党员", "群众")
    ]
    rows = 'weight = [{ item = "党员", share = "40%" }, { item = "群众", share = "60%" }]\nmissing = "reweight"'
    scheme = measure(streams, *votes, item("vote", "weighted", rows), total("vote"))

    def papers(kind: str, out: int, good: int, bad: int, none: int = 0) -> Fact:
        counts = {"发出": out, "收回": good + bad + none, "好": good, "差": bad, "弃权": none}
        return Fact(kind, date(2026, 1, 1), {name: Decimal(count) for name, count in counts.items()})

    found = group(
        scheme,
        person("两组", papers("党员", 10, 9, 1), papers("群众", 10, 5, 5)),
        person("党员票太少", papers("党员", 10, 4, 0, 6), papers("群众", 10, 5, 5)),
        person("收回不足一半", papers("党员", 10, 9, 1), papers("群众", 20, 5, 4)),
        person("都没有", papers("党员", 20, 5, 4)),
    )
    assert [one.score for one in found.values()] == [Decimal(66), Decimal(50), Decimal(90), None]


def test_a_penalty_takes_its_part_of_the_whole_and_the_whole_has_a_cap() -> None:
    times = 'times = [{ if = { stream = "deed" }, percent = "80%", clause = "第一条", title = "受处分打八折" }]'
    scheme = measure(NUMBER, total("n", rest=f"{times}\ncap = 100\nfloor = 10"))
    found = group(
        scheme,
        person("平常", scored(90)),
        person("受罚", scored(90), deed("2026-05-01")),
        person("超出", scored(130), deed("2026-05-01")),
        person("太低", scored(5)),
    )
    assert [one.score for one in found.values()] == [Decimal(90), Decimal(72), Decimal(100), Decimal(10)]
    line = found["受罚"].find("times.1")
    assert line is not None and line.amount == -18 and "90 × 80% = 72" in line.arithmetic


def test_gains_and_losses_are_capped_apart_and_then_together() -> None:
    parts = [
        item("a", "constant", "amount = 8"),
        item("b", "constant", "amount = -9"),
        item("c", "constant", "amount = 3"),
    ]
    block = item("block", "sum", 'of = ["a", "b", "c"]\nbase = 20\nplus-cap = 6\nminus-cap = -5\ncap = 20')
    found = group(measure(*parts, block, total("block")), person("甲"))["甲"]
    line = found.find("block")
    assert found.score == 20
    assert line is not None and "加分合计 11 最多计 6" in line.arithmetic and "最高 20" in line.arithmetic


def test_a_grade_turns_into_a_coefficient_after_the_quota() -> None:
    pay = [
        item("coefficient", "by-grade", 'amounts = { "优秀" = "1.2", "合格" = 1, "差" = 0 }'),
        item("standard", "constant", 'amount = { "书记" = 1000, "其他" = "600.55" }'),
        item("pay", "product", 'of = ["coefficient", "standard"]\nunit = "0.1"'),
    ]
    order = 'ties = "keep"\norder = { year = ["score"] }'
    quota = f'[[grade.quota]]\ngrade = "优秀"\ncount = 1\noverflow = "合格"\n{order}\n{RULE}'
    scheme = measure(NUMBER, *pay, total("n", rest='beside = ["pay"]'), GRADES + quota)
    found = group(
        scheme, person("甲", scored(95), role="书记"), person("乙", scored(94), role="主任"), person("丙", scored(50))
    )
    paid = [line.amount if (line := one.find("pay")) else None for one in found.values()]
    assert paid == [Decimal("1200.0"), Decimal("600.6"), Decimal(0)]
    assert [one.score for one in found.values()] == [95, 94, 50]


def test_a_score_cannot_wait_for_its_own_grade() -> None:
    circle = item("c", "by-grade", 'amounts = { "优秀" = 1, "合格" = 0, "差" = 0 }')
    with pytest.raises(SchemeMistakes, match="beside"):
        measure(NUMBER, circle, total("n", "c"), GRADES)


def test_overflow_goes_on_to_the_next_full_band() -> None:
    quotas = "".join(
        f'[[grade.quota]]\ngrade = "{grade}"\ncount = 1\noverflow = "{lower}"\nties = "drop"\n'
        f'order = {{ year = ["score"] }}\nclause = "第一条"\nnote = "{grade}名额已满"\n'
        for grade, lower in (("优秀", "合格"), ("合格", "差"))
    )
    scheme = measure(NUMBER, total("n"), GRADES + quotas)
    found = group(scheme, *(person(str(n), scored(n)) for n in (99, 98, 97, 70)))
    assert [one.grade for one in found.values()] == ["优秀", "合格", "差", "差"]
    assert {"优秀名额已满", "合格名额已满"} <= set(found["97"].notes)


@pytest.mark.parametrize(("rounding", "places"), [("down", 1), ("half-up", 2), ("up", 2)])
def test_part_of_a_place_is_rounded_as_the_measure_says(rounding: str, places: int) -> None:
    quota = (
        f'[[grade.quota]]\ngrade = "优秀"\nmost = "30%"\noverflow = "合格"\nties = "drop"\nrounding = "{rounding}"\n'
        f'base = "all"\norder = {{ year = ["score"] }}\n{RULE}'
    )
    scheme = measure(NUMBER, total("n"), GRADES + quota)
    found = group(scheme, *(person(str(n), scored(n)) for n in (95, 94, 93, 92)), person("无分"))
    assert sum(one.grade == "优秀" for one in found.values()) == places


def test_places_can_be_counted_apart_and_a_soft_quota_only_speaks() -> None:
    def quota(rest: str) -> str:
        order = 'order = { year = ["score"] }'
        return (
            f'[[grade.quota]]\ngrade = "优秀"\ncount = 1\noverflow = "合格"\nties = "drop"\n{order}\n{rest}\n{RULE}'
        )

    people = [person(f"{n}{place}", scored(n), place=place) for place in "东西" for n in (95, 94)]
    apart = group(measure(NUMBER, total("n"), GRADES + quota('each = "place"')), *people)
    soft = group(measure(NUMBER, total("n"), GRADES + quota("hard = false")), *people)
    assert [one.grade for one in apart.values()] == ["优秀", "合格", "优秀", "合格"]
    assert [one.grade for one in soft.values()] == ["优秀"] * 4
    assert (
        sum("按规定" in one.notes for one in soft.values()) == 4
    )  # the two best are equal, so none has a sure place


def test_thresholds_differ_by_role() -> None:
    own = '[[grade.for]]\nrole = ["文书"]\nband = [{ grade = "优秀", from = 80 }, { grade = "差", below = 80 }]\n'
    scheme = measure(NUMBER, total("n"), GRADES + own)
    found = group(scheme, person("书记", scored(85), role="书记"), person("文书", scored(85), role="文书"))
    assert [one.grade for one in found.values()] == ["合格", "优秀"]


def test_bands_may_look_at_the_score_before_it_is_settled() -> None:
    third = item("third", "ratio", 'of = "n"\nby = "three"\nscale = 1')
    parts = (NUMBER, item("three", "constant", "amount = 3"), third, total("third"))
    raw = f'[grade]\nclause = "第一条"\nlooks-at = "raw"\n{BANDS}\n'
    almost = person("甲", scored("269.99"))  # 89.99666…, shown as 90.00
    assert group(measure(*parts, GRADES), almost)["甲"].grade == "优秀"
    assert group(measure(*parts, raw), almost)["甲"].grade == "合格"


def test_a_marginal_rate_is_taken_slice_by_slice() -> None:
    tiers = 'of = "n"\nby = "slice"\ntier = [{ from = 0, up-to = 100, rate = "10%" }, { above = 100, rate = "20%" }]'
    whole = tiers.replace("slice", "whole")
    for rest, wanted in ((tiers, [5, 10, 30]), (whole, [5, 10, 40])):
        scheme = measure(NUMBER, item("t", "tiers", rest), total("t"))
        found = group(scheme, *(person(str(n), scored(n)) for n in (50, 100, 200)))
        assert [one.score for one in found.values()] == wanted


def test_two_ledgers_keep_what_was_earned_and_what_is_left() -> None:
    spent = '[[stream]]\nstream = "spent"\ntitle = "兑换"\nclause = "第一条"\non = "day"\n'
    spent += "values.points = { low = 0, step = 1 }\n"
    ledgers = [
        item("earned", "amounts", 'stream = "deed"\nvalue = "points"'),
        item("redeemed", "amounts", 'stream = "spent"\nvalue = "points"'),
        item("earned-ever", "to-date", 'of = "earned"'),
        item("redeemed-ever", "to-date", 'of = "redeemed"\nsince = 2025-01-01'),
        item("balance", "difference", 'of = "earned-ever"\nless = "redeemed-ever"'),
        item("this-quarter", "to-date", 'of = "earned"\nwithin = "half-year"'),
    ]
    scheme = measure(spent, *ledgers, total("earned", rest='beside = ["balance", "this-quarter"]'))
    facts = [deed("2024-05-01", "30"), deed("2026-02-01", "10"), deed("2026-08-01", "5")]
    facts += [
        Fact("spent", date(2026, 3, 1), {"points": Decimal(12)}),
        Fact("spent", date(2024, 3, 1), {"points": Decimal(99)}),
    ]
    found = group(scheme, person("甲", *facts))["甲"]
    beside = {line.item: line.amount for line in found.beside}
    assert found.score == 15
    assert beside == {"balance": Decimal(33), "this-quarter": Decimal(5)}


def test_a_ladder_starts_again_with_an_election_and_never_falls_below_its_guarantee() -> None:
    streams = '[[stream]]\nstream = "election"\ntitle = "换届"\nclause = "第一条"\non = "day"\n'
    rungs = [
        item("start", "constant", "amount = 3"),
        item("move", "amounts", 'stream = "deed"\nvalue = "points"'),
        item("sure", "constant", "amount = 1"),
        item(
            "stars",
            "ladder",
            'start = "start"\nmoves = ["move"]\neach = "year"\nlow = 0\nhigh = 5\n'
            'reset = "election"\nguaranteed = "sure"',
        ),
    ]
    scheme = measure(streams, *rungs, total("stars"))
    moves = [deed("2023-06-01", "9"), deed("2024-06-01", "-1"), deed("2025-06-01", "-2"), deed("2026-06-01", "-9")]
    old = group(scheme, person("连任", *moves, since=date(2022, 3, 1)))["连任"]
    new = group(scheme, person("换届", *moves, Fact("election", date(2025, 3, 1)), since=date(2022, 3, 1)))["换届"]
    stock = [part.amount for part in (old.find("stars") or pytest.fail("no ladder")).parts]
    assert stock == [3, 5, 4, 2, 1] and old.score == 1
    assert [part.amount for part in (new.find("stars") or pytest.fail("no ladder")).parts] == [3, 1]


def test_who_is_not_rated_yet_has_no_stars_and_not_zero() -> None:
    gate = f'[[grade.gate]]\nleast-service = "1年"\nscore = "none"\n{RULE}'
    scheme = measure(NUMBER, total("n"), GRADES + gate)
    found = group(
        scheme,
        person("满一年", scored(95), since=date(2026, 1, 1)),
        person("差一天", scored(95), since=date(2026, 1, 2)),
    )
    assert [(one.score, one.grade) for one in found.values()] == [(Decimal(95), "优秀"), (None, None)]
    assert "截至2026年12月31日任职11个月30天，不满1年" in found["差一天"].notes


def test_a_figure_holds_from_its_own_date_on() -> None:
    dated = "amount = [{ from = 2025-01-01, value = 30 }, { from = 2026-07-01, value = 50 }]"
    two_months = total("f").replace('period = "year"', 'period = "two-month"')
    scheme = measure(item("f", "constant", dated), two_months)
    assert [group(scheme, person("甲"), code=code)["甲"].score for code in ("2026B3", "2026B4")] == [30, 50]
    with pytest.raises(SchemeMistakes, match="缺少 from"):
        measure(item("f", "constant", "amount = [{ value = 30 }]"), two_months)


def test_a_first_period_may_be_longer_than_a_year() -> None:
    long = '[[period]]\ncode = "2026"\nkind = "year"\nfirst = 2025-09-01\nlast = 2026-12-31\n'
    long += 'title = "首个考核年度"\nclause = "第一条"\n'
    deeds = item("deeds", "count", 'stream = "deed"\npoints = 1')
    scheme = measure(long, deeds, total("deeds"))
    facts = [deed("2025-08-31"), deed("2025-09-01"), deed("2026-12-31"), deed("2027-01-01")]
    assert group(scheme, person("甲", *facts))["甲"].score == 2
    assert group(scheme, person("甲", *facts), code="2027")["甲"].score == 1


def test_days_and_months_within_a_year_are_added_up() -> None:
    daily = [
        item("day", "count", 'stream = "deed"\npoints = 3\ncap = 5'),
        item("days", "period-sum", 'of = "day"\neach = "day"'),
        item("month", "count", 'stream = "deed"\npoints = 1\ncap = 2'),
        item("months", "period-sum", 'of = "month"\neach = "month"'),
        item("most", "largest", 'of = ["days", "months"]'),
    ]
    scheme = measure(*daily, total("days", "months", "most"))
    facts = [deed("2026-02-01"), deed("2026-02-01"), deed("2026-02-02"), deed("2026-03-01")]
    found = group(scheme, person("甲", *facts))["甲"]
    amounts = {line.item: line.amount for line in found.lines}
    assert amounts == {"days": 11, "months": 3, "most": 11}


def test_a_term_of_office_is_a_period_like_any_other() -> None:
    deeds = item("deeds", "count", 'stream = "deed"\npoints = 1')
    term = total("deeds").replace('period = "year"', 'period = "range"')
    facts = [deed("2021-10-31"), deed("2021-11-01"), deed("2026-10-31")]
    assert group(measure(deeds, term), person("甲", *facts), code="2021-11-01..2026-10-31")["甲"].score == 2
