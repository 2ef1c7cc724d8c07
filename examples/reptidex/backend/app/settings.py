"""What the environment says about this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UNKNOWN_REVISION = "unknown"


class SettingsError(Exception):
    """A setting is missing; the message names the environment variable."""


@dataclass(frozen=True)
class Settings:
    database_url: str
    redis_url: str
    api_token: str | None
    revision: str
    cache_seconds: int


def required(environment: Mapping[str, str], name: str) -> str:
    """Read a variable that has no default; an empty one counts as missing."""
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set: give it in the environment of this process")
    return value


def sqlalchemy_url(url: str) -> str:
    """Name the psycopg 3 driver in a plain postgres:// or postgresql:// URL."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings; a missing DATABASE_URL or REDIS_URL raises SettingsError."""
    revision = environment.get("GIT_SHA") or environment.get("HATCHERY_REVISION")
    return Settings(
        database_url=sqlalchemy_url(required(environment, "DATABASE_URL")),
        redis_url=required(environment, "REDIS_URL"),
        api_token=environment.get("API_TOKEN") or None,
        revision=revision or UNKNOWN_REVISION,
        cache_seconds=int(environment.get("CACHE_SECONDS", "300")),
    )
