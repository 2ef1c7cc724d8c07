"""How Alembic reaches the database: by the caller's connection, by DATABASE_URL or not at all."""

import os

from alembic import context
from sqlalchemy import Connection, create_engine

from migrator.handler import database_url


def run_on(connection: Connection) -> None:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


def run_offline() -> None:
    context.configure(dialect_name="postgresql", literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if context.is_offline_mode():
    run_offline()
elif isinstance(given, Connection):
    run_on(given)
else:
    with create_engine(database_url(os.environ)).connect() as own:
        run_on(own)
