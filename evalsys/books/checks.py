"""What the cells of one row say together; each check gives problems that need no place yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from evalsys.books.cells import birth_in
from evalsys.books.dates import DAY, MONTH, PartialDate
from evalsys.books.problems import N_, WARNING, Problem

Fields = dict[str, object]
Found = list[Problem]


def birth_fits_id_number(fields: Fields, found: Found) -> Found:
    """The birth date in the ID number is the one written beside it; it also settles which month 1981.1 is."""
    digits, born = fields.get("id_number"), fields.get("born")
    said = birth_in(digits) if isinstance(digits, str) else None
    if said is None or not isinstance(born, PartialDate):
        return found
    unsure = [problem for problem in found if _is_about_birth(problem, born)]
    if unsure and said.year == born.first.year and said.month in (1, 10):
        fields["born"] = PartialDate(said.replace(day=1), MONTH)
        return [problem for problem in found if problem not in unsure]
    if _same(said, born):
        return found
    says = N_("身份证号码里的出生日期是 %(said)s，出生年月写的是 %(born)s。请核对，改正不对的一个。")
    return [*found, Problem("birth_differs", says, {"said": str(said), "born": str(born)})]


def _is_about_birth(problem: Problem, born: PartialDate) -> bool:
    # Nobody joined in the year of birth, so that the year tells which cell it was.
    return problem.code == "month_ambiguous" and problem.values["year"] == born.first.year


def _same(said: date, born: PartialDate) -> bool:
    months_agree = (said.year, said.month) == (born.first.year, born.first.month)
    return months_agree and (born.precision != DAY or said == born.first)


def span_is_forward(fields: Fields, found: Found) -> Found:
    """The end is not before the start."""
    first, last = _day(fields.get("first")), _day(fields.get("last"))
    if first is None or last is None or last >= first:
        return found
    says = N_("结束（%(last)s）早于开始（%(first)s）。请核对。")
    return [*found, Problem("span_backward", says, {"first": str(first), "last": str(last)})]


def _day(value: object) -> date | None:
    return value.first if isinstance(value, PartialDate) else value if isinstance(value, date) else None


def leave_has_an_end(fields: Fields, found: Found) -> Found:
    """A leave is counted in days, so that it needs its last one."""
    if "假" in str(fields.get("category") or "") and fields.get("first") and not fields.get("last"):
        says = N_("请假没有写结束日期，销假前按一直请假算。请补上。")
        found = [*found, Problem("leave_without_end", says, {}, WARNING)]
    return span_is_forward(fields, found)


def total_is_the_sum(fields: Fields, found: Found) -> Found:
    """The marks are what counts: their sum is the total, whatever was typed."""
    marks, typed = fields.get("marks"), fields.get("total")
    if not isinstance(marks, Mapping) or not marks:
        return [*found, Problem("marks_missing", N_("一项分数也没有。请补上。"))]
    added = sum(marks.values(), Decimal(0))
    fields["total"] = added
    if typed is None or typed == added:
        return found
    says = N_("合计写的是 %(total)s，各项相加是 %(added)s，按各项相加的算。请核对。")
    return [*found, Problem("total_differs", says, {"total": str(typed), "added": str(added)}, WARNING)]


def tally_adds_up(fields: Fields, found: Found) -> Found:
    """Every slip that came back is an option, an abstention or spoilt; no more came back than went out."""
    out, back, votes = fields.get("handed_out"), fields.get("returned"), fields.get("votes")
    if not isinstance(back, int) or not isinstance(votes, Mapping) or any(problem.is_error for problem in found):
        return found
    counted = sum(votes.values()) + int(fields.get("abstained") or 0) + int(fields.get("spoilt") or 0)
    if counted != back:
        says = N_("收回 %(returned)s 票，各档、弃权、废票相加是 %(counted)s 票。请照计票单核对。")
        found = [*found, Problem("tally_differs", says, {"returned": back, "counted": counted})]
    if isinstance(out, int) and back > out:
        says = N_("收回 %(returned)s 票，多于发出的 %(handed_out)s 票。请照计票单核对。")
        found = [*found, Problem("tally_too_many", says, {"returned": back, "handed_out": out})]
    return found


def points_have_one_side(fields: Fields, found: Found) -> Found:
    """A line earns or costs points, one of the two; `points` is what it comes to."""
    if any(problem.is_error for problem in found):
        return found
    plus, minus, signed = fields.get("plus"), fields.get("minus"), fields.get("points")
    if isinstance(plus, Decimal) and plus < 0:
        return [*found, Problem("plus_negative", N_("加分是负数。扣分请写在“扣分”一列。"))]
    if plus and minus:
        return [*found, Problem("points_two_sides", N_("同一行既有加分又有扣分。请分成两行。"))]
    written = [value for value in (plus, minus, signed) if isinstance(value, Decimal)]
    if not any(written):
        return [*found, Problem("points_missing", N_("没有写加分或扣分。请补上分数。"))]
    fields["points"] = next(value for value in written if value)
    return found
