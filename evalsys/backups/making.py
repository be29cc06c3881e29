"""Makes a backup: a checked copy of the database and the instance's own files in one archive, read back at once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text

from evalsys.backups import postgresql, sqlite
from evalsys.backups.postgresql import NoTools
from evalsys.extensions import db

__all__ = ["Backup", "NoTools", "make"]

FOLDER, MANIFEST, FORMAT = "backups", "manifest.json", 1
CHUNK = 1 << 20
# What is no part of a backup: keys of open ballots (docs/ballot.md), what can be made again, what holds a moment.
LEFT_OUT = ("backups", "ballots", "jobs", "evalsys.db", "queue.db", "serving.lock", "setup.lock", "sign-in-code")


@dataclass(frozen=True)
class Backup:
    """A backup that was made: where, how large, how many tables and rows."""

    path: Path
    size: int
    tables: int
    rows: int


def make(app: Flask, at: datetime) -> Backup:
    """Make and verify a backup of the instance as it is now; nothing is left of one that fails."""
    folder = Path(app.instance_path) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"evalsys-{at:%Y%m%d-%H%M%S}.zip"
    fresh = path.with_suffix(".new")
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            held = pack(app, Path(place), fresh, at)
            verify(fresh)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    return Backup(path, path.stat().st_size, len(held), sum(rows for rows, _digest in held.values()))


def pack(app: Flask, place: Path, fresh: Path, at: datetime) -> dict[str, list[Any]]:
    """Write the archive; what the database in it holds."""
    engine = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    dumped = place / engine.NAME
    held = engine.copy(dumped)
    members = {engine.NAME: dumped, **own_files(Path(app.instance_path))}
    with private(fresh) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            digests = {name: put(archive, name, path) for name, path in members.items()}
            notes = {
                "format": FORMAT,
                "engine": db.engine.dialect.name,
                "made_at": at.isoformat(),
                "version": version(),
                "files": digests,
                "tables": held,
            }
            archive.writestr(MANIFEST, json.dumps(notes, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    return held


def private(path: Path) -> Any:
    """A new file that only its owner may read: keys and database together open everything."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600), "w+b")


def own_files(instance: Path) -> dict[str, Path]:
    """Keys, settings, uploads, papers: every file of the instance but those that are left out."""
    found = {}
    for path in sorted(instance.rglob("*")):
        name = path.relative_to(instance).as_posix()
        first = name.split("/")[0]
        is_left_out = first in LEFT_OUT or first.endswith(("-wal", "-shm", "-journal", ".new"))
        if path.is_file() and not is_left_out:
            found[f"instance/{name}"] = path
    return found


def put(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    """One file into the archive; its fingerprint as it was read."""
    digest = hashlib.sha256()
    with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as into:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            into.write(chunk)
    return digest.hexdigest()


def version() -> str:
    """The number of the newest migration that the database has."""
    with db.engine.connect() as connection:
        if not db.inspect(db.engine).has_table("alembic_version"):
            return ""
        return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def verify(path: Path) -> dict[str, Any]:
    """Read every file of an archive back against its fingerprint. The notes of the archive."""
    with zipfile.ZipFile(path) as archive:
        notes = json.loads(archive.read(MANIFEST))
        for name, said in notes["files"].items():
            digest = hashlib.sha256()
            with archive.open(name) as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
            if digest.hexdigest() != said:
                raise zipfile.BadZipFile(f"{name} is not what was put in")
    return notes


def unpack(path: Path, place: Path) -> None:
    """Every file that the notes name, below the place; names that lead out of it are refused."""
    with zipfile.ZipFile(path) as archive:
        for name in json.loads(archive.read(MANIFEST))["files"]:
            target = (place / name).resolve()
            if not target.is_relative_to(place.resolve()):
                raise zipfile.BadZipFile(f"{name} lies outside")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with archive.open(name) as file, private(target) as into:
                shutil.copyfileobj(file, into)
