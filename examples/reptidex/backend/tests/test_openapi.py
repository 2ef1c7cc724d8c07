from pathlib import Path

from flask.testing import FlaskClient

from app.application import create_app
from app.openapi import document, rendered
from tests.conftest import settings_with


def test_the_committed_contract_is_current() -> None:
    committed = Path(__file__).parent.parent / "openapi.json"
    assert committed.read_text() == rendered(), "run: python -m app.openapi > openapi.json"


def test_the_contract_names_every_route_and_no_other() -> None:
    rules = create_app(settings_with()).url_map.iter_rules()
    routes = {rule.rule.replace("<", "{").replace(">", "}") for rule in rules}
    assert {route for route in routes if route.startswith("/api")} == set(document()["paths"])


def test_the_docs_page_lists_every_route(lonely_client: FlaskClient) -> None:
    response = lonely_client.get("/api/docs")
    assert response.mimetype == "text/html"
    for path in document()["paths"]:
        assert path in response.text


def test_programs_get_the_contract(lonely_client: FlaskClient) -> None:
    assert lonely_client.get("/api/openapi.json").get_json() == document()
