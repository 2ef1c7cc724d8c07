"""Seed the species that every installation knows.

Revision: 0002, after 0001. Rows that are there already stay as they are.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import insert

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

reptiles = sa.table(
    "reptiles",
    sa.column("slug", sa.String),
    sa.column("common_name", sa.String),
    sa.column("scientific_name", sa.String),
    sa.column("description", sa.Text),
)

SPECIES = [
    ("ball-python", "Ball python", "Python regius", "Curls into a ball when it is afraid."),
    ("bearded-dragon", "Bearded dragon", "Pogona vitticeps", "Waves an arm to its elders."),
    ("corn-snake", "Corn snake", "Pantherophis guttatus", "Climbs well and rarely bites."),
    ("crested-gecko", "Crested gecko", "Correlophus ciliatus", "Was thought extinct until 1994."),
    ("leopard-gecko", "Leopard gecko", "Eublepharis macularius", "A gecko that has eyelids."),
]


def upgrade() -> None:
    rows = [
        dict(zip(("slug", "common_name", "scientific_name", "description"), species, strict=True))
        for species in SPECIES
    ]
    op.execute(insert(reptiles).values(rows).on_conflict_do_nothing())


def downgrade() -> None:
    op.execute(reptiles.delete().where(reptiles.c.slug.in_([species[0] for species in SPECIES])))
