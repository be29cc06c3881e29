"""Money that is paid in parts or shared: instalments whose last takes the rest, pools with a personal cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from evalsys.scoring.desk import Desk
from evalsys.scoring.numbers import HUNDRED, ZERO, settle, snap
from evalsys.scoring.periods import Period
from evalsys.scoring.results import Line
from evalsys.scoring.scheme import Item, Pool
from evalsys.scoring.terms import Ref
from evalsys.scoring.writing import percent, shown, sum_of


@dataclass(frozen=True)
class Instalments:
    """`instalments`: another item paid in so many `parts`; the last one takes what rounding left over."""

    of: Ref
    parts: int


def instalments(item: Item, how: Instalments, period: Period, desk: Desk) -> Line:
    """The whole with its parts below it: each settled, the last one the rest."""
    whole = desk.line(how.of, period)
    if whole.amount is None:
        return desk.none(item, period, whole.why_none, parts=(whole,))
    unit = item.unit or desk.scheme.rounding.unit
    amount = settle(whole.amount, unit, item.mode)
    one, rest = split(amount, how.parts, unit, item.mode)
    lines = [instalment(item, period, n, one, f"{shown(amount)} ÷ {how.parts}") for n in range(1, how.parts)]
    lines.append(instalment(item, period, how.parts, rest, f"{shown(amount)} - {how.parts - 1} × {shown(one)}"))
    return desk.settled(
        item, period, amount, lambda: f"{how.parts - 1} × {shown(one)} + {shown(rest)}", parts=(whole, *lines)
    )


def split(amount: Decimal, parts: int, unit: Decimal, mode: str) -> tuple[Decimal, Decimal]:
    """What each of the parts is, and the last one, which takes what rounding left over."""
    one = settle(amount / parts, unit, mode)
    return one, amount - one * (parts - 1)


def instalment(item: Item, period: Period, number: int, amount: Decimal, working: str) -> Line:
    """One payment; its item is the id of the whole with the payment's number."""
    name, title = f"{item.id}.{number}", f"{item.title} 第{number}期"
    return Line(name, period.code, item.clause, title, amount, f"{working} = {shown(amount)}")


def share_pool(pool: Pool, desks: Sequence[Desk], period: Period) -> list[Line]:
    """Everybody's line of one pool, in the order of the desks; the lines add up to what is paid out."""
    wholes = [desk.line(pool.amount, period) for desk in desks]
    if why := pool_trouble(pool, wholes):
        return [Line(pool.id, period.code, pool.clause, pool.title, None, "", why) for _ in desks]
    whole = settle(wholes[0].amount or ZERO, pool.unit, ROUND_DOWN)
    left_out = {n: why for n, desk in enumerate(desks) if (why := exclusion(pool, desk, period))}
    weights = {n: desk.line(pool.weight, period).amount for n, desk in enumerate(desks) if n not in left_out}
    left_out |= {n: "没有可分配的系数" for n, weight in weights.items() if not weight or weight < 0}
    counted = {n: weight for n, weight in weights.items() if n not in left_out and weight is not None}
    paid = to_the_fen(exact_shares(pool, whole, counted), pool, whole)
    return [
        pool_line(pool, desk, period, whole, counted, paid.get(n, ZERO), left_out.get(n, ""))
        for n, desk in enumerate(desks)
    ]


def pool_trouble(pool: Pool, wholes: list[Line]) -> str:
    """Why there is nothing to share, or nothing."""
    amounts = {whole.amount for whole in wholes}
    if len(amounts) > 1:
        return f"{pool.title}的总额在各人的材料中不一致，请核对"
    return wholes[0].why_none if wholes and wholes[0].amount is None else ""


def exclusion(pool: Pool, desk: Desk, period: Period) -> str:
    """Why this person has no part in the pool, or nothing."""
    if pool.excluded is None:
        return ""
    finding = desk.judge(pool.excluded, period)
    return f"不参加分配：{finding.says}" if finding.holds else ""


def exact_shares(pool: Pool, whole: Decimal, weights: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Shares by weight, none above the personal cap; what is cut off goes round again, if the measure says so."""
    most = whole * pool.most / HUNDRED
    shares: dict[int, Decimal] = {}
    waiting, left = dict(weights), whole
    while waiting:
        sum_waiting = sum_of(waiting.values())
        over = [n for n, weight in waiting.items() if snap(left * weight / sum_waiting) > most]
        if not over or pool.beyond == "kept":
            return shares | {n: min(most, left * weight / sum_waiting) for n, weight in waiting.items()}
        for n in over:
            shares[n] = most
            del waiting[n]
        left = whole - most * len(shares)
    return shares


def to_the_fen(shares: Mapping[int, Decimal], pool: Pool, whole: Decimal) -> dict[int, Decimal]:
    """Shares settled down to the unit; the units left over go one each to those who lost most by it."""
    paid = {n: settle(snap(share), pool.unit, ROUND_DOWN) for n, share in shares.items()}
    most = settle(whole * pool.most / HUNDRED, pool.unit, ROUND_DOWN)
    owing = settle(snap(sum_of(shares.values())), pool.unit, ROUND_DOWN) - sum_of(paid.values())
    while owing >= pool.unit:
        free = [n for n in shares if paid[n] + pool.unit <= most]
        if not free:
            break
        n = min(free, key=lambda n: (paid[n] - shares[n], n))
        paid[n] += pool.unit
        owing -= pool.unit
    return paid


def pool_line(
    pool: Pool, desk: Desk, period: Period, whole: Decimal, weights: Mapping[int, Decimal], paid: Decimal, why: str
) -> Line:
    """One person's part of the pool."""
    part = desk.line(pool.weight, period)
    working = f"{shown(whole)} × {shown(part.amount or ZERO)} ÷ {shown(sum_of(weights.values()))}，每人最多 "
    working = why or f"{working}{percent(pool.most)} = {shown(paid)}"
    parts = (desk.line(pool.amount, period), part)
    line = Line(pool.id, period.code, pool.clause, pool.title, settle(paid, pool.unit), working, parts=parts)
    return replace(line, notes=(f"{pool.title}：{why}",)) if why else line
