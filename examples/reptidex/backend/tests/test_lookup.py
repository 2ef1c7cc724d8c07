from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import Engine, text

from app.application import create_app
from app.cache import KEY_PREFIX
from app.models import Base
from tests.conftest import UNREACHABLE_DATABASE, settings_with


def database_url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def test_finds_a_reptile(client: FlaskClient) -> None:
    response = client.get("/api/reptiles/ball-python")
    assert response.status_code == 200
    assert response.get_json()["scientific_name"] == "Python regius"


def test_answers_404_for_an_unknown_species(client: FlaskClient) -> None:
    response = client.get("/api/reptiles/unicorn")
    assert response.status_code == 404
    assert response.get_json() == {"error": "no reptile is called unicorn"}


def test_the_second_answer_comes_from_the_cache(
    client: FlaskClient, database: Engine, redis: Redis
) -> None:
    first = client.get("/api/reptiles/ball-python")
    with database.begin() as connection:
        connection.execute(text("DELETE FROM reptiles"))
    second = client.get("/api/reptiles/ball-python")
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("miss", "hit")
    assert first.get_json() == second.get_json()
    lifetime = redis.ttl(KEY_PREFIX + "ball-python")
    assert isinstance(lifetime, int)
    assert 0 < lifetime <= 60


def test_an_unknown_species_is_not_remembered(client: FlaskClient, redis: Redis) -> None:
    client.get("/api/reptiles/unicorn")
    assert redis.exists(KEY_PREFIX + "unicorn") == 0


def test_a_damaged_entry_is_replaced(client: FlaskClient, redis: Redis) -> None:
    redis.set(KEY_PREFIX + "ball-python", "[]")
    response = client.get("/api/reptiles/ball-python")
    assert response.headers["X-Cache"] == "miss"
    assert response.get_json()["slug"] == "ball-python"


def test_the_lookup_works_without_the_cache(database: Engine) -> None:
    app = create_app(settings_with(database_url=database_url(database)))
    response = app.test_client().get("/api/reptiles/ball-python")
    assert response.status_code == 200
    assert response.headers["X-Cache"] == "miss"


def test_a_missing_schema_asks_for_the_migrator(empty_database: Engine, redis_url: str) -> None:
    app = create_app(settings_with(database_url(empty_database), redis_url))
    response = app.test_client().get("/api/reptiles/ball-python")
    assert response.status_code == 503
    assert response.get_json()["error"].endswith("run the migrator")


def test_this_code_runs_on_the_schema_before_the_expand_step(
    database: Engine, redis_url: str
) -> None:
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE reptiles DROP COLUMN conservation_status"))
    app = create_app(settings_with(database_url(database), redis_url))
    response = app.test_client().get("/api/reptiles/ball-python")
    Base.metadata.drop_all(database)
    assert response.status_code == 200


def test_a_database_that_does_not_answer_gives_503(redis: Redis, redis_url: str) -> None:
    app = create_app(settings_with(UNREACHABLE_DATABASE, redis_url))
    response = app.test_client().get("/api/reptiles/ball-python")
    assert response.status_code == 503
    assert response.get_json() == {"error": "the database does not answer"}
