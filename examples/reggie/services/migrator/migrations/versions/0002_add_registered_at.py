"""Add vehicles.registered_at: the expand step.

Revision: 0002, after 0001. Code from before it does not name the column and keeps working.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("registered_at", sa.DateTime(timezone=True), server_default=sa.func.now())
    op.add_column("vehicles", column, if_not_exists=True)


def downgrade() -> None:
    op.drop_column("vehicles", "registered_at", if_exists=True)
