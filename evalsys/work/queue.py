"""The queue: Huey over a SQLite file of this instance, or over PostgreSQL; the same messages in both."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from sqlalchemy.engine import make_url

NAME = "evalsys"
FILE = "queue.db"
# The tables were made by a migration, in a schema of their own.
SCHEMA = "-c search_path=queue"


class Plain:
    """Messages as JSON: what is read from a queue is data, never code."""

    def serialize(self, message: Message) -> bytes:
        """A message as text."""
        return json.dumps(message).encode()

    def deserialize(self, data: bytes) -> Message:
        """A text as message."""
        return Message(*json.loads(bytes(data)))


def is_on_postgresql(app: Flask) -> bool:
    """Is the queue on PostgreSQL? So it is wherever the database is, unless a setting names another one."""
    return address_of(app).startswith("postgresql")


def address_of(app: Flask) -> str:
    """The address of the queue: QUEUE_URL, else the database's own."""
    return str(app.config["QUEUE_URL"] or app.config["SQLALCHEMY_DATABASE_URI"])


def make(app: Flask) -> Huey:
    """The queue of this app. No results are kept and nothing is retried by it: that is the tables' business."""
    shared: dict[str, Any] = {"results": False, "serializer": Plain()}
    if is_on_postgresql(app):
        address = make_url(address_of(app)).set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(NAME, dsn=address, options=SCHEMA, create_tables=False, **shared)
    # A power cut may take rings with it, and the sweeper brings them back, so nothing waits for the disk here.
    return SqliteHuey(NAME, filename=str(path_of(app)), fsync=False, **shared)


def path_of(app: Flask) -> Path:
    """The queue's file on SQLite."""
    return Path(app.instance_path) / FILE


def clear(app: Flask) -> None:
    """Begin with an empty queue file, whatever a power cut made of the old one."""
    for ending in ("", "-wal", "-shm"):
        with suppress(OSError):  # Windows keeps a file that another worker has open
            path_of(app).with_name(FILE + ending).unlink()
