"""A real PostgreSQL, emptied before and after each test that asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from migrator.handler import database_url


@pytest.fixture
def url() -> str:
    if not os.environ.get("DATABASE_URL"):
        pytest.fail("DATABASE_URL is not set: this test needs an empty PostgreSQL database")
    return database_url(os.environ)


def drop_everything(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS vehicles, alembic_version"))


@pytest.fixture
def database(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    drop_everything(engine)
    yield engine
    drop_everything(engine)
    engine.dispose()
