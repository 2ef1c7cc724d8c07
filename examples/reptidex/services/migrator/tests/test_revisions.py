from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from migrator.revisions import CONFIG_FILE, Upgraded, current, sql, upgrade
from migrator.settings import MigratorError, database_url

ALL = ["0001", "0002", "0003"]


def test_an_empty_database_comes_to_head(database: Engine, url: str) -> None:
    assert current(url) is None
    assert upgrade(url, "head") == Upgraded(None, "0003", ALL)
    assert current(url) == "0003"


def test_a_second_upgrade_changes_nothing(database: Engine, url: str) -> None:
    upgrade(url, "head")
    assert upgrade(url, "head") == Upgraded("0003", "0003", [])


def test_it_stops_at_the_target_and_goes_on_from_there(database: Engine, url: str) -> None:
    assert upgrade(url, "0001") == Upgraded(None, "0001", ["0001"])
    assert upgrade(url, "head") == Upgraded("0001", "0003", ["0002", "0003"])


def test_every_step_is_idempotent(database: Engine, url: str) -> None:
    upgrade(url, "head")
    with database.begin() as connection:
        connection.execute(text("UPDATE reptiles SET description = 'ours' WHERE slug LIKE 'ball%'"))
        connection.execute(text("DROP TABLE alembic_version"))
    assert upgrade(url, "head") == Upgraded(None, "0003", ALL)
    with database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM reptiles")) == 5
        kept = "SELECT description FROM reptiles WHERE slug = 'ball-python'"
        assert connection.scalar(text(kept)) == "ours"


def test_every_step_has_a_way_back(database: Engine, url: str) -> None:
    config = Config(str(CONFIG_FILE))
    upgrade(url, "head")
    command.downgrade(config, "base")
    assert current(url) is None
    command.upgrade(config, "head")
    assert current(url) == "0003"


def test_two_migrators_at_once_do_the_work_once(database: Engine, url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda _: upgrade(url, "head"), range(2)))
    assert sorted(len(outcome.applied) for outcome in outcomes) == [0, 3]


def test_a_failing_step_leaves_the_database_as_it_was(database: Engine, url: str) -> None:
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE reptiles (slug varchar(80))"))
    with pytest.raises(Exception, match="common_name"):
        upgrade(url, "head")
    assert current(url) is None


def test_a_database_ahead_of_the_image_is_refused(database: Engine, url: str) -> None:
    upgrade(url, "head")
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    with pytest.raises(MigratorError, match="revision is 0099, which this image does not know"):
        upgrade(url, "head")


def test_an_unknown_target_is_refused_before_the_database_is_asked() -> None:
    with pytest.raises(MigratorError, match="the target is 0099"):
        upgrade("postgresql+psycopg://nobody@127.0.0.1:1/nothing", "0099")


def test_the_sql_needs_no_database() -> None:
    written = sql("0002", "0003")
    assert "ADD COLUMN IF NOT EXISTS conservation_status VARCHAR(40)" in written
    assert "CREATE TABLE" not in written
    assert "CREATE TABLE IF NOT EXISTS reptiles" in sql(None, "head")


def test_there_is_one_line_of_revisions() -> None:
    assert ScriptDirectory.from_config(Config(str(CONFIG_FILE))).get_heads() == ["0003"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_plain_url_gets_the_driver(scheme: str) -> None:
    assert database_url({"DATABASE_URL": f"{scheme}://db/x"}) == "postgresql+psycopg://db/x"


def test_a_missing_url_is_named() -> None:
    with pytest.raises(MigratorError, match="DATABASE_URL is not set"):
        database_url({})


def test_the_configuration_is_in_the_image() -> None:
    assert (Path(CONFIG_FILE).parent / "migrations" / "env.py").is_file()
