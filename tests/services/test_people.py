"""Sealed numbers, who is seen, posts and mentors on a day."""

from datetime import date

import pytest

from evalsys.extensions import vault
from evalsys.services import people, posts, roster, sessions
from evalsys.services.scope import Unknown
from evalsys.services.write import Act, Refused

ID_NUMBER = "140727199901010012"
TODAY = date(2026, 7, 1)


@pytest.fixture
def clerk(make):
    return sessions.with_scopes(make.account("clerk"), TODAY)


@pytest.fixture
def act(clerk, clock):
    return Act(clerk, clock())


def test_numbers_are_sealed_and_shown_masked(make):
    person = make.person("张三", ID_NUMBER, "13800138000")
    assert ID_NUMBER not in person.id_sealed
    assert people.masked(person) == {"id_number": "140***********0012", "phone": "138****8000"}


def test_a_sealed_number_opens_for_its_own_person_alone(make):
    first, second = make.person("甲", ID_NUMBER), make.person("乙")
    with pytest.raises(ValueError, match="does not open"):
        vault.open(first.id_sealed, f"person|{second.uid}|id")


def test_the_index_finds_equals_without_the_number(make):
    assert make.person("甲", ID_NUMBER).id_index == vault.index(ID_NUMBER)


@pytest.mark.parametrize(("precision", "shown"), [("day", "1996-05-01"), ("month", "1996-05"), ("year", "1996")])
def test_a_birth_date_is_shown_as_exactly_as_it_is_known(make, precision, shown):
    assert people.born(make.person(born_on=date(1996, 5, 1), born_precision=precision)) == shown


def test_a_person_of_another_township_is_unknown(make, clerk):
    stranger = make.other_township().person("外乡人")
    with pytest.raises(Unknown):
        people.get(clerk, stranger.id, TODAY)
    assert roster.find(clerk, TODAY, roster.Asked(on=TODAY)).total == 0


def test_the_mentor_is_that_of_the_day(make, act):
    old, new = make.person("老导师"), make.person("新导师")
    person = make.official("李晓", mentor=old)
    posts.assign_mentor(act, person, new, date(2026, 6, 1))
    assert people.mentor_on(person, date(2026, 5, 31)) == old
    assert people.mentor_on(person, date(2026, 6, 1)) == new
    assert people.mentor_on(person, date(2020, 1, 1)) is None


def test_nobody_is_the_own_mentor(make, act):
    person = make.person()
    with pytest.raises(Refused, match="不能指定本人"):
        posts.assign_mentor(act, person, person, TODAY)


def test_a_mentee_is_seen_on_the_days_of_mentoring_alone(make, act):
    old, new = make.person("老导师"), make.person("新导师")
    person = make.official("李晓", mentor=old)
    posts.assign_mentor(act, person, new, TODAY)
    viewer = sessions.with_scopes(make.account("mentor", person=old), TODAY)
    assert not people.may(viewer, "person.read", person.id, TODAY)
    assert people.may(viewer, "person.read", person.id, date(2026, 6, 30))


def test_a_post_before_its_unit_is_refused(make, act):
    village = make.unit(name="新村")
    village.from_on = date(2026, 1, 1)
    make.keep(village)
    with pytest.raises(Refused, match="才设立"):
        posts.add_post(act, make.person(), village, "director", "主任", date(2025, 12, 31))


def test_the_same_post_is_not_held_twice(make, act):
    village, person = make.unit(), make.person()
    posts.add_post(act, person, village, "director", "主任", date(2025, 1, 1))
    with pytest.raises(Refused, match="已经在"):
        posts.add_post(act, person, village, "director", "主任", date(2026, 1, 1))


def test_a_refused_change_leaves_everything_as_it_was(make, act):
    make.person("甲", ID_NUMBER)
    person = make.person("乙")
    with pytest.raises(Refused, match="已登记在“甲”名下"):
        people.change_person(act, person, person.version, {"name": "丙", "id_number": ID_NUMBER})
    assert (person.name, person.id_sealed) == ("乙", None)
