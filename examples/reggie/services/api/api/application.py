"""The routes."""

from __future__ import annotations

import hmac

from flask import Flask, Response, jsonify, make_response, request
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from api import plates

DOCS = """<!doctype html>
<title>Reggie API</title>
<h1>Reggie API</h1>
<ul>
<li><code>GET /api/health</code> the process and its revision</li>
<li><code>GET /api/health/db</code> the database</li>
<li><code>GET /api/plates/{plate}</code> the vehicle that carries a plate</li>
<li><code>POST /api/plates</code> register {plate, model}; needs a bearer token</li>
</ul>
"""


def create_app(engine: Engine, token: str | None, revision: str) -> Flask:
    """Build the WSGI application on a database; nobody may register where no token is set."""
    app = Flask(__name__)

    def error(status: int, message: str) -> Response:
        return make_response(jsonify(error=message), status)

    def may_register() -> bool:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return (
            token is not None
            and scheme.lower() == "bearer"
            and hmac.compare_digest(given.encode(), token.encode())
        )

    @app.get("/api/health")
    def health() -> Response:
        return jsonify(status="healthy", revision=revision)

    @app.get("/api/health/db")
    def health_database() -> Response:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError:
            return make_response(jsonify(status="unhealthy"), 503)
        return jsonify(status="healthy")

    @app.get("/api/docs")
    def docs() -> Response:
        return Response(DOCS, mimetype="text/html")

    @app.get("/api/plates/<plate>")
    def look_up(plate: str) -> Response:
        try:
            vehicle = plates.find(engine, plate)
        except (OperationalError, ProgrammingError):
            return error(503, "the register is not there: check the database, run the migrator")
        if vehicle is None:
            return error(404, f"{plates.normalize_plate(plate)} is not registered")
        return jsonify(plate=vehicle.plate, model=vehicle.model)

    @app.post("/api/plates")
    def register() -> Response:
        if not may_register():
            return error(401, "a valid bearer token is needed")
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not all(
            isinstance(body.get(name), str) for name in ("plate", "model")
        ):
            return error(400, "give plate and model as strings")
        try:
            plate = plates.register(engine, body["plate"], body["model"])
        except plates.PlateError as refused:
            return error(409, str(refused))
        return make_response(jsonify(plate=plate, model=body["model"]), 201)

    return app
