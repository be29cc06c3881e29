"""The item kind that counts ballots: options have values, and some papers are not valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evalsys.scoring.desk import Desk, source
from evalsys.scoring.facts import Fact
from evalsys.scoring.numbers import ZERO, plain
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Flow, Item
from evalsys.scoring.writing import added, sum_of


@dataclass(frozen=True)
class Ballots:
    """`ballots`: the mean value of the valid papers of one tally.

    `options` gives each option's value; `invalid` names the counts that are returned papers but not valid;
    `least_valid` is the number of valid papers below which there is no result; `returned` and `handed_out`
    name the counts that the tally must agree with.
    """

    stream: Flow
    options: Mapping[str, Decimal]
    invalid: tuple[str, ...]
    least_valid: int
    returned: str
    handed_out: str


def ballots(item: Item, how: Ballots, period: Period, desk: Desk) -> Line:
    """The mean value of the valid papers; abstained and spoilt ones are neither for nor against."""
    tallies = desk.facts(how.stream, period)
    title = desk.scheme.streams[how.stream].title
    if not tallies:
        return desk.none(item, period, f"没有{title}，不计")
    sources = tuple(source(fact, remark=tally_text(how, fact)) for fact in tallies)
    if len(tallies) > 1:
        why = f"{period.title}{title}有 {len(tallies)} 份，请核对后只保留一份"
        return desk.none(item, period, why, sources=sources)
    counts = tallies[0].values
    valid = sum_of(counts.get(option, ZERO) for option in how.options)
    if valid < how.least_valid:
        why = f"有效票 {plain(valid)} 张，不足 {how.least_valid} 张，不计"
        return desk.none(item, period, why, sources=sources)
    points = sum_of(value * counts.get(option, ZERO) for option, value in how.options.items())
    terms = [f"{plain(value)} × {plain(counts.get(option, ZERO))}" for option, value in how.options.items()]
    working = f"({added(terms)}) ÷ {plain(valid)} = {plain(points)} ÷ {plain(valid)}"
    return desk.settled(item, period, points / valid, working, sources=sources)


def tally_text(how: Ballots, fact: Fact) -> str:
    """The counts of a tally, in the order of the counting sheet."""
    names = {how.handed_out: "发出", how.returned: "收回"}
    order = (how.handed_out, how.returned, *how.options, *how.invalid)
    counts = ((names.get(name, name), fact.values[name]) for name in order if name in fact.values)
    return "，".join(f"{name} {plain(count)}" for name, count in counts)


def tally_trouble(how: Ballots, fact: Fact) -> str:
    """Why the tally's own counts cannot all be right, or nothing."""
    counts = fact.values
    papers = sum_of(counts.get(name, ZERO) for name in (*how.options, *how.invalid))
    returned, handed_out = counts.get(how.returned), counts.get(how.handed_out)
    if returned is not None and returned != papers:
        return f"收回 {plain(returned)} 张，各项合计 {plain(papers)} 张"
    if returned is not None and handed_out is not None and returned > handed_out:
        return f"发出 {plain(handed_out)} 张，收回 {plain(returned)} 张"
    return ""
