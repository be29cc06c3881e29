"""Worked examples as a page tells them: what came out otherwise, in words, and what accepting would rewrite."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from evalsys.scoring import Outcome, Result, period, tree

# What an example says in sentences; those are never written by the program.
IN_WORDS = ("says", "problems")


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


@dataclass(frozen=True)
class Rewritten:
    """One thing of the examples that came out otherwise than signed."""

    case: str
    subject: str
    name: str
    expected: str
    got: str

    @property
    def whose(self) -> str:
        """Which example, and who in it."""
        return f"{self.case} · {self.subject}" if self.subject else self.case

    @property
    def where(self) -> str:
        """In one line: whose, and what."""
        return f"{self.whose} {self.name}"


def changes_of(outcomes: tuple[Outcome, ...]) -> tuple[list[Rewritten], list[Rewritten]]:
    """What accepting would rewrite, and what is left to people: sentences, and refusals that did not come."""
    changes: list[Rewritten] = []
    left: list[Rewritten] = []
    for outcome in outcomes:
        for one in outcome.differences:
            is_number = outcome.result is not None and one.key not in IN_WORDS
            name = called(one.key, outcome)
            told = Rewritten(outcome.case, outcome.subject, name, one.expected, one.got)
            (changes if is_number else left).append(told)
    return changes, left
