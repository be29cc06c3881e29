"""What was imported of grades, spells and figures moves into the registers and back again."""

from __future__ import annotations

import json
from datetime import date

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from evalsys.extensions import db
from evalsys.models.registers import Indicator, Spell, YearGrade

ROWS = (
    ("grades", 1, None, {"year": "2025", "grade": "优秀"}),
    ("spells", 1, None, {"post_title": "村主干", "first": "2001.03", "last": "2010-06-01", "reason": "因违纪被免职"}),
    ("economy", None, 2, {"year": "2025", "income": "14.2250", "unit": "万元"}),
    ("economy", None, 2, {"contracts_due": "99", "claims_settled": "87.36", "亩数": "7.5", "contracts_signed": None}),
    ("income", None, None, {"year": 2025, "amount": "21733.07", "source": "统计公报"}),
    ("points", 1, None, {"points": "2"}),
)


@pytest.fixture
def imported(empty):
    """A township as the import of workbooks left it before there were registers."""
    upgrade(revision="0008")
    with db.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO unit (id, kind, name, version, township_id) VALUES (1, 'township', '演示镇', 1, NULL),"
                " (2, 'village', '甲村', 1, 1)"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO person (id, uid, township_id, name, pinyin, initials, version)"
                " VALUES (1, 'a', 1, '李晓', 'lixiao', 'lx', 1)"
            )
        )
        insert = "INSERT INTO imported_fact (township_id, kind, fact_key, person_id, unit_id, data)"
        for number, (kind, person, unit, said) in enumerate(ROWS):
            values = {"kind": kind, "key": str(number), "person": person, "unit": unit, "data": json.dumps(said)}
            connection.execute(sa.text(f"{insert} VALUES (1, :kind, :key, :person, :unit, :data)"), values)


def rows(query):
    """What a query finds, in a session of its own."""
    with db.engine.connect() as connection:
        return connection.execute(query).all()


def test_imported_facts_become_rows_of_the_registers(imported):
    upgrade(revision="0010")
    assert rows(sa.select(YearGrade.year, YearGrade.grade)) == [(2025, "优秀")]
    spell = rows(sa.select(Spell.title, Spell.first_on, Spell.left_on, Spell.is_removal))
    assert spell == [("村主干", date(2001, 3, 1), date(2010, 6, 1), True)]
    found = {(row.kind, row.unit_id, row.year): str(row.value) for row in rows(sa.select(Indicator.__table__))}
    assert found == {
        ("collective-income", 2, 2025): "14.2250",
        ("contracts_due", 2, 2025): "99",
        ("claims_settled", 2, 2025): "87.36",
        ("亩数", 2, 2025): "7.5",
        ("rural-income", None, 2025): "21733.07",
    }
    assert [row.kind for row in rows(sa.text("SELECT kind FROM imported_fact"))] == ["points"]


def test_and_back_again_without_losing_a_figure(imported):
    upgrade(revision="0010")
    downgrade(revision="0008")
    said = [json.loads(row.data) for row in rows(sa.text("SELECT data FROM imported_fact WHERE kind = 'economy'"))]
    assert {"contracts_due": "99", "claims_settled": "87.36", "亩数": "7.5"} in said and len(said) == 2
    upgrade(revision="0010")
    assert len(rows(sa.select(Indicator.id))) == 5 and len(rows(sa.select(Spell.id))) == 1
