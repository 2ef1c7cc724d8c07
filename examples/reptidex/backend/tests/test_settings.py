import pytest

from app.settings import SettingsError, load_settings, sqlalchemy_url

COMPLETE = {"DATABASE_URL": "postgresql://db/reptidex", "REDIS_URL": "redis://cache"}


@pytest.mark.parametrize("missing", ["DATABASE_URL", "REDIS_URL"])
def test_names_the_variable_that_is_missing(missing: str) -> None:
    environment = {**COMPLETE, missing: "  "}
    with pytest.raises(SettingsError, match=f"{missing} is not set"):
        load_settings(environment)


@pytest.mark.parametrize(
    ("environment", "revision"),
    [
        ({}, "unknown"),
        ({"HATCHERY_REVISION": "b2"}, "b2"),
        ({"GIT_SHA": "a1", "HATCHERY_REVISION": "b2"}, "a1"),
    ],
)
def test_takes_the_revision_from_the_environment(
    environment: dict[str, str], revision: str
) -> None:
    assert load_settings(COMPLETE | environment).revision == revision


def test_an_empty_token_is_no_token() -> None:
    assert load_settings(COMPLETE | {"API_TOKEN": ""}).api_token is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgres://u:p@db/x", "postgresql+psycopg://u:p@db/x"),
        ("postgresql://u:p@db/x", "postgresql+psycopg://u:p@db/x"),
        ("postgresql+psycopg://u:p@db/x", "postgresql+psycopg://u:p@db/x"),
    ],
)
def test_names_the_driver_in_a_plain_url(given: str, expected: str) -> None:
    assert sqlalchemy_url(given) == expected
