"""Townships by the hundred for timings: branches, members and their entries, put in by PostgreSQL itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text

from evalsys.extensions import db, writing
from evalsys.models.accounts import Account, RoleGrant
from evalsys.models.units import Unit
from evalsys.services import calendars, codes, schemes, units
from evalsys.services.write import Act
from evalsys.settings import china_now

AT = datetime(2026, 7, 2, 10, 0)
BRANCHES, MEMBERS, EACH = 90, 3_500, 50
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明"
# What a bulk load would have to keep up line by line; put back as it was before anything is timed.
LOAD_FIRST = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'points_entry' AND indexname LIKE 'ix_%'"

BRANCH = """
INSERT INTO unit (kind, name, township_id, version)
SELECT 'branch', '第' || n || '支部', :township, 1 FROM generate_series(1, :branches) n
"""
LINK = """
INSERT INTO unit_link (unit_id, parent_id)
SELECT id, :committee FROM unit WHERE township_id = :township AND kind = 'branch'
"""
PERSON = """
INSERT INTO person (uid, township_id, name, pinyin, initials, version)
SELECT md5(:township || '.' || n), :township,
       substr(:surnames, 1 + n % 16, 1) || substr(:given, 1 + n / 16 % 16, 1) || substr(:given, 1 + n / 256 % 16, 1),
       'member' || n, 'm' || n, 1
FROM generate_series(1, :members) n
"""
MEMBERSHIP = """
INSERT INTO membership (person_id, branch_id, kind, from_on)
SELECT person.id, branch.id, 'full', date '2020-01-01'
FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM person WHERE township_id = :township) person
JOIN (SELECT id, row_number() OVER (ORDER BY id) n FROM unit WHERE township_id = :township AND kind = 'branch') branch
  ON branch.n = 1 + person.n % :branches
"""
ENTRY = """
INSERT INTO points_entry (township_id, person_id, branch_id, scheme_version_id, item, title, clause, points,
    happened_on, reason, declared_by, checked_by, source, recorded_by, recorded_at)
SELECT :township, m.person_id, m.branch_id, :measure, 'labour', '义务劳动', '第五条',
    ((m.person_id * 7 + n * 13) % 17 - 4) * 500,
    date '2026-01-01' + n * 3,
    '修水渠', '甲', '乙', 'hand', '乙', timestamp '2026-07-01 09:00:00'
FROM membership m JOIN person p ON p.id = m.person_id AND p.township_id = :township, generate_series(1, :each) n
"""
BALANCE = """
INSERT INTO points_balance (person_id, balance, entries)
SELECT person_id, SUM(points), COUNT(*) FROM points_entry WHERE township_id = :township GROUP BY person_id
"""


def township(number: int) -> int:
    """One township with its measure of points, branches, members, entries and kept balances; its number."""
    act = Act(None, AT)
    place = units.make_township(db.session, "测速县", f"第{number}镇")
    db.session.commit()
    measure = schemes.adopt(act, place.id, schemes.sample_text("points-demo"), "").id
    committee = db.session.scalar(db.select(Unit.id).filter_by(kind="committee", township_id=place.id))
    about = {"township": place.id, "committee": committee, "measure": measure, "branches": BRANCHES, "each": EACH}
    about |= {"members": MEMBERS, "surnames": SURNAMES, "given": GIVEN}
    for order in (BRANCH, LINK, PERSON, MEMBERSHIP, ENTRY, BALANCE):
        db.session.execute(text(order), {name: value for name, value in about.items() if f":{name}" in order})
    db.session.commit()
    return place.id


def townships(first: int, last: int) -> list[int]:
    """Townships of these numbers; the ledger's indexes are made once they are all in."""
    writing.set(True)
    calendars.seed(Act(None, AT))
    indexes = db.session.execute(text(LOAD_FIRST)).all()
    for name, _order in indexes:
        db.session.execute(text(f"DROP INDEX {name}"))
    db.session.commit()
    made = [township(number) for number in range(first, last + 1)]
    for _name, order in indexes:
        db.session.execute(text(order))
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return made


def sign_in_code(township_id: int) -> str:
    """A one-time code for a clerk of the township."""
    name = f"clerk{township_id}"
    account = db.session.scalar(db.select(Account).filter_by(login_name=name))
    if account is None:
        account = Account(township_id=township_id, login_name=name, shown_name="干事", made_at=AT)
        db.session.add(account)
        db.session.flush()
        db.session.add(RoleGrant(account_id=account.id, role="clerk", from_on=AT.date()))
        db.session.commit()
    return codes.issue_code(Act(None, china_now()), "sign-in", account)
