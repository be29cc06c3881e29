"""The only place that commits: one act, one transaction, one line in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.actions import Action, Receipt


class Refused(Exception):
    """Well formed, but not allowed now. `says` is shown to the reader as it stands."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class Conflict(Exception):
    """Somebody else changed the row since it was read; `row` is how it stands now, with its version."""

    def __init__(self, row: Any) -> None:
        super().__init__("changed meanwhile")
        self.row = row


class AlreadyDone(Exception):
    """The same form came before and was taken; `about` names what it made."""

    def __init__(self, about: str) -> None:
        super().__init__(about)
        self.about = about


@dataclass(frozen=True)
class Act:
    """Who acts, when, and with which form. `actor` None is the program itself, as at set-up."""

    actor: Account | None
    at: datetime
    form_key: str = ""
    input_hash: str = ""

    @property
    def name(self) -> str:
        """The name that records keep."""
        return self.actor.shown_name if self.actor else "系统"

    @property
    def today(self) -> date:
        """The day of the act."""
        return self.at.date()


@contextmanager
def write(act: Act, did: str, about: Any, before: Any = None, after: Any = None) -> Iterator[Session]:
    """One change of the books: all of it, with its line in the action log, or none of it.

    Raises AlreadyDone for a form that was taken before, Refused where a unique rule stands against it,
    Conflict where another editor was faster.
    """
    row = inspect(about, raiseerr=False)
    try:
        with db.session.no_autoflush:
            receipt = note_receipt(act)
            yield db.session
        db.session.flush()
        named = name_of(about)
        if receipt:
            receipt.about = named
        db.session.add(line(act, did, named, before, after))
        db.session.commit()
    except StaleDataError as stale:
        db.session.rollback()
        if row is None or not row.has_identity:
            raise Refused(_("您填写期间，别人改过这条记录")) from stale
        raise Conflict(about) from stale
    except IntegrityError as clash:
        db.session.rollback()
        refuse_second(act)
        raise Refused(_("同样的记录已经有了，没有重复登记。请刷新页面后核对。")) from clash
    except Exception:
        db.session.rollback()
        raise


def note_receipt(act: Act) -> Receipt | None:
    """Remember the form's key; the unique rule lets only the first of several posts through."""
    if not act.form_key or act.actor is None:
        return None
    refuse_second(act)
    receipt = Receipt(account_id=act.actor.id, form_key=act.form_key, input_hash=act.input_hash, about="", at=act.at)
    db.session.add(receipt)
    db.session.flush()
    return receipt


def refuse_second(act: Act) -> None:
    """Raise AlreadyDone if this form was taken before, Refused if it was taken with other words."""
    if not act.form_key or act.actor is None:
        return
    seen = db.session.scalar(
        select(Receipt).where(Receipt.account_id == act.actor.id, Receipt.form_key == act.form_key)
    )
    if seen and seen.input_hash == act.input_hash:
        raise AlreadyDone(seen.about)
    if seen:
        raise Refused(_("这张表单已经提交过。要再登记一条，请重新打开页面。"))


def name_of(about: Any) -> str:
    """What a log line calls the thing: table and number, or the text that was given."""
    return about if isinstance(about, str) else f"{about.__tablename__}:{about.id}"


def line(act: Act, did: str, about: str, before: Any, after: Any) -> Action:
    """The log line of an act."""
    return Action(
        township_id=act.actor.township_id if act.actor else None,
        at=act.at,
        actor_id=act.actor.id if act.actor else None,
        actor_name=act.name,
        did=did,
        about=about,
        before=as_text(before),
        after=as_text(after),
    )


def as_text(values: Any) -> str | None:
    """Values as JSON text with numbers as written."""
    return None if values is None else json.dumps(values, ensure_ascii=False, sort_keys=True, default=plain)


def plain(value: Any) -> str:
    """Dates and Decimals as text; anything else is a mistake of ours."""
    if isinstance(value, (Decimal, date, datetime)):
        return str(value)
    raise TypeError(f"{value!r} cannot stand in the log")


def hold(table: Any, row_id: int) -> None:
    """Take a row's lock until the end of the transaction, so that acts that check before they write wait in line.

    On SQLite they do so anyway: a writing transaction has the whole database to itself.
    """
    db.session.execute(select(table.id).where(table.id == row_id).with_for_update(key_share=True))


def share(table: Any, row_id: int) -> None:
    """Wait for whoever holds the row, and keep others from holding it until the end of the transaction.

    Any number of acts may share it at once: they do not wait for each other.
    """
    db.session.execute(select(table.id).where(table.id == row_id).with_for_update(read=True))


def check_version(row: Any, version: int) -> None:
    """Raise Conflict if the row is no longer the one that the reader saw; 0 is for a reader who saw none."""
    if row.version != version:
        raise Conflict(row)


@contextmanager
def beside_reading() -> Iterator[None]:
    """Let a page that only shows something note that it did: in a transaction of its own, begun for writing.

    What the page has read stays; until then it has held no lock for writing.
    """
    keep()
    before = writing.set(True)
    try:
        yield
    finally:
        writing.reset(before)


def keep(change: Any = None) -> None:
    """Commit bookkeeping that is no act of anybody: when a sign-in was last seen, a failed attempt.

    What the request has read already stays as it was read.
    """
    session = db.session()
    if change is not None:
        session.add(change)
    session.expire_on_commit = False
    try:
        session.commit()
    finally:
        session.expire_on_commit = True
