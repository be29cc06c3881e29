"""The key file of a round: made with its slips, readable by the program alone, destroyed at its end."""

from __future__ import annotations

import os
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from evalsys.services.write import Refused
from evalsys.voting import CodeKeys


def path_of(round_id: int) -> Path:
    """Where the key lies, inside the instance and outside the database."""
    return Path(current_app.instance_path) / "ballots" / f"round-{round_id}.key"


def store(round_id: int, keys: CodeKeys) -> None:
    """Write the key of a round whose slips are being made; what an interrupted try left there is of no use."""
    path = path_of(round_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    overwrite(path, keys.secret, os.O_CREAT | os.O_TRUNC)


def overwrite(path: Path, content: bytes, more: int = 0) -> None:
    """Write into the file from its beginning, down to the disk."""
    handle = os.open(path, os.O_WRONLY | more | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read(round_id: int) -> CodeKeys:
    """The key of a round. Raises Refused where it is lost."""
    try:
        return CodeKeys(path_of(round_id).read_bytes())
    except FileNotFoundError as lost:
        raise Refused(says_lost()) from lost


def says_lost() -> str:
    """What to do when the key is gone or another one lies in its place."""
    return _("本轮投票的密钥文件不在了，票箱打不开。这一轮只能作废，再准备一轮。")


def destroy(round_id: int) -> None:
    """Overwrite the key, then remove it; one that is gone already is gone."""
    path = path_of(round_id)
    if path.exists():
        overwrite(path, bytes(path.stat().st_size))
        path.unlink()
