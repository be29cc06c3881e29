"""Rosters taken again and again: who is who, and what a newer book changes."""

from datetime import date

import pytest

from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.models.units import Unit
from tests.services.test_books_making import act, all_of, cadres, id_number, members, officials, states, take, told

EAST, WEST = "东坡村党支部", "西坡村党支部"
LI, ZHANG = id_number(1), id_number(2)


def member(
    branch=EAST, name="李明", number=LI, joined="2010-07-01", confirmed="2011-07-01", kind="正式党员", note=None
):
    return [branch, name, number, joined, confirmed, kind, note]


def official(name="顾文", number=LI, start="2025-08-15", village="东坡村", post="党支部书记助理", mentor="蔡锁"):
    return [name, number, "山西农业大学", start, village, post, mentor]


# Who is who


def test_a_person_is_known_by_the_id_number_in_every_book(make):
    members(make, member())
    cadres(make, ["东坡村", "李明", LI, "党支部书记", "2026-01-27"])
    (person,) = all_of(Person)
    assert [post.kind for post in person.posts] == ["secretary"]


def test_without_an_id_number_the_only_one_of_that_name_in_the_unit_is_meant(make):
    members(make, member())
    shown = cadres(make, ["东坡村", "李明", None, "党支部书记", "2026-01-27"])
    assert (states(shown), len(all_of(Person))) == (["new"], 1)


def test_an_id_number_that_comes_later_is_given_to_the_person_without_one(make):
    members(make, member(number=None))
    shown = members(make, member())
    assert (states(shown), len(all_of(Person))) == (["changed"], 1)
    assert shown.rows[0].changes == (
        ("id_number", "", f"140***********{LI[-4:]}"),
        ("born_on", "", "1985-07-12"),
        ("born_precision", "", "day"),
    )


def test_a_cadre_book_without_a_column_of_id_numbers_is_taken_by_name(make):
    members(make, member())
    rows = [["行政村", "干部姓名", "职务", "任现职时间"], ["东坡村", "李明", "党支部书记", "2026-01-27"]]
    assert [states(take(make, ["村干部台账"], *rows)) for _time in range(2)] == [["new"], ["same"]]
    assert len(all_of(Person)) == 1


def test_a_name_that_only_another_unit_has_is_a_question(make):
    members(make, member())
    shown = members(make, member(branch=WEST, number=None))
    assert told(shown) == ["别的单位已有叫“李明”的人，没有身份证号码分不清是不是同一个人。请补上身份证号码。"]
    assert [unit.name for unit in all_of(Unit) if unit.kind == "branch"] == [EAST]


def test_two_of_one_name_in_a_unit_are_a_question_without_id_number(make):
    members(make, member(), member(number=ZHANG))
    (says,) = told(members(make, member(number=None)))
    assert says == "本单位有 2 个人叫“李明”，分不清是哪一个。请先在人员页面补上他们的身份证号码。"


def test_two_rows_of_one_name_without_id_number_are_not_made_one_person(make):
    shown = members(make, member(number=None), member(number=None, joined="2012-07-01"))
    assert states(shown) == ["new", "refused"]
    assert "与第 3 行是同一个人（李明）" in told(shown)[0]


def test_a_second_person_of_the_name_is_taken_with_a_reminder(make):
    shown = members(make, member(), member(number=ZHANG))
    assert states(shown) == ["new", "new"]
    assert [problem.code for problem in shown.rows[1].row.problems] == ["same_name"]
    assert [
        problem.code for taken in members(make, member(), member(number=ZHANG)).rows for problem in taken.row.problems
    ] == []


def test_the_id_number_of_another_is_refused_and_nothing_of_the_row_goes_in(make):
    members(make, member())
    shown = members(make, member(branch="北坡村党支部", name="李明明"))
    assert told(shown) == ["这个身份证号码在系统里是“李明”。号码填错的请改正；改过名的，先在人员页面改名再导入。"]
    assert [unit.name for unit in all_of(Unit) if unit.kind in ("branch", "village")] == ["东坡村", EAST]


def test_a_member_without_a_branch_is_refused(make):
    shown = members(make, member(branch=None))
    assert (states(shown), all_of(Person)) == (["refused"], [])
    assert "看不出是哪个党支部" in told(shown)[0]


@pytest.mark.parametrize("name", ["中共演示镇东坡村支部委员会", "演示镇东坡村党支部", "东坡支部", "东坡村党总支"])
def test_a_branch_is_known_under_its_other_names(make, name):
    members(make, member())
    assert states(members(make, member(branch=name))) == ["same"]


def test_the_second_branch_of_a_village_stands_in_that_village(make):
    members(make, member(), member(branch="东坡村第二党支部", name="王五", number=ZHANG))
    assert [(unit.name, unit.place.name) for unit in all_of(Unit) if unit.kind == "branch"] == [
        (EAST, "东坡村"),
        ("东坡村第二党支部", "东坡村"),
    ]


def test_text_that_the_tables_cannot_hold_is_refused_with_its_limit(make):
    shown = members(make, member(note="长" * 201))
    assert told(shown) == ["“备注”有 201 字，最多 200 字。请缩短。"]


# What a newer book changes


def spans(table):
    return [(row.from_on, row.until_on) for row in all_of(table)]


def test_a_member_who_moved_ends_in_the_old_branch_the_day_before(make):
    members(make, member(), member(branch=WEST, name="王五", number=ZHANG))
    shown = members(make, member(branch=WEST))
    assert (states(shown), shown.rows[0].changes) == (["changed"], (("branch", EAST, WEST),))
    held = [row for row in all_of(Membership) if row.person.name == "李明"]
    assert [(row.branch.name, row.from_on, row.until_on) for row in held] == [
        (EAST, date(2010, 7, 1), date(2026, 6, 30)),
        (WEST, date(2026, 7, 1), None),
    ]
    assert states(members(make, member(branch=WEST), doing=act(3))) == ["same"]


def test_moving_twice_on_one_day_leaves_one_running_membership(make):
    members(make, member())
    members(make, member(branch=WEST))
    members(make, member(branch="北坡村党支部"))
    assert [row.branch.name for row in all_of(Membership) if row.until_on is None] == ["北坡村党支部"]


def test_a_probationary_member_becomes_a_full_one_on_the_day_of_confirmation(make):
    members(make, member(joined="2025-06-01", confirmed=None, kind="预备党员"))
    shown = members(make, member(joined="2025-06-01", confirmed="2026-06-01"))
    assert (states(shown), shown.rows[0].changes[0]) == (["changed"], ("kind", "probationary", "full"))
    assert [(row.kind, row.from_on, row.until_on, row.full_on) for row in all_of(Membership)] == [
        ("probationary", date(2025, 6, 1), date(2026, 5, 31), None),
        ("full", date(2026, 6, 1), None, date(2026, 6, 1)),
    ]
    assert states(members(make, member(joined="2025-06-01", confirmed="2026-06-01"))) == ["same"]


def test_a_corrected_day_of_joining_is_a_change(make):
    members(make, member())
    members(make, member(joined="2009-07-01"))
    assert [(row.joined_on, row.from_on) for row in all_of(Membership)] == [(date(2009, 7, 1),) * 2]


def test_one_person_holds_both_posts(make):
    row = ["东坡村", "李明", LI, "党支部书记、村委会主任", "2026-01-27"]
    cadres(make, row)
    assert [(post.kind, post.unit.name) for post in all_of(Post)] == [("secretary", EAST), ("director", "东坡村")]
    assert states(cadres(make, row)) == ["same"]


def test_a_post_that_the_book_no_longer_names_ends(make):
    cadres(make, ["东坡村", "李明", LI, "党支部副书记", "2021-01-10"])
    cadres(make, ["东坡村", "李明", LI, "党支部书记", "2026-01-27"])
    assert [(post.kind, post.from_on, post.until_on) for post in all_of(Post)] == [
        ("deputy_secretary", date(2021, 1, 10), date(2026, 1, 26)),
        ("secretary", date(2026, 1, 27), None),
    ]


def test_an_older_book_does_not_undo_a_newer_one(make):
    old, new = (
        ["东坡村", "李明", LI, *rest] for rest in (["党支部副书记", "2021-01-10"], ["党支部书记", "2026-01-27"])
    )
    cadres(make, old)
    cadres(make, new)
    before = spans(Post)
    assert states(cadres(make, old)) == ["same"]
    shown = cadres(make, ["东坡村", "李明", LI, "村委会主任", "2020-01-10"])
    assert "系统里“李明”2026-01-27 起任“东坡村党支部 党支部书记”" in told(shown)[0]
    assert spans(Post) == before


def test_who_gets_a_second_post_keeps_the_day_of_the_first(make):
    cadres(make, ["东坡村", "李明", LI, "村委会主任", "2021-01-10"])
    cadres(make, ["东坡村", "李明", LI, "党支部书记、村委会主任", "2026-01-27"])
    assert {post.kind: post.from_on for post in all_of(Post)} == {
        "director": date(2021, 1, 10),
        "secretary": date(2026, 1, 27),
    }


def test_an_unknown_post_leaves_nothing_behind(make):
    shown = cadres(make, ["东坡村", "李明", LI, "党支部书记、网格员", "2026-01-27"])
    assert "不认识职务“网格员”" in told(shown)[0]
    (problem,) = shown.rows[0].row.problems
    assert (problem.column, problem.header, problem.raw) == ("D", "现任职务", "党支部书记、网格员")
    assert all_of(Person) == []
    assert [unit.kind for unit in all_of(Unit)] == ["county", "township", "committee"]


def test_a_transferred_official_ends_in_the_old_village_the_day_before(make):
    officials(make, official())
    shown = officials(make, official(start="2026-05-01", village="西坡村"))
    assert states(shown) == ["new"]
    posts = [post for post in all_of(Post) if post.kind == "official"]
    assert [(post.unit.name, post.from_on, post.until_on) for post in posts] == [
        ("东坡村", date(2025, 8, 15), date(2026, 4, 30)),
        ("西坡村", date(2026, 5, 1), None),
    ]
    assert states(officials(make, official())) == ["same"]


def test_a_village_that_was_wrong_is_corrected_in_place(make):
    officials(make, official())
    officials(make, official(village="西坡村"))
    assert [(post.unit.name, post.until_on) for post in all_of(Post) if post.kind == "official"] == [("西坡村", None)]


def test_a_new_mentor_takes_over_and_the_old_one_ends(make):
    officials(make, official())
    shown = officials(make, official(mentor="段春"))
    assert (states(shown), shown.rows[0].changes) == (["changed"], (("mentor", "蔡锁", "段春"),))
    assert [(row.mentor.name, row.from_on, row.until_on) for row in all_of(Mentoring)] == [
        ("蔡锁", date(2025, 8, 15), date(2026, 6, 30)),
        ("段春", date(2026, 7, 1), None),
    ]


def test_two_mentors_in_one_cell_are_two_persons(make):
    officials(make, official(mentor="蔡锁、段春"))
    assert [row.mentor.name for row in all_of(Mentoring)] == ["蔡锁", "段春"]
