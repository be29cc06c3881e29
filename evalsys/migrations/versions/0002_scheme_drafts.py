"""Drafts of measures, and the worked examples of an adopted one."""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    """Forward."""
    op.create_table('scheme_draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('cases', sa.Text(), nullable=False),
    sa.Column('based_on_id', sa.Integer(), nullable=True),
    sa.Column('adopted_as_id', sa.Integer(), nullable=True),
    sa.Column('created_by', sa.String(length=100), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['adopted_as_id'], ['scheme_version.id'], name=op.f('fk_scheme_draft_adopted_as_id')),
    sa.ForeignKeyConstraint(['based_on_id'], ['scheme_version.id'], name=op.f('fk_scheme_draft_based_on_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_scheme_draft_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme_draft'))
    )
    with op.batch_alter_table('scheme_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheme_draft_adopted_as_id'), ['adopted_as_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheme_draft_based_on_id'), ['based_on_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scheme_draft_township_id'), ['township_id'], unique=False)

    # Not in a batch: SQLite would build the table anew, which results that refer to it do not allow.
    op.add_column('scheme_version', sa.Column('cases', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    """Back."""
    op.drop_column('scheme_version', 'cases')
    with op.batch_alter_table('scheme_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scheme_draft_township_id'))
        batch_op.drop_index(batch_op.f('ix_scheme_draft_based_on_id'))
        batch_op.drop_index(batch_op.f('ix_scheme_draft_adopted_as_id'))

    op.drop_table('scheme_draft')
