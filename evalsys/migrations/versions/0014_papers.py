"""Printed papers with their contents' fingerprints."""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'


def upgrade() -> None:
    """Forward."""
    op.create_table('paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('about', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('printed_at', sa.DateTime(), nullable=False),
    sa.Column('printed_by', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_paper_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('code', name=op.f('uq_paper_code')),
    sa.UniqueConstraint('township_id', 'kind', 'about', 'digest', name=op.f('uq_paper_township_id_kind_about_digest')),
    )
    op.create_index('ix_paper_kind_about', 'paper', ['township_id', 'kind', 'about'])
    op.create_index(op.f('ix_paper_township_id'), 'paper', ['township_id'])


def downgrade() -> None:
    """Back."""
    op.drop_table('paper')
