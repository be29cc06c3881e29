"""Reads and checks the settings at start: environment, this instance's file, then the caller's."""

from __future__ import annotations

import os
import secrets
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
CHINA = timezone(timedelta(hours=8))
UPLOAD_LIMIT = 20 * 1024 * 1024

DEFAULTS: dict[str, Any] = {
    "BABEL_DEFAULT_LOCALE": "zh",
    "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
    "BASE_ADDRESS": "http://127.0.0.1:8000",
    "HOST": "127.0.0.1",
    "IDLE_MINUTES": 30,
    "JOB_THREADS": 2,
    "LONGEST_HOURS": 12,
    "MAX_CONTENT_LENGTH": UPLOAD_LIMIT + 1024 * 1024,
    "PAPERS": "fast",
    "PROXIES": 0,
    "QUEUE_URL": "",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_NAME": "evalsys",
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": None,
    "STORE_URL": "",
    "THREADS": 8,
    "WTF_CSRF_TIME_LIMIT": None,
}
# Settings that count something, with the least that makes sense.
WHOLE = {"IDLE_MINUTES": 1, "JOB_THREADS": 0, "LONGEST_HOURS": 1, "PROXIES": 0, "THREADS": 1}
PRESSES = ("fast", "plain")
REQUIRED = ("SECRET_KEY", "SQLALCHEMY_DATABASE_URI", "BASE_ADDRESS")


class CannotStart(RuntimeError):
    """The program must not start as it stands; the text says what is missing and where."""


def instance_folder() -> Path:
    """The folder of this instance: what EVALSYS_INSTANCE names, else `instance/` beside the program."""
    return Path(os.environ.get("EVALSYS_INSTANCE") or ROOT / "instance").resolve()


def surroundings(**more: str) -> dict[str, str]:
    """The environment for a program that we start, with more in it."""
    return {**os.environ, **more}


def china_now() -> datetime:
    """The time in China without zone, to the second: every time that evalsys keeps is of this kind."""
    return datetime.now(CHINA).replace(tzinfo=None, microsecond=0)


def load_settings(app: Flask, overrides: dict[str, Any] | None) -> None:
    """Defaults, environment, `settings.py` of the instance, the caller's; stop if something is missing."""
    Path(app.instance_path).mkdir(mode=0o700, parents=True, exist_ok=True)
    app.config.update(DEFAULTS, CLOCK=china_now)
    app.config.from_prefixed_env("EVALSYS")
    app.config.from_pyfile("settings.py", silent=True)
    app.config.update(overrides or {})
    app.config.setdefault("SECRET_KEY", None)
    if not app.config["SECRET_KEY"]:
        app.config["SECRET_KEY"] = own_secret(Path(app.instance_path) / "keys" / "session.key")
    if not app.config.get("SQLALCHEMY_DATABASE_URI"):
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{Path(app.instance_path) / 'evalsys.db'}"
    app.config["STORE_URL"] = app.config["STORE_URL"] or f"file://{(Path(app.instance_path) / 'jobs').as_posix()}"
    if app.config["SESSION_COOKIE_SECURE"] is None:
        app.config["SESSION_COOKIE_SECURE"] = str(app.config["BASE_ADDRESS"]).startswith("https://")
    check(app.config)


def check(config: dict[str, Any]) -> None:
    """Raise CannotStart that names each setting that is missing or makes no sense."""
    missing = [name for name in REQUIRED if not config.get(name)]
    if missing:
        raise CannotStart(f"cannot start, settings missing: {', '.join(missing)} (see README, Settings)")
    for name, least in WHOLE.items():
        if not isinstance(config[name], int) or config[name] < least:
            raise CannotStart(f"cannot start, {name} must be a whole number from {least} (see README, Settings)")
    if config["PAPERS"] not in PRESSES:
        raise CannotStart(f"cannot start, PAPERS must be one of {', '.join(PRESSES)} (see README, Settings)")
    check_queue(str(config["QUEUE_URL"]), str(config["SQLALCHEMY_DATABASE_URI"]))


def check_queue(queue: str, database: str) -> None:
    """A queue on PostgreSQL serves workers on other machines, and those cannot reach a SQLite file."""
    if queue and not queue.startswith("postgresql"):
        raise CannotStart("cannot start, QUEUE_URL must be empty or postgresql://… (see README, Settings)")
    if queue and not database.startswith("postgresql"):
        raise CannotStart(
            "cannot start, QUEUE_URL names PostgreSQL, so SQLALCHEMY_DATABASE_URI must too (see README, Settings)"
        )


def own_secret(path: Path) -> str:
    """This instance's secret for signing cookies; made at the first start, readable by the owner alone."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text()
