"""The client for asyncio; its methods are those of `Poimenno`."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from service.client import asking
from service.client.answers import Change, ChangePage, Record, Result, read_json, read_page, read_results
from service.client.asking import ATTEMPTS, BATCH, PAGE, TIMEOUT, Ask, Pause


class AsyncPoimenno:
    """A registry at an address; see `Poimenno`. (Downloads are that one's: `asyncio.to_thread` them.)"""

    def __init__(
        self, url: str, key: str | None = None, *, timeout: float = TIMEOUT, attempts: int = ATTEMPTS,
        transport: httpx.AsyncBaseTransport | None = None, pause: Any = asyncio.sleep,
    ) -> None:  # fmt: skip
        self._http = httpx.AsyncClient(
            base_url=url, headers=asking.headers_of(key), timeout=timeout, transport=transport, follow_redirects=True
        )
        self._attempts = attempts
        self._pause = pause

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def record(self, id: str, *, version: int | None = None) -> Record:
        """A record as it stands, or one of its versions."""
        found: Record = read_json(await self._ask(asking.record(id, version)))
        return found

    async def search(self, q: str, **more: object) -> list[dict[str, Any]]:
        """Candidates for a name, best first."""
        found: list[dict[str, Any]] = read_json(await self._ask(asking.search(q, more)))["items"]
        return found

    async def match(self, queries: Mapping[str, Mapping[str, Any]], *, limit: int = 5, explain: bool = True) -> Record:
        """Up to 500 look-ups at once."""
        found: Record = read_json(await self._ask(asking.match(queries, limit, explain)))
        return found

    async def submit(
        self, reports: Iterable[Mapping[str, Any]], *, dry_run: bool = False, batch: int = BATCH
    ) -> AsyncIterator[Result]:
        """Send reports in batches; what became of each, in their order."""
        for before, ask in asking.batches(reports, batch, dry_run):
            for result in read_results(await self._ask(ask), before):
                yield result

    async def page(
        self, since: str | None = None, *, limit: int = PAGE, records: bool = True, wait: float = 0
    ) -> ChangePage:
        """One page of the feed after a cursor (None: from the beginning)."""
        return read_page(await self._ask(asking.changes(since, limit, records, wait)))

    async def pages(
        self, since: str | None = None, *, limit: int = PAGE, records: bool = True, follow: bool = False
    ) -> AsyncIterator[ChangePage]:
        """Pages of the feed until nothing is new; with `follow` on and on."""
        more = True
        while more or follow:
            wait = 0 if more else asking.LONGEST_WAIT
            page = await self.page(since, limit=limit, records=records, wait=wait)
            yield page
            since, more = page.next, page.more

    async def changes(
        self, since: str | None = None, *, records: bool = True, follow: bool = False
    ) -> AsyncIterator[Change]:
        """The changes of all pages, one by one."""
        async for page in self.pages(since, records=records, follow=follow):
            for change in page.changes:
                yield change

    async def _ask(self, ask: Ask) -> httpx.Response:
        steps = asking.asked(ask, self._attempts)
        reply: httpx.Response | httpx.TransportError | None = None
        while True:
            try:
                step = steps.throw(reply) if isinstance(reply, httpx.TransportError) else steps.send(reply)
            except StopIteration as end:
                answer: httpx.Response = end.value
                return answer
            reply = await self._do(step)

    async def _do(self, step: Ask | Pause) -> httpx.Response | httpx.TransportError | None:
        if isinstance(step, Pause):
            await self._pause(step.seconds)
            return None
        try:
            return await self._http.request(
                step.method, step.path, params=dict(step.params), content=step.content, headers=dict(step.headers)
            )
        except httpx.TransportError as error:
            return error
