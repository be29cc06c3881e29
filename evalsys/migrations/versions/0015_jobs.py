"""Jobs with their items; on PostgreSQL the tables of the queue, in a schema of their own."""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'

# As Huey 3.5 asks for them. They hold nothing but bells to ring, so they are no part of the tables of the models.
QUEUE = (
    'CREATE SCHEMA queue',
    'CREATE TABLE queue.huey_kv (queue text NOT NULL, key text NOT NULL, value bytea NOT NULL,'
    ' PRIMARY KEY (queue, key))',
    'CREATE TABLE queue.huey_schedule (id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL,'
    ' timestamp double precision NOT NULL)',
    'CREATE INDEX huey_schedule_queue_timestamp ON queue.huey_schedule (queue, timestamp)',
    'CREATE TABLE queue.huey_task (id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL,'
    ' priority double precision NOT NULL DEFAULT 0.0)',
    'CREATE INDEX huey_task_queue_priority_id ON queue.huey_task (queue, priority DESC, id)',
    'CREATE TABLE queue.huey_counter (queue text NOT NULL, key text NOT NULL, value bigint NOT NULL DEFAULT 0,'
    ' PRIMARY KEY (queue, key))',
)


def upgrade() -> None:
    """Forward."""
    op.create_table('job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('township_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('params', sa.Text(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('requested_by', sa.String(length=100), nullable=False),
    sa.Column('requested_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name=op.f('ck_job_ended')),
    sa.CheckConstraint("state IN ('running', 'done', 'failed', 'cancelled')", name=op.f('ck_job_state')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['account.id'], name=op.f('fk_job_requested_by_id')),
    sa.ForeignKeyConstraint(['township_id'], ['unit.id'], name=op.f('fk_job_township_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_requested_by_id'), ['requested_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_township_id'), ['township_id'], unique=False)
        batch_op.create_index('ix_job_state', ['state'], unique=False)

    op.create_table('job_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('item_key', sa.String(length=100), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('rung_at', sa.DateTime(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('losses', sa.Integer(), nullable=False),
    sa.Column('worker', sa.String(length=120), nullable=True),
    sa.Column('lease_until', sa.DateTime(), nullable=True),
    sa.Column('error', sa.String(length=500), nullable=True),
    sa.Column('told', sa.String(length=200), nullable=True),
    sa.Column('output', sa.String(length=200), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("state <> 'failed' OR error IS NOT NULL", name=op.f('ck_job_item_error')),
    sa.CheckConstraint(
        "state <> 'running' OR (worker IS NOT NULL AND lease_until IS NOT NULL)", name=op.f('ck_job_item_lease')
    ),
    sa.CheckConstraint(
        "state IN ('waiting', 'queued', 'running', 'done', 'failed', 'cancelled')", name=op.f('ck_job_item_state')
    ),
    sa.CheckConstraint('(output IS NULL) = (sha256 IS NULL)', name=op.f('ck_job_item_output')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_job_item_job_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_item')),
    sa.UniqueConstraint('job_id', 'item_key', name=op.f('uq_job_item_job_id_item_key'))
    )
    with op.batch_alter_table('job_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_item_job_id'), ['job_id'], unique=False)
        batch_op.create_index('ix_job_item_job_state', ['job_id', 'state'], unique=False)
        batch_op.create_index('ix_job_item_state_due', ['state', 'due_at'], unique=False)

    if op.get_bind().dialect.name == 'postgresql':
        for statement in QUEUE:
            op.execute(statement)


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP SCHEMA queue CASCADE')
    op.drop_table('job_item')
    op.drop_table('job')
