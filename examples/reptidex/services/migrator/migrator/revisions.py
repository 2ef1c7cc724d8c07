"""What the migrator does, by Alembic's programmatic API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, text

from migrator.settings import MigratorError

CONFIG_FILE = Path(__file__).parent.parent / "alembic.ini"
# Any number will do as long as every migrator of this application uses the same.
ADVISORY_LOCK = 7_203_118
WAIT_FOR_OTHERS = "60s"
# A migration that waits for a table makes every later query on it wait as well.
WAIT_FOR_TABLES = "5s"


@dataclass(frozen=True)
class Upgraded:
    before: str | None
    after: str | None
    applied: list[str]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, connect_args={"connect_timeout": 10})
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _revision_of(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    connection.commit()
    return revision


def _assert_known(scripts: ScriptDirectory, revision: str, where: str) -> None:
    try:
        known = scripts.get_revision(revision)
    except (CommandError, ResolutionError):
        known = None
    if known is None:
        raise MigratorError(
            f"{where} is {revision}, which this image does not know: use a newer one"
        )


def current(url: str) -> str | None:
    """Tell the database's revision; None where no migration ever ran."""
    with _connected(url) as connection:
        return _revision_of(connection)


def upgrade(url: str, target: str) -> Upgraded:
    """Bring the database to a revision, all steps in one transaction, one migrator at a time."""
    config = Config(str(CONFIG_FILE))
    scripts = ScriptDirectory.from_config(config)
    if target != "head":
        _assert_known(scripts, target, "the target")
    with _connected(url) as connection:
        connection.execute(text(f"SET lock_timeout = '{WAIT_FOR_OTHERS}'"))
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": ADVISORY_LOCK})
        connection.execute(text(f"SET lock_timeout = '{WAIT_FOR_TABLES}'"))
        connection.commit()
        before = _revision_of(connection)
        if before is not None:
            _assert_known(scripts, before, "the database's revision")
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, target)
        after = _revision_of(connection)
    steps = scripts.iterate_revisions(after, before) if after != before and after else ()
    return Upgraded(before, after, [step.revision for step in steps][::-1])


def sql(start: str | None, target: str) -> str:
    """Write the SQL from one revision to another, without any database."""
    written = StringIO()
    config = Config(str(CONFIG_FILE), output_buffer=written)
    command.upgrade(config, f"{start or 'base'}:{target}", sql=True)
    return written.getvalue()
