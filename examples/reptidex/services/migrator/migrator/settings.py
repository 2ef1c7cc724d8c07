"""Which database."""

from __future__ import annotations

from collections.abc import Mapping


class MigratorError(Exception):
    """The migrator cannot do what it was asked; the message says what and what to do."""


def database_url(environment: Mapping[str, str]) -> str:
    """Read DATABASE_URL, naming the psycopg 3 driver in a plain one."""
    url = environment.get("DATABASE_URL", "").strip()
    if not url:
        raise MigratorError("DATABASE_URL is not set: give it in the migrator's environment")
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url
