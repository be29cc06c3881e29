"""Counts and ballots of a year's meeting beside those of the masses; slips for everybody beside drawn ones."""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'

OF_MEETINGS = "SELECT id FROM ballot_round WHERE kind = 'meeting'"


def upgrade() -> None:
    """Forward."""
    op.execute('ALTER TABLE tally RENAME COLUMN quarter TO first_on')
    op.add_column('tally', sa.Column('kind', sa.String(length=40), server_default='masses', nullable=False))
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.alter_column('kind', server_default=None)
        batch_op.drop_constraint('uq_tally_person_id_quarter', type_='unique')
        batch_op.create_unique_constraint('uq_tally_person_id_kind_first_on', ['person_id', 'kind', 'first_on'])
        batch_op.create_check_constraint(op.f('ck_tally_kind'), "kind IN ('masses', 'meeting')")

    # Not in a batch: SQLite would build the table anew, which villages and choices that refer to it do not allow.
    op.execute('ALTER TABLE ballot_round RENAME COLUMN quarter TO first_on')
    op.add_column('ballot_round', sa.Column('kind', sa.String(length=40), server_default='masses', nullable=False))
    op.add_column('ballot_round', sa.Column('rule', sa.String(length=40), server_default='drawn', nullable=False))


def downgrade() -> None:
    """Back; the tables of before have no place for what a meeting counted."""
    for table in ('ballot_choice', 'ballot_receipt', 'ballot_box', 'ballot_subject', 'ballot_village'):
        op.execute(f'DELETE FROM {table} WHERE round_id IN ({OF_MEETINGS})')
    op.execute("DELETE FROM ballot_round WHERE kind = 'meeting'")
    op.drop_column('ballot_round', 'rule')
    op.drop_column('ballot_round', 'kind')
    op.execute('ALTER TABLE ballot_round RENAME COLUMN first_on TO quarter')

    op.execute("DELETE FROM tally WHERE kind = 'meeting'")
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_tally_kind'), type_='check')
        batch_op.drop_constraint('uq_tally_person_id_kind_first_on', type_='unique')
        batch_op.drop_column('kind')
    op.execute('ALTER TABLE tally RENAME COLUMN first_on TO quarter')
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.create_unique_constraint('uq_tally_person_id_quarter', ['person_id', 'quarter'])
