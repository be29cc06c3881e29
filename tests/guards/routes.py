"""The recorded list of routes. After a wanted change: `python -m tests.guards.routes` writes it anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask

from evalsys import create_app
from evalsys.access import ROUTES

RECORD = Path(__file__).with_name("routes.txt")
AUTOMATIC = {"HEAD", "OPTIONS"}


def methods(app: Flask) -> dict[str, set[str]]:
    """What each endpoint answers to."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(rule.endpoint, set()).update(set(rule.methods or ()) - AUTOMATIC)
    return found


def lines(app: Flask) -> list[str]:
    """One line for each method of each route: method, address, endpoint, the right that opens it."""
    return sorted(
        f"{method:4}  {rule.rule}  {rule.endpoint}  {ROUTES.get(rule.endpoint, {}).get(method, 'SHUT')}"
        for rule in app.url_map.iter_rules()
        for method in set(rule.methods or ()) - AUTOMATIC
    )


def record() -> None:
    """Write the list as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE": folder, "SQLALCHEMY_DATABASE_URI": "sqlite://"})
        RECORD.write_text("\n".join(lines(app)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    record()
