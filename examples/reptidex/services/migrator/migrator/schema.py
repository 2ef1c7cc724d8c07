"""The tables of a database as data: `python -m migrator.schema > schema.json` after an upgrade."""

from __future__ import annotations

import json
import os
from typing import Any

from sqlalchemy import Engine, create_engine, inspect

from migrator.settings import database_url


def described(engine: Engine) -> dict[str, Any]:
    """Describe columns, keys and unique constraints of every table but Alembic's own."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": {
                column["name"]: {
                    "type": str(column["type"]),
                    "nullable": column["nullable"],
                    "default": column["default"],
                }
                for column in inspector.get_columns(table)
            },
            "primary_key": inspector.get_pk_constraint(table)["constrained_columns"],
            "unique": sorted(
                constraint["column_names"] for constraint in inspector.get_unique_constraints(table)
            ),
        }
        for table in sorted(inspector.get_table_names())
        if table != "alembic_version"
    }


if __name__ == "__main__":
    print(json.dumps(described(create_engine(database_url(os.environ))), indent=2))
