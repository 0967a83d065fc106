"""What Prometheus is told of requests: route, method, status and time; never a path as asked for."""

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess

_SECONDS: Final = Histogram(
    "poimenno_http_request_seconds",
    "Time until the last byte of an answer was handed to the server",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"))


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request; `route` is a template such as `/v1/casualties/{id}`."""
    _observer(method if method in _METHODS else "other", route, status)(seconds)


@lru_cache(maxsize=4096)
def _observer(method: str, route: str, status: int) -> Callable[[float], None]:
    return _SECONDS.labels(method, route, str(status)).observe


def exposition() -> bytes:
    """All metrics of the process; of all workers when `PROMETHEUS_MULTIPROC_DIR` names their common directory."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
