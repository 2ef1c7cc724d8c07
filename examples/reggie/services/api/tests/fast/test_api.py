"""On SQLite: quick answers about the logic, none about PostgreSQL."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from api.application import create_app
from api.database import engine_for
from api.plates import Base, Vehicle, normalize_plate

BEARER = {"Authorization": "Bearer let-me"}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    engine = engine_for(f"sqlite:///{tmp_path}/reggie.db")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Vehicle(plate="AB123", model="Fiat Panda"))
        session.commit()
    return create_app(engine, token="let-me", revision="abc").test_client()  # noqa: S106


def test_a_plate_is_found_however_it_is_written(client: FlaskClient) -> None:
    for written in ("AB123", "ab-123", "a b 1 2 3"):
        answer = client.get(f"/api/plates/{written}").get_json()
        assert answer == {"plate": "AB123", "model": "Fiat Panda"}
    assert normalize_plate(" ab-123 ") == "AB123"


def test_an_unknown_plate_is_404(client: FlaskClient) -> None:
    response = client.get("/api/plates/zz-9")
    assert (response.status_code, response.get_json()) == (404, {"error": "ZZ9 is not registered"})


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer other"}, {"Authorization": "x"}])
def test_nobody_registers_without_the_token(client: FlaskClient, header: dict[str, str]) -> None:
    body = {"plate": "cd 45", "model": "Saab 900"}
    assert client.post("/api/plates", json=body, headers=header).status_code == 401
    assert client.get("/api/plates/cd45").status_code == 404


def test_a_registered_plate_is_found(client: FlaskClient) -> None:
    body = {"plate": "cd 45", "model": "Saab 900"}
    assert client.post("/api/plates", json=body, headers=BEARER).status_code == 201
    assert client.get("/api/plates/cd45").get_json() == {"plate": "CD45", "model": "Saab 900"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"plate": "ab 123", "model": "Saab 900"}, 409),
        ({"plate": "?", "model": "Saab 900"}, 409),
        ({"plate": "cd 45"}, 400),
        ([], 400),
    ],
)
def test_a_plate_that_cannot_be_registered_is_refused(
    client: FlaskClient, body: object, status: int
) -> None:
    assert client.post("/api/plates", json=body, headers=BEARER).status_code == status


def test_health_and_docs_answer(client: FlaskClient) -> None:
    assert client.get("/api/health").get_json() == {"status": "healthy", "revision": "abc"}
    assert client.get("/api/health/db").get_json() == {"status": "healthy"}
    assert "/api/plates/{plate}" in client.get("/api/docs").text


def test_it_does_not_start_without_a_database_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    sys.modules.pop("api.wsgi", None)
    with pytest.raises(SystemExit, match="DATABASE_URL is not set"):
        importlib.import_module("api.wsgi")
