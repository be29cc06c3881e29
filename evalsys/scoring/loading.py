"""TOML to Scheme: every mistake in a file is told at once, with its place and what to do."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path

from evalsys.scoring import grade_records, records
from evalsys.scoring.layout import spots
from evalsys.scoring.mistakes import Bare, Mistake, Page
from evalsys.scoring.periods import Period
from evalsys.scoring.reading import Table, unquote
from evalsys.scoring.scheme import Scheme
from evalsys.scoring.terms import Flow
from evalsys.scoring.vetting import vet

SAMPLES = Path(__file__).parent / "schemes"
"""Where the measures lie that come with the program."""


class SchemeMistakes(Exception):
    """The file is not a scheme yet; `mistakes` lists everything that is wrong with it."""

    def __init__(self, mistakes: tuple[Mistake, ...]):
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def load_scheme(path: Path) -> Scheme:
    """The scheme in that file. Raises SchemeMistakes with every mistake."""
    return read_scheme(path.read_text(encoding="utf-8"), path.name)


def read_scheme(text: str, file: str) -> Scheme:
    """The scheme in that text; `file` is how its mistakes name it."""
    page = Page(file, spots(text))
    try:
        data = tomllib.loads(text, parse_float=Bare)
    except tomllib.TOMLDecodeError as error:
        page.wrong("全文", f"不是正确的 TOML：{error}", ())
        raise SchemeMistakes(tuple(page.mistakes)) from error
    top = Table(unquote(data, "", page), "", page)
    scheme = replace(_scheme(top), text=text, digest=hashlib.sha256(text.encode()).hexdigest())
    vet(scheme, page)
    if page.mistakes:
        raise SchemeMistakes(tuple(page.mistakes))
    return scheme


def _scheme(top: Table) -> Scheme:
    about = top.table("scheme", "[scheme]")
    leave, days = top.optional("owed", lambda key: records.owed(top.table(key, "[owed]")), (Flow(""), "workdays"))
    scheme = Scheme(
        id=about.text("id"),
        title=about.text("title"),
        issuer=about.text("issuer"),
        document=about.text("document"),
        source=about.text("source"),
        version=about.whole("version", least=1),
        start=about.day("from"),
        end=about.day("to") if about.has("to") else None,
        scope=records.scope(about),
        clauses=tuple(records.clause(table) for table in top.tables("clause")),
        rounding=records.rounding(top.table("rounding", "[rounding]")),
        leave=leave,
        days=days,
        streams=records.named(top, "stream", records.stream, lambda stream: stream.name),
        items=records.named(top, "item", records.item, lambda item: item.id),
        totals=records.named(top, "total", records.total, lambda total: total.period),
        grading=top.optional("grade", lambda key: grade_records.grading(top.table(key, "[grade]")), None),
        pools=top.optional("pool", lambda key: tuple(map(records.pool, top.tables(key))), ()),
        periods=top.optional("period", lambda key: own_periods(top), {}),
    )
    about.close()
    top.close()
    return scheme


def own_periods(top: Table) -> dict[str, Period]:
    """The periods that the measure cuts itself, by code."""
    return records.named(top, "period", records.own_period, lambda period: period.code)
