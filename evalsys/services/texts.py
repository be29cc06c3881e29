"""Where a draft's text comes from, what it calls itself, and the number and day that adoption writes into it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from evalsys.models.schemes import SchemeVersion
from evalsys.scoring.layout import spots
from evalsys.services import schemes, scope, trials
from evalsys.services.write import Refused

LARGEST = 1024 * 1024
LONGEST_NAME, LONGEST_TITLE = 40, 200


@dataclass(frozen=True)
class Written:
    """What a draft begins with, or goes on with: the text of a measure and its worked examples."""

    text: str
    cases: str = ""
    based_on: SchemeVersion | None = None


def from_sample(name: str) -> Written:
    """A measure that ships with the program. Raises Unknown for any other name."""
    if name not in schemes.samples():
        raise scope.Unknown
    return Written(schemes.sample_text(name), schemes.sample_cases(name))


def from_version(row: SchemeVersion) -> Written:
    """A measure that the township adopted."""
    return Written(row.text, row.cases, row)


def from_files(data: bytes, cases: bytes = b"") -> Written:
    """Uploaded files. Raises Refused for what is no text, too large, or no TOML."""
    found = Written(decoded(data), decoded(cases))
    for text in (found.text, found.cases):
        parsed(text)
    if found.text:
        refuse_unreadable(found.text)
    return found


def refuse_unreadable(text: str) -> None:
    """A page has to be able to show the text. Raises Refused where its shape is beyond that."""
    try:
        schemes.sections(text)
    except trials.BREAKS as error:
        raise Refused(_("文件是 TOML，但不像一份办法。请对照随附的示例改好再导入。")) from error


def decoded(data: bytes) -> str:
    """The text of a file, as this program writes it: UTF-8, lines ending with a line feed alone."""
    if len(data) > LARGEST:
        raise Refused(_("文件太大：办法文本不能超过 1 MB。"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("这个文件不是办法文本：请选扩展名为 .toml、编码为 UTF-8 的文本文件。")) from error
    return text.replace("\r\n", "\n")


def heading(text: str) -> tuple[str, str]:
    """The id and the title that a text gives itself. Raises Refused where there are none to call the draft by."""
    about = parsed(text).get("scheme")
    found = [about.get(key) if isinstance(about, dict) else None for key in ("id", "title")]
    for key, value, longest in zip(("id", "title"), found, (LONGEST_NAME, LONGEST_TITLE), strict=True):
        if not isinstance(value, str) or not value.strip():
            raise Refused(_("文件里没有 [scheme] 的 %(key)s，看不出是哪一份办法。请补上再导入。", key=key))
        if len(value) > longest or not value.strip().isprintable():
            raise Refused(_("[scheme] 的 %(key)s 太长或有看不见的字符，请控制在 %(n)s 字以内。", key=key, n=longest))
    return str(found[0]).strip(), str(found[1]).strip()


def parsed(text: str) -> dict[str, Any]:
    """The text as TOML. Raises Refused that says where it is not."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(_("文件不是正确的 TOML：%(why)s。请改好再导入。", why=str(error)[:200])) from error


def stamped(text: str, number: int, from_on: date) -> str:
    """The text with the version's number and its first day. Raises Refused where they stand nowhere plainly."""
    places = spots(text)
    wanted = {"version": str(number), "from": from_on.isoformat()}
    found = sorted(((places.get(("scheme", key)), value) for key, value in wanted.items()), key=place_of)
    for spot, value in reversed(found):
        if spot is None:
            raise Refused(_("[scheme] 里没有写明 version 和 from，请补上再通过。"))
        text = text[: spot.start] + value + text[spot.stop :]
    return text


def place_of(written: tuple[Any, str]) -> int:
    """Where a value stands in the text; what stands nowhere comes first."""
    return written[0].start if written[0] else -1
