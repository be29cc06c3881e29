"""The words of a draft: chosen entries and sections joined into sentences, added to what is written already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ENDS = " 　。；;，,．.、"
BREAKS = re.compile(r"\s*[\r\n]+\s*")


@dataclass(frozen=True)
class Choice:
    """One thing that can be ticked: an entry of a day, or a section of a shorter period's summary.

    `section` is where it goes, `heading` what it is called there: the kind of work, or the period it is from.
    """

    key: str
    section: str
    heading: str
    text: str
    day: date | None = None
    place: str = ""
    outcome: str = ""


def piece(entry: Choice) -> str:
    """An entry as part of a sentence: 6月29日在上梁村走访三户，已办结."""
    text = plain(entry.text)
    where = f"在{entry.place}" if entry.place and entry.place not in text and not text.startswith("在") else ""
    outcome = plain(entry.outcome)
    after = f"，{outcome}" if outcome and outcome not in text else ""
    when = f"{entry.day.month}月{entry.day.day}日" if entry.day else ""
    return f"{when}{where}{text}{after}"


def plain(text: str) -> str:
    """A text on one line, without the mark that ends it."""
    return BREAKS.sub("，", text.strip()).strip(ENDS)


def added(held: str, chosen: Iterable[Choice]) -> str:
    """The text with what was chosen and does not stand in it yet; nothing that was written is taken away."""
    paragraphs = [held.rstrip()] if held.strip() else []
    entries: dict[str, list[str]] = {}
    for one in chosen:
        if one.day is None:
            paragraphs += [] if one.text.strip() in held else [f"{one.heading}：{one.text.strip()}"]
        elif piece(one) not in held:
            entries.setdefault(one.heading, []).append(piece(one))
    paragraphs += [f"{kind}：{'；'.join(pieces)}。" for kind, pieces in entries.items()]
    return "\n".join(paragraphs)
