"""Papers of pay: gathers what statements and lists show and hands it to the drawing room."""

from __future__ import annotations

from collections.abc import Sequence

from evalsys.models.pay import PayLine, PayRun
from evalsys.pdf.paylist import PayList, pay_list
from evalsys.pdf.paystatement import PayStatement, pay_statement, pay_statements
from evalsys.scoring import period
from evalsys.scoring.capitals import capitals
from evalsys.sealing import Stamp
from evalsys.services import paylists, paypapers, payreads

LIST, STATEMENT = "村干部报酬发放表", "村干部报酬单"
STATES = {"prepared": "待审批，不作发放依据", "approved": "已审批", "void": "已作废"}


def statement(row: PayLine, stamp: Stamp) -> bytes:
    """One cadre's statement as a PDF."""
    return pay_statement(statement_card(row, stamp))


def statements(rows: Sequence[PayLine], title: str, stamp: Stamp) -> bytes:
    """The statements of many in one PDF."""
    return pay_statements([statement_card(row, stamp) for row in rows], title)


def statement_card(row: PayLine, stamp: Stamp) -> PayStatement:
    """Everything on one cadre's statement."""
    run, result = row.run, payreads.result_of(row)
    card = PayStatement(
        township=stamp.township,
        period=period(run.period).title,
        name=row.person.name,
        facts=[
            ("姓名", row.person.name),
            ("岗位", f"{row.place} {row.role}"),
            ("标准", "" if row.standard is None else f"{row.standard:.2f} 元"),
            ("得分", "" if row.score is None else f"{row.score:.2f}"),
        ],
        measure=measure(run),
        lines=result.lines,
        total=row.total,
        paid=[(period(one.run.period).title, one.total) for one in paylists.so_far(row)],
        notes=result.notes,
        state=STATES[run.state],
        digest=run.digest,
    )
    seen = [("姓名", card.name), ("发放时段", card.period), ("实发合计", f"{row.total:.2f} 元"), ("状态", card.state)]
    return stamp.on(card, f"pay_line:{row.id}", STATEMENT, seen)


def measure(run: PayRun) -> str:
    """The measure with its version."""
    return f"{run.scheme_version.title}第{run.scheme_version.number}版"


def finance_list(run: PayRun, rows: Sequence[PayLine], stamp: Stamp) -> bytes:
    """The list of a run as a PDF."""
    card = PayList(
        title=f"{stamp.township}{LIST}",
        township=stamp.township,
        period=period(run.period).title,
        state=STATES[run.state],
        measure=measure(run),
        rows=paylists.standing_order(list(rows)),
        control_total=run.control_total,
        capitals=capitals(run.control_total),
        notes=[*pool_notes(run), *carried_notes(rows), *left_notes(payreads.left_out(run))],
        digest=run.digest,
    )
    total = f"{run.control_total:.2f} 元"
    seen = [("发放时段", card.period), ("人数", f"{len(rows)} 人"), ("控制数", total), ("状态", card.state)]
    return pay_list(stamp.on(card, f"pay_run:{run.id}", card.title, seen))


def pool_notes(run: PayRun) -> list[str]:
    """What the villages had to share against what was shared."""
    if run.pool is None or run.shared is None:
        return []
    rest = run.pool - run.shared
    return [f"奖励资金共 {run.pool:.2f} 元，分到个人 {run.shared:.2f} 元，未分 {rest:.2f} 元。"]


def carried_notes(rows: Sequence[PayLine]) -> list[str]:
    """Who still owes what could not be taken off."""
    owing = [(row.person.name, paylists.carried(row)) for row in rows]
    return [f"{name}应扣未扣的 {amount:.2f} 元，留到下次扣。" for name, amount in owing if amount]


def left_notes(people: Sequence[tuple[str, str]]) -> list[str]:
    """Who is left out, those with the same reason together."""
    reasons = dict.fromkeys(why for _name, why in people)
    return [f"未列入：{'、'.join(name for name, said in people if said == why)}（{why}）" for why in reasons]


def finance_book(run: PayRun, rows: Sequence[PayLine], township: str) -> bytes:
    """The list of a run as a workbook."""
    prepared = f"编制：{run.prepared_by} {run.prepared_at:%Y-%m-%d}"
    approved = f"审批：{run.approved_by} {run.approved_at:%Y-%m-%d}" if run.approved_at else STATES[run.state]
    beneath = [f"依据：{measure(run)}", f"{prepared}　{approved}　校验码 {run.digest[:16]}", *pool_notes(run)]
    return paypapers.workbook(run, rows, f"{township}{LIST}", beneath)


def list_name(run: PayRun, township: str, ending: str) -> str:
    """演示镇村干部报酬发放表_2026年7月.pdf."""
    return f"{township}{LIST}_{period(run.period).title}.{ending}"


def statement_name(row: PayLine) -> str:
    """张三_2026年7月报酬单.pdf."""
    safe = "".join(c for c in row.person.name if c.isalnum() or c == "·")
    return f"{safe}_{period(row.run.period).title}报酬单.pdf"
