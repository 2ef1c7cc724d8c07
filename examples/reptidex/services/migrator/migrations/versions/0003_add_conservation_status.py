"""Add reptiles.conservation_status: the expand step, empty for now.

Revision: 0003, after 0002. Code from before it does not name the column and keeps working.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "reptiles",
        sa.Column("conservation_status", sa.String(40), nullable=True),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_column("reptiles", "conservation_status", if_exists=True)
