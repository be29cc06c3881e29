"""The ledger of members' points with its lock, claims, events of branches, objections."""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'

SAYS = 'points entries are only added'
ON_POSTGRESQL = (
    f"""CREATE FUNCTION refuse_points_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '{SAYS}';
    END $$""",
    """CREATE TRIGGER points_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON points_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_points_change()""",
)


def upgrade() -> None:
    """Forward."""
    op.create_table('branch_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('topic', sa.String(length=100), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['branch_id'], ['unit.id'], name=op.f('fk_branch_event_branch_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_branch_event_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_branch_event')),
    sa.UniqueConstraint('branch_id', 'kind', 'held_on', name=op.f('uq_branch_event_branch_id_kind_held_on'))
    )
    with op.batch_alter_table('branch_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_branch_event_branch_id'), ['branch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_branch_event_township_id'), ['township_id'], unique=False)

    op.create_table('claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=100), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('declared_by', sa.String(length=100), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('group_by', sa.String(length=100), nullable=True),
    sa.Column('group_at', sa.DateTime(), nullable=True),
    sa.Column('branch_by', sa.String(length=100), nullable=True),
    sa.Column('branch_at', sa.DateTime(), nullable=True),
    sa.Column('refused_why', sa.String(length=200), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'refused' OR refused_why IS NOT NULL", name=op.f('ck_claim_refused_why')),
    sa.CheckConstraint(
        "state IN ('group', 'branch', 'recorded', 'refused', 'withdrawn')", name=op.f('ck_claim_state')
    ),
    sa.ForeignKeyConstraint(['branch_id'], ['unit.id'], name=op.f('fk_claim_branch_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_claim_person_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_claim_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim'))
    )
    with op.batch_alter_table('claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_branch_id'), ['branch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_claim_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_claim_township_id'), ['township_id'], unique=False)
        batch_op.create_index('ix_claim_township_state', ['township_id', 'state'], unique=False)

    op.create_table('event_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('attendance', sa.String(length=40), nullable=False),
    sa.CheckConstraint("attendance IN ('came', 'late', 'leave', 'absent')", name=op.f('ck_event_person_attendance')),
    sa.ForeignKeyConstraint(['event_id'], ['branch_event.id'], name=op.f('fk_event_person_event_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_event_person_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_person')),
    sa.UniqueConstraint('event_id', 'person_id', name=op.f('uq_event_person_event_id_person_id'))
    )
    with op.batch_alter_table('event_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_person_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_person_person_id'), ['person_id'], unique=False)

    op.create_table('points_balance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('balance', sa.BigInteger(), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_points_balance_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_points_balance')),
    sa.UniqueConstraint('person_id', name=op.f('uq_points_balance_person_id'))
    )
    with op.batch_alter_table('points_balance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_points_balance_person_id'), ['person_id'], unique=False)

    op.create_table('points_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('branch_id', sa.Integer(), nullable=True),
    sa.Column('scheme_version_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(length=100), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('clause', sa.String(length=100), nullable=False),
    sa.Column('points', sa.BigInteger(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('declared_by', sa.String(length=100), nullable=False),
    sa.Column('checked_by', sa.String(length=100), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=True),
    sa.Column('fact_id', sa.Integer(), nullable=True),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('reverses_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("source IN ('claim', 'event', 'register', 'hand')", name=op.f('ck_points_entry_source')),
    sa.CheckConstraint('reverses_id IS NULL OR reverses_id <> id', name=op.f('ck_points_entry_other')),
    sa.ForeignKeyConstraint(['branch_id'], ['unit.id'], name=op.f('fk_points_entry_branch_id')),
    sa.ForeignKeyConstraint(['claim_id'], ['claim.id'], name=op.f('fk_points_entry_claim_id')),
    sa.ForeignKeyConstraint(['event_id'], ['branch_event.id'], name=op.f('fk_points_entry_event_id')),
    sa.ForeignKeyConstraint(['fact_id'], ['imported_fact.id'], name=op.f('fk_points_entry_fact_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_points_entry_person_id')),
    sa.ForeignKeyConstraint(['reverses_id'], ['points_entry.id'], name=op.f('fk_points_entry_reverses_id')),
    sa.ForeignKeyConstraint(
        ['scheme_version_id'], ['scheme_version.id'], name=op.f('fk_points_entry_scheme_version_id')
    ),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_points_entry_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_points_entry')),
    sa.UniqueConstraint('claim_id', name=op.f('uq_points_entry_claim_id')),
    sa.UniqueConstraint('fact_id', name=op.f('uq_points_entry_fact_id')),
    sa.UniqueConstraint('reverses_id', name=op.f('uq_points_entry_reverses_id'))
    )
    with op.batch_alter_table('points_entry', schema=None) as batch_op:
        batch_op.create_index('ix_points_entry_branch_day', ['branch_id', 'happened_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_branch_id'), ['branch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_claim_id'), ['claim_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_fact_id'), ['fact_id'], unique=False)
        batch_op.create_index('ix_points_entry_person_day', ['person_id', 'happened_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_reverses_id'), ['reverses_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_scheme_version_id'), ['scheme_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_entry_township_id'), ['township_id'], unique=False)

    op.create_table('points_objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('made_by', sa.String(length=100), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('answer', sa.String(length=200), nullable=True),
    sa.Column('is_upheld', sa.Boolean(), nullable=True),
    sa.Column('answered_by', sa.String(length=100), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['points_entry.id'], name=op.f('fk_points_objection_entry_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_points_objection_person_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_points_objection_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_points_objection'))
    )
    with op.batch_alter_table('points_objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_points_objection_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_objection_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_points_objection_township_id'), ['township_id'], unique=False)
    lock()


def lock() -> None:
    """An entry is changed and deleted by nobody."""
    if op.get_bind().dialect.name == 'postgresql':
        for statement in ON_POSTGRESQL:
            op.execute(statement)
        return
    for deed in ('UPDATE', 'DELETE'):
        name = f'points_entry_no_{deed.lower()}'
        op.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON points_entry BEGIN SELECT RAISE(ABORT, '{SAYS}'); END")


def downgrade() -> None:
    """Back."""
    for table in ('points_objection', 'points_entry', 'points_balance', 'event_person', 'claim', 'branch_event'):
        op.drop_table(table)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION refuse_points_change()')
