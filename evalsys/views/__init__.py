"""Pages, one blueprint for each noun."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from evalsys.views import (
    accounts,
    actions,
    ballots,
    books,
    claims,
    closing,
    committee,
    comparisons,
    conduct,
    consequences,
    drafts,
    drawing,
    entries,
    events,
    evidence,
    home,
    jobs,
    learning,
    logs,
    meetings,
    monthly,
    nest,
    openings,
    owing,
    papers,
    pay,
    payfacts,
    paypapers,
    people,
    period_summaries,
    points,
    points_board,
    points_exempt,
    registers,
    results,
    schemes,
    stars,
    stars_papers,
    summaries,
    talks,
    tallies,
    tasks,
    units,
    visits,
    vote,
    weekly,
    workdays,
    year_papers,
)

BLUEPRINTS = (
    accounts.bp,
    actions.bp,
    ballots.bp,
    books.bp,
    closing.bp,
    committee.bp,
    comparisons.bp,
    conduct.bp,
    consequences.bp,
    workdays.bp,
    year_papers.bp,
    drafts.bp,
    entries.bp,
    home.bp,
    jobs.bp,
    logs.bp,
    monthly.bp,
    nest.bp,
    openings.bp,
    owing.bp,
    papers.bp,
    pay.bp,
    payfacts.bp,
    paypapers.bp,
    people.bp,
    claims.bp,
    events.bp,
    evidence.bp,
    points.bp,
    points_board.bp,
    points_exempt.bp,
    period_summaries.bp,
    registers.bp,
    results.bp,
    schemes.bp,
    stars.bp,
    stars_papers.bp,
    summaries.bp,
    talks.bp,
    tallies.bp,
    units.bp,
    vote.bp,
    weekly.bp,
    learning.bp,
    meetings.bp,
    tasks.bp,
    visits.bp,
)


class Number(IntegerConverter):
    """The number of a row: what no database can hold is no page of ours, so it is unknown rather than an error."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=2**31 - 1)


def register(app: Flask) -> None:
    """Attach every blueprint."""
    app.url_map.converters["int"] = Number
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    drawing.equip(app)
