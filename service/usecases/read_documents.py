"""Public documents of records by their ids, whatever their kind; an id that was merged away leads to the survivor."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from service.errors import MergedAway, NotFound
from service.registry.diff import read_document
from service.storage import reading
from service.storage.engine import Database
from service.usecases.read_record import read_record

Document = Mapping[str, Any]

_ID: Final = re.compile(r"(cas|case)-[0-9a-z]{4,40}")
_KINDS: Final = {"cas": "casualty", "case": "case"}


def kind_of(id_: str) -> str | None:
    """The kind that an id tells; None when it is no record's id."""
    found = _ID.fullmatch(id_)
    return _KINDS[found[1]] if found else None


def id_in(text: str) -> str | None:
    """The record's id that `text` is, or that it ends in as an address; None when it is something else."""
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    return last if kind_of(last) and (last == text.strip() or "://" in text) else None


async def read_documents(db: Database, ids: Collection[str]) -> dict[str, Document]:
    """The published documents by the ids that were asked for; one that is gone or was never there is left out."""
    asked = [one for one in ids if kind_of(one)]
    found = {one.id: one for one in await reading.records(db.reads, asked)}
    roots = {one.root_id for one in found.values()} - found.keys()
    found |= {one.id: one for one in await reading.records(db.reads, sorted(roots))} if roots else {}
    documents = {one.id: read_document(one.document) for one in found.values() if one.state == "published"}
    leading = {one: found[one].root_id for one in asked if one in found}
    return {one: documents[root] for one, root in leading.items() if root in documents}


async def read_one(db: Database, id_: str) -> Document:
    """The document of one record. Raises NotFound, Gone."""
    kind = kind_of(id_)
    if kind is None:
        raise NotFound
    try:
        served = await read_record(db, kind=kind, id=id_)
    except MergedAway as moved:
        served = await read_record(db, kind=kind, id=moved.target)
    return read_document(served.body)
