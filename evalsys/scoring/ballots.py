"""The item kind that counts ballots: options have values, and some papers are not valid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from evalsys.scoring.desk import Desk
from evalsys.scoring.facts import Fact
from evalsys.scoring.numbers import HUNDRED, ZERO, plain
from evalsys.scoring.periods import Period
from evalsys.scoring.piles import source
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item, Scheme
from evalsys.scoring.terms import NO_SHARE, Flow, Percent
from evalsys.scoring.writing import added, percent, sum_of

# Whatever a measure asks for: of fewer valid papers nobody may read the choices, as they would lead to voters.
LEAST_READABLE = Decimal(5)


@dataclass(frozen=True)
class Ballots:
    """`ballots`: the mean value of the papers of one tally.

    `options` gives each option's value; `invalid` names the counts that are returned papers but not valid;
    `over` says what is divided by: the "valid" papers, or "all" that came back. There is no result with fewer
    valid papers than `least_valid`, or fewer of those handed out come back than `least_returned`. `returned`
    and `handed_out` name the counts that the tally must agree with.
    """

    stream: Flow
    options: Mapping[str, Decimal]
    invalid: tuple[str, ...] = ()
    least_valid: int = 1
    returned: str = ""
    handed_out: str = ""
    over: str = "valid"
    least_returned: Percent = NO_SHARE


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
    if why := too_few(how, counts, valid):
        return desk.none(item, period, why, sources=sources)
    papers = papers_over(how, counts, valid)
    points = sum_of(value * counts.get(option, ZERO) for option, value in how.options.items())
    return desk.settled(
        item, period, points / papers, lambda: ballots_working(how, counts, points, papers), lambda: sources
    )


def guarded(scheme: Scheme) -> Scheme:
    """The measure as real papers are counted by it: whatever it asks for, fewer than five valid give no result.

    A score of one paper is its choice, and a mean of three tells a reader who knows two of them the third.
    """
    return replace(scheme, items={key: asking_five(item) for key, item in scheme.items.items()})


def asking_five(item: Item) -> Item:
    """An item that counts ballots, with no less than five valid ones asked for; any other as it is."""
    if not isinstance(item.how, Ballots):
        return item
    return replace(item, how=replace(item.how, least_valid=max(item.how.least_valid, int(LEAST_READABLE))))


def too_few(how: Ballots, counts: Mapping[str, Decimal], valid: Decimal) -> str:
    """Why the tally has too few papers for a result, or nothing. Without any paper there is never one."""
    least = max(how.least_valid, 1) if how.over == "valid" else how.least_valid
    if valid < least:
        return f"有效票 {plain(valid)} 张，不足 {least} 张，不计"
    if not papers_over(how, counts, valid):
        return "没有收回的票，不计"
    given, back = counts.get(how.handed_out, ZERO), counts.get(how.returned, ZERO)
    if how.least_returned and back * HUNDRED < how.least_returned * given:
        return f"发出 {plain(given)} 张，收回 {plain(back)} 张，不足 {percent(how.least_returned)}，不计"
    return ""


def papers_over(how: Ballots, counts: Mapping[str, Decimal], valid: Decimal) -> Decimal:
    """What the points are divided by."""
    return valid if how.over == "valid" else valid + sum_of(counts.get(name, ZERO) for name in how.invalid)


def ballots_working(how: Ballots, counts: Mapping[str, Decimal], points: Decimal, papers: Decimal) -> str:
    """The count written out; of too few papers not, as it says the choices."""
    if sum_of(counts.get(option, ZERO) for option in how.options) < LEAST_READABLE:
        return ""
    terms = [f"{plain(value)} × {plain(counts.get(option, ZERO))}" for option, value in how.options.items()]
    return f"({added(terms)}) ÷ {plain(papers)} = {plain(points)} ÷ {plain(papers)}"


def tally_text(how: Ballots, fact: Fact) -> str:
    """The counts of a tally, in the order of the counting sheet; of too few papers nobody may read the choices."""
    names = {how.handed_out: "发出", how.returned: "收回"}
    valid = sum_of(fact.values.get(option, ZERO) for option in how.options)
    is_secret = valid < LEAST_READABLE or too_few(how, fact.values, valid)
    choices = () if is_secret else (*how.options, *how.invalid)
    order = (how.handed_out, how.returned, *choices)
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
