"""Small measures, written for the rule at hand: head, one stream of deeds, one of given numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from evalsys.scoring import Calendar, Dossier, Fact, Result, Scheme, Span, Subject, evaluate, period, read_scheme

HEAD = """
[scheme]
id = "tried"
title = "试算办法"
issuer = "演示镇"
document = "演示镇〔2026〕1号"
source = "试算"
version = 1
from = 2026-01-01
scope.role = ["试算"]

[[clause]]
number = "第一条"
title = "全文"
text = "试算。"

[rounding]
clause = "第一条"
unit = "0.01"
mode = "half-up"
stage = "total"

[[stream]]
stream = "deed"
title = "事项"
clause = "第一条"
on = "day"
values.points = { low = -1000, step = "0.5" }

[[stream]]
stream = "given"
title = "给定数"
clause = "第一条"
on = "year"
values.number = { low = -1000000, step = "0.01" }
"""


def measure(*blocks: str) -> Scheme:
    """A measure of these items; those named `top` are its total of the year."""
    return read_scheme(HEAD + "\n".join(blocks), "tried.toml")


def item(name: str, kind: str, rest: str) -> str:
    """One item in the file's words."""
    return f'[[item]]\nid = "{name}"\nclause = "第一条"\ntitle = "{name}"\nkind = "{kind}"\n{rest}\n'


def total(*refs: str, rest: str = "") -> str:
    """The year's total of these items as they are."""
    names = ", ".join(f'"{ref}"' for ref in refs)
    return f'[[total]]\nperiod = "year"\nclause = "第一条"\nof = [{names}]\nmissing = "block"\n{rest}\n'


def one(scheme: Scheme, facts: list[Fact]):
    """The result of one subject of 2026."""
    subject = Subject("1", "甲", (Span(date(2020, 1, 1)),))
    return evaluate(scheme, [Dossier(subject, tuple(facts))], period("2026"), Calendar())[0]


def given_number(number: Decimal) -> Fact:
    return Fact("given", date(2026, 1, 1), {"number": number}, ref="given:1")


def absent() -> str:
    """The settings of a mark that nobody has given."""
    return 'stream = "given"\nvalue = "number"'


BANDS = (
    'band = [{ grade = "优秀", from = 90 }, { grade = "合格", from = 60, below = 90 }, { grade = "差", below = 60 }]'
)
GRADES = f'[grade]\nclause = "第一条"\n{BANDS}\n'


def person(name: str, *facts: Fact, role: str = "", place: str = "", since: date = date(2020, 1, 1)) -> Dossier:
    """Somebody with these facts."""
    numbered = tuple(Fact(**{**vars_of(fact), "ref": f"{fact.kind}:{n}"}) for n, fact in enumerate(facts))
    return Dossier(Subject(name, name, (Span(since),), role, place), numbered)


def vars_of(fact: Fact) -> dict[str, object]:
    """The fact's fields, so that it can be made again with another reference."""
    return {name: getattr(fact, name) for name in fact.__slots__}


def group(scheme: Scheme, *people: Dossier, code: str = "2026") -> dict[str, Result]:
    """Everybody's results of that period by name."""
    return {result.name: result for result in evaluate(scheme, people, scheme.period(code), Calendar())}
