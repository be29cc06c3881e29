"""Pages, one blueprint for each noun."""

from __future__ import annotations

from flask import Flask

from evalsys.views import accounts, drawing, home

BLUEPRINTS = (accounts.bp, home.bp)


def register(app: Flask) -> None:
    """Attach every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    drawing.equip(app)
