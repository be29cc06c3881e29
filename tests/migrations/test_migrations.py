"""Migrations build exactly the tables of the models, both ways, on the engine of the run."""

from __future__ import annotations

import re
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

import evalsys
from evalsys.extensions import db

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
    # Never used: the table of 0009 came with a later one, that of 0014 with none.
    skipped = {9, 14}
    wanted = range(1, len(numbers) + 1 + len(skipped))
    assert numbers == [f"{number:04d}" for number in wanted if number not in skipped]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in VERSIONS.glob("0*.py"))
    assert [revision.revision for revision in reversed(list(script.walk_revisions()))] == numbers
    assert script.get_heads() == numbers[-1:]
