"""The masses' ballot: rounds, villages, subjects, the sealed box, choices and receipts."""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    """Forward."""
    op.create_table('ballot_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.Date(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('seed', sa.String(length=100), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('handed_out', sa.Integer(), nullable=False),
    sa.Column('is_swept', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_ballot_round_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot_round'))
    )
    with op.batch_alter_table('ballot_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ballot_round_township_id'), ['township_id'], unique=False)

    op.create_table('ballot_box',
    sa.Column('round_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['ballot_round.id'], name=op.f('fk_ballot_box_round_id')),
    sa.PrimaryKeyConstraint('round_id', name=op.f('pk_ballot_box'))
    )
    op.create_table('ballot_choice',
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('choice', sa.String(length=1), nullable=False),
    sa.CheckConstraint("choice IN ('A', 'B', 'C', 'D', 'X')", name=op.f('ck_ballot_choice_letter')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ballot_choice_person_id')),
    sa.ForeignKeyConstraint(['round_id'], ['ballot_round.id'], name=op.f('fk_ballot_choice_round_id')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_ballot_choice'))
    )
    with op.batch_alter_table('ballot_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ballot_choice_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ballot_choice_round_id'), ['round_id'], unique=False)

    op.create_table('ballot_receipt',
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['ballot_round.id'], name=op.f('fk_ballot_receipt_round_id')),
    sa.PrimaryKeyConstraint('round_id', 'number', name=op.f('pk_ballot_receipt'))
    )
    op.create_table('ballot_subject',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ballot_subject_person_id')),
    sa.ForeignKeyConstraint(['round_id'], ['ballot_round.id'], name=op.f('fk_ballot_subject_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot_subject')),
    sa.UniqueConstraint('round_id', 'person_id', name=op.f('uq_ballot_subject_round_id_person_id')),
    sa.UniqueConstraint('round_id', 'place', name=op.f('uq_ballot_subject_round_id_place'))
    )
    with op.batch_alter_table('ballot_subject', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ballot_subject_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ballot_subject_round_id'), ['round_id'], unique=False)

    op.create_table('ballot_village',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.Column('quota', sa.Integer(), nullable=False),
    sa.Column('drawn', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['ballot_round.id'], name=op.f('fk_ballot_village_round_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_ballot_village_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot_village')),
    sa.UniqueConstraint('round_id', 'unit_id', name=op.f('uq_ballot_village_round_id_unit_id'))
    )
    with op.batch_alter_table('ballot_village', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ballot_village_round_id'), ['round_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ballot_village_unit_id'), ['unit_id'], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table('ballot_village', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ballot_village_unit_id'))
        batch_op.drop_index(batch_op.f('ix_ballot_village_round_id'))

    op.drop_table('ballot_village')
    with op.batch_alter_table('ballot_subject', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ballot_subject_round_id'))
        batch_op.drop_index(batch_op.f('ix_ballot_subject_person_id'))

    op.drop_table('ballot_subject')
    op.drop_table('ballot_receipt')
    with op.batch_alter_table('ballot_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ballot_choice_round_id'))
        batch_op.drop_index(batch_op.f('ix_ballot_choice_person_id'))

    op.drop_table('ballot_choice')
    op.drop_table('ballot_box')
    with op.batch_alter_table('ballot_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ballot_round_township_id'))

    op.drop_table('ballot_round')
