"""A result as plain data and back, exactly: numbers as text, so that no digit is lost on the way."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from evalsys.scoring.results import Line, Problem, Result, Source

FORMAT = 1


def as_data(result: Result) -> dict[str, Any]:
    """The result as data that JSON can hold."""
    return {"format": FORMAT, **_plain(result)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, (Result, Line, Source, Problem)):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {name: part for name, part in named.items() if part != [] or name != "beside"}
    return value


def from_data(data: Mapping[str, Any]) -> Result:
    """The result that `as_data` was given."""
    if data.get("format") != FORMAT:
        raise ValueError(f"a stored result of format {data.get('format')!r} cannot be read, only {FORMAT}")
    rest = {name: value for name, value in data.items() if name != "format"}
    return Result(
        **{
            **rest,
            "lines": tuple(_line(line) for line in data["lines"]),
            "score": _number(data["score"]),
            "notes": tuple(data["notes"]),
            "beside": tuple(_line(line) for line in data.get("beside", ())),
            "problems": tuple(Problem(**problem) for problem in data["problems"]),
        }
    )


def _line(data: Mapping[str, Any]) -> Line:
    return Line(
        **{
            **data,
            "amount": _number(data["amount"]),
            "notes": tuple(data["notes"]),
            "parts": tuple(_line(part) for part in data["parts"]),
            "sources": tuple(_source(entry) for entry in data["sources"]),
        }
    )


def _source(data: Mapping[str, Any]) -> Source:
    return Source(**{**data, "on": date.fromisoformat(data["on"]), "amount": _number(data["amount"])})


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def digest(data: Mapping[str, Any]) -> str:
    """The sha256 of the data's canonical JSON: equal data have equal digests, whatever the order of keys."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
