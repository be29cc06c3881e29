"""One-time codes: made, shown once, used up; the tables keep only their hashes."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select, update

from evalsys.extensions import db
from evalsys.models.accounts import Account, OneTimeCode
from evalsys.services import throttle
from evalsys.services.passwords import digest
from evalsys.services.sessions import end_all, open_sign_in
from evalsys.services.write import Act, Refused, write

LIFE = timedelta(hours=24)


def new_code(purpose: str, account: Account | None, at: datetime, life: timedelta = LIFE) -> tuple[OneTimeCode, str]:
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
    if act.actor and account and act.actor.id == account.id:
        raise Refused(_("不能给自己的账号生成登录码。要改密码，请用“设置密码”；忘了密码，请另一位系统管理员来办。"))
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


def named(typed: str, purpose: str) -> OneTimeCode | None:
    """The code as it was typed, with or without hyphens and spaces, in either case."""
    raw = "".join(c for c in typed.upper() if c.isalnum())
    return db.session.scalar(
        select(OneTimeCode).where(OneTimeCode.code_hash == digest(raw), OneTimeCode.purpose == purpose)
    )


def code_is_open(typed: str, purpose: str, at: datetime) -> bool:
    """Would this code still work? For showing it again, not for letting anybody in."""
    found = named(typed, purpose)
    return found is not None and found.used_at is None and found.expires_at > at


def open_code(typed: str, purpose: str, at: datetime, address: str) -> OneTimeCode:
    """The unused, unexpired code. Raises Refused; wrong ones are throttled by address."""
    throttle.refuse_if_too_fast(throttle.ANY_CODE, address, at)
    found = named(typed, purpose)
    if found is None or found.used_at is not None or found.expires_at < at:
        throttle.count_failure(throttle.ANY_CODE, address, at)
        raise Refused(_("这个一次性码不对、已用过或已过期。请找系统管理员重新要一个。"))
    return found


def use_up(code: OneTimeCode, at: datetime) -> None:
    """Mark the code as used, inside the caller's transaction; of two at once only the first gets through."""
    taken = db.session.execute(
        update(OneTimeCode).where(OneTimeCode.id == code.id, OneTimeCode.used_at.is_(None)).values(used_at=at)
    )
    if taken.rowcount != 1:
        raise Refused(_("这个一次性码不对、已用过或已过期。请找系统管理员重新要一个。"))


def enter_with_code(typed: str, at: datetime, address: str) -> tuple[Account, str]:
    """Use up a sign-in code: the account and the token of the session that it opened.

    A code is for a first entry or a forgotten password: the old password and the old sessions end with its use.
    """
    code = open_code(typed, "sign-in", at, address)
    account = code.account
    if account is None or account.is_disabled:
        raise Refused(_("这个账号已停用。请找系统管理员。"))
    use_up(code, at)
    if account.password_hash:
        account.password_hash = None
        end_all(account.id, at)
    return account, open_sign_in(account, at, address, "code")
