"""The models against the schema that the migrations are tested to give.

services/migrator/schema.json is what `upgrade head` makes; schema.json here is a copy of it.
scripts/contracts.sh at the root of the example compares the two.
"""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect


def described(engine: Engine) -> dict[str, Any]:
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


def test_the_models_give_the_schema_of_the_migrations(database: Engine) -> None:
    snapshot = json.loads((Path(__file__).parent.parent / "schema.json").read_text())
    assert described(database) == snapshot
