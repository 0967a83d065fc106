"""Another registry over HTTP: what a command asks of it."""

import asyncio
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import orjson

from service.errors import Busy, Forbidden, PoimennoError, Unauthorized, Unprocessable
from service.usecases.check_names import Query, Result

_PATIENCE: Final = 120.0
"""Seconds for one answer."""
_TIMES: Final = 4
_LONGEST_PAUSE: Final = 30.0


class RemoteRegistry:
    """A registry at an address; Unprocessable when that is none. `key` is needed where reading isn't public."""

    def __init__(self, url: str, key: str | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unprocessable(f"{url} is no address such as https://poimenno.example.")
        self.url = url.rstrip("/")
        self._headers = {"Content-Type": "application/json", "User-Agent": "poimenno"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"

    async def ask(self, queries: Mapping[str, Query]) -> Mapping[str, Result]:
        """The results of `POST /v1/match`. Raises Busy when it can't be reached, or another error with its words."""
        body = orjson.dumps({"queries": queries, "limit": 1, "explain": True})
        answer = await asyncio.to_thread(self._post, f"{self.url}/v1/match", body)
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, dict) or results.keys() != queries.keys():
            raise Busy(f"{self.url} does not answer as Poimenno does.")
        return results

    def _post(self, url: str, body: bytes) -> Any:
        """Post, again after a pause where the registry is busy; a look-up changes nothing."""
        request = urllib.request.Request(url, body, self._headers)
        for time_left in range(_TIMES - 1, -1, -1):
            try:
                with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
                    return _json(answer.read(), self.url)
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503) or not time_left:
                    raise self._refusal(error) from error
                time.sleep(_pause(error.headers.get("Retry-After")))
            except OSError as error:
                raise Busy(f"{self.url} can't be reached: {getattr(error, 'reason', error)}.") from error
        raise AssertionError("the last time either answers or raises")

    def _refusal(self, error: urllib.error.HTTPError) -> PoimennoError:
        detail = _detail(error.read())
        if detail is None:
            return Busy(f"{self.url} answers {error.code}, and not as Poimenno does.")
        kinds = {401: Unauthorized, 403: Forbidden, 429: Busy, 503: Busy}
        return kinds.get(error.code, Unprocessable)(f"{self.url}: {detail}")


def _json(body: bytes, url: str) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Busy(f"{url} does not answer as Poimenno does.") from error


def _detail(body: bytes) -> str | None:
    """What a problem document says; None for anything else."""
    try:
        problem = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return str(problem["detail"]) if isinstance(problem, dict) and "detail" in problem else None


def _pause(retry_after: str | None) -> float:
    seconds = float(retry_after) if retry_after and retry_after.isdigit() else 1.0
    return min(seconds, _LONGEST_PAUSE)
