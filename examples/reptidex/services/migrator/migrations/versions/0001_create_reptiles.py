"""Create the table reptiles.

Revision: 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reptiles",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.String(80), nullable=False, unique=True),
        sa.Column("common_name", sa.String(120), nullable=False),
        sa.Column("scientific_name", sa.String(160), nullable=False, unique=True),
        sa.Column("description", sa.Text, nullable=False, server_default=""),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("reptiles", if_exists=True)
