"""Numbers of rows that can be deleted are never given again on SQLite: results and the log name rows by them."""

from alembic import op
from sqlalchemy import text


revision = '0016'
down_revision = '0015'

TABLES = ('committee_mark', 'scheme_draft', 'task_done')
PLAIN, COUNTED = 'PRIMARY KEY (id)', 'PRIMARY KEY (id AUTOINCREMENT)'


def built_anew(table: str, before: str, after: str) -> None:
    """The same table with another primary key, its rows and its indexes; no other table refers to it."""
    connection = op.get_bind()
    ask = text("SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = :type AND sql IS NOT NULL")
    (order,) = connection.scalars(ask, {'name': table, 'type': 'table'})
    indexes = list(connection.scalars(ask, {'name': table, 'type': 'index'}))
    fresh = order.replace(before, after).replace(f'CREATE TABLE {table}', f'CREATE TABLE fresh_{table}').replace(
        f'CREATE TABLE "{table}"', f'CREATE TABLE fresh_{table}'
    )
    if fresh.count(after) != 1 or f'fresh_{table}' not in fresh:
        raise RuntimeError(f'{table} is not the table that this migration knows')
    op.execute(fresh)
    op.execute(f'INSERT INTO fresh_{table} SELECT * FROM {table}')
    op.execute(f'DROP TABLE {table}')
    op.execute(f'ALTER TABLE fresh_{table} RENAME TO {table}')
    for index in indexes:
        op.execute(index)


def upgrade() -> None:
    """Forward; PostgreSQL never gave a number twice."""
    if op.get_bind().dialect.name == 'sqlite':
        for table in TABLES:
            built_anew(table, PLAIN, COUNTED)


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == 'sqlite':
        for table in TABLES:
            built_anew(table, COUNTED, PLAIN)
