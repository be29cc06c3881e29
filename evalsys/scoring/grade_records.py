"""Reads what a measure says about grades from the tables of its file, one function per record."""

from __future__ import annotations

from collections.abc import Mapping

from evalsys.scoring.durations import Duration
from evalsys.scoring.filling import closed, condition
from evalsys.scoring.grades import Band, Gap, Gate, Grading, Override, Quota, Ranking, RoleBands, Slice
from evalsys.scoring.ranking import PLACES
from evalsys.scoring.reading import Table
from evalsys.scoring.records import TIES
from evalsys.scoring.terms import Condition, Flow, Percent

PUBLISHED = ("bands", "order")

# Grades


def grading(table: Table) -> Grading:
    """Bands or a ranking, and what overrules them; a measure that gives no grades may still have gates."""
    found = Grading(
        clause=table.text("clause"),
        bands=table.optional("band", lambda key: bands(table, key), ()),
        overrides=table.optional("override", lambda key: tuple(map(override, table.tables(key))), ()),
        gates=gates(table),
        quotas=table.optional("quota", lambda key: tuple(map(quota, table.tables(key))), ()),
        gaps=table.optional("gap", lambda key: tuple(map(gap, table.tables(key))), ()),
        role_bands=table.optional("for", lambda key: tuple(map(role_bands, table.tables(key))), ()),
        ranking=table.optional("ranking", lambda key: ranking(table.table(key)), None),
        raw=table.optional("looks-at", lambda key: table.choice(key, ("published", "raw")), "") == "raw",
        periods=table.optional("period", table.texts, ()),
        publish=table.optional("publish", lambda key: table.choice(key, PUBLISHED), "bands"),
        publish_clause=table.optional("publish-clause", table.text, ""),
    )
    if not (found.bands or found.ranking or found.gates):
        table.wrong("等次由什么定？请写 band（各档分数）或 ranking（按排名）；只有条件、不分等次的写 gate")
    if found.publish_clause and found.publish == "bands":
        table.wrong("publish-clause 是公布名次的依据；只按等次公布的不用写，请删去", "publish-clause")
    return closed(table, found)


def bands(table: Table, key: str) -> tuple[Band, ...]:
    """Grades with their scores."""
    return tuple(closed(row, Band(row.text("grade"), row.interval())) for row in table.tables(key))


def gap(table: Table) -> Gap:
    """Scores that the bands leave out; without a grade there is none and the clerk is told."""
    grade = table.optional("grade", table.text, "")
    return closed(table, Gap(table.interval(), grade, table.text("clause"), table.text("note")))


def role_bands(table: Table) -> RoleBands:
    """The bands of some roles."""
    return closed(table, RoleBands(table.texts("role"), bands(table, "band")))


def override(table: Table) -> Override:
    """Something that decides the grade: a record of `stream`, or any condition."""
    when = Condition(stream=Flow(table.text("stream"))) if table.has("stream") else condition(table, "if")
    table.seen |= {"if", "stream"}
    at_most = table.optional("at-most", table.text, "")
    grade = table.optional("grade", table.text, "")
    if grade and at_most:
        table.wrong("grade（定为）和 at-most（不得高于）只能写一个", "at-most")
    return closed(table, Override(when, grade, table.text("clause"), table.text("note"), at_most))


def gates(table: Table) -> tuple[Gate, ...]:
    """One gate, or several."""
    if isinstance(table.data.get("gate"), list):
        return tuple(map(gate, table.tables("gate")))
    return table.optional("gate", lambda key: (gate(table.table(key)),), ())


def gate(table: Table) -> Gate:
    """Who gets no grade."""
    share = table.optional("least-in-post", table.percent, None)
    found = Gate(
        clause=table.text("clause"),
        note=table.text("note"),
        least_in_post=None if share is None else Percent(share),
        least_service=table.optional("least-service", table.duration, None),
        tolerate=table.optional("tolerate", table.duration, Duration()),
        when=table.optional("if", lambda key: condition(table, key), None),
        score=table.optional("score", lambda key: table.choice(key, ("keep", "none")), "keep"),
    )
    if share is None and found.least_service is None and found.when is None:
        table.wrong("请写 least-in-post（在岗比例）、least-service（任职时长）或 if（条件）")
    return closed(table, found)


def order(table: Table) -> Mapping[str, tuple[str, ...]]:
    """For each kind of period, by what people are ranked."""
    inner = table.table("order")
    return {kind: inner.texts(kind) for kind in inner.data}


def quota(table: Table) -> Quota:
    """How many of a group may hold a grade, and who comes first."""
    share = table.optional("most", table.percent, None)
    found = Quota(
        grade=table.text("grade"),
        most=None if share is None else Percent(share),
        overflow=table.optional("overflow", table.text, ""),
        note=table.text("note"),
        clause=table.text("clause"),
        ties=table.choice("ties", TIES),
        order=order(table),
        count=table.optional("count", table.whole, None),
        rounding=table.optional("rounding", lambda key: table.choice(key, tuple(PLACES)), "down"),
        each=table.optional("each", lambda key: table.choice(key, ("place", "role")), ""),
        base=table.optional("base", lambda key: table.choice(key, ("graded", "all")), "graded"),
        hard=table.optional("hard", table.flag, True),
    )
    if (found.most is None) == (found.count is None):
        table.wrong("名额写 most（百分比）或 count（个数）之一")
    return closed(table, found)


def ranking(table: Table) -> Ranking:
    """Grades by rank."""
    found = Ranking(
        clause=table.text("clause"),
        slices=tuple(map(slice_of, table.tables("slice"))),
        order=order(table),
        ties=table.choice("ties", TIES),
        rounding=table.choice("rounding", tuple(PLACES)),
    )
    return closed(table, found)


def slice_of(table: Table) -> Slice:
    """A part of the ranking."""
    share = table.optional("share", table.percent, None)
    count = table.optional("count", table.whole, None)
    end = table.choice("end", ("top", "bottom", "rest"))
    if end != "rest" and (share is None) == (count is None):
        table.wrong("写 share（比例）或 count（个数）之一")
    return closed(table, Slice(table.text("grade"), end, None if share is None else Percent(share), count))
