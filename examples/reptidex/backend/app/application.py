"""The routes, put together from settings, database and cache."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, request

from app.cache import Cache
from app.database import Database, DatabaseUnavailableError, SchemaMissingError
from app.docs_page import docs_page
from app.guard import holds_token
from app.openapi import document
from app.settings import Settings


def _error(status: int, message: str) -> Response:
    return make_response(jsonify(error=message), status)


def create_app(settings: Settings) -> Flask:
    """Build the WSGI application; nothing is connected before the first request."""
    app = Flask(__name__)
    database = Database(settings.database_url)
    cache = Cache(settings.redis_url, settings.cache_seconds)

    @app.get("/api/health")
    def health() -> Response:
        return jsonify(status="healthy", revision=settings.revision)

    @app.get("/api/health/db")
    def health_database() -> Response:
        try:
            database.ping()
        except DatabaseUnavailableError:
            return make_response(jsonify(status="unhealthy"), 503)
        return jsonify(status="healthy")

    @app.get("/api/health/cache")
    def health_cache() -> Response:
        if not cache.ping():
            return make_response(jsonify(status="unhealthy"), 503)
        return jsonify(status="healthy")

    @app.get("/api/docs")
    def docs() -> Response:
        return Response(docs_page(document()), mimetype="text/html")

    @app.get("/api/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    @app.get("/api/reptiles/<species>")
    def reptile(species: str) -> Response:
        remembered = cache.get(species)
        if remembered is not None:
            response = jsonify(remembered)
            response.headers["X-Cache"] = "hit"
            return response
        try:
            found = database.find_reptile(species)
        except (DatabaseUnavailableError, SchemaMissingError) as error:
            return _error(503, str(error))
        if found is None:
            return _error(404, f"no reptile is called {species}")
        cache.put(species, found.as_dict())
        response = jsonify(found.as_dict())
        response.headers["X-Cache"] = "miss"
        return response

    @app.get("/api/account")
    def account() -> Response:
        if not holds_token(request.headers.get("Authorization"), settings.api_token):
            response = _error(401, "a valid bearer token is needed")
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        return jsonify(name="keeper", role="owner")

    return app
