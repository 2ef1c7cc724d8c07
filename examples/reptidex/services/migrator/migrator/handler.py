"""The Lambda function: {"command": "upgrade", "target": "head"} and the like."""

from __future__ import annotations

import os
from typing import Any

from migrator import revisions
from migrator.settings import MigratorError, database_url


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Do what the event asks for; a failure is raised, so that Lambda reports FunctionError.

    upgrade (target, head by default) gives before, after and applied; current gives current;
    sql (from, to) gives sql and touches no database.
    """
    match event.get("command"):
        case "upgrade":
            target = event.get("target") or "head"
            return revisions.upgrade(database_url(os.environ), target).as_dict()
        case "current":
            return {"current": revisions.current(database_url(os.environ))}
        case "sql":
            return {"sql": revisions.sql(event.get("from"), event.get("to") or "head")}
        case unknown:
            raise MigratorError(f"unknown command {unknown!r}: use upgrade, current or sql")
