"""The API's contract; `python -m app.openapi > openapi.json` writes the committed copy."""

from __future__ import annotations

import json
from typing import Any


def _json(schema: str, description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _strings(*names: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(names),
        "properties": {name: {"type": "string"} for name in names},
        "additionalProperties": False,
    }


def _get(operation: str, summary: str, responses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "get": {"operationId": operation, "summary": summary, "responses": responses} | more,
    }


def document() -> dict[str, Any]:
    """Describe every route under /api as OpenAPI 3.1."""
    dependency = {
        "200": _json("DependencyHealth", "The dependency answers"),
        "503": _json("DependencyHealth", "The dependency does not answer"),
    }
    species = {
        "name": "species",
        "in": "path",
        "required": True,
        "description": "Slug of the species, such as ball-python",
        "schema": {"type": "string"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "ReptiDex", "version": "1.0.0"},
        "paths": {
            "/api/health": _get(
                "getHealth",
                "Tell that the process lives and which revision it is",
                {"200": _json("Health", "The process lives")},
            ),
            "/api/health/db": _get("getDatabaseHealth", "Ask the database", dependency),
            "/api/health/cache": _get("getCacheHealth", "Ask the cache", dependency),
            "/api/docs": _get(
                "getDocs",
                "Show this contract to people",
                {
                    "200": {
                        "description": "The contract as a page",
                        "content": {"text/html": {"schema": {"type": "string"}}},
                    }
                },
            ),
            "/api/openapi.json": _get(
                "getOpenapi",
                "Give this contract to programs",
                {
                    "200": {
                        "description": "The contract",
                        "content": {"application/json": {"schema": {"type": "object"}}},
                    }
                },
            ),
            "/api/reptiles/{species}": _get(
                "getReptile",
                "Look up a reptile",
                {
                    "200": _json("Reptile", "The reptile"),
                    "404": _json("Error", "No such species"),
                    "503": _json("Error", "The database is not there or not migrated"),
                },
                parameters=[species],
            ),
            "/api/account": _get(
                "getAccount",
                "Show the account that the token belongs to",
                {
                    "200": _json("Account", "The account"),
                    "401": _json("Error", "No valid bearer token"),
                },
                security=[{"bearer": []}],
            ),
        },
        "components": {
            "schemas": {
                "Account": _strings("name", "role"),
                "DependencyHealth": _strings("status"),
                "Error": _strings("error"),
                "Health": _strings("status", "revision"),
                "Reptile": _strings("slug", "common_name", "scientific_name", "description"),
            },
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def rendered() -> str:
    """Render the contract as it is committed in openapi.json."""
    return json.dumps(document(), indent=2) + "\n"


if __name__ == "__main__":
    print(rendered(), end="")
