"""Accounts: the first one, their roles, and who may be let in at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from evalsys.extensions import db
from evalsys.models.accounts import Account, RoleGrant
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.services import passwords, scope, sessions, units
from evalsys.services.codes import open_code, use_up
from evalsys.services.write import Act, Refused, check_version, write

Roles = list[tuple[str, int | None]]


def needs_setup() -> bool:
    """Is there no account yet?"""
    return not db.session.scalar(select(func.count(Account.id)))


def set_up(
    typed: str,
    county: str,
    township: str,
    login_name: str,
    shown_name: str,
    password: str,
    at: datetime,
    address: str,
) -> Account:
    """First start of a real township: its place and its first administrator, by the code printed at start."""
    if not needs_setup():
        raise Refused(_("系统已经设置过了，请直接登录。"))
    passwords.check(password, login_name, shown_name)
    code = open_code(typed, "setup", at, address)
    with write(Act(None, at), "setup", "setup") as session:
        use_up(code, at)
        place = units.make_township(session, county, township)
        account = Account(
            township_id=place.id,
            login_name=login_name.strip().lower(),
            shown_name=shown_name,
            password_hash=passwords.sealed(password),
            made_at=at,
        )
        session.add(account)
        session.flush()
        for role in ("admin", "clerk"):
            session.add(RoleGrant(account_id=account.id, role=role, from_on=at.date()))
    return account


def all_accounts(viewer: Account) -> list[Account]:
    """The accounts of the viewer's township by name."""
    query = (
        select(Account)
        .where(Account.township_id == viewer.township_id)
        .options(selectinload(Account.roles).joinedload(RoleGrant.unit), joinedload(Account.person))
    )
    return list(db.session.scalars(query.order_by(Account.login_name)))


def get(viewer: Account, account_id: int) -> Account:
    """One account of the viewer's township, or Unknown."""
    return scope.of_township(viewer, Account, account_id)


def branches(viewer: Account) -> list[Unit]:
    """The branches that a secretary's role can be given for."""
    return units.of_kind(viewer.township_id, "branch")


def add_account(act: Act, login_name: str, shown_name: str, person: Person | None, roles: Roles) -> Account:
    """A new account without password; it is opened with a one-time code."""
    login_name = login_name.strip().lower()
    if db.session.scalar(select(Account.id).where(Account.login_name == login_name)):
        raise Refused(_("登录名“%(name)s”已经有人用了，请换一个。", name=login_name))
    refuse_second(person)
    account = Account(
        township_id=act.actor.township_id,
        person_id=person.id if person else None,
        login_name=login_name,
        shown_name=shown_name,
        made_at=act.at,
    )
    with write(act, "account.add", account, after={"login_name": login_name, "roles": roles}) as session:
        session.add(account)
        session.flush()
        for role, unit_id in roles:
            session.add(RoleGrant(account_id=account.id, role=role, unit_id=unit_id, from_on=act.today))
    return account


def refuse_second(person: Person | None) -> None:
    """One person, one account: otherwise a second one gives rights that the first was denied."""
    other = person and db.session.scalar(select(Account).where(Account.person_id == person.id))
    if other:
        raise Refused(_("%(name)s已经有账号“%(login)s”，请改那一个。", name=person.name, login=other.login_name))


def is_own(viewer: Account, account: Account) -> bool:
    """Nobody changes the own account."""
    return account.id == viewer.id


def change_account(
    act: Act,
    account: Account,
    version: int,
    shown_name: str,
    is_disabled: bool,
    roles: Roles,
    person: Person | None = None,
) -> None:
    """Change name, roles and whether the account is disabled; its sessions end. A link to a person stays for good."""
    if is_own(act.actor, account):
        raise Refused(_("不能改自己的账号。请另一位系统管理员来改。"))
    check_version(account, version)
    if account.person_id is None:
        refuse_second(person)
    before = {
        "roles": [(grant.role, grant.unit_id) for grant in current(account, act.today)],
        "off": account.is_disabled,
    }
    with write(act, "account.change", account, before, {"roles": roles, "off": is_disabled}) as session:
        account.shown_name, account.is_disabled = shown_name, is_disabled
        flag_modified(account, "is_disabled")  # other roles are another version too
        account.person_id = account.person_id or (person.id if person else None)
        replace_roles(session, account, roles, act.today)
        sessions.end_all(account.id, act.at)


def current(account: Account, today: date) -> list[RoleGrant]:
    """The grants in force."""
    return [grant for grant in account.roles if grant.until_on is None or grant.until_on >= today]


def replace_roles(session: Session, account: Account, roles: Roles, today: date) -> None:
    """End the grants that are not wanted any more as of yesterday, add the new ones."""
    wanted = set(roles)
    for grant in current(account, today):
        if (grant.role, grant.unit_id) in wanted:
            wanted.discard((grant.role, grant.unit_id))
        else:
            grant.until_on = today - timedelta(days=1)
    for role, unit_id in wanted:
        ended_today = [g for g in account.roles if (g.role, g.unit_id, g.from_on) == (role, unit_id, today)]
        if ended_today:
            ended_today[0].until_on = None
        else:
            session.add(RoleGrant(account_id=account.id, role=role, unit_id=unit_id, from_on=today))
