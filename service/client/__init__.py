"""The client that partners import: `from service.client import Poimenno` (or `AsyncPoimenno`).

It needs nothing else of the service; what comes back is frozen dataclasses, and records as JSON has them.
"""

from service.client.answers import Change, ChangePage, Problem, Result, Unreachable
from service.client.asynchronous import AsyncPoimenno
from service.client.synchronous import Poimenno

__all__ = ["AsyncPoimenno", "Change", "ChangePage", "Poimenno", "Problem", "Result", "Unreachable"]
