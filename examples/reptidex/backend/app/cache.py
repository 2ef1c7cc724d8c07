"""Redis: a cache that may be gone without taking the application with it."""

from __future__ import annotations

import json
import logging
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

KEY_PREFIX = "reptidex:reptile:"


class Cache:
    def __init__(self, url: str, seconds: int) -> None:
        self._redis: Redis = Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
        self._seconds = seconds

    def ping(self) -> bool:
        """Tell whether Redis answers."""
        try:
            return bool(self._redis.ping())
        except RedisError as error:
            log.warning("the cache does not answer: %s", type(error).__name__)
            return False

    def get(self, slug: str) -> dict[str, Any] | None:
        """Give what was remembered for a slug; None also where Redis is gone."""
        try:
            stored = self._redis.get(KEY_PREFIX + slug)
        except RedisError as error:
            log.warning("reading the cache failed: %s", type(error).__name__)
            return None
        if not isinstance(stored, bytes):
            return None
        value = json.loads(stored)
        return value if isinstance(value, dict) else None

    def put(self, slug: str, value: dict[str, Any]) -> None:
        """Remember a value for the configured number of seconds."""
        try:
            self._redis.set(KEY_PREFIX + slug, json.dumps(value), ex=self._seconds)
        except RedisError as error:
            log.warning("writing the cache failed: %s", type(error).__name__)
