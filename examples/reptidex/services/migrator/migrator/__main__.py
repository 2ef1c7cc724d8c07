"""`python -m migrator`: serves Lambda where its runtime is, and is a command elsewhere."""

from __future__ import annotations

import json
import logging
import os
import sys
from argparse import ArgumentParser
from typing import Any

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from migrator.handler import handler
from migrator.settings import MigratorError

HANDLER = "migrator.handler.handler"


def event_from(arguments: list[str]) -> dict[str, Any]:
    """Turn a command line into the event that the Lambda function takes."""
    parser = ArgumentParser(prog="python -m migrator")
    commands = parser.add_subparsers(dest="command", required=True)
    upgrade = commands.add_parser("upgrade", help="bring the database to a revision")
    upgrade.add_argument("target", nargs="?", default="head")
    commands.add_parser("current", help="tell the database's revision")
    sql = commands.add_parser("sql", help="write the SQL, touch no database")
    sql.add_argument("--from", dest="from")
    sql.add_argument("--to", default="head")
    return vars(parser.parse_args(arguments))


def run(arguments: list[str]) -> int:
    """Run one command; its answer is the last line of stdout, its success the exit code."""
    event = event_from(arguments)
    try:
        answer = handler(event, None)
    except (MigratorError, CommandError, SQLAlchemyError) as error:
        print(f"{event['command']} failed: {error}", file=sys.stderr)
        return 1
    if event["command"] == "sql":
        print(answer["sql"], end="")
    else:
        print(json.dumps(answer))
    return 0


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s", stream=sys.stderr)
    if os.environ.get("AWS_LAMBDA_RUNTIME_API"):
        os.execv(sys.executable, [sys.executable, "-m", "awslambdaric", HANDLER])  # noqa: S606
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
