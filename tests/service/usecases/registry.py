"""Short words for what tests of use cases do again and again."""

from dataclasses import dataclass
from typing import Any

import orjson

from service.storage.engine import Database
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.precondition import IfMatch
from service.usecases.read_record import read_record
from service.usecases.submit_reports import submit_reports

ANYTHING = IfMatch(anything=True)
PARTNER = Actor("test-partner", "test-partner", scopes_up_to("submit"), "key-partner")
MAINTAINER = Actor("test-maintainer", "test-maintainer", scopes_up_to("admin"), "key-maintainer")


def casualty(name: str, *, source: str = "test", external_id: str | None = None, **facts: Any) -> dict[str, Any]:
    """A report of one killed soldier, from a document of its own per source and name."""
    return {
        "kind": "casualty",
        "external_id": external_id,
        "document": {"source": source, "type": "list", "title": f"List of {source}", "published_on": "2024-01-01"},
        "locator": name,
        "casualty": {"names": [{"full": name}], "status": "killed", **facts},
    }


def case(*names: str, source: str = "test", external_id: str | None = None, **facts: Any) -> dict[str, Any]:
    """A report of one criminal case with these defendants."""
    defendants = [{"names": [{"full": name}]} for name in names]
    return {
        "kind": "case",
        "external_id": external_id,
        "document": {"source": source, "type": "court", "title": f"Cases of {source}", "published_on": "2024-01-01"},
        "locator": ", ".join(names),
        "case": {"defendants": defendants, **facts},
    }


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry under test."""

    db: Database

    async def submit(self, *reports: object, actor: Actor = PARTNER, **more: Any) -> list[dict[str, Any]]:
        """Send reports; their results."""
        answer = await submit_reports(self.db, reports=list(reports), actor=actor, **more)
        results: list[dict[str, Any]] = answer["results"]
        return results

    async def put(self, *reports: object, actor: Actor = PARTNER) -> list[str]:
        """Send reports that are to be taken; the ids of their records."""
        results = await self.submit(*reports, actor=actor)
        assert all(result["problem"] is None for result in results), results
        return [result["record_id"] for result in results]

    async def read(self, id_: str, **more: Any) -> dict[str, Any]:
        """A record's document."""
        kind = "casualty" if id_.startswith("cas-") else "case"
        document: dict[str, Any] = orjson.loads((await read_record(self.db, kind=kind, id=id_, **more)).body)
        return document

    async def changes(self) -> list[tuple[int, str, str, int]]:
        """The change log: number, type, record, version."""
        rows = await self.db.reads.fetch("SELECT seq, type, record_id, version FROM change ORDER BY seq")
        return [tuple(row) for row in rows]
