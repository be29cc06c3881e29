"""Passwords: what is good enough, the check at the door, and the change by their owner."""

from __future__ import annotations

import hashlib
import secrets

from flask_babel import gettext as _
from werkzeug.security import check_password_hash, generate_password_hash

from evalsys.models.accounts import Account
from evalsys.services.write import Refused

SHORTEST, LONGEST = 12, 128
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
NOBODY = generate_password_hash(secrets.token_hex(16))


def digest(secret: str) -> str:
    """What the tables keep of a token or code with 128 bits or more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sealed(password: str) -> str:
    """What the table keeps of a password."""
    return generate_password_hash(password)


def is_right(account: Account | None, password: str) -> bool:
    """Does the password open this account? The same work for an account that does not exist."""
    held = account.password_hash if account else None
    fits = check_password_hash(held or NOBODY, password)
    return fits and held is not None


def check(password: str, *names: str) -> None:
    """Raise Refused for a password that is too short, too long, or easy to guess."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused(_("密码要 %(low)s 到 %(high)s 个字符，可以用一句话。", low=SHORTEST, high=LONGEST))
    low = password.lower()
    known = any(word in low for word in BANNED) or any(name and name.lower() in low for name in names)
    if known or len(set(low)) < 5:
        raise Refused(_("这个密码太容易猜到，请换一句别人想不到的话。"))
