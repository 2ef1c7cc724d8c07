"""The Lambda function: {"command": "upgrade", "target": "head"}, {"command": "current"}, …"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

CONFIG_FILE = str(Path(__file__).parent.parent / "alembic.ini")
ADVISORY_LOCK = 5_118_772


class MigratorError(Exception):
    """The migrator cannot do what it was asked; the message says what and what to do."""


def database_url(environment: Mapping[str, str]) -> str:
    """Read DATABASE_URL, naming the psycopg 3 driver in a plain one."""
    url = environment.get("DATABASE_URL", "")
    if not url:
        raise MigratorError("DATABASE_URL is not set: give it in the function's environment")
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url


@contextmanager
def _connected() -> Iterator[Connection]:
    engine = create_engine(database_url(os.environ), connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _revision_of(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    connection.commit()
    return revision


def _upgrade(target: str) -> dict[str, Any]:
    config = Config(CONFIG_FILE)
    with _connected() as connection:
        # Whoever comes second waits here, and then finds nothing left to do.
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": ADVISORY_LOCK})
        connection.commit()
        before = _revision_of(connection)
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, target)
        after = _revision_of(connection)
    scripts = ScriptDirectory.from_config(config)
    steps = scripts.iterate_revisions(after, before) if after and after != before else ()
    return {
        "before": before,
        "after": after,
        "applied": [step.revision for step in steps][::-1],
    }


def _sql(start: str, target: str) -> str:
    written = StringIO()
    command.upgrade(Config(CONFIG_FILE, output_buffer=written), f"{start}:{target}", sql=True)
    return written.getvalue()


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Do what the event asks for; a failure is raised, so that Lambda reports FunctionError."""
    match event.get("command"):
        case "upgrade":
            return _upgrade(event.get("target") or "head")
        case "current":
            with _connected() as connection:
                return {"current": _revision_of(connection)}
        case "sql":
            return {"sql": _sql(event.get("from") or "base", event.get("to") or "head")}
        case unknown:
            raise MigratorError(f"unknown command {unknown!r}: use upgrade, current or sql")
