"""The trees as of a day, what a unit reaches, and the counts."""

from datetime import date

import pytest

from evalsys.services import roster, sessions, units
from evalsys.services.scope import Unknown

TODAY = date(2026, 7, 1)


@pytest.fixture
def clerk(make):
    return sessions.with_scopes(make.account("clerk"), TODAY)


def drawn(tops):
    return [(name.count("\u3000"), name.strip("\u3000")) for _number, name in units.indented(tops)]


def test_places_come_before_the_party_and_each_level_stands_further_in(make):
    village = make.unit(name="柳沟村")
    make.branch("柳沟村党支部", village)
    make.unit("grid", "第一网格", village)
    assert drawn(units.standing(make.township.id, TODAY)) == [
        (0, "演示镇"),
        (1, "柳沟村"),
        (2, "第一网格"),
        (0, "演示镇党委"),
        (1, "柳沟村党支部"),
    ]


def test_a_village_reaches_its_grids_and_the_branch_that_works_there(make):
    village = make.unit()
    expected = {village.id, make.unit("grid", "网格", village).id, make.branch(village=village).id}
    make.branch(village=make.unit())
    assert units.within(units.standing(make.township.id, TODAY), village.id) == expected


def test_a_foreign_unit_is_in_no_tree(make):
    foreign = make.other_township().unit()
    with pytest.raises(Unknown):
        units.within(units.standing(make.township.id, TODAY), foreign.id)


def test_every_count_is_the_length_of_the_list_that_it_opens(make, clerk):
    village = make.unit()
    branch = make.branch(village=village)
    group = make.unit("group", "第一小组", branch)
    both = make.person("一肩挑")
    make.membership(both, branch)
    make.post(both, village, "director", "主任")
    make.post(make.person("组长"), group, "group_leader", "组长")
    make.membership(make.person("别村党员"), make.branch(village=make.unit()))
    tops = units.trees(clerk, TODAY)
    for top in tops:
        for branching in units.whole(top):
            reached = units.reach(branching, tops)
            assert branching.people == roster.find(clerk, TODAY, roster.Asked(on=TODAY, units=reached)).total, (
                branching.unit.name
            )


def test_who_left_is_counted_on_the_days_before_alone(make, clerk):
    village = make.unit()
    make.post(make.person(), village, "director", "主任", date(2020, 1, 1), date(2025, 12, 31))
    assert units.trees(clerk, TODAY)[0].people == 0
    assert units.trees(clerk, date(2025, 12, 31))[0].people == 1
