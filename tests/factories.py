"""Makes what tests need: `make.person(name=…)` and so on, each with sensible defaults and any change."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from sqlalchemy import select
from werkzeug.security import generate_password_hash

from evalsys.extensions import db
from evalsys.models.accounts import Account, RoleGrant
from evalsys.models.ballots import BallotBox, BallotRound, BallotSubject, BallotVillage
from evalsys.models.comparisons import Comparison
from evalsys.models.consequences import Consequence
from evalsys.models.jobs import Job, JobItem
from evalsys.models.learning import Learning
from evalsys.models.meetings import Meeting, MeetingPerson
from evalsys.models.openings import Opening
from evalsys.models.people import Membership, Mentoring, Post
from evalsys.models.registers import Negative, Spell, YearGrade
from evalsys.models.reviews import CommitteeMark, LogEntry, MonthlyMark, Tally, WeeklyMark
from evalsys.models.schemes import SchemeDraft
from evalsys.models.summaries import Summary
from evalsys.models.talks import Talk
from evalsys.models.tasks import Task, TaskDone
from evalsys.models.units import Unit, UnitLink
from evalsys.models.visits import Visit
from evalsys.scoring.periods import period as read_period
from evalsys.services import people, schemes, units
from evalsys.services.ballots import boxes, keys
from evalsys.voting import Box, CodeKeys, fresh_codes

PASSWORD = "山上的老槐树又开花了1"
HASH = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
NAMES = count(1)


class Maker:
    """Makes rows in one township, 演示镇 unless told otherwise."""

    def __init__(self, clock, name="演示镇"):
        self.clock = clock
        self.township = units.make_township(db.session, "祁县", name)
        db.session.commit()

    def keep(self, row):
        db.session.add(row)
        db.session.commit()
        return row

    def other_township(self):
        return Maker(self.clock, "别处镇")

    def unit(self, kind="village", name=None, parent=None, place=None):
        unit = self.keep(
            Unit(
                kind=kind,
                name=name or f"第{next(NAMES)}村",
                township_id=self.township.id,
                place_id=place.id if place else None,
            )
        )
        above = parent or self.township
        self.keep(UnitLink(unit_id=unit.id, parent_id=above.id))
        return unit

    def branch(self, name=None, village=None):
        committee = db.session.scalar(
            select(Unit).where(Unit.kind == "committee", Unit.township_id == self.township.id)
        )
        return self.unit("branch", name or f"第{next(NAMES)}支部", committee, village)

    def person(self, name="张三", id_number=None, phone=None, **changes):
        person = people.new_person(self.township.id, name)
        people.set_id_number(person, id_number)
        people.set_phone(person, phone)
        for field, value in changes.items():
            setattr(person, field, value)
        return self.keep(person)

    def post(self, person, unit, kind="official", title="党支部书记助理", from_on=date(2025, 8, 15), until_on=None):
        return self.keep(
            Post(person_id=person.id, unit_id=unit.id, kind=kind, title=title, from_on=from_on, until_on=until_on)
        )

    def membership(self, person, branch, kind="full", from_on=date(2020, 1, 1)):
        return self.keep(Membership(person_id=person.id, branch_id=branch.id, kind=kind, from_on=from_on))

    def official(self, name="李晓", village=None, from_on=date(2025, 8, 15), mentor=None):
        person = self.person(name)
        self.post(person, village or self.unit(), from_on=from_on)
        if mentor:
            self.mentoring(person, mentor, from_on)
        return person

    def mentoring(self, person, mentor, from_on=date(2025, 8, 15)):
        return self.keep(Mentoring(person_id=person.id, mentor_id=mentor.id, from_on=from_on))

    def account(self, *roles, person=None, login_name=None, unit=None, shown_name=None):
        account = self.keep(
            Account(
                township_id=self.township.id,
                person_id=person.id if person else None,
                login_name=login_name or f"user{next(NAMES)}",
                shown_name=shown_name or (person.name if person else "王干事"),
                password_hash=HASH,
                made_at=datetime(2026, 1, 1),
            )
        )
        for role in roles:
            grant = RoleGrant(account_id=account.id, role=role, from_on=date(2026, 1, 1))
            grant.unit_id = unit.id if unit and role in ("secretary", "group_leader") else None
            self.keep(grant)
        return account

    def log(self, person, day=date(2026, 6, 30), text="走访三户", kind="走访", recorded_at=None, **changes):
        at = recorded_at or datetime(day.year, day.month, day.day, 19, 0)
        entry = LogEntry(person_id=person.id, day=day, kind=kind, text=text, recorded_at=at, recorded_by=person.name)
        for field, value in changes.items():
            setattr(entry, field, value)
        return self.keep(entry)

    def signed(self, table, **values):
        """A row with who recorded it."""
        return self.keep(table(recorded_by="王干事", recorded_at=self.clock(), **values))

    def visit(self, person, day=date(2026, 6, 30), household="老李家", situation="缺水", **changes):
        return self.signed(Visit, person_id=person.id, day=day, household=household, situation=situation, **changes)

    def task(self, title="入户两户", every="week", from_on=date(2026, 6, 1), post_kind="official", **changes):
        values = {"title": title, "every": every, "from_on": from_on, "post_kind": post_kind, **changes}
        return self.signed(Task, township_id=self.township.id, **values)

    def task_done(self, task, person, day=date(2026, 6, 30), period="2026W27"):
        return self.signed(TaskDone, task_id=task.id, person_id=person.id, day=day, period=period)

    def meeting(self, unit=None, held_on=date(2026, 6, 29), came=(), away=(), decisions="每村再走访五户", **changes):
        people = [MeetingPerson(person_id=one.id, came=True) for one in came]
        people += [MeetingPerson(person_id=one.id, came=False, reason="下村") for one in away]
        values = {"kind": "weekly", "chaired_by": "萧建", "recorder": "王干事", "matters": "防汛", **changes}
        unit = unit or self.township
        return self.signed(Meeting, unit_id=unit.id, held_on=held_on, people=people, decisions=decisions, **values)

    def learning(self, person, day=date(2026, 6, 29), title="防汛知识", hours="1.5", **changes):
        values = {"kind": "lecture-given", "title": title, "hours": Decimal(hours), **changes}
        return self.signed(Learning, person_id=person.id, day=day, **values)

    def weekly(self, person, monday=date(2026, 6, 29), mark="90", by="导师"):
        return self.keep(
            WeeklyMark(
                person_id=person.id,
                monday=monday,
                mark=Decimal(mark),
                marked_by=by,
                recorded_by=by,
                recorded_at=self.clock(),
            )
        )

    def monthly(self, person, month=date(2026, 6, 1), marks=("18", "18", "18", "18", "18"), by="书记"):
        virtue, ability, diligence, achievement, integrity = map(Decimal, marks)
        return self.keep(
            MonthlyMark(
                person_id=person.id,
                month=month,
                virtue=virtue,
                ability=ability,
                diligence=diligence,
                achievement=achievement,
                integrity=integrity,
                marked_by=by,
                recorded_by=by,
                recorded_at=self.clock(),
            )
        )

    def committee_mark(self, person, member, mark="90", quarter=date(2026, 4, 1)):
        return self.keep(
            CommitteeMark(
                person_id=person.id,
                member_id=member.id,
                quarter=quarter,
                mark=Decimal(mark),
                recorded_by="干事",
                recorded_at=self.clock(),
            )
        )

    def tally(self, person, counts=(30, 28, 17, 4, 2, 2, 1, 2), quarter=date(2026, 4, 1), kind="masses"):
        names = ["handed_out", "returned", "excellent", "competent", "basic", "incompetent", "abstained", "spoilt"]
        return self.keep(
            Tally(
                person_id=person.id,
                kind=kind,
                first_on=quarter,
                recorded_by="干事",
                recorded_at=self.clock(),
                **dict(zip(names, counts, strict=True)),
            )
        )

    def opening(self, period="2026Q2", forms="day,week,month,sheet,tally"):
        whole = read_period(period)
        return self.keep(
            Opening(
                township_id=self.township.id,
                period=period,
                first_on=whole.first,
                last_on=whole.last,
                forms=forms,
                opened_on=whole.first,
                opened_by="王干事",
                opened_at=self.clock(),
            )
        )

    def summary(self, person, period="2026-06", **changes):
        words = {"main_work": "入户走访。", "shortcomings": "", "next_steps": ""}
        return self.signed(Summary, person_id=person.id, period=period, **{**words, **changes})

    def talk(self, person, held_on=date(2026, 6, 30), quarter=date(2026, 4, 1), **changes):
        words = {"talker": "郭委员", "place": "镇上", "topics": "二季度结果", "content": "谈了结果。"}
        words |= {"agreed": "", "own_words": "", **changes}
        return self.signed(Talk, person_id=person.id, held_on=held_on, quarter=quarter, **words)

    def consequence(self, result, kind="reward", text="全镇通报表扬", **changes):
        return self.signed(Consequence, evaluation_id=result.id, kind=kind, text=text, **changes)

    def comparison(self, period="2026Q2", shows="bands", readers="secretaries", **changes):
        span = {"from_on": date(2026, 7, 1), "until_on": date(2026, 7, 8), "decision": "党委会决定"}
        span |= {"opened_by": "王干事", "opened_at": self.clock(), **changes}
        return self.keep(
            Comparison(township_id=self.township.id, period=period, shows=shows, readers=readers, **span)
        )

    def grade(self, person, year=2025, grade="合格", **changes):
        return self.signed(YearGrade, person_id=person.id, year=year, grade=grade, **{"source": "通报", **changes})

    def spell(self, person, first_on=date(2013, 3, 1), left_on=None, reason="", **changes):
        about = {"title": "村主干", "is_removal": False, **changes}
        return self.signed(Spell, person_id=person.id, first_on=first_on, left_on=left_on, reason=reason, **about)

    def negative(self, person, on_day=date(2026, 5, 10), conduct="违规接待", kind="negative", **changes):
        about = {"clause": "第三条", "evidence": "镇纪〔2026〕3号", **changes}
        return self.signed(Negative, person_id=person.id, kind=kind, on_day=on_day, conduct=conduct, **about)

    def draft(self, text=None, cases="", based_on=None, **changes):
        text = text or schemes.sample_text(schemes.OFFICIALS)
        about = tomllib.loads(text)["scheme"]
        row = SchemeDraft(
            township_id=self.township.id,
            name=about["id"],
            title=about["title"],
            text=text,
            cases=cases,
            based_on_id=based_on.id if based_on else None,
            created_by="王干事",
            created_at=self.clock(),
            recorded_by="王干事",
            recorded_at=self.clock(),
        )
        for field, value in changes.items():
            setattr(row, field, value)
        return self.keep(row)

    def job(self, kind="scorecards", title="打印2026年第二季度考核评分表", keys=("1", "2")):
        """A job under way; nobody was rung for its items."""
        at = self.clock()
        asked = {"requested_by": "王干事", "requested_at": at, "params": "{}", "total": len(keys)}
        row = self.keep(Job(township_id=self.township.id, kind=kind, title=title, state="running", **asked))
        row.items = [
            self.keep(JobItem(job_id=row.id, item_key=key, title=f"第{key}项", state="queued", due_at=at))
            for key in keys
        ]
        return row

    def ballot_round(self, officials=None, slips=0, state="prepared", households=60, **changes):
        """A round; with `slips` so many codes were made, and the answer's `codes` names them."""
        row = BallotRound(
            township_id=self.township.id,
            first_on=date(2026, 4, 1),
            title="二季度群众测评",
            seed="第3次会议",
            state=state,
            opened_on=self.clock().date() if state == "open" else None,
            handed_out=slips,
            villages=[BallotVillage(unit_id=self.unit().id, households=households, quota=slips or 10, drawn="1、2")],
            subjects=[
                BallotSubject(person_id=person.id, place=place)
                for place, person in enumerate(officials or [self.official()])
            ],
        )
        for field, value in changes.items():
            setattr(row, field, value)
        self.keep(row)
        row.codes = fresh_codes(slips)
        if slips:
            secret = CodeKeys.fresh()
            box = Box.fresh(len(row.subjects), [secret.mark(code) for code in row.codes])
            self.keep(BallotBox(round_id=row.id, sealed=box.sealed(secret, boxes.place_of(row.id))))
            keys.store(row.id, secret)
        return row
