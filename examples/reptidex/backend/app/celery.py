"""The worker's tasks: `celery -A app.celery worker`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from celery import Celery

from app import media
from app.settings import required

_redis_url = required(os.environ, "REDIS_URL")

app = Celery("reptidex", broker=_redis_url, backend=_redis_url)
app.conf.update(
    # A task lost with its worker is delivered again: a rolling deployment stops workers.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    result_expires=3600,
)


def _media_root() -> Path:
    return Path(os.environ.get("MEDIA_ROOT", "/var/lib/reptidex/media"))


@app.task(name="reptidex.ping")
def ping() -> str:
    """Answer, so that a caller knows a worker takes tasks."""
    return "pong"


@app.task(name="reptidex.thumbnail")
def thumbnail(name: str, width: int = 320) -> str:
    """Write a thumbnail of a picture in the media folder; gives its name there."""
    return media.make_thumbnail(_media_root(), name, width)


@app.task(name="reptidex.probe")
def probe(name: str) -> dict[str, Any]:
    """Tell a film's duration and codecs."""
    return media.probe_video(_media_root(), name)
