"""Every page that is looked at asks the database at most ten times, however many people there are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from evalsys.extensions import db
from evalsys.models.evaluations import Evaluation
from evalsys.models.openings import FORMS
from evalsys.models.people import Membership
from evalsys.models.points import PointsEntry
from evalsys.models.registers import YearGrade
from evalsys.services import calendars, claims, evaluations, events, points, schemes
from evalsys.services.periods import period
from evalsys.services.write import Act

MOST = 10
QUARTER = period("2026Q2")
LISTS = (
    "home.index",
    "logs.index",
    "visits.index",
    "tasks.index",
    "meetings.index",
    "learning.index",
    "weekly.index",
    "monthly.index",
    "committee.index",
    "committee.sheet",
    "tallies.index",
    "ballots.index",
    "conduct.index",
    "stars.index",
    "summaries.index",
    "talks.index",
    "entries.index",
    "registers.index",
    "results.index",
    "comparisons.index",
    "consequences.index",
    "people.index",
    "units.index",
    "schemes.index",
    "actions.index",
    "accounts.index",
    "books.index",
    "openings.index",
    "owing.index",
    "owing.burden",
    "pay.index",
    "payfacts.index",
)


@pytest.fixture
def township(make, clock):
    return peopled(make, clock)


def peopled(make, clock):
    """Twelve officials with mentors, members, secretaries and half of their quarter; one account of each role."""
    act = Act(None, clock())
    calendars.seed(act)
    schemes.adopt(act, make.township.id, schemes.sample_text(schemes.OFFICIALS), "")
    schemes.adopt(act, make.township.id, schemes.sample_text("pay-1-baihe"), "")
    members = [make.person(f"委员{n}") for n in range(4)]
    for member in members:
        make.post(member, make.township, "committee_member", "党委委员")
    people, task = [], make.task()
    make.opening("2026Q2", ",".join(FORMS))
    make.task("本月小结", "month")
    for n in range(12):
        village, mentor = make.unit(), make.person(f"导师{n}")
        branch = make.branch(village=village)
        secretary = make.person(f"书记{n}")
        make.post(secretary, branch, "secretary", "党支部书记")
        person = make.official(f"村官{n}", village, mentor=mentor)
        people.append((person, mentor, secretary, branch))
        make.membership(person, branch)
        for monday in list(QUARTER.mondays())[:: n + 1]:
            make.log(person, monday)
            make.weekly(person, monday)
        make.monthly(person)
        make.visit(person)
        make.task_done(task, person)
        make.meeting(branch, came=[person], away=[secretary])
        make.meeting(came=[person, mentor], away=[secretary])
        make.learning(person)
        make.tally(person)
        make.committee_mark(person, members[0])
        make.grade(secretary)
        make.spell(secretary)
    evaluations.compute(act, make.township.id, QUARTER)
    make.weekly(people[1][0], date(2026, 4, 13))
    person, mentor, secretary, branch = people[0]
    return {
        "admin": make.account("admin"),
        "clerk": make.account("clerk"),
        "both": make.account("admin", "clerk"),
        "committee": make.account("committee", person=members[1]),
        "secretary": make.account("secretary", person=secretary, unit=branch),
        "mentor": make.account("mentor", person=mentor),
        "official": make.account("official", person=person),
        "inspector": make.account("inspector"),
        "paymaster": make.account("paymaster"),
    }


def count(page, endpoint, **values):
    """How many statements the answer needs, from the session to the last row; and the page."""
    statements = []

    def heard(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    address = page.address(endpoint, **values)
    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        with page.app.app_context():
            answer = page.client.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
    return [text for text in statements if not text.startswith(("BEGIN", "PRAGMA"))], answer


@pytest.mark.parametrize(
    "role", ["clerk", "both", "admin", "committee", "secretary", "mentor", "official", "inspector", "paymaster"]
)
def test_queries_of_every_list_page_are_ten_at_most(page, township, clock, role):
    page.sign_in(township[role])
    found = {}
    for endpoint in LISTS:
        clock.now += timedelta(minutes=2)  # each of them notes that the sign-in is in use
        statements, answer = count(page, endpoint)
        if answer.status_code not in (403, 302):
            assert answer.status_code == 200, endpoint
            found[endpoint] = len(statements)
    print(role, found)  # noqa: T201 - `pytest -k queries -rP` shows the figures
    assert {name: number for name, number in found.items() if number > MOST} == {}
    assert "home.index" in found


@pytest.mark.parametrize("endpoint", ["results.index", "tallies.index", "summaries.index", "comparisons.index"])
def test_a_year_asks_ten_times_at_most_too(page, township, clock, make, endpoint):
    page.sign_in(township["clerk"])
    evaluations.compute(Act(None, clock()), make.township.id, period("2026"))
    clock.now += timedelta(minutes=2)
    statements, answer = count(page, endpoint, period="2026")
    assert answer.status_code == 200 and len(statements) <= MOST, len(statements)


def pointed(make, clock):
    """Members of a branch with claims, an event and entries of which one is doubted; accounts, and what there is."""
    act = Act(None, clock())
    schemes.adopt(act, make.township.id, schemes.sample_text("points-demo"), "")
    first = db.session.scalars(db.select(Membership).order_by(Membership.id)).first()
    people = [first.person, *(make.person(f"党员{n}") for n in range(12))]
    for person in people[1:]:
        make.membership(person, first.branch)
        row = points.add(act, person, "labour", date(2026, 6, 1), "修渠", "", "")
        points.object_to(act, row, "那天没去")
        claims.add(act, person, "mediation", date(2026, 6, 20), "劝和", "", None)
    points.reverse(act, db.session.scalars(db.select(PointsEntry)).first(), "人记错")
    came = {person.id: ("came", "late", "absent")[n % 3] for n, person in enumerate(people)}
    about = {"kind": "assembly", "held_on": date(2026, 6, 10), "topic": None}
    event = events.add(act, first.branch, about, came)
    member = people[1]
    by_hand = db.session.scalars(db.select(PointsEntry.id).where(PointsEntry.person_id == people[2].id)).first()
    pages = [
        ("points.index", {}),
        ("points.person", {"person_id": member.id}),
        ("points.person", {"person_id": member.id, "period": "2026"}),
        ("points.add", {"person_id": member.id}),
        ("points.reverse", {"entry_id": by_hand}),
        ("points_board.show", {"unit_id": first.branch_id}),
        ("points_board.show", {"unit_id": first.branch_id, "period": "2026"}),
        ("points_board.register", {}),
        ("claims.index", {}),
        ("claims.add", {}),
        ("claims.show", {"claim_id": 1}),
        ("events.index", {}),
        ("events.add", {"unit_id": first.branch_id}),
        ("events.edit", {"event_id": event.id}),
    ]
    return pages, make.account("member", person=member)


def asked(page, clock, pages):
    """How often each of these pages asks, those left out that the role may not see."""
    found = {}
    for endpoint, values in pages:
        clock.now += timedelta(minutes=2)
        statements, answer = count(page, endpoint, **values)
        if answer.status_code == 200:
            found[endpoint, values.get("period")] = len(statements)
    print(found)  # noqa: T201 - as above
    return found


@pytest.mark.parametrize("role", ["clerk", "secretary", "member", "inspector"])
def test_the_pages_of_points_ask_ten_times_at_most(page, township, make, clock, role):
    pages, member = pointed(make, clock)
    page.sign_in({**township, "member": member}[role])
    found = asked(page, clock, pages)
    assert {name: number for name, number in found.items() if number > MOST} == {}
    assert ("points.person", None) in found and ("claims.index", None) in found


@pytest.mark.parametrize("role", ["clerk", "committee", "secretary", "official", "inspector"])
def test_the_pages_of_one_person_ask_ten_times_at_most(page, township, clock, role):
    row = db.session.scalars(db.select(Evaluation).order_by(Evaluation.id)).first()
    graded = db.session.scalars(db.select(YearGrade.person_id)).first()
    pages = [
        ("results.show", {"evaluation_id": row.id}),
        ("nest.show", {"person_id": row.person_id}),
        ("nest.show", {"person_id": row.person_id, "period": "2026"}),
        ("people.show", {"person_id": row.person_id}),
        ("stars.person", {"person_id": graded}),
    ]
    page.sign_in(township[role])
    found = asked(page, clock, pages)
    assert {name: number for name, number in found.items() if number > MOST} == {}
    assert ("results.show", None) in found
