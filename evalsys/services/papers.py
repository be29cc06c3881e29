"""Printed papers: each content gets a code at its first printing, by which whoever holds the sheet checks it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from evalsys.extensions import db
from evalsys.models.papers import Paper
from evalsys.services.write import Act, Refused, beside_reading, write

# Without what is mistaken for another when it is read from paper.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LONG, GROUP = 8, 4


@dataclass(frozen=True)
class Content:
    """What is about to be printed: its kind, what it is of, title, the facts to compare, the fingerprint."""

    kind: str
    about: str
    title: str
    facts: Sequence[tuple[str, str]]
    digest: str


def issue(act: Act, township_id: int, content: Content, secret: bytes) -> Paper:
    """The paper of that content, noted at its first printing."""
    found = same(township_id, content)
    if found:
        return found
    with beside_reading():
        try:
            return note(act, township_id, content, secret)
        except Refused:
            # somebody else has printed the same content in this moment
            found = same(township_id, content)
            if found is None:
                raise
            return found


def note(act: Act, township_id: int, content: Content, secret: bytes) -> Paper:
    """A new row with a code of its own."""
    row = Paper(
        township_id=township_id,
        kind=content.kind,
        about=content.about,
        title=content.title,
        facts=json.dumps([list(pair) for pair in content.facts], ensure_ascii=False),
        digest=content.digest,
        code=next(code for code in codes(secret, township_id, content) if is_free(code)),
        printed_at=act.at,
        printed_by=act.name,
    )
    with write(act, "paper.print", row, after={"title": content.title, "code": row.code}) as session:
        session.add(row)
    return row


def codes(secret: bytes, township_id: int, content: Content) -> Iterator[str]:
    """Codes that follow from the content and that nobody without the secret can foretell; the first free counts."""
    number = 0
    while True:
        told = f"paper|{township_id}|{content.kind}|{content.about}|{content.digest}|{number}"
        made = hmac.digest(secret, told.encode(), sha256)
        yield as_printed("".join(LETTERS[byte % len(LETTERS)] for byte in made[:LONG]))
        number += 1


def is_free(code: str) -> bool:
    """Does no paper have it yet?"""
    return db.session.scalar(select(Paper.id).where(Paper.code == code)) is None


def same(township_id: int, content: Content) -> Paper | None:
    """The paper of the same content, if it was printed before."""
    return db.session.scalar(
        select(Paper).where(
            Paper.township_id == township_id,
            Paper.kind == content.kind,
            Paper.about == content.about,
            Paper.digest == content.digest,
        )
    )


def by_code(code: str) -> Paper | None:
    """The paper that a code names, typed with or without its hyphen."""
    return db.session.scalar(select(Paper).where(Paper.code == as_printed(code)))


def as_printed(code: str) -> str:
    """A code as papers have it."""
    letters = "".join(c for c in code.upper() if c.isalnum())[:LONG]
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def newer(paper: Paper) -> Paper | None:
    """The last paper about the same thing, if that is another one."""
    last = db.session.scalar(
        select(Paper)
        .where(Paper.township_id == paper.township_id, Paper.kind == paper.kind, Paper.about == paper.about)
        .order_by(Paper.id.desc())
        .limit(1)
    )
    return last if last is not None and last.id != paper.id else None


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """What stands on the sheet, to be compared."""
    return [(name, value) for name, value in json.loads(paper.facts)]
