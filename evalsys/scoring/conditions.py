"""Whether a condition of the measure holds, with the numbers that say so."""

from __future__ import annotations

from decimal import Decimal

from evalsys.scoring.desk import Desk, Finding
from evalsys.scoring.numbers import plain, snap
from evalsys.scoring.periods import Period
from evalsys.scoring.piles import containing
from evalsys.scoring.terms import Condition, Limit
from evalsys.scoring.writing import days_text, shown

SIGNS = {
    "at-least": "不低于",
    "above": "超过",
    "at-most": "不超过",
    "below": "低于",
    "equal": "等于",
}


def judge(condition: Condition, period: Period, desk: Desk) -> Finding:
    """Every part that the condition names must hold."""
    found = list(parts(condition, period, desk))
    return Finding(all(part.holds for part in found), "，".join(part.says for part in found if part.says))


def parts(condition: Condition, period: Period, desk: Desk) -> list[Finding]:
    """One finding for each thing that the condition speaks of."""
    found = []
    if condition.item:
        found.append(of_item(condition, period, desk))
    if condition.stream:
        found.append(of_stream(condition, period, desk))
    if condition.roles:
        role = desk.subject.role
        found.append(Finding(role in condition.roles, f"岗位为{role or '未登记'}"))
    if condition.grades:
        grade = desk.outcome.grade if desk.outcome else None
        found.append(Finding(grade in condition.grades, f"等次为{grade or '无'}"))
    found += [judge(inner, period, desk) for inner in condition.every]
    if condition.either:
        inner = [judge(one, period, desk) for one in condition.either]
        met = [one for one in inner if one.holds] or inner
        found.append(Finding(any(one.holds for one in inner), "；".join(one.says for one in met)))
    found += [Finding(not one.holds, one.says) for one in (judge(inner, period, desk) for inner in condition.never)]
    return found


def of_item(condition: Condition, period: Period, desk: Desk) -> Finding:
    """An item without a result meets no threshold, neither from above nor from below."""
    line = desk.line(condition.item, period)
    if line.amount is None:
        return Finding(False, f"{line.title}无结果（{line.why_none}）")
    met = all(meets(limit, line.amount, period, desk) for limit in condition.limits)
    return Finding(met, f"{line.title} {shown(line.amount)}{limits_text(condition, period, desk)}")


def of_stream(condition: Condition, period: Period, desk: Desk) -> Finding:
    """How many such facts there are; without a comparison one is enough."""
    when = containing(desk.scheme, condition.within, period.last) if condition.within else period
    facts = desk.facts(condition.stream, when)
    if condition.words:
        facts = tuple(fact for fact in facts if fact.text in condition.words)
    number = Decimal(len(facts))
    met = all(meets(limit, number, period, desk) for limit in condition.limits) if condition.limits else bool(facts)
    days = days_text(fact.on for fact in facts)
    if facts and not condition.words and not condition.limits:
        return Finding(met, days)
    days = f"（{days}）" if facts else ""
    words = f"“{'、'.join(condition.words)}”" if condition.words else ""
    title = f"{desk.title(condition.stream)}{words}"
    return Finding(met, f"{title} {len(facts)} 次{limits_text(condition, period, desk)}{days}")


def meets(limit: Limit, amount: Decimal, period: Period, desk: Desk) -> bool:
    """One comparison; a figure that the measure does not name for the role is met by nobody."""
    wanted, amount = desk.number(limit.amount, period), snap(amount)
    if wanted is None:
        return False
    match limit.sign:
        case "at-least":
            return amount >= wanted
        case "above":
            return amount > wanted
        case "at-most":
            return amount <= wanted
        case "below":
            return amount < wanted
    return amount == wanted


def limits_text(condition: Condition, period: Period, desk: Desk) -> str:
    """The comparisons in the measure's words."""
    texts = []
    for limit in condition.limits:
        wanted = desk.number(limit.amount, period)
        texts.append(f"{SIGNS[limit.sign]} {plain(wanted)}" if wanted is not None else "（办法没有规定该岗位）")
    return f"（界限：{'、'.join(texts)}）" if texts else ""
