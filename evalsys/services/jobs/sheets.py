"""Asking for papers by the hundred: cards, registers, lists for notice boards, statements of points and of pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from evalsys.models.evaluations import Evaluation
from evalsys.models.jobs import Job
from evalsys.models.pay import PayLine, PayRun
from evalsys.models.people import Person
from evalsys.models.units import Unit
from evalsys.scoring import Period
from evalsys.services import periods
from evalsys.services.jobs.asking import papers
from evalsys.services.jobs.rules import BOARDS, CARDS, PAY_STATEMENTS, POINTS_STATEMENTS, REGISTERS
from evalsys.services.write import Act, Refused

CARD_NAMES = {"week": "周评价卡", "month": "月考评卡"}


def cards(act: Act, township_id: int, people: Iterable[Person], period: Period, base_address: str) -> Job:
    """The cards of a week or a month of these officials."""
    named = [(person.id, person.name) for person in people]
    if not named:
        raise Refused(_("%(period)s没有您能看到的大学生村官。", period=periods.name(period)))
    params = {"period": period.code, "base_address": base_address}
    return papers(act, township_id, CARDS, f"{period.title}{CARD_NAMES[period.kind]}", params, named)


def registers(act: Act, township_id: int, rows: Sequence[Evaluation], year: Period, base_address: str) -> Job:
    """The annual registers of these results."""
    if not rows:
        raise Refused(_("%(period)s还没有结果，请先计算。", period=periods.name(year)))
    named = [(row.id, row.person.name) for row in rows]
    params = {"period": year.code, "base_address": base_address}
    return papers(act, township_id, REGISTERS, f"{year.title}考核登记表", params, named)


def boards(act: Act, township_id: int, branches: Sequence[Unit], period: Period, base_address: str) -> Job:
    """The list of points for the notice board of each of these branches."""
    if not branches:
        raise Refused(_("没有您能看到的支部。"))
    named = [(branch.id, branch.name) for branch in branches]
    params = {"period": period.code, "base_address": base_address}
    return papers(act, township_id, BOARDS, f"{period.title}积分公示表", params, named)


def points_statements(
    act: Act, branch: Unit, members: Sequence[Person], period: Period, is_large: bool, base_address: str
) -> Job:
    """The statement of points of each member of a branch, in normal or in large type."""
    if not members:
        raise Refused(_("%(branch)s在%(period)s没有党员。", branch=branch.name, period=periods.name(period)))
    named = [(person.id, person.name) for person in members]
    params = {"branch": branch.id, "period": period.code, "is_large": is_large, "base_address": base_address}
    title = f"{branch.name}{period.title}积分对账单{'（大字）' if is_large else ''}"
    return papers(act, branch.township_id, POINTS_STATEMENTS, title, params, named)


def pay_statements(act: Act, run: PayRun, lines: Sequence[PayLine], period: Period, base_address: str) -> Job:
    """The statement of pay of each cadre in a run."""
    named = [(line.id, line.person.name) for line in lines]
    params = {"run": run.id, "base_address": base_address}
    return papers(act, run.township_id, PAY_STATEMENTS, f"{period.title}村干部报酬单", params, named)
