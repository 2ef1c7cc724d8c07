"""Which database: PostgreSQL where the application runs, SQLite in the fast tests."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine


def engine_for(url: str) -> Engine:
    """Open a database lazily, naming the psycopg 3 driver in a plain PostgreSQL URL."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return create_engine(
                "postgresql+psycopg://" + url.removeprefix(scheme), pool_pre_ping=True
            )
    return create_engine(url)
