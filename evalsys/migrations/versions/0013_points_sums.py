"""An index that holds all that everybody's sum of points needs."""

from alembic import op


revision = '0013'
down_revision = '0012'


def upgrade() -> None:
    """Forward."""
    op.create_index('ix_points_entry_person_points', 'points_entry', ['person_id', 'points'])


def downgrade() -> None:
    """Back."""
    op.drop_index('ix_points_entry_person_points', 'points_entry')
