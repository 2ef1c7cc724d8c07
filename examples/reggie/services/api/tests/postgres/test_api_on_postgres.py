"""On PostgreSQL, by DATABASE_URL: what SQLite cannot answer. Without one these tests fail."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DataError

from api.application import create_app
from api.database import engine_for
from api.plates import Base, PlateError, find, register


@pytest.fixture
def engine() -> Iterator[Engine]:
    if not os.environ.get("DATABASE_URL"):
        pytest.fail("DATABASE_URL is not set: this test needs an empty PostgreSQL database")
    engine = engine_for(os.environ["DATABASE_URL"])
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    yield engine
    Base.metadata.drop_all(engine)
    engine.dispose()


def test_one_of_many_at_once_gets_the_plate(engine: Engine) -> None:
    def attempt(number: int) -> str:
        try:
            register(engine, "ab 123", f"Model {number}")
        except PlateError:
            return "refused"
        return f"Model {number}"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, range(8)))
    winners = [outcome for outcome in outcomes if outcome != "refused"]
    vehicle = find(engine, "AB123")
    assert vehicle is not None
    assert winners == [vehicle.model]


def test_a_model_longer_than_its_column_is_refused(engine: Engine) -> None:
    with pytest.raises(DataError):
        register(engine, "ab 123", "x" * 121)
    assert find(engine, "ab 123") is None


def test_a_missing_table_asks_for_the_migrator(engine: Engine) -> None:
    Base.metadata.drop_all(engine)
    response = create_app(engine, None, "abc").test_client().get("/api/plates/ab123")
    assert response.status_code == 503
    assert "run the migrator" in response.get_json()["error"]


def test_it_works_on_a_schema_that_is_a_column_ahead(engine: Engine) -> None:
    with engine.begin() as connection:
        statement = "ALTER TABLE vehicles ADD COLUMN registered_at timestamptz DEFAULT now()"
        connection.execute(text(statement))
    register(engine, "ab 123", "Fiat Panda")
    vehicle = find(engine, "ab 123")
    assert vehicle is not None
    assert vehicle.model == "Fiat Panda"


def test_gunicorn_finds_the_application(engine: Engine) -> None:
    sys.modules.pop("api.wsgi", None)
    client = importlib.import_module("api.wsgi").application.test_client()
    assert client.get("/api/health/db").get_json() == {"status": "healthy"}


def test_a_database_that_does_not_answer_is_unhealthy() -> None:
    nowhere = engine_for("postgres://nobody@127.0.0.1:1/nothing")
    response = create_app(nowhere, None, "abc").test_client().get("/api/health/db")
    assert (response.status_code, response.get_json()) == (503, {"status": "unhealthy"})
