"""What is kept in the cache for convenience: where the cache is away, nothing is kept, and all else goes on."""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def get(key: str):
    """What was put under the key, or None."""
    try:
        return cache.get(key)
    except RedisError:
        log.warning("the cache is away")
        return None


def put(key: str, value, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except RedisError:
        log.warning("the cache is away")
