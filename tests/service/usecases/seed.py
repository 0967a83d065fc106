"""Records written as given, for tests of lists: tags and dates without a fold."""

from collections.abc import Sequence
from datetime import date

import orjson

from service.storage import records
from service.storage.engine import Database
from service.storage.records import Next
from service.storage.transaction import writing


def row(id_: str, *tags: str, state: str = "published", review: Sequence[str] = (), **dates: str) -> Next:
    """A first version of a record as it is stored; `dates` are columns, as ISO dates."""
    kind = "case" if id_.startswith("case") else "casualty"
    document = orjson.dumps({"id": id_, "kind": kind, "state": state, "version": 1})
    days = {name: date.fromisoformat(text) for name, text in dates.items()}
    return Next(
        id=id_, kind=kind, state=state, version=1, document=document, rules="test", cause="report", by="test",
        tags=tags, review=review, dates=days,
    )  # fmt: skip


async def store(db: Database, *rows: Next) -> None:
    """Write records, each in a transaction and so at a time of its own."""
    for one in rows:
        async with writing(db.engine) as tx:
            await records.write(tx, [one], [])
