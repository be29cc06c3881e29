"""A township in which every list holds something, for the tests that go through all lists."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

from evalsys.extensions import db
from evalsys.models.entries import Entry
from evalsys.models.evaluations import Evaluation
from evalsys.models.imports import ImportedFact, ImportRun
from evalsys.models.people import Membership
from evalsys.models.registers import Indicator
from evalsys.services import claims, conduct, events, payfacts, payruns, points, schemes, stars_ledger, stars_preview
from evalsys.services.periods import period
from evalsys.services.write import Act

DAY = date(2026, 6, 20)
SR2 = "sr-2-jiancaoping"


class Stock:
    """The township of the query tests, its accounts by role, and one of everything besides."""

    def __init__(self, make, clock, accounts):
        self.make, self.accounts = make, accounts
        self.act = Act(accounts["clerk"], clock())
        self.official = accounts["official"].person
        self.secretary = accounts["secretary"].person
        self.branch = db.session.scalar(db.select(Membership.branch_id).filter_by(person_id=self.official.id))
        self.records()
        self.points()
        self.pay()
        self.books()
        self.stars()

    def records(self):
        """About officials: talks, leave, praise, what follows from results, a round of ballots, a draft."""
        result = db.session.scalars(db.select(Evaluation).filter_by(person_id=self.official.id)).first()
        self.make.talk(self.official)
        self.make.consequence(result)
        self.make.ballot_round()
        self.make.draft()
        self.make.negative(self.secretary)
        conduct.add_leave(self.act, self.official, DAY, DAY, "家里有事", "镇长")
        conduct.add_conduct(self.act, self.official, "criticism", DAY, "迟到", "镇长")

    def points(self):
        """An entry, a claim of the member's own, and an event of the branch."""
        schemes.adopt(Act(None, self.act.at), self.make.township.id, schemes.sample_text("points-demo"), "")
        self.member = self.make.account("member", person=self.official)
        points.add(self.act, self.official, "mediation", DAY, "劝和两家", "", "村民")
        own = Act(self.member, self.act.at)
        claims.add(own, self.official, "mediation", DAY - timedelta(1), "又劝和一次", "", None)
        branch = self.official.memberships[0].branch
        came = {self.official.id: "came"}
        events.add(self.act, branch, {"kind": "theme-day", "held_on": DAY, "topic": "清河道"}, came)

    def pay(self):
        """Two indicators, and a run of June."""
        for year in (2022, 2025):
            about = {
                "kind": "rural-income",
                "year": year,
                "value": Decimal(6500),
                "measured_in": "元",
                "source": "统计局",
            }
            self.make.signed(Indicator, township_id=self.make.township.id, unit_id=None, **about)
        when = period("2026-06")
        measure = schemes.in_force(self.make.township.id, "pay-1-baihe", when.last)
        payfacts.deduct(self.act, self.secretary.id, "pay-1-baihe", "2026-06", Decimal(10), "迟交材料")
        total = payruns.preview(self.make.township.id, measure, when).control_total
        self.run = payruns.prepare(
            Act(self.accounts["paymaster"], self.act.at), self.make.township.id, measure, when, total
        )

    def books(self):
        """An upload, a line of a register of points that no rule fits, and a row of a measure's own sheet."""
        said = json.dumps({"on": "2026-05-06", "reason": "修路", "points": "2", "by": ["村民"], "note": None})
        line = {
            "kind": "points",
            "fact_key": "k1",
            "person_id": self.official.id,
            "unit_id": self.branch,
            "data": said,
        }
        self.make.keep(ImportedFact(township_id=self.make.township.id, **line))
        about = {"file_name": "日志.xlsx", "stored_name": "1.xlsx", "sha256": "0" * 64, "state": "dropped"}
        about |= {
            "mapping": "{}",
            "counts": "{}",
            "uploaded_at": self.act.at,
            "account_id": self.accounts["clerk"].id,
        }
        self.make.keep(ImportRun(township_id=self.make.township.id, **about))
        early = Act(None, datetime(2022, 1, 1, 9, 0))
        schemes.adopt(early, self.make.township.id, schemes.sample_text(SR2), "第1次会议")
        row = {"measure": SR2, "stream": "initial-stars", "on_day": date(2022, 1, 1), "text": "", "by": "评定组"}
        data = json.dumps({"任职年限星": "1", "创先争优星": "1", "年度考核星": "1"}, ensure_ascii=False)
        row |= {"evidence": "", "data": data, "township_id": self.make.township.id}
        self.make.signed(Entry, person_id=self.secretary.id, **row)

    def stars(self):
        """The secretaries' stars of 2025, confirmed by a second person."""
        town, day = self.make.township.id, date(2026, 1, 31)
        found = stars_preview.preview(town, 2025, day)
        run = stars_ledger.ask(self.act, town, 2025, day, found.digest, "")
        stars_ledger.confirm(Act(self.accounts["committee"], self.act.at), run, run.version)
