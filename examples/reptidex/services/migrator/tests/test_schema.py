"""The schema that `upgrade head` makes against the committed snapshot.

backend/schema.json is a copy of it that the models there are held to; scripts/contracts.sh at
the root of the example compares the two.
"""

import json
from pathlib import Path

from sqlalchemy import Engine

from migrator.revisions import upgrade
from migrator.schema import described

SNAPSHOT = Path(__file__).parent.parent / "schema.json"


def test_the_migrations_give_the_committed_schema(database: Engine, url: str) -> None:
    upgrade(url, "head")
    assert described(database) == json.loads(SNAPSHOT.read_text())
