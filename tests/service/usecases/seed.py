"""Records for tests of use cases: some written as given, some folded from reports."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from schemas.document import Document
from service.storage import documents, records, reports
from service.storage.engine import Database
from service.storage.records import Next
from service.storage.transaction import Tx, writing
from service.usecases.actor import Actor, scopes_up_to
from service.usecases.ids import new_id, record_id
from service.usecases.publish import Cause, publish
from service.usecases.reference import reference_of
from service.usecases.store_documents import store_documents

REVIEWER = Actor(account="key-reviewer", partner="reviewers", scopes=scopes_up_to("review"), key_id=None)
SENDER = Actor(account="key-sender", partner="sender", scopes=scopes_up_to("submit"), key_id=None)
_numbers = itertools.count(1)


def row(
    id_: str, *tags: str, state: str = "published", review: Sequence[str] = (), kind: str | None = None, **dates: str
) -> Next:
    """A first version of a record as it is stored; `dates` are columns, as ISO dates."""
    kind = kind or ("case" if id_.startswith("case") else "casualty")
    document = orjson.dumps({"id": id_, "kind": kind, "state": state, "version": 1})
    days = {name: date.fromisoformat(text) for name, text in dates.items()}
    return Next(
        id=id_, kind=kind, state=state, version=1, document=document, rules="test", cause="report", by="test",
        tags=tags, review=review, dates=days,
    )  # fmt: skip


async def store(db: Database, *rows: Next) -> None:
    """Write records as given, in a transaction for each."""
    for one in rows:
        async with writing(db.engine) as tx:
            await records.write(tx, [one], [])


async def report(
    db: Database, *, source: str = "testpress", type: str = "news", status: str = "killed", into: str | None = None,
    partner: str = "sender", external_id: str | None = None,
) -> str:  # fmt: skip
    """The record folded from one plainly generated report of a casualty; `into` adds it to a record that is there."""
    name = f"Тестов Тест Тестович {next(_numbers)}"
    facts = {"names": [{"full": name}], "status": status}
    async with writing(db.engine) as tx:
        target = into or record_id("casualty")
        row_ = await _report_row(tx, Document(source=source, type=type, title=name), facts, target)
        await reports.insert(tx, [{**row_, "partner": partner, "external_id": external_id}])
        await publish(tx, {target: "casualty"}, Cause("report", "key-sender"), await reference_of(db, tx))
    return target


async def document_of(db: Database, source: str) -> dict[str, Any] | None:
    """The row of some document of a source."""
    async with writing(db.engine, identity=False) as tx:
        id_ = await db.reads.fetchval("SELECT id FROM document WHERE source = $1 ORDER BY id LIMIT 1", source)
        return await documents.find(tx, id_) if id_ else None


async def read(db: Database, id_: str) -> dict[str, Any]:
    """The document of a record as it stands."""
    found: dict[str, Any] = orjson.loads(await db.reads.fetchval("SELECT document FROM record WHERE id = $1", id_))
    return found


async def _report_row(tx: Tx, document: Document, facts: Mapping[str, Any], base: str) -> dict[str, Any]:
    (document_id,) = (await store_documents(tx, [document])).values()
    report_id = new_id("rep")
    return {
        "id": report_id, "kind": "casualty", "origin": "report", "document_id": document_id, "locator": None,
        "based_on": [], "payload": facts, "fingerprint": report_id.encode(), "received_at": tx.at,
        "sent_by": "key-sender", "supersedes": None, "superseded_by": None, "base": base,
    }  # fmt: skip
