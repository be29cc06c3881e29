"""The sample's registers through the adopted measures: stars of the secretaries, pay of the cadres."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from flask import current_app

from evalsys import create_app, sample
from evalsys.extensions import db, writing
from evalsys.services import pay, registers, stars
from evalsys.services.write import Act, Refused
from tests import databases

AT = datetime(2026, 7, 2, 9, 0)
# Reckoned by hand from the registers of grades and spells, rated on 31 January 2026: grade + full tens of years.
STARS = {
    "邱凤彩": 1 + 1,  # 合格; since March 2013
    "毛英": 0 + 2,  # 基本合格; since March 2001, a break of exactly a year is not deducted
    "汤军平": 2 + 2,  # 优秀; a break of 13 months is deducted: 23 years
    "杨波刚": 1 + 1,  # 合格; removed in 2010, counted again since February 2015: 10 years
    "叶建有": None,  # in post since 1 March 2025: 11 months
    "秦柱银": 2 + 3,  # 优秀; 30 years
    "段博明": 1 + 0,  # 合格; ten years only on 1 February 2026
    "于英燕": 0 + 1,  # 基本合格; 3 + 7 years, ten years between them deducted
    "魏强勇": 2 + 1,
    "赖峰": 1 + 2,
    "薛浩杰": 0 + 2,  # 不合格: tenure counts by the letter of the measure
    "蔡峰才": 2 + 1,
}
BOTH, FULL, DEPUTY = "54332.68", "43466.14", "34772.91"  # 21733.07 × 2.5, × 2, × 2 × 0.8, half up


@pytest.fixture(scope="module")
def place(tmp_path_factory, engine_name, request):
    """The sample township."""
    overrides = {"INSTANCE": str(tmp_path_factory.mktemp("registers")), "CLOCK": lambda: AT}
    if engine_name == "postgresql":
        overrides["SQLALCHEMY_DATABASE_URI"] = databases.fresh(engine_name, request)
    app = create_app(overrides)
    with app.app_context():
        writing.set(True)
        if engine_name == "sqlite":
            db.create_all()
        for _name, _counts in sample.build(AT):
            pass
        yield sample.begin(Act(None, AT))
        db.session.remove()
        db.engine.dispose()


def test_every_secretary_has_the_stars_that_a_pocket_calculator_gives(place):
    found = {result.name: stars.as_json(result) for result in stars.run(place.id, 2025)}
    assert {name: row["stars"] for name, row in found.items()} == STARS
    assert "任现职未满一年，不评星" in found["叶建有"]["notes"]
    assert "2010年6月1日被免职，此前的任职年限不计" in found["杨波刚"]["notes"]


def test_another_day_of_rating_gives_the_full_tens_of_that_day(place):
    found = {result.name: result.score for result in stars.run(place.id, 2025, date(2026, 2, 1))}
    assert found["段博明"] == 2


def test_the_year_before_is_rated_by_its_own_grade(place):
    found = {result.name: result.score for result in stars.run(place.id, 2024)}
    # 优秀 in 2024, 汤军平; 基本合格, 秦柱银 with 29 years on 31 January 2025.
    assert found["汤军平"] == 4 and found["秦柱银"] == 2


def test_every_cadre_has_the_pay_of_the_post(place):
    rows = [pay.as_json(one, result) for one, result in pay.run(place.id, 2026)]
    assert len(rows) == 53
    for row in rows:
        wanted = {"党支部书记、村委会主任": BOTH, "党支部书记": FULL, "村委会主任": FULL, "党支部副书记": DEPUTY}
        assert row["annual"] == wanted.get(row["post"]), row
        if row["annual"] is None:
            assert row["months"] is None and row["notes"] == [f"办法没有列出“{row['post']}”的报酬"]
        else:
            assert len(row["months"]) == 12 and len(set(row["months"][:11])) == 1
            assert sum(map(Decimal, row["months"])) == Decimal(row["annual"])


def test_the_income_is_frozen_for_three_years(place):
    for year in (2026, 2027, 2028):
        assert pay.as_json(*pay.run(place.id, year)[0])["annual"] == BOTH
    # 2025 belongs to 2023 to 2025, which rest on the income of 2022: 17985.20 × 2.5.
    assert pay.as_json(*pay.run(place.id, 2025)[1])["annual"] in ("28776.32", None)


def test_a_township_without_a_measure_is_told_so(place):
    with pytest.raises(Refused, match="还没有通过管"):
        stars.run(place.id + 1000, 2025)


@pytest.mark.parametrize(
    ("reason", "is_removal"),
    [("因违纪被免职", True), ("换届离任", False), ("调整", False), ("违法撤职", True), ("", False)],
)
def test_which_ends_of_a_spell_are_removals(reason, is_removal):
    assert registers.was_removed(reason) is is_removal


def test_the_commands_print_lists_with_exactly_these_keys(place):
    runner = current_app.test_cli_runner()
    rated = json.loads(runner.invoke(args=["stars", "2025", "--json"]).output)
    assert {row["name"]: row["stars"] for row in rated} == STARS and set(rated[0]) == {"name", "stars", "notes"}
    paid = json.loads(runner.invoke(args=["pay", "2026", "--json"]).output)
    assert set(paid[0]) == {"name", "post", "annual", "months", "notes"} and paid[0]["annual"] == BOTH
    assert "不评星" in runner.invoke(args=["stars", "2025"]).output
