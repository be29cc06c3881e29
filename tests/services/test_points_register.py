"""Lines of imported registers: what the measure knows becomes an entry, the rest waits; many posts make one entry."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal

import pytest

from evalsys.extensions import db, writing
from evalsys.models.claims import Claim
from evalsys.models.imports import ImportedFact
from evalsys.models.people import Person
from evalsys.models.points import PointsEntry
from evalsys.services import claims, points, points_ledger, points_register, points_results, schemes
from evalsys.services.periods import period
from evalsys.services.write import Act, Refused

ACT = Act(None, datetime(2026, 7, 1, 9, 0))


@pytest.fixture
def member(make):
    schemes.adopt(ACT, make.township.id, schemes.sample_text("points-demo"), "")
    person = make.person("邱凤彩", born_on=date(1950, 3, 1))
    make.branch_now = make.branch("东阳坡支部")
    make.membership(person, make.branch_now)
    return person


def line(make, person, reason, points="2", on="2026-05-06", number=1):
    said = {"on": on, "reason": reason, "points": points, "by": ["高有海"], "note": None}
    about = {"township_id": make.township.id, "kind": "points", "fact_key": f"k{number}", "person_id": person.id}
    return make.keep(ImportedFact(**about, unit_id=make.branch_now.id, data=json.dumps(said)))


def test_a_line_with_the_title_of_an_item_becomes_an_entry_once(make, member):
    line(make, member, "义务 劳动")
    assert points_register.take(ACT, make.township.id) == (1, 0)
    assert points_register.take(ACT, make.township.id) == (0, 0)
    row = db.session.scalar(db.select(PointsEntry))
    assert (row.item, row.points, row.checked_by, row.source) == ("labour", Decimal(2), "高有海", "register")
    assert points.balance(member) == 2


@pytest.mark.parametrize(
    ("reason", "worth", "says"),
    [("植树", "2", "办法里没有“植树”"), ("义务劳动", "4", "办法是 2 分，登记表是 4 分")],
)
def test_what_does_not_match_waits_with_the_reason_until_the_clerk_assigns_it(app, make, member, reason, worth, says):
    fact = line(make, member, reason, worth)
    with app.test_request_context():
        assert points_register.take(ACT, make.township.id) == (0, 1)
        assert [one.why for one in points_register.waiting(make.township.id)] == [says]
        points_register.assign(ACT, fact, "labour")
        assert points_register.waiting(make.township.id) == []
        with pytest.raises(Refused, match="已经记入"):
            points_register.assign(ACT, fact, "labour")
    assert points.balance(member) == 2


def test_what_was_recorded_another_way_is_not_taken_again(app, make, member):
    points.add(ACT, member, "labour", date(2026, 5, 6), "修渠", "", "")
    line(make, member, "义务劳动")
    with app.test_request_context():
        assert points_register.take(ACT, make.township.id) == (0, 1)
    assert points.balance(member) == 2


def test_two_equal_lines_of_a_register_are_two_entries(make, member):
    line(make, member, "义务劳动", number=1)
    line(make, member, "义务劳动", number=2)
    assert points_register.take(ACT, make.township.id) == (2, 0)


def test_who_is_over_seventy_loses_nothing_by_staying_away(make, member):
    young = make.person("孙博斌", born_on=date(1990, 1, 1))
    make.membership(young, make.branch_now)
    for number, person in enumerate((member, young)):
        line(make, person, "义务劳动缺席", "-2", number=number)
    points_register.take(ACT, make.township.id)
    scores = [points_results.of_one(person, period("2026Q2"))[1].score for person in (member, young)]
    assert scores == [Decimal("60.0"), Decimal("58.0")]


def test_the_grade_of_the_year_follows_the_measure(make, member):
    for month in range(1, 6):
        line(make, member, "参加主题党日", "5", f"2026-0{month}-05", month)
    points_register.take(ACT, make.township.id)
    _version, result = points_results.of_one(member, period("2026"))
    assert (result.score, result.grade) == (Decimal("85.0"), "优秀")
    points.reverse(ACT, db.session.scalars(db.select(PointsEntry)).first(), "记错")
    assert points_results.of_one(member, period("2026"))[1].grade == "合格"


EVER = """
[[item]]
id = "ever"
clause = "第四条"
title = "历年义务劳动"
kind = "to-date"
of = "labour"
"""


def test_a_measure_that_keeps_a_balance_reads_the_entries_of_earlier_periods(make, member):
    text = schemes.sample_text("points-demo").replace('missing = "block"', 'missing = "block"\nbeside = ["ever"]')
    text = text.replace("version = 1", "version = 2").replace("from = 2026-01-01", "from = 2026-04-01")
    schemes.adopt(ACT, make.township.id, text + EVER, "")
    for number, day in enumerate(("2026-01-05", "2026-05-06", "2026-06-06")):
        line(make, member, "义务劳动", on=day, number=number)
    points_register.take(ACT, make.township.id)
    _version, result = points_results.of_one(member, period("2026Q2"))
    (ever,) = [one for one in result.beside if one.title == "历年义务劳动"]
    assert (ever.amount, result.score) == (Decimal(6), Decimal("64.0"))
    (place,) = points_results.board(make.branch_now, period("2026Q2")).places
    assert (place.count, place.plus) == (2, Decimal(4))


class TestAtOnce:
    """Threads with connections of their own."""

    @pytest.fixture
    def app(self, app_in_files):
        return app_in_files

    def test_eight_who_record_one_claim_at_once_make_one_entry(self, app, make, member):
        with app.test_request_context():
            claims.add(ACT, member, "mediation", date(2026, 6, 20), "劝和", "", None)
        person_id = member.id
        db.session.commit()

        def record(_number):
            with app.test_request_context():
                writing.set(True)
                try:
                    claims.step(ACT, db.session.scalar(db.select(Claim)), 1, claims.PASS)
                except Exception as refusal:
                    return type(refusal).__name__
                finally:
                    db.session.remove()
                return "done"

        with ThreadPoolExecutor(8) as pool:
            answers = sorted(pool.map(record, range(8)))
        writing.set(True)
        assert answers.count("done") == 1 and set(answers) <= {"done", "Conflict", "Refused"}
        assert len(db.session.scalars(db.select(PointsEntry)).all()) == 1
        assert points.balance(db.session.get(Person, person_id)) == 3 and points_ledger.differences() == []
