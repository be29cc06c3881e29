"""The sample township 演示镇: built from its nine workbooks through the same import that users use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.accounts import Account, RoleGrant
from evalsys.models.people import Membership, Person
from evalsys.models.schemes import SchemeVersion
from evalsys.models.units import Unit
from evalsys.services import accounts, calendars, openings, people, schemes, units
from evalsys.services.books import take_file
from evalsys.services.periods import period
from evalsys.services.write import Act, write

BOOKS = Path(__file__).resolve().parent / "books" / "sample"
COUNTY, TOWNSHIP = "祁县", "演示镇"
QUARTER = "2026Q2"
MEETING = "示例：镇党委会议"
CLERK = "clerk"
# Officials by four mirrors, secretaries' stars, cadres' pay, members' points.
MEASURES = (schemes.OFFICIALS, "sr-1-tuanshuitou", "pay-1-baihe", "points-demo")

# Rosters before what is recorded about the people in them.
ORDER = (
    "党员花名册",
    "村两委干部台账",
    "大学生村官名册",
    "大学生村官工作日志",
    "大学生村官四镜评价",
    "党员积分登记表",
    "村党组织书记考核与任职经历",
    "村级集体经济收入统计表",
    "农村居民人均可支配收入",
)


def begin(act: Act) -> Unit:
    """The township with its committee and the sample measure, still without people."""
    place = db.session.scalar(select(Unit).where(Unit.kind == "township"))
    if place is None:
        with write(act, "sample.begin", "setup") as session:
            place = units.make_township(session, COUNTY, TOWNSHIP)
    held = set(db.session.scalars(select(SchemeVersion.name)))
    for name in MEASURES:
        if name not in held:
            schemes.adopt(act, place.id, schemes.sample_text(name), MEETING, schemes.sample_cases(name))
    return place


def files() -> list[Path]:
    """The nine workbooks in the order in which they are taken."""
    found = list(BOOKS.glob("*.xlsx"))
    return sorted(found, key=lambda path: next(n for n, start in enumerate(ORDER) if path.name.startswith(start)))


def build(at: datetime) -> Iterator[tuple[str, dict[str, int]]]:
    """Build everything that is not there yet; yields each workbook's name with its counts as it is done."""
    act = Act(None, at)
    calendars.seed(act)
    place = begin(act)
    for path in files():
        yield path.name, take_file(act, place.id, path.name, path.read_bytes()).counts
    add_accounts(act, place)
    open_forms(act, place)


def open_forms(act: Act, place: Unit) -> None:
    """The quarter of the workbooks with every form that its measure counts."""
    quarter = period(QUARTER)
    if openings.get(place.id, quarter) is None and act.today >= quarter.first:
        openings.open_period(act, place.id, quarter, openings.FEEDS)


def add_accounts(act: Act, place: Unit) -> None:
    """One account of each role, two of those who pay, without passwords: opened by one-time codes."""
    if not accounts.needs_setup():
        return
    official = people.holders(place.id, "official", act.today)[0]
    secretary = people.holders(place.id, "secretary", act.today)[0]
    mentor = people.mentor_on(official, act.today)
    member = people.holders(place.id, "committee_member", act.today)[0]
    branch = db.session.scalar(
        select(Unit).where(Unit.kind == "branch", Unit.place_id == people.official_post(official).unit_id)
    )
    comrade = db.session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.branch_id == (branch.id if branch else None), Membership.kind == "full")
        .where(Person.id.not_in([one.id for one in (official, secretary, mentor, member) if one]))
        .order_by(Person.id)
    )
    wanted = [
        ("admin", "系统管理员", None, "admin"),
        (CLERK, "组织干事", None, "clerk"),
        ("committee", member.name, member, "committee"),
        ("secretary", secretary.name, secretary, "secretary"),
        ("mentor", mentor.name if mentor else "导师", mentor, "mentor"),
        ("official", official.name, official, "official"),
        *([("member", comrade.name, comrade, "member")] if comrade else []),
        ("inspector", "监督检查员", None, "inspector"),
        ("paymaster", "薪酬经办甲", None, "paymaster"),
        ("paymaster2", "薪酬经办乙", None, "paymaster"),
    ]
    with write(act, "sample.accounts", "setup") as session:
        for login_name, shown_name, person, role in wanted:
            account = Account(
                township_id=place.id,
                person_id=person.id if person else None,
                login_name=login_name,
                shown_name=shown_name,
                made_at=act.at,
            )
            session.add(account)
            session.flush()
            unit_id = branch.id if branch and role == "secretary" else None
            session.add(RoleGrant(account_id=account.id, role=role, unit_id=unit_id, from_on=act.today))
