"""Sign-ins: opened, kept and ended on the server; the browser holds only a token."""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account, SignIn
from evalsys.rights import BRANCH, ROLES
from evalsys.services import passwords, throttle
from evalsys.services.passwords import digest
from evalsys.services.write import Act, Refused, beside_reading, keep, write

SEEN_EVERY = timedelta(minutes=1)


def viewer_by_token(token: str, now: datetime, idle_minutes: int, longest_hours: int) -> Account | None:
    """The account behind an open sign-in, with its rights of today; None if it ended, idled out or was disabled."""
    query = select(SignIn).where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None))
    whole = joinedload(SignIn.account).options(joinedload(Account.roles), joinedload(Account.township))
    signed_in = db.session.scalars(query.options(whole)).unique().one_or_none()
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
    """Note that a sign-in is in use, at most once a minute, in a transaction of its own.

    Reading does not fail because somebody else is writing for long: the next request notes it then.
    """
    with beside_reading():
        try:
            db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))
            keep()
        except OperationalError:
            db.session.rollback()


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


def sign_in(login_name: str, password: str, at: datetime, address: str) -> Account:
    """The account for a right name and password. Raises Refused: same words and same work for every wrong try."""
    login_name = login_name.strip().lower()
    throttle.refuse_if_too_fast(login_name, address, at)
    account = db.session.scalar(select(Account).where(Account.login_name == login_name))
    right = passwords.is_right(account, password)
    if account is None or not right or account.is_disabled:
        throttle.count_failure(login_name, address, at)
        raise Refused(_("登录名或密码不对。忘记密码请找系统管理员要一次性登录码。"))
    return account


def failures_meanwhile(account: Account) -> int:
    """How often somebody failed under this account's name since its last sign-in."""
    last = db.session.scalar(
        select(SignIn.started_at).where(SignIn.account_id == account.id).order_by(SignIn.id.desc()).limit(1)
    )
    return throttle.failures_since(account.login_name, last or account.made_at)


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


def end_all(account_id: int, at: datetime, besides: str = "") -> None:
    """End every open session of an account but the one with that token, inside the caller's transaction."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.token_hash != digest(besides))
        .values(ended_at=at)
    )


def open_ones(account: Account, at: datetime, idle_minutes: int) -> list[SignIn]:
    """The viewer's own sign-ins that still work, the newest first."""
    query = select(SignIn).where(
        SignIn.account_id == account.id,
        SignIn.ended_at.is_(None),
        SignIn.seen_at > at - timedelta(minutes=idle_minutes),
    )
    return list(db.session.scalars(query.order_by(SignIn.id.desc())))


def is_this_one(viewer: Account, sign_in: SignIn) -> bool:
    """Is it the sign-in with which the viewer reads the page?"""
    return sign_in.token_hash == digest(viewer.sign_in_token)


def change_password(act: Act, old: str, new: str) -> None:
    """Set the viewer's password; the old one is asked for where there is one. Other sessions end."""
    account = act.actor
    if account.password_hash and not passwords.is_right(account, old):
        raise Refused(_("原密码不对，密码没有改。"))
    passwords.check(new, account.login_name, account.shown_name)
    with write(act, "account.password", account):
        account.password_hash = passwords.sealed(new)
        end_all(account.id, act.at, besides=account.sign_in_token)
