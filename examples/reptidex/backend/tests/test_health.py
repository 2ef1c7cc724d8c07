from flask.testing import FlaskClient


def test_health_tells_the_revision_even_alone(lonely_client: FlaskClient) -> None:
    response = lonely_client.get("/api/health")
    assert response.status_code == 200
    assert response.get_json() == {"status": "healthy", "revision": "abc123"}


def test_database_and_cache_are_healthy_when_they_answer(client: FlaskClient) -> None:
    assert client.get("/api/health/db").get_json() == {"status": "healthy"}
    assert client.get("/api/health/cache").get_json() == {"status": "healthy"}


def test_a_database_that_does_not_answer_is_unhealthy(lonely_client: FlaskClient) -> None:
    response = lonely_client.get("/api/health/db")
    assert (response.status_code, response.get_json()) == (503, {"status": "unhealthy"})


def test_a_cache_that_does_not_answer_is_unhealthy(lonely_client: FlaskClient) -> None:
    response = lonely_client.get("/api/health/cache")
    assert (response.status_code, response.get_json()) == (503, {"status": "unhealthy"})
