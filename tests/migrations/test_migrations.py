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


def test_migrations_are_numbered_in_one_line():
    script = ScriptDirectory(str(VERSIONS.parent))
    numbers = sorted(path.name[:4] for path in VERSIONS.glob("*.py") if path.name != "__init__.py")
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", path.name) for path in VERSIONS.glob("0*.py"))
    assert [revision.revision for revision in reversed(list(script.walk_revisions()))] == numbers
    assert script.get_heads() == numbers[-1:]
