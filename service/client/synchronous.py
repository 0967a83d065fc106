"""The client that waits for its answers."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from service.client import asking
from service.client.answers import (
    Change,
    ChangePage,
    Link,
    Record,
    Result,
    read_json,
    read_links,
    read_page,
    read_results,
)
from service.client.asking import ATTEMPTS, BATCH, PAGE, TIMEOUT, Ask, Pause
from service.client.download import Downloaded, download
from service.client.whole_list import Synced, WholeList, unheard


class Poimenno:
    """A registry at an address, asked under a key or, for what is public, without.

    Every method raises Problem where the service refuses, and Unreachable where it doesn't answer in `attempts` tries.
    `transport` and `pause` are for tests.
    """

    def __init__(
        self, url: str, key: str | None = None, *, timeout: float = TIMEOUT, attempts: int = ATTEMPTS,
        transport: httpx.BaseTransport | None = None, pause: Any = time.sleep,
    ) -> None:  # fmt: skip
        self._http = httpx.Client(
            base_url=url, headers=asking.headers_of(key), timeout=timeout, transport=transport, follow_redirects=True
        )
        self._attempts = attempts
        self._pause = pause

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def record(self, id: str, *, version: int | None = None) -> Record:
        """A record as it stands (that of the survivor where it was merged away), or one of its versions."""
        found: Record = read_json(self._ask(asking.record(id, version)))
        return found

    def search(self, q: str, **more: object) -> list[dict[str, Any]]:
        """Candidates for a name, best first; `kind`, `region`, `born`, `limit` as the service takes them."""
        found: list[dict[str, Any]] = read_json(self._ask(asking.search(q, more)))["items"]
        return found

    def match(self, queries: Mapping[str, Mapping[str, Any]], *, limit: int = 5, explain: bool = True) -> Record:
        """Up to 500 look-ups at once; the service's answer: `results`, `coverage`, `model`."""
        found: Record = read_json(self._ask(asking.match(queries, limit, explain)))
        return found

    def submit(
        self, reports: Iterable[Mapping[str, Any]], *, dry_run: bool = False, batch: int = BATCH
    ) -> Iterator[Result]:
        """Send reports in batches; what became of each, in their order. Needs a key with the scope `submit`."""
        for before, ask in asking.batches(reports, batch, dry_run):
            yield from read_results(self._ask(ask), before)

    def links(self, partner: str, **filters: object) -> Iterator[Link]:
        """What a partner's external ids have become, in their order.

        Filters are the service's: `external_id`, `kind`, `source`, `retracted`, `record_id`.
        """
        cursor: str | None = None
        while True:
            found, cursor = read_links(self._ask(asking.links(partner, filters, cursor)))
            yield from found
            if cursor is None:
                return

    def retract(self, report_id: str, *, reason: str | None = None) -> Record:
        """Take a report back; the service's answer: `report_id`, `record_id`, `retracted`."""
        found: Record = read_json(self._ask(asking.retract(report_id, reason, undo=False)))
        return found

    def unretract(self, report_id: str, *, reason: str | None = None) -> Record:
        """Put a report up again that was taken back."""
        found: Record = read_json(self._ask(asking.retract(report_id, reason, undo=True)))
        return found

    def sync(
        self, reports: Iterable[Mapping[str, Any]], *, partner: str, source: str | None = None,
        kind: str | None = None, retract: bool = False, at_most: int | None = None, reason: str | None = None,
        dry_run: bool = False, batch: int = BATCH, on_result: Callable[[Result], None] = unheard,
    ) -> Synced:  # fmt: skip
        """Send a whole list, and tell what of the partner's reports it lacks, which `retract` takes back.

        Who sends several lists names the `source` or `kind` of this one. `at_most` so many are retracted (a twentieth
        of what stands if not given), or else none: TooManyMissingError. A dry run changes nothing. Raises ValueError
        for a report without an external id.
        """
        whole = WholeList(self.links(partner, source=source, kind=kind, retracted=False), at_most)
        for result in self.submit(whole.watched(reports), dry_run=dry_run, batch=batch):
            whole.note(result)
            on_result(result)
        if not retract or dry_run:
            return whole.synced()
        for link in whole.to_retract():
            self.retract(link.report_id, reason=reason)
        return whole.synced(retracted=True)

    def page(self, since: str | None = None, *, limit: int = PAGE, records: bool = True, wait: float = 0) -> ChangePage:
        """One page of the feed after a cursor (None: from the beginning)."""
        return read_page(self._ask(asking.changes(since, limit, records, wait)))

    def pages(
        self, since: str | None = None, *, limit: int = PAGE, records: bool = True, follow: bool = False
    ) -> Iterator[ChangePage]:
        """Pages of the feed until nothing is new; with `follow` on and on, empty ones too. Store `next` with each."""
        more = True
        while more or follow:
            wait = 0 if more else asking.LONGEST_WAIT
            page = self.page(since, limit=limit, records=records, wait=wait)
            yield page
            since, more = page.next, page.more

    def changes(self, since: str | None = None, *, records: bool = True, follow: bool = False) -> Iterator[Change]:
        """The changes of all pages, one by one."""
        for page in self.pages(since, records=records, follow=follow):
            yield from page.changes

    def download(self, name: str, path: Path, **params: str) -> Downloaded:
        """An export (`casualties.ndjson`, …) into a file; one that broke off before is gone on with."""
        return download(self._http, name, path, params, attempts=self._attempts, pause=self._pause)

    def _ask(self, ask: Ask) -> httpx.Response:
        steps = asking.asked(ask, self._attempts)
        reply: httpx.Response | httpx.TransportError | None = None
        while True:
            try:
                step = steps.throw(reply) if isinstance(reply, httpx.TransportError) else steps.send(reply)
            except StopIteration as end:
                answer: httpx.Response = end.value
                return answer
            reply = self._do(step)

    def _do(self, step: Ask | Pause) -> httpx.Response | httpx.TransportError | None:
        if isinstance(step, Pause):
            self._pause(step.seconds)
            return None
        try:
            return self._http.request(
                step.method, step.path, params=dict(step.params), content=step.content, headers=dict(step.headers)
            )
        except httpx.TransportError as error:
            return error
