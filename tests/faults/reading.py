"""A reader of the feed who stops anywhere, forgets what wasn't stored, and goes on from the stored cursor."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson

from service.registry.canonical import canonical
from tests.service.usecases.registry import Registry

Read = Callable[[str | None, int], Awaitable[dict[str, Any]]]
"""A page of the feed after a cursor, at most so many changes."""


class FeedError(AssertionError):
    """The feed broke its promise."""


@dataclass(slots=True)
class Reader:
    """What a reader holds: documents and redirects by id, and the cursor up to which it has read."""

    read: Read
    chance: Random
    cursor: str | None = None
    seq: int = 0
    records: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)

    async def some(self) -> None:
        """Read a page; perhaps stop before it is stored."""
        await self._page(self.chance.randint(1, 9))

    async def all(self) -> None:
        """Read on until nothing is new."""
        while await self._page(1000):
            pass

    async def _page(self, limit: int) -> bool:
        page = await self.read(self.cursor, limit)
        if self.chance.random() < 0.3 and not page["more"]:
            return True  # stopped before it was stored: the same again, next time
        for change in page["changes"]:
            self._apply(change)
        self.cursor = page["next"]
        return bool(page["more"])

    def _apply(self, change: dict[str, Any]) -> None:
        if change["seq"] != self.seq + 1:
            raise FeedError(f"after change {self.seq} came {change['seq']}")
        self.seq = change["seq"]
        self.records.pop(change["id"], None)
        self.redirects.pop(change["id"], None)
        if change["type"] == "merged":
            self.redirects[change["id"]] = change["merged_into"]
        elif change["record"] is not None:
            self.records[change["id"]] = canonical(change["record"])

    def leads_to(self, id_: str) -> str:
        """The record that an id leads to."""
        while id_ in self.redirects:
            id_ = self.redirects[id_]
        return id_


async def check_equal(reader: Reader, registry: Registry) -> None:
    """Hold what a reader has to the registry, to which nobody writes now."""
    rows = await registry.db.reads.fetch("SELECT id, state, root_id, document FROM record")
    published = {row["id"]: row["document"] for row in rows if row["state"] == "published"}
    merged = {row["id"]: row["root_id"] for row in rows if row["state"] == "merged"}
    assert reader.records == published, _differing(reader.records, published)
    assert {id_: reader.leads_to(id_) for id_ in reader.redirects} == merged


def _differing(mine: dict[str, bytes], theirs: dict[str, bytes]) -> list[Any]:
    return [
        (id_, orjson.loads(mine.get(id_, b"null")), orjson.loads(theirs.get(id_, b"null")))
        for id_ in sorted({*mine, *theirs})
        if mine.get(id_) != theirs.get(id_)
    ]
