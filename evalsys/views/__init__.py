"""Pages, one blueprint for each noun."""

from __future__ import annotations

from flask import Flask

from evalsys.views import (
    accounts,
    actions,
    books,
    committee,
    conduct,
    drawing,
    home,
    logs,
    monthly,
    people,
    results,
    schemes,
    tallies,
    units,
    weekly,
)

BLUEPRINTS = (
    accounts.bp,
    actions.bp,
    books.bp,
    committee.bp,
    conduct.bp,
    home.bp,
    logs.bp,
    monthly.bp,
    people.bp,
    results.bp,
    schemes.bp,
    tallies.bp,
    units.bp,
    weekly.bp,
)


def register(app: Flask) -> None:
    """Attach every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    drawing.equip(app)
