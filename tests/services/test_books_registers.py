"""Books of grades, service and income fill the registers; twice is once, and what was taken back stays so."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from evalsys.extensions import db
from evalsys.models.registers import Indicator, Spell, YearGrade
from evalsys.sample import files
from evalsys.services.books import take_file
from evalsys.services.write import Act

SERVICE, ECONOMY, INCOME = "村党组织书记考核与任职经历", "村级集体经济收入统计表", "农村居民人均可支配收入"


def rows(table):
    db.session.expire_all()
    return list(db.session.scalars(db.select(table).order_by(table.id)))


@pytest.fixture
def taken(make):
    """The sample's rosters of cadres and the books of the registers."""

    def take(*starts):
        act, shown = Act(None, datetime(2026, 7, 1, 9, 0)), None
        for path in files():
            if path.name.startswith(starts):
                shown = take_file(act, make.township.id, path.name, path.read_bytes())
        return shown

    take("村两委干部台账")
    take(SERVICE)
    return take


def test_grades_and_spells_come_with_their_days_and_removals(taken):
    assert len(rows(YearGrade)) == 36 and len(rows(Spell)) == 19
    removed = [row for row in rows(Spell) if row.is_removal]
    assert {row.left_on for row in removed} == {date(2010, 6, 1)} and len(removed) == 2


def test_the_same_book_again_changes_nothing(taken):
    assert taken(SERVICE).counts["same"] == 55 and len(rows(YearGrade)) == 36


def test_a_corrected_cell_changes_the_row_of_the_register(taken):
    row = rows(YearGrade)[0]
    row.grade = "不合格"
    db.session.commit()
    shown = taken(SERVICE)
    assert shown.counts["changed"] == 1 and rows(YearGrade)[0].grade == "合格"


def test_what_a_clerk_took_back_a_book_does_not_bring_back(taken):
    row = rows(YearGrade)[0]
    row.cancelled_on, row.cancelled_why = date(2026, 6, 1), "登错"
    db.session.commit()
    shown = taken(SERVICE)
    says = [problem.text for one in shown.of_state("same") for problem in one.row.problems]
    assert any("已被撤销，没有改动" in text for text in says) and rows(YearGrade)[0].cancelled_on


def test_figures_of_villages_and_of_the_county_are_exact(taken):
    taken(ECONOMY, INCOME)
    found = {(row.unit.name if row.unit else None, row.kind, row.year): row.value for row in rows(Indicator)}
    assert found["东阳坡村", "collective-income", 2025] == Decimal("14.22")
    assert found["东阳坡村", "contracts_due", 2025] == 99 and found[None, "rural-income", 2024] == Decimal("20587.91")
