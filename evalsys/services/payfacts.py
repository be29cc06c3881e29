"""What measures of pay ask for beyond the registers: standards, marks, deductions, figures of villages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.payfacts import PayFact
from evalsys.scoring import Fact, Line, Period, period
from evalsys.scoring.paytelling import deduction
from evalsys.scoring.periods import CONTAINING
from evalsys.scoring.scheme import Stream
from evalsys.services import scope
from evalsys.services.paymeasures import DEDUCTION
from evalsys.services.write import Act, Refused, check_version, refuse_second, write


def standing(township_id: int) -> list[PayFact]:
    """Everything registered that was not taken back, in the order of entry."""
    query = select(PayFact).where(PayFact.township_id == township_id, PayFact.cancelled_on.is_(None))
    return list(db.session.scalars(query.order_by(PayFact.id)))


def everything(viewer: Account) -> list[PayFact]:
    """Everything registered in the viewer's township, taken back or not, the newest first."""
    query = select(PayFact).where(PayFact.township_id == viewer.township_id)
    query = query.options(joinedload(PayFact.person), joinedload(PayFact.unit))
    return list(db.session.scalars(query.order_by(PayFact.id.desc())))


def numbers(row: PayFact) -> dict[str, str]:
    """The numbers of a record by their names."""
    return {name: said for name, said in json.loads(row.data).items() if name not in ("measure", "period")}


def facts(rows: Sequence[PayFact], person_id: int, unit_id: int | None) -> list[Fact]:
    """The records of one person, of the village and of all."""
    mine = [row for row in rows if row.person_id in (None, person_id) and row.unit_id in (None, unit_id)]
    return [as_fact(row) for row in mine if row.stream != DEDUCTION]


def as_fact(row: PayFact) -> Fact:
    """One record as the engine reads it."""
    values = {name: Decimal(said) for name, said in numbers(row).items()}
    said = {"by": row.recorded_by, "evidence": row.evidence, "ref": f"pay_fact:{row.id}"}
    return Fact(row.stream, row.on_day, values, row.text, recorded_on=row.recorded_at.date(), **said)


def deductions(rows: Sequence[PayFact], person_id: int, measure: str, code: str) -> tuple[Line, ...]:
    """What is taken off somebody in one run of a measure."""
    mine = [(row, json.loads(row.data)) for row in rows if row.stream == DEDUCTION and row.person_id == person_id]
    return tuple(
        deduction(f"pay_fact:{row.id}", code, Decimal(data["amount"]), row.text)
        for row, data in mine
        if (data["measure"], data["period"]) == (measure, code)
    )


def get(viewer: Account, pay_fact_id: int) -> PayFact:
    """One record of the viewer's township, or Unknown."""
    return scope.of_township(viewer, PayFact, pay_fact_id)


def add(
    act: Act,
    stream: Stream,
    whose: tuple[int | None, int | None],
    on_day: date,
    values: Mapping[str, Decimal],
    text: str,
    evidence: str,
) -> PayFact:
    """Register one record; `whose` is the person or the village. The log names the record, never its numbers."""
    filed = CONTAINING[stream.on](on_day)
    refuse_second_mark(act, stream, whose, filed)
    row = PayFact(on_day=filed.first, stream=str(stream.name), data=as_json(values), text=text, evidence=evidence)
    return keep(act, row, whose, filed.code)


def deduct(act: Act, person_id: int, measure: str, code: str, amount: Decimal, text: str) -> PayFact:
    """Register what is taken off somebody in one run."""
    data = {"amount": amount, "measure": measure, "period": code}
    row = PayFact(on_day=period(code).first, stream=DEDUCTION, data=as_json(data), text=text, evidence="")
    return keep(act, row, (person_id, None), code)


def as_json(values: Mapping[str, Any]) -> str:
    """Numbers as text, so that no digit is lost."""
    return json.dumps({name: str(value) for name, value in values.items()}, ensure_ascii=False)


def keep(act: Act, row: PayFact, whose: tuple[int | None, int | None], code: str) -> PayFact:
    """Save a new record."""
    row.township_id = act.actor.township_id if act.actor else None
    row.person_id, row.unit_id = whose
    row.recorded_by, row.recorded_at = act.name, act.at
    with write(act, "pay.register", row, after={"stream": row.stream, "period": code}) as session:
        session.add(row)
    return row


def refuse_second_mark(act: Act, stream: Stream, whose: tuple[int | None, int | None], filed: Period) -> None:
    """A mark about a period stands once; what happened on a day may stand several times."""
    refuse_second(act)
    if stream.on == "day" or not act.actor:
        return
    for row in standing(act.actor.township_id):
        same = (row.stream, row.person_id, row.unit_id, row.on_day) == (str(stream.name), *whose, filed.first)
        if same and "reason" not in stream.needs:
            said = {"title": stream.title, "period": filed.title}
            raise Refused(_("%(period)s的%(title)s已经登记过。要改，请先撤销原来的一条。", **said))


def cancel(act: Act, row: PayFact, version: int, reason: str) -> None:
    """Take a record back with the reason; what was paid by it is set right by the next run."""
    refuse_second(act)
    check_version(row, version)
    if row.cancelled_on:
        raise Refused(_("这条登记已在 %(day)s 撤销。", day=row.cancelled_on))
    with write(act, "pay.unregister", row, after={"stream": row.stream, "reason": reason}):
        row.cancelled_on, row.cancelled_why = act.today, reason
