"""The file that may lie beside a claim for points or an entry by hand."""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'


def upgrade() -> None:
    """Forward."""
    op.create_table('evidence_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=True),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('(claim_id IS NULL) <> (entry_id IS NULL)', name=op.f('ck_evidence_file_one')),
    sa.CheckConstraint("kind IN ('jpeg', 'png', 'pdf')", name=op.f('ck_evidence_file_kind')),
    sa.ForeignKeyConstraint(['claim_id'], ['claim.id'], name=op.f('fk_evidence_file_claim_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['points_entry.id'], name=op.f('fk_evidence_file_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_evidence_file_person_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_evidence_file_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_file')),
    sa.UniqueConstraint('claim_id', name=op.f('uq_evidence_file_claim_id')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_evidence_file_entry_id')),
    sqlite_autoincrement=True,
    )
    for column in ('township_id', 'person_id', 'claim_id', 'entry_id'):
        op.create_index(op.f(f'ix_evidence_file_{column}'), 'evidence_file', [column])


def downgrade() -> None:
    """Back."""
    op.drop_table('evidence_file')
