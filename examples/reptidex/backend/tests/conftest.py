"""Real PostgreSQL and Redis for the tests that ask for them; without them those tests fail."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.application import create_app
from app.cache import KEY_PREFIX
from app.models import Base, Reptile
from app.settings import Settings, sqlalchemy_url

UNREACHABLE_DATABASE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
UNREACHABLE_REDIS = "redis://127.0.0.1:1/0"
TOKEN = "token-of-the-tests"


def from_environment(name: str, what: str) -> str:
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: this test needs {what}")
    return value


def settings_with(
    database_url: str = UNREACHABLE_DATABASE, redis_url: str = UNREACHABLE_REDIS
) -> Settings:
    return Settings(database_url, redis_url, api_token=TOKEN, revision="abc123", cache_seconds=60)


def forget_reptiles(client: Redis) -> None:
    for key in client.scan_iter(KEY_PREFIX + "*"):
        client.delete(key)


@pytest.fixture
def redis_url() -> str:
    return from_environment("REDIS_URL", "a Redis")


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """A Redis that remembers no reptile, before and after."""
    with Redis.from_url(redis_url) as client:
        forget_reptiles(client)
        yield client
        forget_reptiles(client)


@pytest.fixture
def empty_database() -> Iterator[Engine]:
    """A PostgreSQL without our tables, before and after."""
    url = from_environment("DATABASE_URL", "an empty PostgreSQL database")
    engine = create_engine(sqlalchemy_url(url))
    Base.metadata.drop_all(engine)
    yield engine
    Base.metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def database(empty_database: Engine) -> Engine:
    """Our tables with one reptile in them."""
    Base.metadata.create_all(empty_database)
    with Session(empty_database) as session:
        session.add(
            Reptile(
                slug="ball-python",
                common_name="Ball python",
                scientific_name="Python regius",
                description="A small constrictor that curls up when it is afraid.",
            )
        )
        session.commit()
    return empty_database


@pytest.fixture
def client(database: Engine, redis: Redis, redis_url: str) -> FlaskClient:
    """The whole application on the real database and cache."""
    url = database.url.render_as_string(hide_password=False)
    return create_app(settings_with(url, redis_url)).test_client()


@pytest.fixture
def lonely_client() -> FlaskClient:
    """The application with neither database nor cache."""
    return create_app(settings_with()).test_client()
