"""Seals ID numbers and phones, and makes the blind index that finds them again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class Vault:
    """AES-GCM under a versioned key from a file outside the database, HMAC-SHA256 under another."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}
        self._index_key = b""
        self._newest = ""

    def unlock(self, folder: Path) -> None:
        """Read the keys in `folder`; a folder without keys gets fresh ones, readable by the owner alone."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self.missing(folder):
            write_key(path)
        self._keys = {path.stem.removeprefix("data-"): path.read_bytes() for path in folder.glob("data-*.key")}
        self._newest = max(self._keys, key=int)
        self._index_key = (folder / "index.key").read_bytes()

    def missing(self, folder: Path) -> list[Path]:
        """The keys that the folder lacks."""
        lacking = [] if any(folder.glob("data-*.key")) else [folder / "data-1.key"]
        return lacking if (folder / "index.key").exists() else [*lacking, folder / "index.key"]

    def seal(self, text: str, place: str) -> str:
        """Encrypt `text` for one `place` (table|row|column): it opens nowhere else."""
        nonce = os.urandom(NONCE_BYTES)
        box = AESGCM(self._keys[self._newest]).encrypt(nonce, text.encode(), place.encode())
        return f"{self._newest}:{base64.b64encode(nonce + box).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """Decrypt what `seal` made for the same place. Raises ValueError for anything else."""
        version, _, body = sealed.partition(":")
        data = base64.b64decode(body)
        try:
            clear = AESGCM(self._keys[version]).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], place.encode())
        except (InvalidTag, KeyError) as wrong:
            raise ValueError(f"sealed value of {place} does not open") from wrong
        return clear.decode()

    def index(self, text: str) -> str:
        """The same text gives the same index; without the key an index says nothing."""
        return hmac.new(self._index_key, text.encode(), hashlib.sha256).hexdigest()


def write_key(path: Path) -> None:
    """Make one random key that only its owner can read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
