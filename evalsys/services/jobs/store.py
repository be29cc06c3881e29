"""The files that jobs make: written whole or not at all, on this machine or on storage that workers share."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from flask import current_app
from flask_babel import gettext as _
from fsspec.core import url_to_fs
from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.jobs import Job, JobItem
from evalsys.services.jobs.working import Made
from evalsys.services.write import Refused

KEPT_FOR = timedelta(days=30)
CHUNK = 1 << 20
FRESH = ".new"


def place() -> tuple[Any, str]:
    """The file system that STORE_URL names, and the folder in it."""
    return url_to_fs(current_app.config["STORE_URL"])


def folder_of(root: str, job_id: int) -> str:
    """Where the files of one job lie."""
    return f"{root.rstrip('/')}/{job_id}"


def stored_name(item_id: int, sha256: str) -> str:
    """The name of a file in the store: who made it again with the same content writes the same file."""
    return f"{item_id}-{sha256[:16]}"


def put(item: JobItem, name: str, content: BinaryIO, told: str | None = None) -> Made:
    """Keep a file under the name of the item and its content; it is whole from the first moment that it is there."""
    digest, size = measured(content)
    files, root = place()
    folder = folder_of(root, item.job_id)
    path = f"{folder}/{stored_name(item.id, digest)}"
    if not files.exists(path):
        files.makedirs(folder, exist_ok=True)
        fresh = f"{path}.{secrets.token_hex(4)}{FRESH}"
        content.seek(0)
        with files.open(fresh, "wb") as file:
            while chunk := content.read(CHUNK):
                file.write(chunk)
            to_disk(file)
        files.mv(fresh, path)
    return Made(told, name, size, digest)


def measured(content: BinaryIO) -> tuple[str, int]:
    """Fingerprint and size."""
    digest, size = hashlib.sha256(), 0
    content.seek(0)
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def to_disk(file: Any) -> None:
    """Down to the disk, where there is one."""
    file.flush()
    with contextlib.suppress(AttributeError, io.UnsupportedOperation):
        os.fsync(file.fileno())


def opened(item: JobItem) -> BinaryIO:
    """The file of an item, to be read. Raises Refused where it was tidied away."""
    files, root = place()
    try:
        return files.open(f"{folder_of(root, item.job_id)}/{stored_name(item.id, item.sha256)}", "rb")
    except FileNotFoundError as gone:
        raise Refused(_("文件已经清理，需要的话请重新办一次。")) from gone


def sweep_fresh(job_id: int, stage: int) -> None:
    """Remove what killed workers left half written of earlier stages; others may be writing files of this one."""
    files, root = place()
    earlier = set(db.session.scalars(select(JobItem.id).where(JobItem.job_id == job_id, JobItem.stage < stage)))
    for path in files.glob(f"{folder_of(root, job_id)}/*{FRESH}"):
        number = str(path).rpartition("/")[2].partition("-")[0]
        if number.isdigit() and int(number) in earlier:
            with contextlib.suppress(FileNotFoundError):
                files.rm(path)


def tidy(now: datetime) -> None:
    """Remove the files of jobs that ended too long ago: they hold people's results."""
    files, root = place()
    if not files.exists(root):
        return
    names = [str(path).rstrip("/").rpartition("/")[2] for path in files.ls(root, detail=False)]
    kept = [int(name) for name in names if name.isdigit()]
    old = select(Job.id).where(Job.id.in_(kept), Job.ended_at < now - KEPT_FOR)
    for job_id in list(db.session.scalars(old)) if kept else ():
        files.rm(folder_of(root, job_id), recursive=True)
