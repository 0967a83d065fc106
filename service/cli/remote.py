"""Another registry over HTTP: what a command asks of it, and how its failures are told."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import typer

from schemas.base import check_url
from service.cli.outcome import say
from service.client import AsyncPoimenno, Problem, Unreachable
from service.errors import Busy, Forbidden, PoimennoError, Unauthorized, Unprocessable
from service.usecases.check_names import Query, Result

_PATIENCE: Final = 120.0
"""Seconds for one answer: 500 look-ups take a while in a large registry."""
_ATTEMPTS: Final = 4


class RemoteRegistry:
    """A registry at an address; Unprocessable when that is none. `key` is needed where reading isn't public."""

    def __init__(self, url: str, key: str | None = None) -> None:
        self.url = address(url)
        self._key = key

    async def ask(self, queries: Mapping[str, Query]) -> Mapping[str, Result]:
        """The results of `POST /v1/match`. Raises Busy when it can't be reached, or another error with its words."""
        with told_as_ours(self.url):
            async with AsyncPoimenno(self.url, self._key, timeout=_PATIENCE, attempts=_ATTEMPTS) as registry:
                answer = await registry.match(queries, limit=1)
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, dict) or results.keys() != queries.keys():
            raise Busy(f"{self.url} does not answer as Poimenno does.")
        return results


def address(url: str) -> str:
    """The address of a registry without its last slash. Raises Unprocessable for what is none."""
    try:
        return check_url(url).rstrip("/")
    except ValueError as error:
        raise Unprocessable(f"{url} is no address such as https://poimenno.example.") from error


@contextmanager
def told_as_ours(url: str) -> Iterator[None]:
    """What the client raises as an error of ours, which a command tells in one line; and an orderly end by Ctrl-C."""
    try:
        yield
    except KeyboardInterrupt:
        say("interrupted; what was done so far stays")
        raise typer.Exit(128 + signal.SIGINT) from None
    except Unreachable as error:
        raise Busy(f"{url} can't be reached: {error}.") from error
    except Problem as error:
        raise _refusal(url, error) from error


def _refusal(url: str, problem: Problem) -> PoimennoError:
    detail = problem.document.get("detail")
    if problem.status < 300:
        return Busy(f"{url} does not answer as Poimenno does.")
    if not isinstance(detail, str):
        return Busy(f"{url} answers {problem.status}, and not as Poimenno does.")
    kinds = {401: Unauthorized, 403: Forbidden}
    return kinds.get(problem.status, Unprocessable)(f"{url} refuses: {problem.status}, {detail}")
