"""Accounts, their roles, the sign-ins that are open, one-time codes and failed attempts."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evalsys.extensions import db
from evalsys.models import types as t
from evalsys.models.people import Person
from evalsys.models.units import Unit

ROLES = (
    "admin",
    "clerk",
    "committee",
    "secretary",
    "mentor",
    "official",
    "member",
    "group_leader",
    "paymaster",
    "inspector",
)


class Account(db.Model):
    """Who may sign in. An account without a password waits for its one-time code to be used."""

    __tablename__ = "account"

    id: Mapped[t.key]
    township_id: Mapped[int] = t.to("unit")
    person_id: Mapped[int | None] = t.to("person")
    login_name: Mapped[str] = mapped_column(db.String(40), unique=True)
    shown_name: Mapped[t.name]
    password_hash: Mapped[str | None] = mapped_column(db.String(200))
    is_disabled: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str | None] = mapped_column(db.String(10))
    made_at: Mapped[t.moment]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person | None] = relationship()
    township: Mapped[Unit] = relationship()
    roles: Mapped[list[RoleGrant]] = relationship(back_populates="account")

    __mapper_args__ = {"version_id_col": version}

    is_authenticated = True
    is_anonymous = False
    sign_in_token = ""
    scopes: ClassVar[dict[str, set[tuple[str, int | None]]]] = {}

    def may(self, right: str) -> bool:
        """Has the account the right, over anybody at all?"""
        return right in self.scopes

    @property
    def is_active(self) -> bool:
        """Flask-Login's question: may this account be used at all?"""
        return not self.is_disabled

    def get_id(self) -> str:
        """What the cookie carries: the token of this sign-in, never the account's number."""
        return self.sign_in_token


class RoleGrant(db.Model):
    """A role of an account, for the whole township or for one branch, from one day until another."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "unit_id", "from_on"),)

    id: Mapped[t.key]
    account_id: Mapped[int] = t.to("account")
    role: Mapped[t.code]
    unit_id: Mapped[int | None] = t.to("unit")
    from_on: Mapped[t.day]
    until_on: Mapped[date | None]

    account: Mapped[Account] = relationship(back_populates="roles")
    unit: Mapped[Unit | None] = relationship()


class SignIn(db.Model):
    """One open session on the server; the browser holds the token, the table only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[t.key]
    account_id: Mapped[int] = t.to("account")
    token_hash: Mapped[str] = mapped_column(db.String(64), unique=True)
    started_at: Mapped[t.moment]
    seen_at: Mapped[t.moment]
    ended_at: Mapped[datetime | None]
    address: Mapped[t.code]

    account: Mapped[Account] = relationship()


class OneTimeCode(db.Model):
    """A code that opens the set-up page or an account once; only its hash is kept."""

    __tablename__ = "one_time_code"

    id: Mapped[t.key]
    code_hash: Mapped[str] = mapped_column(db.String(64), unique=True)
    purpose: Mapped[t.code]
    account_id: Mapped[int | None] = t.to("account")
    expires_at: Mapped[t.moment]
    used_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()


class FailedAttempt(db.Model):
    """A failed sign-in, counted per name and per address so that guessing grows slow."""

    __tablename__ = "failed_attempt"

    id: Mapped[t.key]
    bucket: Mapped[str] = mapped_column(db.String(80), index=True)
    failed_at: Mapped[t.moment]
