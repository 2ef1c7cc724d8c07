"""The tasks through a real worker on the real Redis."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

WAIT_SECONDS = 20


@pytest.fixture
def worker(redis_url: str) -> Iterator[Celery]:
    app = importlib.import_module("app.celery").app
    assert isinstance(app, Celery)
    with start_worker(app, perform_ping_check=False, pool="solo"):
        yield app


def test_a_worker_answers_ping(worker: Celery) -> None:
    assert worker.send_task("reptidex.ping").get(timeout=WAIT_SECONDS) == "pong"


def test_a_worker_processes_media(
    worker: Celery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gecko.png").write_bytes(b"picture")
    (tmp_path / "film.mp4").write_bytes(b"film")
    programs = {
        "convert": '#!/bin/sh\nfor last; do :; done\necho made > "$last"\n',
        "ffprobe": '#!/bin/sh\necho \'{"format": {"duration": "2"}, "streams": []}\'\n',
    }
    for name, script in programs.items():
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path))
    thumbnail = worker.send_task("reptidex.thumbnail", ["gecko.png", 32])
    probe = worker.send_task("reptidex.probe", ["film.mp4"])
    assert thumbnail.get(timeout=WAIT_SECONDS) == "gecko-32.jpg"
    assert probe.get(timeout=WAIT_SECONDS) == {"durationSeconds": 2.0, "codecs": []}


def test_the_inspect_ping_of_the_health_check_reaches_a_worker(worker: Celery) -> None:
    answers = worker.control.inspect(timeout=WAIT_SECONDS / 10).ping()
    assert answers is not None
    assert [answer["ok"] for answer in answers.values()] == ["pong"]
