"""Quarters and years whose forms were opened for everybody."""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    """Forward."""
    op.create_table('opening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=12), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('forms', sa.String(length=200), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('opened_by', sa.String(length=100), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('last_on >= first_on', name=op.f('ck_opening_order')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_opening_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening')),
    sa.UniqueConstraint('township_id', 'period', name=op.f('uq_opening_township_id_period'))
    )
    with op.batch_alter_table('opening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opening_township_id'), ['township_id'], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table('opening')
