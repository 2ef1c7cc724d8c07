"""PostgreSQL: is it there, and what does it know about a reptile."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app.models import Reptile


class SchemaMissingError(Exception):
    """The database answers but has no tables yet: the migrator has not run."""


class DatabaseUnavailableError(Exception):
    """The database does not answer."""


@dataclass(frozen=True)
class ReptileRecord:
    slug: str
    common_name: str
    scientific_name: str
    description: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


class Database:
    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(
            url, pool_pre_ping=True, connect_args={"connect_timeout": 3}
        )

    def ping(self) -> None:
        """Ask the database for one row, or raise DatabaseUnavailableError."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError as error:
            raise DatabaseUnavailableError("the database does not answer") from error

    def find_reptile(self, slug: str) -> ReptileRecord | None:
        """Find a reptile by its slug; None where there is none."""
        try:
            with Session(self.engine) as session:
                row = session.scalar(select(Reptile).where(Reptile.slug == slug))
                if row is None:
                    return None
                return ReptileRecord(
                    slug=row.slug,
                    common_name=row.common_name,
                    scientific_name=row.scientific_name,
                    description=row.description,
                )
        except OperationalError as error:
            raise DatabaseUnavailableError("the database does not answer") from error
        except ProgrammingError as error:
            raise SchemaMissingError("the table reptiles is missing: run the migrator") from error
