"""How the service is asked, without doing it: requests, and when to ask again. Both clients carry this out.

Asked again is what failed on the way, and what is answered "not now" (429, 502, 503, 504, or that the first request of
this Idempotency-Key is still running), after `Retry-After` or a pause that doubles and has chance in it, so that many
who wait don't come back together (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any, Final
from uuid import uuid4

import httpx
import orjson

from service.client.answers import Unreachable, problem_of

ATTEMPTS: Final = 8
TIMEOUT: Final = 30.0
LONGEST_WAIT: Final = 15
BATCH: Final = 1_000
PAGE: Final = 1_000
_FIRST_PAUSE: Final = 0.25
_LONGEST_PAUSE: Final = 30.0
NOT_NOW: Final = frozenset({429, 502, 503, 504})
_IN_FLIGHT: Final = b"idempotency-in-flight"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; sending it twice does no more than sending it once."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pause:
    """So many seconds to wait."""

    seconds: float


Steps = Generator[Ask | Pause, httpx.Response | None, httpx.Response]
"""What to do next; it is sent the answer to an `Ask`, or thrown the httpx.TransportError that came instead."""


def headers_of(key: str | None) -> dict[str, str]:
    """What every request carries."""
    return {"Authorization": f"Bearer {key}"} if key else {}


def asked(ask: Ask, attempts: int = ATTEMPTS, chance: Random | None = None) -> Steps:
    """Ask until it is answered, so many times at most. Raises Unreachable."""
    chance = chance or Random()
    for n in range(attempts):
        told = None
        try:
            response = yield ask
        except httpx.TransportError as error:
            why: str = str(error) or type(error).__name__
        else:
            assert response is not None
            if not _later(response):
                return response
            why, told = _refusal(response), response.headers.get("retry-after", "")
        if n + 1 < attempts:
            yield Pause(pause_after(n, told, chance))
    raise Unreachable(f"{ask.method} {ask.path}: {why}, {attempts} times")


def _later(response: httpx.Response) -> bool:
    return response.status_code in NOT_NOW or (response.status_code == 409 and _IN_FLIGHT in response.content)


def _refusal(response: httpx.Response) -> str:
    """What is answered instead, in its own words where it has any."""
    problem = problem_of(response)
    detail = problem.document.get("detail")
    return f"answered {response.status_code}" + (f" ({detail})" if detail else "")


def pause_after(failures: int, told: str | None, chance: Random) -> float:
    """Seconds to wait after so many failures before this one; as the service `told` (Retry-After), if it did."""
    if told and told.isdigit():
        return min(float(told), _LONGEST_PAUSE)
    return chance.uniform(0.5, 1.0) * min(_FIRST_PAUSE * 2.0**failures, _LONGEST_PAUSE)


def record(id_: str, version: int | None = None) -> Ask:
    """A record, as it is or in a version."""
    plural = "cases" if id_.startswith("case-") else "casualties"
    return Ask("GET", f"/v1/{plural}/{id_}", {} if version is None else {"version": str(version)})


def search(q: str, more: Mapping[str, object]) -> Ask:
    """A search by name; `more` are parameters of the service."""
    given = {name: str(value) for name, value in more.items() if value is not None}
    return Ask("GET", "/v1/search", {"q": q} | given)


def match(queries: Mapping[str, Mapping[str, Any]], limit: int, explain: bool) -> Ask:
    """Up to 500 look-ups at once."""
    body = {"queries": queries, "limit": limit, "explain": explain}
    return Ask("POST", "/v1/match", content=orjson.dumps(body), headers={"Content-Type": "application/json"})


def changes(since: str | None, limit: int, records: bool, wait: float) -> Ask:
    """A page of the feed."""
    params = {"since": since or "0", "limit": str(limit), "wait": str(wait)}
    return Ask("GET", "/v1/changes", params | ({"include": "record"} if records else {}))


def links(partner: str, given: Mapping[str, object], cursor: str | None) -> Ask:
    """A page of what a partner's external ids have become; `given` are parameters of the service."""
    params = {name: _text(value) for name, value in given.items() if value is not None}
    params |= {"limit": str(PAGE)} | ({"cursor": cursor} if cursor else {})
    return Ask("GET", f"/v1/partners/{partner}/links", params)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def retract(report_id: str, reason: str | None, *, undo: bool) -> Ask:
    """Take a report back, or put it up again; doing so twice does no more than once."""
    verb = "unretract" if undo else "retract"
    body = orjson.dumps({"reason": reason})
    return Ask("POST", f"/v1/reports/{report_id}/{verb}", content=body, headers={"Content-Type": "application/json"})


def batches(reports: Iterable[Mapping[str, Any]], size: int, dry_run: bool) -> Iterator[tuple[int, Ask]]:
    """Reports in batches, each with how many were sent before it and an Idempotency-Key of its own."""
    iterator, before = iter(reports), 0
    while batch := list(islice(iterator, size)):
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": str(uuid4())}
        body = b"".join(orjson.dumps(report) + b"\n" for report in batch)
        yield before, Ask("POST", "/v1/reports", {"dry_run": "true"} if dry_run else {}, body, headers)
        before += len(batch)
