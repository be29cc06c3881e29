"""Summaries of periods, records of talks, what follows from results, the switch of the comparison."""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    """Forward."""
    op.create_table('comparison',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=12), nullable=False),
    sa.Column('shows', sa.String(length=40), nullable=False),
    sa.Column('readers', sa.String(length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('decision', sa.String(length=200), nullable=False),
    sa.Column('opened_by', sa.String(length=100), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_by', sa.String(length=100), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("readers IN ('committee', 'secretaries', 'officials')", name=op.f('ck_comparison_readers')),
    sa.CheckConstraint("shows IN ('bands', 'order')", name=op.f('ck_comparison_shows')),
    sa.CheckConstraint('until_on >= from_on', name=op.f('ck_comparison_order')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_comparison_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comparison'))
    )
    with op.batch_alter_table('comparison', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comparison_township_id'), ['township_id'], unique=False)
        batch_op.create_index('ix_comparison_township_period', ['township_id', 'period'], unique=False)

    op.create_table('summary',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=12), nullable=False),
    sa.Column('main_work', sa.Text(), nullable=False),
    sa.Column('shortcomings', sa.Text(), nullable=False),
    sa.Column('next_steps', sa.Text(), nullable=False),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('returned_on', sa.Date(), nullable=True),
    sa.Column('returned_by', sa.String(length=100), nullable=True),
    sa.Column('return_reason', sa.String(length=200), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('submitted_on IS NULL OR returned_on IS NULL', name=op.f('ck_summary_one_state')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_summary_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summary')),
    sa.UniqueConstraint('person_id', 'period', name=op.f('uq_summary_person_id_period'))
    )
    with op.batch_alter_table('summary', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_summary_period'), ['period'], unique=False)
        batch_op.create_index(batch_op.f('ix_summary_person_id'), ['person_id'], unique=False)

    op.create_table('talk',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('quarter', sa.Date(), nullable=False),
    sa.Column('talker', sa.String(length=100), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('topics', sa.String(length=200), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('agreed', sa.Text(), nullable=False),
    sa.Column('own_words', sa.Text(), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('cancel_reason', sa.String(length=200), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(cancelled_on IS NULL) = (cancel_reason IS NULL)', name=op.f('ck_talk_cancelled_why')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_talk_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talk'))
    )
    with op.batch_alter_table('talk', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talk_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_talk_person_quarter', ['person_id', 'quarter'], unique=False)

    op.create_table('consequence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('evaluation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('talk_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('done_note', sa.String(length=200), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind IN ('reward', 'talk', 'remedy')", name=op.f('ck_consequence_kind')),
    sa.CheckConstraint("talk_id IS NULL OR kind = 'talk'", name=op.f('ck_consequence_talk_of_talk')),
    sa.CheckConstraint('(done_on IS NULL) = (done_note IS NULL)', name=op.f('ck_consequence_done_how')),
    sa.ForeignKeyConstraint(['evaluation_id'], ['evaluation.id'], name=op.f('fk_consequence_evaluation_id')),
    sa.ForeignKeyConstraint(['talk_id'], ['talk.id'], name=op.f('fk_consequence_talk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consequence'))
    )
    with op.batch_alter_table('consequence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consequence_evaluation_id'), ['evaluation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_consequence_talk_id'), ['talk_id'], unique=False)

    op.create_table('summary_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('summary_id', sa.Integer(), nullable=False),
    sa.Column('log_entry_id', sa.Integer(), nullable=True),
    sa.Column('source_id', sa.Integer(), nullable=True),
    sa.Column('section', sa.String(length=20), nullable=True),
    sa.CheckConstraint('(log_entry_id IS NULL) <> (source_id IS NULL)', name=op.f('ck_summary_entry_one_source')),
    sa.CheckConstraint('(source_id IS NULL) = (section IS NULL)', name=op.f('ck_summary_entry_section_of_source')),
    sa.ForeignKeyConstraint(['log_entry_id'], ['log_entry.id'], name=op.f('fk_summary_entry_log_entry_id')),
    sa.ForeignKeyConstraint(['source_id'], ['summary.id'], name=op.f('fk_summary_entry_source_id')),
    sa.ForeignKeyConstraint(['summary_id'], ['summary.id'], name=op.f('fk_summary_entry_summary_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_summary_entry')),
    sa.UniqueConstraint('summary_id', 'log_entry_id', name=op.f('uq_summary_entry_summary_id_log_entry_id')),
    sa.UniqueConstraint('summary_id', 'source_id', 'section', name=op.f('uq_summary_entry_summary_id_source_id_section'))
    )
    with op.batch_alter_table('summary_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_summary_entry_log_entry_id'), ['log_entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_summary_entry_source_id'), ['source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_summary_entry_summary_id'), ['summary_id'], unique=False)

    op.create_table('consequence_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('consequence_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['consequence_id'], ['consequence.id'], name=op.f('fk_consequence_step_consequence_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consequence_step')),
    sa.UniqueConstraint('consequence_id', 'place', name=op.f('uq_consequence_step_consequence_id_place'))
    )
    with op.batch_alter_table('consequence_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consequence_step_consequence_id'), ['consequence_id'], unique=False)


def downgrade() -> None:
    """Back."""
    for table in ('consequence_step', 'consequence', 'summary_entry', 'summary', 'talk', 'comparison'):
        op.drop_table(table)
