"""Create the table vehicles.

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
        "vehicles",
        sa.Column("plate", sa.String(8), primary_key=True),
        sa.Column("model", sa.String(120), nullable=False),
        if_not_exists=True,
    )
    op.execute("INSERT INTO vehicles VALUES ('AB123', 'Fiat Panda') ON CONFLICT DO NOTHING")


def downgrade() -> None:
    op.drop_table("vehicles", if_exists=True)
