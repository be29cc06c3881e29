"""Leave and conduct: who approved, no overlap, taken back but never erased."""

from datetime import date

import pytest

from evalsys.extensions import db
from evalsys.models.reviews import Conduct, Leave

LEAVE = {"from_on": "2026-05-11", "until_on": "2026-05-15", "reason": "病假", "approved_by": "萧建"}
PRAISE = {"kind": "county-commendation", "happened_on": "2026-05-20", "reason": "县级优秀", "approved_by": "萧建"}


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk"))


@pytest.fixture
def official(make):
    return make.official("李晓")


def rows(table):
    return list(db.session.scalars(db.select(table)))


def test_leave_is_recorded_with_who_approved(clerk, official):
    clerk.fill("conduct.add_leave", {**LEAVE, "person_id": str(official.id)})
    assert [(row.from_on, row.until_on, row.approved_by) for row in rows(Leave)] == [
        (date(2026, 5, 11), date(2026, 5, 15), "萧建")
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"until_on": "2026-05-10"}, "结束日期不能早于开始日期"),
        ({"approved_by": "李晓"}, "批准人不能是本人"),
        ({"approved_by": ""}, "请填写批准人"),
        ({"from_on": "五月"}, "请按“2026-04-20”的样子填写日期"),
    ],
)
def test_wrong_leave_is_refused(clerk, official, change, says):
    seen = clerk.fill("conduct.add_leave", {**LEAVE, "person_id": str(official.id), **change})
    assert says in seen.text and rows(Leave) == []


def test_overlapping_leave_names_the_one_that_stands(clerk, official):
    clerk.fill("conduct.add_leave", {**LEAVE, "person_id": str(official.id)})
    seen = clerk.fill("conduct.add_leave", {**LEAVE, "person_id": str(official.id), "from_on": "2026-05-15"})
    assert "2026-05-11 至 2026-05-15 已有请假" in seen.text and len(rows(Leave)) == 1


def test_a_commendation_is_listed_and_can_be_taken_back_once(clerk, official):
    clerk.fill("conduct.add", {**PRAISE, "person_id": str(official.id)})
    entry = rows(Conduct)[0]
    assert "县级优秀" in clerk.get("conduct.index", period="2026Q2").text
    clerk.fill("conduct.cancel", {}, conduct_id=entry.id)
    assert "已撤销" in clerk.get("conduct.index", period="2026Q2").text
    assert "已在 2026-07-01 撤销" in clerk.fill("conduct.cancel", {}, conduct_id=entry.id).text
    assert rows(Conduct)[0].cancelled_on == date(2026, 7, 1)


def test_the_same_commendation_twice_is_said_to_be_there(clerk, official):
    for _ in range(2):
        seen = clerk.fill("conduct.add", {**PRAISE, "person_id": str(official.id)})
    assert "同样的记录已经有了" in seen.text and len(rows(Conduct)) == 1


def test_an_official_reads_but_records_nothing(page, make, official):
    page.sign_in(make.account("official", person=official))
    page.get("conduct.index")
    page.get("conduct.add", status=403)
