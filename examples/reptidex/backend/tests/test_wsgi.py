import importlib
import sys

import pytest

from app.settings import SettingsError
from tests.conftest import UNREACHABLE_DATABASE, UNREACHABLE_REDIS


def test_gunicorn_finds_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", UNREACHABLE_DATABASE)
    monkeypatch.setenv("REDIS_URL", UNREACHABLE_REDIS)
    monkeypatch.setenv("GIT_SHA", "f00d")
    sys.modules.pop("app.wsgi", None)
    application = importlib.import_module("app.wsgi").application
    assert application.test_client().get("/api/health").get_json()["revision"] == "f00d"


def test_it_does_not_start_without_a_database_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    sys.modules.pop("app.wsgi", None)
    with pytest.raises(SettingsError, match="DATABASE_URL is not set"):
        importlib.import_module("app.wsgi")
