"""The two trees: drawn as of a day, with counts that open as many people."""

from datetime import date

import pytest
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.units import Unit, UnitLink


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk"))


def named(name):
    query = select(Unit).where(Unit.name == name).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def test_both_trees_are_drawn_from_their_tops(clerk, make):
    make.branch("柳沟村党支部", make.unit(name="柳沟村"))
    text = clerk.get("units.index").text
    for name in ("演示镇", "柳沟村", "演示镇党委", "柳沟村党支部"):
        assert name in text


def test_a_count_opens_as_many_people(clerk, make):
    village = make.unit(name="柳沟村")
    both = make.person("一肩挑")
    make.membership(both, make.branch(village=village))
    make.post(both, village, "director", "村委会主任")
    make.membership(make.person("党员"), make.branch(village=village))
    seen = clerk.get("units.index")
    address = clerk.address("people.index", unit=village.id)
    assert address in seen.links
    assert "柳沟村 2 人" in seen.text
    assert "共 2 人" in clerk.get(address).text


def test_the_trees_can_be_seen_as_of_another_day(clerk, make):
    village = make.unit(name="并村前")
    village.until_on = date(2025, 12, 31)
    make.keep(village)
    assert "并村前" not in clerk.get("units.index").text
    assert "并村前" in clerk.get("units.index", on="2025-06-01").text


def test_a_village_and_its_branch_are_added(clerk, make):
    changes = {"name": "柳沟村", "parent_id": make.township.id, "from_on": "2020-01-01"}
    clerk.fill("units.add", changes, kind="village")
    village, committee = named("柳沟村"), named("演示镇党委")
    changes = {"name": "柳沟村党支部", "parent_id": committee.id, "place_id": village.id}
    assert clerk.fill("units.add", changes, kind="branch").status == 302
    branch = named("柳沟村党支部")
    assert (branch.place_id, village.from_on) == (village.id, date(2020, 1, 1))
    link = db.session.scalars(select(UnitLink).where(UnitLink.unit_id == branch.id)).one()
    assert link.parent_id == committee.id


def test_only_parents_of_the_right_kind_are_offered(clerk, make):
    branch = make.branch()
    seen = clerk.get("units.add", kind="group").html
    assert f'value="{branch.id}"' in seen
    assert f'value="{make.township.id}"' not in seen.split("parent_id")[1].split("</select>")[0]


def test_a_grid_needs_a_village_first(clerk):
    assert "要先有村或社区" in clerk.get("units.add", kind="grid").text


def test_a_township_is_not_added_by_hand(clerk):
    clerk.get("units.add", 404, kind="township")


def test_two_units_of_a_kind_have_two_names(clerk, make):
    make.unit(name="柳沟村")
    seen = clerk.fill("units.add", {"name": "柳沟村", "parent_id": make.township.id}, kind="village")
    assert "已经有名为“柳沟村”的同类单位" in seen.text


def test_a_unit_with_people_does_not_end(clerk, make):
    village = make.unit(name="柳沟村")
    make.official("李晓", village)
    seen = clerk.fill("units.edit", {"until_on": "2026-06-30"}, unit_id=village.id)
    assert "2026-07-01还有1人在“柳沟村”" in seen.text
    assert named("柳沟村").until_on is None


def test_a_unit_above_others_does_not_end(clerk, make):
    village = make.unit(name="柳沟村")
    make.unit("grid", "第一网格", village)
    assert "下面还有“第一网格”" in clerk.fill("units.edit", {"until_on": "2026-06-30"}, unit_id=village.id).text


def test_an_empty_unit_ends_and_the_township_never(clerk, make):
    village = make.unit(name="柳沟村")
    assert clerk.fill("units.edit", {"until_on": "2026-06-30"}, unit_id=village.id).status == 302
    assert named("柳沟村").until_on == date(2026, 6, 30)
    seen = clerk.fill("units.edit", {"until_on": "2026-06-30"}, unit_id=make.township.id)
    assert "不能撤销" in seen.text


def test_the_second_editor_of_a_unit_sees_both_versions(clerk, make):
    village = make.unit(name="柳沟村")
    opened = clerk.get("units.edit", unit_id=village.id)
    clerk.fill("units.edit", {"name": "柳树沟村"}, unit_id=village.id)
    seen = clerk.fill("units.edit", {"name": "杨柳沟村"}, opened, unit_id=village.id)
    assert "别人改过这条记录" in seen.text
    assert "柳树沟村" in seen.text
    assert named("柳树沟村").id == village.id


def test_a_foreign_unit_looks_like_an_unknown_one(clerk, make):
    foreign = make.other_township().unit(name="外乡村")
    assert clerk.get("units.edit", 404, unit_id=foreign.id).text == clerk.get("units.edit", 404, unit_id=987654).text
    assert "外乡村" not in clerk.get("units.index").text
    seen = clerk.fill("units.add", {"name": "新村", "parent_id": foreign.id}, kind="village")
    assert seen.status == 200
    assert db.session.scalar(select(Unit.id).where(Unit.name == "新村")) is None


def test_a_secretary_reads_the_trees_and_counts_without_links(page, make):
    branch = make.branch(village=make.unit(name="柳沟村"))
    make.membership(make.person("党员"), branch)
    page.sign_in(make.account("secretary", person=make.person("书记"), unit=branch))
    seen = page.get("units.index")
    assert "柳沟村 1 人" in seen.text
    assert not [link for link in seen.links if "unit=" in link or "/edit" in link]


@pytest.mark.parametrize("role", ["committee", "secretary", "mentor", "official", "member", "inspector"])
def test_only_clerk_and_administrator_change_the_trees(page, make, role):
    village = make.unit()
    page.sign_in(make.account(role, person=make.person(), unit=make.branch(village=village)))
    page.get("units.add", 403, kind="village")
    page.get("units.edit", 403, unit_id=village.id)


@pytest.mark.parametrize("role", ["mentor", "official", "member"])
def test_who_sees_few_people_sees_no_trees(page, make, role):
    page.sign_in(make.account(role, person=make.person()))
    page.get("units.index", 403)
