"""Moves of stars on measures that a township wrote anew: a new term begins anew, a quota is counted."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from evalsys.extensions import db
from evalsys.models.entries import Entry
from evalsys.models.stars import StarMove
from evalsys.services import schemes, stars_ledger, stars_preview
from evalsys.services.write import Act

SR1, SR2 = "sr-1-tuanshuitou", "sr-2-jiancaoping"
ELECTION = """
[[stream]]
stream = "election"
title = "换届"
clause = "第四条"
on = "day"

# ── 星级：初始评定"""
QUOTA = """
[[grade.quota]]
clause = "第六条"
grade = "二星级"
count = 1
overflow = "一星级"
note = "名额已满"
ties = "keep"
order = { range = ["score"] }
"""


def acting(account=None):
    return Act(account, datetime(2026, 7, 1, 9, 0))


@pytest.fixture
def secretary(make):
    person = make.person("邱凤彩")
    make.post(person, make.branch("东阳坡村党支部"), "secretary", "党支部书记", date(2020, 1, 1))
    make.spell(person, date(2020, 1, 1))
    return person


def sheet(make, person, year, stars, stream="initial-stars"):
    """A yearly sheet of initial stars, or an election without numbers."""
    data = {"年度考核星": stars, "创先争优星": "0", "任职年限星": "0"} if stars else {}
    about = {"township_id": make.township.id, "person_id": person.id, "measure": SR2, "stream": stream}
    words = {"data": json.dumps(data), "text": "", "by": "评定组", "evidence": ""}
    make.signed(Entry, on_day=date(year, 1, 1), **about, **words)


def rate(make, clerk, other, year):
    """Put a year forward and confirm it."""
    day = date(year + 1, 1, 31)
    found = stars_preview.preview(make.township.id, year, day)
    run = stars_ledger.ask(acting(clerk), make.township.id, year, day, found.digest, "")
    stars_ledger.confirm(acting(other), run, run.version)


def test_after_an_election_the_stock_begins_anew_and_the_move_says_so(make, secretary):
    text = schemes.sample_text(SR2).replace("\n# ── 星级：初始评定", ELECTION, 1)
    text = text.replace('each = "year"\nlow = 0', 'each = "year"\nreset = "election"\nlow = 0', 1)
    schemes.adopt(Act(None, datetime(2022, 1, 1, 9, 0)), make.township.id, text, "第1次会议")
    clerk, other = make.account("clerk"), make.account("committee")
    sheet(make, secretary, 2022, "4")
    sheet(make, secretary, 2023, "1")
    sheet(make, secretary, 2023, "", "election")
    for year in (2022, 2023):
        make.grade(secretary, year, "合格")
        rate(make, clerk, other, year)
    moves = [
        (one.before, one.after, one.cause) for one in db.session.scalars(db.select(StarMove).order_by(StarMove.id))
    ]
    assert moves == [(None, 4, "initial"), (4, 1, "term")]


def test_a_quota_of_the_measure_is_told_with_how_many_use_it(make, secretary):
    text = f"{schemes.sample_text(SR1)}\n{QUOTA}"
    schemes.adopt(Act(None, datetime(2021, 1, 1, 9, 0)), make.township.id, text, "第1次会议")
    make.grade(secretary, 2025, "优秀")
    found = stars_preview.preview(make.township.id, 2025, date(2026, 1, 31))
    (quota,) = stars_preview.quotas(found)
    assert (quota.grade, quota.used, quota.rule, quota.clause) == ("二星级", 1, "1", "第六条")
    assert stars_preview.levels(found) == [("2", 1)]
