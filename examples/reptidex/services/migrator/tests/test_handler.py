import pytest
from sqlalchemy import Engine

from migrator.handler import handler
from migrator.settings import MigratorError


def test_it_upgrades_and_tells_where_it_is(database: Engine) -> None:
    assert handler({"command": "current"}, None) == {"current": None}
    assert handler({"command": "upgrade", "target": "0001"}, None) == {
        "before": None,
        "after": "0001",
        "applied": ["0001"],
    }
    assert handler({"command": "upgrade"}, None)["after"] == "0003"
    assert handler({"command": "current"}, None) == {"current": "0003"}


def test_it_writes_sql_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    answer = handler({"command": "sql", "from": "0001", "to": "0002"}, None)
    assert "ON CONFLICT DO NOTHING" in answer["sql"]


@pytest.mark.parametrize("event", [{}, {"command": "downgrade", "target": "base"}])
def test_anything_else_is_refused_by_name(event: dict[str, str]) -> None:
    with pytest.raises(MigratorError, match="use upgrade, current or sql"):
        handler(event, None)
