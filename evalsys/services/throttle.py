"""Guessing grows slow: failed attempts counted by name and by address, with delays that end by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from evalsys.extensions import db
from evalsys.models.accounts import FailedAttempt
from evalsys.services.passwords import digest
from evalsys.services.write import Refused, keep

WINDOW = timedelta(minutes=30)

# Failures that are free, and the longest wait in seconds, for each way to count them. The pair of name and
# address is strict; a name alone is lenient, so that a stranger cannot lock anybody out for long.
BUCKETS = {"pair": (5, 300), "address": (20, 300), "name": (20, 60)}

# Stands for every one-time code; no login name can look like it.
ANY_CODE = "#code"


def bucket(kind: str, login_name: str, address: str) -> str:
    """Under what a failure is counted; names are hashed, as people mistype passwords into them."""
    what = {"pair": f"{login_name}|{address}", "address": address, "name": login_name}[kind]
    return f"{kind}:{digest(what)[:40]}"


def count_failure(login_name: str, address: str, at: datetime) -> None:
    """Remember a failed attempt at once, whatever becomes of the request."""
    kinds = ("address",) if login_name == ANY_CODE else tuple(BUCKETS)
    db.session.add_all(FailedAttempt(bucket=bucket(kind, login_name, address), failed_at=at) for kind in kinds)
    keep()


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


def failures_since(login_name: str, since: datetime) -> int:
    """How often somebody failed under this name since then."""
    return (
        db.session.scalar(
            select(func.count(FailedAttempt.id)).where(
                FailedAttempt.bucket == bucket("name", login_name, ""), FailedAttempt.failed_at > since
            )
        )
        or 0
    )
