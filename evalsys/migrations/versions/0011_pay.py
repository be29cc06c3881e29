"""Runs of pay with their lines, fixed once approved, and what is registered for them."""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'

SAYS = "an approved pay run is fixed"
HELD = "(SELECT state FROM pay_run WHERE id = {row}.run_id) = 'approved'"
ON_SQLITE = (
    ("pay_run", "UPDATE", "OLD.state = 'approved'"),
    ("pay_run", "DELETE", "OLD.state = 'approved'"),
    ("pay_line", "INSERT", HELD.format(row="NEW")),
    ("pay_line", "UPDATE", HELD.format(row="OLD")),
    ("pay_line", "DELETE", HELD.format(row="OLD")),
)
ON_POSTGRESQL = (
    f"""CREATE FUNCTION refuse_fixed_pay_run() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.state = 'approved' THEN RAISE EXCEPTION '{SAYS}'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    END $$""",
    f"""CREATE FUNCTION refuse_fixed_pay_line() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE held integer; BEGIN
    IF TG_OP = 'INSERT' THEN held := NEW.run_id; ELSE held := OLD.run_id; END IF;
    IF (SELECT state FROM pay_run WHERE id = held) = 'approved' THEN RAISE EXCEPTION '{SAYS}'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    END $$""",
    """CREATE TRIGGER pay_run_fixed BEFORE UPDATE OR DELETE ON pay_run
    FOR EACH ROW EXECUTE FUNCTION refuse_fixed_pay_run()""",
    """CREATE TRIGGER pay_line_fixed BEFORE INSERT OR UPDATE OR DELETE ON pay_line
    FOR EACH ROW EXECUTE FUNCTION refuse_fixed_pay_line()""",
)


def upgrade() -> None:
    """Forward."""
    op.create_table('pay_fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('stream', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('evidence', sa.String(length=200), nullable=False),
    sa.Column('cancelled_on', sa.Date(), nullable=True),
    sa.Column('cancelled_why', sa.String(length=200), nullable=True),
    sa.Column('recorded_by', sa.String(length=100), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('person_id IS NULL OR unit_id IS NULL', name=op.f('ck_pay_fact_whose')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pay_fact_person_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_pay_fact_township_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_pay_fact_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pay_fact'))
    )
    op.create_index('ix_pay_fact_stream', 'pay_fact', ['township_id', 'stream'])
    for column in ('township_id', 'person_id', 'unit_id'):
        op.create_index(op.f(f'ix_pay_fact_{column}'), 'pay_fact', [column])
    op.create_table('pay_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('measure', sa.String(length=40), nullable=False),
    sa.Column('scheme_version_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('control_total', sa.BigInteger(), nullable=False),
    sa.Column('pool', sa.BigInteger(), nullable=True),
    sa.Column('shared', sa.BigInteger(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('prepared_by_id', sa.Integer(), nullable=False),
    sa.Column('prepared_by', sa.String(length=100), nullable=False),
    sa.Column('prepared_at', sa.DateTime(), nullable=False),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_by', sa.String(length=100), nullable=True),
    sa.Column('approved_at', sa.DateTime(), nullable=True),
    sa.Column('void_by', sa.String(length=100), nullable=True),
    sa.Column('void_at', sa.DateTime(), nullable=True),
    sa.Column('void_why', sa.String(length=200), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('prepared', 'approved', 'void')", name=op.f('ck_pay_run_state')),
    sa.CheckConstraint(
        'approved_by_id IS NULL OR approved_by_id <> prepared_by_id', name=op.f('ck_pay_run_second_person')
    ),
    sa.CheckConstraint("(state = 'approved') = (approved_by_id IS NOT NULL)", name=op.f('ck_pay_run_approved')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_pay_run_township_id')),
    sa.ForeignKeyConstraint(['scheme_version_id'], ['scheme_version.id'], name=op.f('fk_pay_run_scheme_version_id')),
    sa.ForeignKeyConstraint(['prepared_by_id'], ['account.id'], name=op.f('fk_pay_run_prepared_by_id')),
    sa.ForeignKeyConstraint(['approved_by_id'], ['account.id'], name=op.f('fk_pay_run_approved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pay_run')),
    sa.UniqueConstraint(
        'township_id', 'measure', 'period', 'number', name=op.f('uq_pay_run_township_id_measure_period_number')
    )
    )
    for column in ('township_id', 'scheme_version_id', 'prepared_by_id', 'approved_by_id'):
        op.create_index(op.f(f'ix_pay_run_{column}'), 'pay_run', [column])
    op.create_table('pay_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=100), nullable=False),
    sa.Column('role', sa.String(length=100), nullable=False),
    sa.Column('standard', sa.BigInteger(), nullable=True),
    sa.Column('score', sa.BigInteger(), nullable=True),
    sa.Column('base', sa.BigInteger(), nullable=False),
    sa.Column('performance', sa.BigInteger(), nullable=False),
    sa.Column('deductions', sa.BigInteger(), nullable=False),
    sa.Column('difference', sa.BigInteger(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.CheckConstraint('total = base + performance - deductions + difference', name=op.f('ck_pay_line_sum')),
    sa.CheckConstraint(
        'total >= 0 AND base >= 0 AND performance >= 0 AND deductions >= 0', name=op.f('ck_pay_line_sign')
    ),
    sa.ForeignKeyConstraint(['run_id'], ['pay_run.id'], name=op.f('fk_pay_line_run_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_pay_line_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pay_line')),
    sa.UniqueConstraint('run_id', 'person_id', name=op.f('uq_pay_line_run_id_person_id'))
    )
    for column in ('run_id', 'person_id'):
        op.create_index(op.f(f'ix_pay_line_{column}'), 'pay_line', [column])
    lock()


def lock() -> None:
    """An approved run and its lines are changed and deleted by nobody."""
    if op.get_bind().dialect.name == 'postgresql':
        for statement in ON_POSTGRESQL:
            op.execute(statement)
        return
    for table, deed, when in ON_SQLITE:
        name = f"{table}_fixed_{deed.lower()}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )


def downgrade() -> None:
    """Back."""
    op.drop_table('pay_line')
    op.drop_table('pay_run')
    op.drop_table('pay_fact')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP FUNCTION refuse_fixed_pay_line()")
        op.execute("DROP FUNCTION refuse_fixed_pay_run()")
