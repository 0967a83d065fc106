"""The client that partners import: `from service.client import Poimenno` (or `AsyncPoimenno`).

It needs nothing else of the service; what comes back is frozen dataclasses, and records as JSON has them.
"""

from service.client.answers import Change, ChangePage, Link, Problem, Result, Unreachable
from service.client.asynchronous import AsyncPoimenno
from service.client.synchronous import Poimenno
from service.client.whole_list import Synced, TooManyMissingError, WholeList

__all__ = [
    "AsyncPoimenno", "Change", "ChangePage", "Link", "Poimenno", "Problem", "Result", "Synced", "TooManyMissingError",
    "Unreachable", "WholeList",
]  # fmt: skip
