"""What slips of pay say, in words: lines, reasons, notes; kept and printed, so Chinese in every language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from evalsys.scoring.payslip import Difference, Due, Slip, Then
from evalsys.scoring.results import Line, Result

NOT_KEPT = "当时没有列入"


def gone(day: date) -> str:
    """Nobody is paid who no longer holds the post on the last day."""
    return f"{day.isoformat()} 已不在职"


def not_named(post: str) -> str:
    """The measure does not speak of the post."""
    return f"办法没有列出“{post}”的报酬"


def held_back(title: str, why: str) -> str:
    """An amount that is not known yet."""
    return f"{title}暂不发：{why}"


def below_zero(title: str) -> str:
    """An amount that the measure makes negative."""
    return f"{title}算出来不到零，没有列入，请核对"


def deduction(ref: str, period: str, amount: Decimal, text: str) -> Line:
    """One deduction that was registered; the amount is written as it is taken off."""
    return Line(ref, period, "", "扣发", amount, f"{text} {amount:.2f} 元")


def why(due: Due | None, then: Then | None) -> str:
    """What changed between a run and today, in words."""
    if then is None:
        return NOT_KEPT
    if due is None:
        return "按现在的登记不应发"
    pairs = (
        ("岗位", then.role, due.role),
        ("办法", f"第{then.version}版", f"第{due.version}版"),
        ("标准", written(then.standard), written(due.standard)),
        ("得分", written(then.score), written(due.score)),
    )
    said = [f"{name}由{old}改为{new}" for name, old, new in pairs if old != new]
    return "，".join(said) or "登记的材料有变动"


def written(amount: Decimal | None) -> str:
    """Two decimals, or that there is none."""
    return "无" if amount is None else f"{amount:.2f}"


def told(slip: Slip, period: str) -> tuple[Line, ...]:
    """The lines of a slip, from the top; their amounts add up to the total."""
    taken = [
        Line(one.item, one.period, one.clause, one.title, -one.amount, one.arithmetic)
        for one in slip.due.deductions
        if one.amount is not None
    ]
    differing = [
        Line("difference", period, "", f"{one.title}差额", one.amount, working(one)) for one in slip.differences
    ]
    rest = []
    if slip.brought:
        rest.append(Line("brought", period, "", "上次未扣完", -slip.brought, "上次应发不足，留到本次扣"))
    if slip.carried:
        rest.append(Line("carried", period, "", "留到下次扣", slip.carried, "本次应发不足，其余下次再扣"))
    paid = [one for one in (*slip.due.base, *slip.due.performance) if one.amount is not None]
    return (*paid, *taken, *differing, *rest)


def working(one: Difference) -> str:
    """The subtraction with its reason."""
    return f"应为 {one.should:.2f} - 已计 {one.was:.2f} = {one.amount:.2f}（{one.reason}）"


def as_result(slip: Slip, period: str) -> Result:
    """The slip as an explained result: its lines add up to the total."""
    due = slip.due
    return Result(
        str(due.person), due.name, period, due.scheme, due.version, told(slip, period), slip.total, None, due.notes
    )
