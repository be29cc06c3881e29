"""Where slow work is done: the queue that rings, the threads that hear it, and what each kind of job does."""

from __future__ import annotations

from flask import Flask

from evalsys.work.engine import Engine

__all__ = ["Engine", "register"]


def register(app: Flask) -> None:
    """Attach the doorbell. Nothing is opened before the first ring."""
    app.extensions["bell"] = Engine(app)
