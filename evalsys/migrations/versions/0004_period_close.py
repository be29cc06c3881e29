"""Closed periods with the results that each close froze."""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    """Forward."""
    op.create_table('period_close',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=12), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=False),
    sa.Column('closed_by', sa.String(length=100), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_by', sa.String(length=100), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=True),
    sa.Column('reopened_by_id', sa.Integer(), nullable=True),
    sa.Column('reopened_by', sa.String(length=100), nullable=True),
    sa.Column('reopened_on', sa.Date(), nullable=True),
    sa.Column('reopened_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('reopened_by_id IS NULL OR reopened_by_id <> asked_by_id', name=op.f('ck_period_close_second_person')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_period_close_asked_by_id')),
    sa.ForeignKeyConstraint(['reopened_by_id'], ['account.id'], name=op.f('fk_period_close_reopened_by_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_period_close_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_period_close')),
    sa.UniqueConstraint('township_id', 'period', 'number', name=op.f('uq_period_close_township_id_period_number'))
    )
    with op.batch_alter_table('period_close', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_period_close_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_period_close_reopened_by_id'), ['reopened_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_period_close_township_id'), ['township_id'], unique=False)

    op.create_table('closed_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('close_id', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['close_id'], ['period_close.id'], name=op.f('fk_closed_result_close_id')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_closed_result_evaluation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_result')),
    sa.UniqueConstraint('close_id', 'evaluation_id', name=op.f('uq_closed_result_close_id_evaluation_id'))
    )
    with op.batch_alter_table('closed_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closed_result_close_id'), ['close_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_closed_result_evaluation_id'), ['evaluation_id'], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table('closed_result')
    op.drop_table('period_close')
