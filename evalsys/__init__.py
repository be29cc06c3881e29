"""evalsys: the evaluation office of a township party committee, in one program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, request
from jinja2 import StrictUndefined
from sqlalchemy import inspect, text
from werkzeug.middleware.proxy_fix import ProxyFix

from evalsys.extensions import babel, csrf, db, login, migrate, vault
from evalsys.pdf import press
from evalsys.settings import CannotStart, instance_folder, load_settings

LANGUAGES = ("zh", "en")


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Build the app in the order a reader needs: settings, tools, views, failures, commands."""
    folder = Path((overrides or {}).get("INSTANCE") or instance_folder())
    app = Flask(__name__, instance_path=str(folder), instance_relative_config=True)
    load_settings(app, overrides)
    connect_tools(app)
    register_rooms(app)
    trust_proxies(app)
    return app


def trust_proxies(app: Flask) -> None:
    """Believe what so many proxies in front say of the reader's address; without one nobody is believed.

    The host stays that of the settings, whatever a proxy or a forger says.
    """
    number = app.config["PROXIES"]
    if number:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=0)


def connect_tools(app: Flask) -> None:
    """Database, migrations, sign-in, CSRF, languages, keys, the press; templates fail on a misspelt name."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    unlock(app, Path(app.instance_path) / "keys")
    migrate.init_app(app, db, directory=str(Path(app.root_path) / "migrations"), render_as_batch=True)
    login.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=chosen_language)
    press.choose(app.config["PAPERS"])


def unlock(app: Flask, folder: Path) -> None:
    """Read the keys, or make them for a new instance. New keys for old numbers would lose them without a word."""
    lacking = vault.missing(folder)
    if lacking:
        with app.app_context():
            if holds_sealed():
                names = ", ".join(path.name for path in lacking)
                raise CannotStart(
                    f"cannot start, {names} missing from {folder}: the database holds numbers sealed with it. "
                    f"Put the folder back from the backup. 缺少密钥文件，请把备份的 {folder} 放回原处再启动。"
                )
            db.engine.dispose()
    vault.unlock(folder)


def holds_sealed() -> bool:
    """Does the database hold anything that only the keys open?"""
    if not inspect(db.engine).has_table("person"):
        return False
    sealed = text("SELECT 1 FROM person WHERE id_sealed IS NOT NULL OR phone_sealed IS NOT NULL LIMIT 1")
    with db.engine.connect() as connection:
        return connection.execute(sealed).first() is not None


def chosen_language() -> str:
    """The reader's own choice, kept in a cookie; Chinese otherwise."""
    wanted = request.cookies.get("language", "zh") if request else "zh"
    return wanted if wanted in LANGUAGES else "zh"


def register_rooms(app: Flask) -> None:
    """Lock first, then every room's pages, the failure pages, the doorbell of jobs, and the flask commands."""
    from evalsys import access, commands, failures, views, work

    access.lock(app)
    for room in (views, failures, work, commands):
        room.register(app)
