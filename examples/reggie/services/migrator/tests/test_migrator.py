from __future__ import annotations

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from migrator.handler import CONFIG_FILE, MigratorError, database_url, handler


def test_an_empty_database_comes_to_head(database: Engine) -> None:
    assert handler({"command": "current"}, None) == {"current": None}
    answer = handler({"command": "upgrade", "target": "head"}, None)
    assert answer == {"before": None, "after": "0002", "applied": ["0001", "0002"]}
    assert handler({"command": "current"}, None) == {"current": "0002"}


def test_a_second_upgrade_changes_nothing(database: Engine) -> None:
    handler({"command": "upgrade"}, None)
    answer = handler({"command": "upgrade"}, None)
    assert answer == {"before": "0002", "after": "0002", "applied": []}


def test_every_step_is_idempotent(database: Engine) -> None:
    handler({"command": "upgrade"}, None)
    with database.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert handler({"command": "upgrade"}, None)["applied"] == ["0001", "0002"]
    with database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM vehicles")) == 1


def test_every_step_has_a_way_back(database: Engine) -> None:
    handler({"command": "upgrade"}, None)
    command.downgrade(Config(CONFIG_FILE), "base")
    assert not inspect(database).has_table("vehicles")


def test_the_schema_has_the_columns_that_the_api_asks_for(database: Engine) -> None:
    handler({"command": "upgrade"}, None)
    columns = {column["name"]: column for column in inspect(database).get_columns("vehicles")}
    assert set(columns) == {"plate", "model", "registered_at"}
    assert str(columns["plate"]["type"]) == "VARCHAR(8)"
    assert columns["registered_at"]["nullable"]


def test_the_sql_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    written = handler({"command": "sql", "from": "0001"}, None)["sql"]
    assert "ADD COLUMN IF NOT EXISTS registered_at" in written
    assert "CREATE TABLE" not in written


def test_anything_else_is_refused_by_name() -> None:
    with pytest.raises(MigratorError, match="unknown command 'downgrade'"):
        handler({"command": "downgrade"}, None)
    with pytest.raises(MigratorError, match="DATABASE_URL is not set"):
        database_url({})
