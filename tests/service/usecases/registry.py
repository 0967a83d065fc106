"""Short words for what tests of use cases do again and again."""

from dataclasses import dataclass
from typing import Any

import orjson

from service.errors import Gone
from service.storage.engine import Database
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.change_record import correct_record, redact, restore, withdraw
from service.usecases.merge_records import merge, undo_merge
from service.usecases.precondition import IfMatch
from service.usecases.read_record import Served, read_record
from service.usecases.split_record import split, undo_split
from service.usecases.submit_reports import submit_reports

ANYTHING = IfMatch(anything=True)
PARTNER = Actor("test-partner", "test-partner", scopes_up_to("submit"), "key-partner")
STAMPS = ("version", "updated_at")
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


def content(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what every version has of its own."""
    return {name: value for name, value in document.items() if name not in STAMPS}


def kind_of(id_: str) -> str:
    """The kind of record that an id tells."""
    return "casualty" if id_.startswith("cas-") else "case"


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
        document: dict[str, Any] = orjson.loads((await self.served(id_, **more)).body)
        return document

    async def served(self, id_: str, **more: Any) -> Served:
        """A record as it is served, with its tag and time."""
        return await read_record(self.db, kind=kind_of(id_), id=id_, **more)

    async def merge(self, *ids: str) -> str:
        """Merge two records, the survivor first; the merge's id."""
        answer = await merge(self.db, ids=ids, reason=None, actor=MAINTAINER)
        return str(answer["id"])

    async def undo_merge(self, merge_id: str) -> None:
        """Take a merge back."""
        await undo_merge(self.db, id=merge_id, reason=None, actor=MAINTAINER)

    async def split(self, id_: str, *report_ids: str) -> tuple[str, str]:
        """Move reports out of a record; the split's id and the new record's."""
        answer = await split(
            self.db, kind=kind_of(id_), id=id_, if_match=ANYTHING, report_ids=report_ids, reason=None, actor=MAINTAINER
        )
        return answer["id"], answer["new_record_id"]

    async def undo_split(self, split_id: str) -> None:
        """Take a split back."""
        await undo_split(self.db, id=split_id, actor=MAINTAINER)

    async def correct(self, id_: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Correct a record as a maintainer; its document afterwards."""
        given = {"if_match": ANYTHING, "document": None, "reason": None, "actor": MAINTAINER, **more}
        document: dict[str, Any] = orjson.loads(
            (await correct_record(self.db, kind=kind_of(id_), id=id_, set=values, **given)).body
        )
        return document

    async def redact(self, id_: str, *fields: str) -> None:
        """Redact fields, or without any the whole record."""
        await redact(
            self.db, kind=kind_of(id_), id=id_, if_match=ANYTHING, fields=fields or "all", reason=None, actor=MAINTAINER
        )

    async def withdraw(self, id_: str) -> None:
        """Take a record out of sight."""
        await withdraw(self.db, kind=kind_of(id_), id=id_, if_match=ANYTHING, reason=None, actor=MAINTAINER)

    async def restore(self, id_: str) -> None:
        """Bring a withdrawn record back."""
        await restore(self.db, kind=kind_of(id_), id=id_, if_match=ANYTHING, reason=None, actor=MAINTAINER)

    async def gone(self, id_: str) -> bool:
        """Whether the record is withdrawn."""
        try:
            await self.read(id_)
        except Gone:
            return True
        return False

    async def changes(self) -> list[tuple[int, str, str, int]]:
        """The change log: number, type, record, version."""
        rows = await self.db.reads.fetch("SELECT seq, type, record_id, version FROM change ORDER BY seq")
        return [tuple(row) for row in rows]

    async def types(self) -> list[str]:
        """The kinds of changes in the log, in order."""
        return [change[1] for change in await self.changes()]
