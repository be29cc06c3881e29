"""What a measure would do, and nothing saved: its mistakes, its worked examples, a past quarter worked out by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from flask_babel import gettext as _

from evalsys.models.schemes import SchemeVersion
from evalsys.scoring import (
    Mistake,
    Outcome,
    Period,
    Result,
    Scheme,
    SchemeMistakes,
    period,
    read_casebook,
    read_scheme,
    run,
    tree,
)
from evalsys.scoring.scheme import Flow, Ref
from evalsys.services import dossiers, evaluations, schemes
from evalsys.services.write import Refused

# How mistakes name what they stand in; pages say it in words of their own.
FILE, CASES = "scheme.toml", "cases.toml"
# What reckoning with numbers that nobody meant, or reading a file of an unthought-of shape, ends with.
BREAKS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Check:
    """What is wrong with a text and its worked examples; `outcomes` are empty as long as one cannot be read.

    `is_unworkable` is for a text with which the examples cannot be worked out at all.
    """

    mistakes: tuple[Mistake, ...] = ()
    case_mistakes: tuple[Mistake, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    is_unworkable: bool = False

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The examples that come out otherwise than signed."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def passed(self) -> int:
        """How many come out as signed."""
        return len(self.outcomes) - len(self.failed)

    @property
    def is_good(self) -> bool:
        """Is there nothing against adopting it?"""
        return not (self.mistakes or self.case_mistakes or self.failed or self.is_unworkable)


@lru_cache(maxsize=16)
def check(text: str, cases: str) -> Check:
    """Read the text, then work out every example as if the measure held always."""
    try:
        scheme = read_scheme(text, FILE)
    except SchemeMistakes as found:
        return Check(mistakes=found.mistakes)
    except BREAKS:
        return Check(is_unworkable=True)
    if not cases.strip():
        return Check()
    try:
        return Check(outcomes=run(read_casebook(cases, CASES, always(scheme))))
    except SchemeMistakes as found:
        return Check(case_mistakes=found.mistakes)
    except BREAKS:
        return Check(is_unworkable=True)


def explained(result: Result) -> str:
    """Every step of a result as indented text."""
    return tree(result)


def called(key: str, outcome: Outcome) -> str:
    """What a reader calls a key of an example: 得分, 等次, or the line's own title with its period."""
    names = {"score": _("得分"), "grade": _("等次"), "says": _("说明"), "problems": _("待核对")}
    if key in names or outcome.result is None:
        return names.get(key, key)
    item, _at, code = key.partition("@")
    line = outcome.result.find(item, code or None)
    if line is None:
        return key
    return f"{line.title}（{title_of(code)}）" if code else line.title


def title_of(code: str) -> str:
    """What the period of a code is called; a code of the measure's own stays as it is."""
    try:
        return period(code).title
    except ValueError:
        return code


def always(scheme: Scheme, first: date = date.min) -> Scheme:
    """The measure without its dates, so that it can be tried on periods before its own start."""
    return replace(scheme, start=first, end=None)


@dataclass
class Placed:
    """Mistakes where a reader looks for them: at a figure, at a clause, or at the top of the page."""

    figures: dict[str, list[Mistake]] = field(default_factory=lambda: defaultdict(list))
    clauses: dict[str, list[Mistake]] = field(default_factory=lambda: defaultdict(list))
    top: list[Mistake] = field(default_factory=list)


def placed(mistakes: tuple[Mistake, ...], sections: list[schemes.Section]) -> Placed:
    """Each mistake at the first figure of its line, else at its clause, else at the top."""
    lines = {one.line: one.key for section in reversed(sections) for one in reversed(section.figures)}
    numbers = {section.number for section in sections} - {""}
    found = Placed()
    for mistake in mistakes:
        if mistake.line in lines:
            found.figures[lines[mistake.line]].append(mistake)
        elif mistake.clause in numbers:
            found.clauses[mistake.clause].append(mistake)
        else:
            found.top.append(mistake)
    return found


# What if: a past quarter by the draft, beside the measure that was in force


@dataclass(frozen=True)
class Compared:
    """One person's quarter: by the measure in force, and by the draft."""

    person_id: int
    name: str
    before: Result | None
    after: Result

    @property
    def is_regraded(self) -> bool:
        """Would the grade be another one?"""
        return self.before is not None and self.before.grade != self.after.grade

    @property
    def is_rescored(self) -> bool:
        """Would the score be another one?"""
        return self.before is not None and self.before.score != self.after.score

    @property
    def change(self) -> Decimal | None:
        """By how much the score would rise or fall."""
        if self.before is None or self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score


@dataclass(frozen=True)
class WhatIf:
    """Everybody's quarter, those with another grade first, then those with another score."""

    rows: tuple[Compared, ...]
    in_force: SchemeVersion | None

    @property
    def regraded(self) -> int:
        """How many would get another grade."""
        return sum(row.is_regraded for row in self.rows)

    @property
    def rescored(self) -> int:
        """How many would get another score."""
        return sum(row.is_rescored for row in self.rows)


def what_if(township_id: int, text: str, quarter: Period, today: date) -> WhatIf:
    """The quarter's records worked out by this text. Raises Refused that says why they cannot be."""
    if quarter.first > today:
        raise Refused(_("这个季度还没有开始，请选过去的季度。"))
    try:
        scheme = read_scheme(text, FILE)
    except SchemeMistakes as found:
        raise Refused(_("草稿里还有 %(n)s 处要改，改好再试算。", n=len(found.mistakes))) from found
    refuse_untried(scheme, quarter)
    try:
        after = evaluations.by_scheme(always(scheme, quarter.first), township_id, quarter)
    except BREAKS as error:
        raise Refused(_("按现在的数字算不出结果，请检查有没有写得过大的数。")) from error
    row = held_in(township_id, quarter)
    found = evaluations.by_scheme(schemes.scheme_of(row), township_id, quarter) if row else []
    before = {result.subject: result for result in found}
    rows = [Compared(int(one.subject), one.name, before.get(one.subject), one) for one in after]
    rows.sort(key=lambda one: (not one.is_regraded, not one.is_rescored))
    return WhatIf(tuple(rows), row)


def held_in(township_id: int, quarter: Period) -> SchemeVersion | None:
    """The measure by which the quarter's results are worked out, if there was one."""
    try:
        return schemes.in_force(township_id, schemes.OFFICIALS, quarter.rule_date)
    except Refused:
        return None


def refuse_untried(scheme: Scheme, quarter: Period) -> None:
    """Only what gives a score for quarters, from records that the program keeps, can be tried."""
    if quarter.kind not in scheme.totals:
        raise Refused(_("这份办法没有规定季度得分，不能用过去的季度试算。"))
    missing = sorted(streams_of(scheme, quarter.kind) - dossiers.DELIVERED)
    if missing:
        titles = "、".join(scheme.streams[name].title for name in missing)
        raise Refused(_("这份办法要看“%(titles)s”，程序里还没有这些记录，不能试算。", titles=titles))


def streams_of(scheme: Scheme, kind: str) -> set[str]:
    """The streams of facts that the score and the grade of such a period look at."""
    flows, waiting, seen = {scheme.leave}, [scheme.totals[kind], scheme.grading], set()
    while waiting:
        streams, items = named_in(waiting.pop())
        flows |= streams
        waiting += [scheme.items[name] for name in items - seen if name in scheme.items]
        seen |= items
    return {str(name) for name in flows if name in scheme.streams}


def named_in(value: Any, hint: Any = None) -> tuple[set[str], set[str]]:
    """The streams and the items that a part of a measure names, however deep."""
    if isinstance(value, str):
        return ({value} if hint is Flow else set()), ({value} if hint is Ref else set())
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        parts = [(getattr(value, one.name), hints[one.name]) for one in fields(value)]
    elif isinstance(value, (tuple, list)):
        parts = [(one, next(iter(get_args(hint)), None)) for one in value]
    elif isinstance(value, Mapping):
        parts = [(one, None) for one in value.values()]
    else:
        return set(), set()
    found = [named_in(one, of) for one, of in parts]
    return set().union(*(one[0] for one in found)), set().union(*(one[1] for one in found))
