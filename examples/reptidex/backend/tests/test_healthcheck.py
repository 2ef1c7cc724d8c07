import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from werkzeug.serving import make_server

from app.application import create_app
from app.healthcheck import is_healthy
from tests.conftest import settings_with


def serve(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


@pytest.fixture
def api_port() -> Iterator[int]:
    yield from serve(create_app(settings_with()))


@pytest.fixture
def stranger_port() -> Iterator[int]:
    yield from serve(Flask("something-else"))


def test_a_living_api_is_healthy(api_port: int) -> None:
    assert is_healthy(api_port)


def test_another_program_on_the_port_is_not_healthy(stranger_port: int) -> None:
    assert not is_healthy(stranger_port)


def test_a_closed_port_is_not_healthy() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert not is_healthy(unused.getsockname()[1])
