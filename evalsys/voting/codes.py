"""One-time codes on slips, and the keys that a round lives by."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letter that is taken for a digit: an elderly voter's grandson types it from paper."""

CODE_LENGTH, RECEIPT_LENGTH, GROUP = 12, 8, 4
KEY_BYTES, NONCE_BYTES, MARK_BYTES = 32, 12, 12


@dataclass(frozen=True)
class CodeKeys:
    """The secret of one round: one half seals the box, the other turns codes into marks. Destroyed at the close."""

    secret: bytes

    @classmethod
    def fresh(cls) -> CodeKeys:
        """A new secret."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def _part(self, use: str) -> bytes:
        return hmac.new(self.secret, use.encode(), hashlib.sha256).digest()

    def mark(self, code: str) -> str:
        """What the box keeps of a code: without the secret nobody can tell which code it was."""
        return hmac.new(self._part("mark"), code.encode(), hashlib.sha256).hexdigest()[: MARK_BYTES * 2]

    def seal(self, clear: bytes, place: str) -> bytes:
        """Encrypt for one place; the same content never looks the same twice."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._part("box")).encrypt(nonce, clear, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """What `seal` was given. Raises InvalidTag for anything else."""
        return AESGCM(self._part("box")).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())


def fresh_code() -> str:
    """A code that nobody can guess: 32^12 are possible."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def fresh_codes(number: int) -> list[str]:
    """So many different codes, in an order that says nothing."""
    codes: set[str] = set()
    while len(codes) < number:
        codes.add(fresh_code())
    shuffled = sorted(codes)
    secrets.SystemRandom().shuffle(shuffled)
    return shuffled


def fresh_receipt() -> str:
    """A number that shows later that a slip was counted, and nothing else."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(RECEIPT_LENGTH))
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def code_of(typed: str) -> str:
    """The code in what somebody typed; spaces, dashes and small letters are forgiven."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)


def shown_code(code: str) -> str:
    """The code as it is printed, in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
