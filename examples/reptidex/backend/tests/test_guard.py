import pytest
from flask.testing import FlaskClient

from app.guard import holds_token
from tests.conftest import TOKEN


@pytest.mark.parametrize(
    ("header", "token", "expected"),
    [
        ("Bearer secret", "secret", True),
        ("bearer  secret", "secret", True),
        ("Bearer other", "secret", False),
        ("Bearer ", "secret", False),
        ("Basic secret", "secret", False),
        (None, "secret", False),
        ("Bearer None", None, False),
    ],
)
def test_only_the_configured_token_passes(
    header: str | None, token: str | None, expected: bool
) -> None:
    assert holds_token(header, token) is expected


def test_the_account_is_closed_without_a_token(lonely_client: FlaskClient) -> None:
    response = lonely_client.get("/api/account")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.get_json() == {"error": "a valid bearer token is needed"}


def test_the_account_opens_with_the_token(lonely_client: FlaskClient) -> None:
    response = lonely_client.get("/api/account", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response.get_json() == {"name": "keeper", "role": "owner"}
