"""Accounts: set-up, sign-in and sign-out on the server, one-time codes, roles, throttling."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.security import check_password_hash, generate_password_hash

from evalsys.extensions import db, writing
from evalsys.models.accounts import Account, FailedAttempt, OneTimeCode, RoleGrant, SignIn
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.rights import BRANCH, ROLES
from evalsys.services import scope, units
from evalsys.services.write import Act, Refused, check_version, keep, write

SEEN_EVERY = timedelta(minutes=1)
CODE_LIFE = timedelta(hours=24)
WINDOW = timedelta(minutes=30)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 128
BANNED = (
    "password",
    "123456",
    "111111",
    "000000",
    "888888",
    "qwerty",
    "abc123",
    "dangjian",
    "evalsys",
    "xiangzhen",
    "zuzhi",
)

# Failures that are free, and the longest wait in seconds, for each way to count them. The pair of name and
# address is strict; a name alone is lenient, so that a stranger cannot lock anybody out for long.
BUCKETS = {"pair": (5, 300), "address": (20, 300), "name": (20, 60)}
NOBODY = generate_password_hash(secrets.token_hex(16))


def digest(secret: str) -> str:
    """What the tables keep of a token or code with 128 bits or more."""
    return hashlib.sha256(secret.encode()).hexdigest()


# Signing in and out


def viewer_by_token(token: str, now: datetime, idle_minutes: int, longest_hours: int) -> Account | None:
    """The account behind an open sign-in, with its rights of today; None if it ended, idled out or was disabled."""
    signed_in = db.session.scalar(
        select(SignIn)
        .where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None))
        .options(joinedload(SignIn.account).options(selectinload(Account.roles), joinedload(Account.township)))
    )
    if signed_in is None or signed_in.account.is_disabled:
        return None
    if now - signed_in.seen_at > timedelta(minutes=idle_minutes):
        return None
    if now - signed_in.started_at > timedelta(hours=longest_hours):
        return None
    if now - signed_in.seen_at > SEEN_EVERY:
        seen(signed_in.id, now)
    return with_scopes(signed_in.account, now.date(), token)


def seen(sign_in_id: int, now: datetime) -> None:
    """Note that a sign-in is in use, at most once a minute, in a transaction of its own."""
    db.session.rollback()
    before = writing.set(True)
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))
    keep()
    writing.reset(before)


def with_scopes(account: Account, today: date, token: str = "") -> Account:
    """Give the account its rights of that day: right → {(scope, unit)}."""
    scopes: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
    for grant in account.roles:
        if grant.from_on <= today and (grant.until_on is None or today <= grant.until_on):
            for right, reach in ROLES[grant.role].items():
                scopes[right].add((reach, grant.unit_id if reach == BRANCH else None))
    account.scopes = dict(scopes)
    account.sign_in_token = token
    return account


def open_sign_in(account: Account, at: datetime, address: str, how: str) -> str:
    """Start a session on the server; the token goes into the cookie. Other open ones stay open."""
    token = secrets.token_urlsafe(32)
    row = SignIn(account_id=account.id, token_hash=digest(token), started_at=at, seen_at=at, address=address)
    with write(Act(account, at), f"account.sign-in.{how}", f"account:{account.id}") as session:
        session.add(row)
    return token


def end_sign_in(account: Account, at: datetime) -> None:
    """End the viewer's session on the server: the cookie is worth nothing from now on."""
    with write(Act(account, at), "account.sign-out", f"account:{account.id}") as session:
        session.execute(update(SignIn).where(SignIn.token_hash == digest(account.sign_in_token)).values(ended_at=at))


def end_all(session: object, account_id: int, at: datetime) -> None:
    """End every open session of an account, inside the caller's transaction."""
    db.session.execute(
        update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None)).values(ended_at=at)
    )


def sign_in(login_name: str, password: str, at: datetime, address: str) -> Account:
    """The account for a right name and password. Raises Refused: same words and same work for every wrong try."""
    login_name = login_name.strip().lower()
    refuse_if_too_fast(login_name, address, at)
    account = db.session.scalar(select(Account).where(Account.login_name == login_name))
    right = check_password_hash((account and account.password_hash) or NOBODY, password)
    if account is None or not right or account.password_hash is None or account.is_disabled:
        for kind in BUCKETS:
            db.session.add(FailedAttempt(bucket=bucket(kind, login_name, address), failed_at=at))
        keep()
        raise Refused(_("登录名或密码不对。忘记密码请找系统管理员要一次性登录码。"))
    return account


def bucket(kind: str, login_name: str, address: str) -> str:
    """Under what a failure is counted; names are hashed, as people mistype passwords into them."""
    what = {"pair": f"{login_name}|{address}", "address": address, "name": login_name}[kind]
    return f"{kind}:{digest(what)[:40]}"


def refuse_if_too_fast(login_name: str, address: str, at: datetime) -> None:
    """Raise Refused while the delay after too many failures still runs; it doubles and has an end."""
    for kind, (free, longest) in BUCKETS.items():
        failures, last = db.session.execute(
            select(func.count(FailedAttempt.id), func.max(FailedAttempt.failed_at)).where(
                FailedAttempt.bucket == bucket(kind, login_name, address),
                FailedAttempt.failed_at > at - WINDOW,
            )
        ).one()
        if failures < free:
            continue
        wait = min(2 ** (failures - free + 2), longest)
        left = int((last + timedelta(seconds=wait) - at).total_seconds())
        if left > 0:
            raise Refused(_("试错次数太多，请 %(seconds)s 秒后再试。", seconds=left))


# One-time codes


def new_code(
    purpose: str, account: Account | None, at: datetime, life: timedelta = CODE_LIFE
) -> tuple[OneTimeCode, str]:
    """A code of 128 bits in groups of four; only its hash is kept."""
    raw = secrets.token_hex(16).upper()
    shown = "-".join(raw[i : i + 4] for i in range(0, len(raw), 4))
    code = OneTimeCode(
        code_hash=digest(raw),
        purpose=purpose,
        account_id=account.id if account else None,
        expires_at=at + life,
    )
    return code, shown


def issue_code(act: Act, purpose: str, account: Account | None) -> str:
    """Make a code and return it as it is shown, once. Earlier unused ones of the same kind stop working."""
    code, shown = new_code(purpose, account, act.at)
    about = f"account:{account.id}" if account else "setup"
    with write(act, f"code.{purpose}", about) as session:
        session.execute(
            update(OneTimeCode)
            .where(
                OneTimeCode.purpose == purpose,
                OneTimeCode.account_id == code.account_id,
                OneTimeCode.used_at.is_(None),
            )
            .values(used_at=act.at)
        )
        session.add(code)
    return shown


def open_code(typed: str, purpose: str, at: datetime, address: str) -> OneTimeCode:
    """The unused, unexpired code. Raises Refused; wrong ones are throttled by address."""
    refuse_if_too_fast("code", address, at)
    raw = "".join(c for c in typed.upper() if c.isalnum())
    found = db.session.scalar(
        select(OneTimeCode).where(OneTimeCode.code_hash == digest(raw), OneTimeCode.purpose == purpose)
    )
    if found is None or found.used_at is not None or found.expires_at < at:
        db.session.add(FailedAttempt(bucket=bucket("address", "code", address), failed_at=at))
        keep()
        raise Refused(_("这个一次性码不对、已用过或已过期。请找系统管理员重新要一个。"))
    return found


def code_is_open(typed: str, purpose: str, at: datetime) -> bool:
    """Would this code still work? For showing it again, not for letting anybody in."""
    raw = "".join(c for c in typed.upper() if c.isalnum())
    found = db.session.scalar(
        select(OneTimeCode).where(OneTimeCode.code_hash == digest(raw), OneTimeCode.purpose == purpose)
    )
    return found is not None and found.used_at is None and found.expires_at > at


def enter_with_code(typed: str, at: datetime, address: str) -> tuple[Account, str]:
    """Use up a sign-in code: the account and the token of the session that it opened."""
    code = open_code(typed, "sign-in", at, address)
    account = code.account
    if account is None or account.is_disabled:
        raise Refused(_("这个账号已停用。请找系统管理员。"))
    code.used_at = at
    return account, open_sign_in(account, at, address, "code")


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
    check_password(password, login_name, shown_name)
    code = open_code(typed, "setup", at, address)
    with write(Act(None, at), "setup", "setup") as session:
        code.used_at = at
        place = units.make_township(session, county, township)
        account = Account(
            township_id=place.id,
            login_name=login_name.strip().lower(),
            shown_name=shown_name,
            password_hash=generate_password_hash(password),
            made_at=at,
        )
        session.add(account)
        session.flush()
        for role in ("admin", "clerk"):
            session.add(RoleGrant(account_id=account.id, role=role, from_on=at.date()))
    return account


# Keeping accounts


def check_password(password: str, *names: str) -> None:
    """Raise Refused for a password that is too short, too long, or easy to guess."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(
            _(
                "密码要 %(low)s 到 %(high)s 个字符，可以用一句话。",
                low=SHORTEST_PASSWORD,
                high=LONGEST_PASSWORD,
            )
        )
    low = password.lower()
    if (
        any(word in low for word in BANNED)
        or any(name and name.lower() in low for name in names)
        or len(set(low)) < 5
    ):
        raise Refused(_("这个密码太容易猜到，请换一句别人想不到的话。"))


def change_password(act: Act, old: str, new: str) -> None:
    """Set the viewer's password; the old one is asked for where there is one. Other sessions end."""
    account = act.actor
    if account.password_hash and not check_password_hash(account.password_hash, old):
        raise Refused(_("原密码不对，密码没有改。"))
    check_password(new, account.login_name, account.shown_name)
    with write(act, "account.password", account) as session:
        account.password_hash = generate_password_hash(new)
        session.execute(
            update(SignIn)
            .where(
                SignIn.account_id == account.id,
                SignIn.ended_at.is_(None),
                SignIn.token_hash != digest(account.sign_in_token),
            )
            .values(ended_at=act.at)
        )


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


def add_account(
    act: Act, login_name: str, shown_name: str, person: Person | None, roles: list[tuple[str, int | None]]
) -> Account:
    """A new account without password; it is opened with a one-time code."""
    login_name = login_name.strip().lower()
    if db.session.scalar(select(Account.id).where(Account.login_name == login_name)):
        raise Refused(_("登录名“%(name)s”已经有人用了，请换一个。", name=login_name))
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


def change_account(
    act: Act,
    account: Account,
    version: int,
    shown_name: str,
    is_disabled: bool,
    roles: list[tuple[str, int | None]],
) -> None:
    """Change name, roles and whether the account is disabled; a change of rights ends its sessions."""
    check_version(account, version)
    if account.id == act.actor.id:
        raise Refused(_("不能改自己的账号。请另一位系统管理员来改。"))
    before = {
        "roles": [(grant.role, grant.unit_id) for grant in current(account, act.today)],
        "off": account.is_disabled,
    }
    with write(act, "account.change", account, before, {"roles": roles, "off": is_disabled}) as session:
        account.shown_name, account.is_disabled = shown_name, is_disabled
        replace_roles(session, account, roles, act.today)
        end_all(session, account.id, act.at)


def current(account: Account, today: date) -> list[RoleGrant]:
    """The grants in force."""
    return [grant for grant in account.roles if grant.until_on is None or grant.until_on >= today]


def replace_roles(session: object, account: Account, roles: list[tuple[str, int | None]], today: date) -> None:
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
            db.session.add(RoleGrant(account_id=account.id, role=role, unit_id=unit_id, from_on=today))
