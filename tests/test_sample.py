"""The main job on the nine workbooks: twelve results to the last digit, papers, no change by a second run."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from evalsys import create_app, starting
from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.people import Membership, Person, Post
from evalsys.models.reviews import LogEntry
from tests import databases

SCORES = {
    "顾文拴": ("92.31", "优秀"),
    "尹怡燕": ("84.27", "称职"),
    "宋浩翀": ("85.19", "称职"),
    "乐秀兰": ("92.02", "优秀"),
    "贺浩": ("89.23", "称职"),
    "龚爱芳": ("91.85", "称职"),
    "彭国斌": ("87.90", "称职"),
    "魏花垚": ("91.09", "称职"),
    "孟国昶": ("81.45", None),
    "马丽秀": ("91.31", "称职"),
    "方轩杰": ("86.05", "称职"),
    "陆花娟": ("82.87", "称职"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory, engine_name, request):
    """The sample instance, built once with what the program said."""
    folder = tmp_path_factory.mktemp("sample")
    overrides = {"INSTANCE": str(folder), "CLOCK": lambda: datetime(2026, 7, 2, 9, 0)}
    if engine_name == "postgresql":
        overrides["SQLALCHEMY_DATABASE_URI"] = databases.fresh(engine_name, request)
    app = create_app(overrides)
    said = []
    with app.app_context():
        writing.set(True)
        starting.prepare(app, False, "http://127.0.0.1:8000", said.append)
        yield app, said, folder
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def runner(built):
    return built[0].test_cli_runner()


def results(runner):
    done = runner.invoke(args=["results", "2026Q2", "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_twelve_officials_come_out_to_the_last_digit(runner):
    assert {one["name"]: (one["score"], one["grade"]) for one in results(runner)} == SCORES


def test_the_json_has_exactly_the_promised_keys(runner):
    for one in results(runner):
        assert list(one) == ["name", "months", "mirrors", "lines", "extra", "score", "grade", "notes"]
        assert list(one["mirrors"]) == list(one["lines"]) == ["daily", "masses", "branch", "committee"]
        assert [month["month"] for month in one["months"]] == ["2026-04", "2026-05", "2026-06"]
        for month in one["months"]:
            assert list(month) == ["month", "owed", "done", "log", "weekly", "daily"]
        numbers = [*one["mirrors"].values(), *one["lines"].values(), one["extra"], one["score"]]
        assert all(n is None or n == f"{Decimal(n):.2f}" for n in numbers)


def test_the_worked_example_of_the_measure(runner):
    one = next(one for one in results(runner) if one["name"] == "顾文拴")
    assert one["months"][0] == {
        "month": "2026-04",
        "owed": "9.00",
        "done": "9.00",
        "log": "100.00",
        "weekly": "94.50",
        "daily": "96.70",
    }
    assert one["mirrors"] == {"daily": "93.72", "masses": "85.60", "branch": "85.83", "committee": "94.43"}
    assert one["lines"] == {"daily": "28.12", "masses": "17.12", "branch": "21.46", "committee": "23.61"}
    assert one["extra"] == "2.00"


def test_a_mirror_that_is_none_is_null_and_its_weight_goes_to_the_others(runner):
    one = next(one for one in results(runner) if one["name"] == "马丽秀")
    assert one["mirrors"]["committee"] is one["lines"]["committee"] is None
    assert (one["lines"]["daily"], one["lines"]["masses"], one["lines"]["branch"]) == ("36.26", "25.38", "29.67")
    assert any("名额已满" in note for note in one["notes"])


def test_half_a_period_gives_a_score_without_a_grade(runner):
    one = next(one for one in results(runner) if one["name"] == "孟国昶")
    assert any("未满半期，不定等次" in note for note in one["notes"])
    assert one["months"][0] == {
        "month": "2026-04",
        "owed": "0.00",
        "done": "0.00",
        "log": None,
        "weekly": None,
        "daily": None,
    }


def test_twelve_papers_and_one_of_all_have_chinese_names(built):
    names = sorted(path.name for path in (built[2] / "scorecards" / "2026Q2").iterdir())
    assert len(names) == 13
    assert "顾文拴_2026年第二季度考核评分表.pdf" in names
    assert "演示镇2026年第二季度考核评分表_合订本.pdf" in names


def test_the_summary_names_everybody_and_the_way_in(built):
    said = "\n".join(built[1])
    assert all(name in said and score in said for name, (score, _grade) in SCORES.items())
    assert "http://127.0.0.1:8000/enter#" in said


def test_a_second_start_changes_nothing(built):
    app, _said, folder = built
    before = dump(), sorted((p.name, p.stat().st_mtime_ns) for p in folder.rglob("*.pdf"))
    db.session.commit()
    starting.prepare(app, False, "http://127.0.0.1:8000", [].append)
    db.session.commit()
    assert (dump(), sorted((p.name, p.stat().st_mtime_ns) for p in folder.rglob("*.pdf"))) == before


def dump():
    """Every row of every table."""
    return {
        table.name: sorted(map(str, db.session.execute(text(f'SELECT * FROM "{table.name}"'))))
        for table in db.metadata.sorted_tables
    }


def test_the_books_hold_what_the_workbooks_say(built):
    count = lambda table: db.session.scalar(db.select(db.func.count()).select_from(table))  # noqa: E731
    assert count(LogEntry) == 642
    assert count(Membership) == 458
    both = db.session.scalars(db.select(Post.person_id).where(Post.kind.in_(["secretary", "director"])))
    holders = list(both)
    assert len(holders) - len(set(holders)) == 7, "seven hold both posts (一肩挑)"
    rare = db.session.scalars(db.select(Person.name).where(Person.name.like("%䶮")))
    assert len(list(rare)) >= 1


def test_no_sample_account_has_a_password(built):
    assert set(db.session.scalars(db.select(Account.password_hash))) == {None}


def test_an_empty_instance_asks_for_its_first_administrator_and_stays_empty(tmp_path, engine_name, request):
    overrides = {"INSTANCE": str(tmp_path), "CLOCK": lambda: datetime(2026, 7, 2, 9, 0)}
    if engine_name == "postgresql":
        overrides["SQLALCHEMY_DATABASE_URI"] = databases.fresh(engine_name, request)
    app, said = create_app(overrides), []
    with app.app_context():
        writing.set(True)
        starting.prepare(app, True, "http://127.0.0.1:8123", said.append)
        assert "http://127.0.0.1:8123/setup#" in "\n".join(said)
        starting.prepare(app, False, "http://127.0.0.1:8123", said.append)
        assert db.session.scalar(db.select(db.func.count()).select_from(Person)) == 0
        db.session.remove()
        db.engine.dispose()


def test_an_unfinished_build_is_finished_by_the_next_start(tmp_path, monkeypatch):
    clock = {"INSTANCE": str(tmp_path), "CLOCK": lambda: datetime(2026, 7, 2, 9, 0)}
    app, said = create_app(clock), []
    whole = starting.sample.files()
    with app.app_context():
        writing.set(True)
        monkeypatch.setattr(starting.sample, "files", lambda: [*whole[:2], tmp_path / "gone.xlsx"])
        with pytest.raises(FileNotFoundError):
            starting.prepare(app, False, "http://127.0.0.1:8000", said.append)
        db.session.rollback()
        monkeypatch.setattr(starting.sample, "files", lambda: whole)
        starting.prepare(app, False, "http://127.0.0.1:8000", said.append)
        db.session.remove()
        db.engine.dispose()
    assert "92.31" in "\n".join(said)
