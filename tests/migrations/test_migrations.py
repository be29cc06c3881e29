"""Migrations build exactly the tables of the models, both ways, on the engine of the run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

import evalsys
from evalsys.extensions import db
from tests.guards.house import ROOT

VERSIONS = Path(evalsys.__file__).parent / "migrations" / "versions"
# A township, a measure that it adopted and a result that rests on it, as the first tables have them.
OLD_ROWS = (
    "INSERT INTO unit (id, kind, name, version) VALUES (1, 'township', '演示镇', 1)",
    "INSERT INTO person (id, uid, township_id, name, pinyin, initials, version)"
    " VALUES (1, 'a', 1, '李晓', 'lixiao', 'lx', 1)",
    "INSERT INTO scheme_version (id, township_id, name, number, title, text, sha256, from_on, adopted_on, adopted_by)"
    " VALUES (1, 1, 'duty', 1, '值班', '[scheme]', 'x', '2026-01-01', '2026-01-01', '王干事')",
    "INSERT INTO evaluation (id, township_id, person_id, period, number, is_current, scheme_version_id, data, digest,"
    " verify_code, reason, computed_at)"
    " VALUES (1, 1, 1, '2026Q1', 1, true, 1, '{}', 'd', 'AAAA-BBBB', '首次计算', '2026-04-01 09:00:00')",
)


def tables() -> set[str]:
    """What stands in the database, Alembic's own note left out."""
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def checks_of_models() -> dict[str, set[str]]:
    """The named CHECK rules that the models want."""
    return {
        name: {str(rule.name) for rule in table.constraints if isinstance(rule, sa.CheckConstraint) and rule.name}
        for name, table in db.metadata.tables.items()
    }


def checks_of_database() -> dict[str, set[str]]:
    """The CHECK rules that are there; Alembic does not compare them."""
    seen = sa.inspect(db.engine)
    return {name: {str(rule["name"]) for rule in seen.get_check_constraints(name)} for name in tables()}


def test_the_migrations_build_what_the_models_say(empty):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, db.metadata) == []
    assert tables() == set(db.metadata.tables)
    assert checks_of_database() == checks_of_models()


def test_down_leaves_nothing_and_up_works_again(empty):
    upgrade()
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert tables() == set(db.metadata.tables)


def test_migrating_twice_changes_nothing(empty):
    upgrade()
    upgrade()
    assert tables() == set(db.metadata.tables)


def test_an_adopted_measure_with_a_result_goes_up_and_down_unchanged(empty):
    upgrade(revision="0001")
    with db.engine.begin() as connection:
        for statement in OLD_ROWS:
            connection.execute(sa.text(statement))
    upgrade()
    with db.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT text, cases FROM scheme_version")).all()
    assert found == [("[scheme]", "")]
    downgrade(revision="0001")
    with db.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT text FROM scheme_version")) == "[scheme]"
        assert connection.scalar(sa.text("SELECT scheme_version_id FROM evaluation")) == 1


def test_migrations_are_numbered_in_one_line():
    script = ScriptDirectory(str(VERSIONS.parent))
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("*.py") if path.name != "__init__.py")
    # 0009 was never used: its table came with a later one.
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 2) if number != 9]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in VERSIONS.glob("0*.py"))
    assert [revision.revision for revision in reversed(list(script.walk_revisions()))] == numbers
    assert script.get_heads() == numbers[-1:]


def test_a_mark_that_was_taken_back_leaves_its_number_unused(empty):
    mark = "INSERT INTO committee_mark (person_id, quarter, member_id, mark, recorded_by, recorded_at, version)"
    mark += " VALUES (1, '2026-01-01', 2, 90000, '王干事', '2026-04-01 09:00:00', 1)"
    upgrade(revision="0014")
    with db.engine.begin() as connection:
        for statement in OLD_ROWS[:2]:
            connection.execute(sa.text(statement))
        connection.execute(sa.text(OLD_ROWS[1].replace("(1, 'a'", "(2, 'b'")))
        connection.execute(sa.text(mark))
    upgrade()
    with db.engine.begin() as connection:
        assert connection.execute(sa.text("SELECT id, mark FROM committee_mark")).all() == [(1, 90000)]
        connection.execute(sa.text("DELETE FROM committee_mark"))
        connection.execute(sa.text(mark))
        assert connection.execute(sa.text("SELECT id, mark FROM committee_mark")).all() == [(2, 90000)]
    downgrade(revision="0014")
    with db.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT id, mark FROM committee_mark")).all() == [(2, 90000)]


def test_two_machines_that_start_at_once_migrate_one_after_the_other(empty, tmp_path):
    address = empty.config["SQLALCHEMY_DATABASE_URI"]
    own = {**os.environ, "EVALSYS_SQLALCHEMY_DATABASE_URI": address}
    command = [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), "db", "upgrade"]
    started = [
        subprocess.Popen(command, env={**own, "EVALSYS_INSTANCE": str(tmp_path / name)}, stderr=subprocess.PIPE)
        for name in ("a", "b", "c")
    ]
    ended = [(process.communicate(timeout=120)[1].decode()[-600:], process.returncode) for process in started]
    assert [code for _said, code in ended] == [0, 0, 0], ended
    assert tables() == set(db.metadata.tables)
