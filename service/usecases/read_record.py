"""Reading a record: as it stands, as it was in a version, or as it stood at a time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.errors import Gone, MergedAway, NotFound
from service.registry.diff import read_document
from service.storage import reading
from service.storage.engine import Database
from service.storage.reading import Stored
from service.usecases.instants import instant_text


@dataclass(frozen=True, slots=True)
class Served:
    """A record ready to send; `etag` is quoted and strong."""

    body: bytes
    etag: str
    last_modified: datetime
    version: int


async def read_record(
    db: Database, *, kind: str, id: str, version: int | None = None, as_of: datetime | None = None
) -> Served:
    """The record (`kind`) under an id, or one of its versions.

    Raises NotFound, MergedAway (only for the current one), Gone when it is withdrawn, its older versions too, and for a
    version from when it held, by a merge undone since or before a split, what is withdrawn today.
    """
    stored = await reading.record(db.reads, id)
    if stored is None or stored.kind != kind:
        raise NotFound
    if version is None and as_of is None:
        return answer(stored, kind)
    _refuse_gone(await _root(db, stored))
    found = (
        await reading.version(db.reads, id, version)
        if version is not None
        else await reading.version_at(db.reads, id, as_of or stored.updated_at)
    )
    if found is None:
        raise NotFound("The record has no such version." if version is not None else "The record was not there then.")
    if found["hidden"]:
        at = instant_text(found["at"])
        raise Gone({"id": id, "kind": kind, "version": found["version"], "state": "withdrawn", "updated_at": at})
    if found["state"] == "withdrawn":
        raise Gone(tombstone_of(found["document"]), etag=etag_of(found["document"]))
    return Served(found["document"], etag_of(found["document"]), found["at"], found["version"])


async def read_current(db: Database, *, kind: str, id: str) -> Served:
    """The same for a record as it stands, sharing one statement with whoever reads at the same time."""
    stored = await db.coalesced.record(id)
    if stored is None:
        raise NotFound
    return answer(stored, kind)


def answer(stored: Stored, kind: str) -> Served:
    """What a reader of the current record gets. Raises NotFound, MergedAway, Gone."""
    if stored.kind != kind:
        raise NotFound
    if stored.state == "merged":
        raise MergedAway(stored.root_id, kind)
    _refuse_gone(stored)
    return Served(stored.document, etag_of(stored.document), stored.updated_at, stored.version)


def etag_of(document: bytes) -> str:
    """The strong entity tag of a document's bytes, quoted."""
    return f'"{hashlib.blake2b(document, digest_size=16).hexdigest()}"'


def tombstone_of(document: bytes) -> Mapping[str, Any]:
    """What may be said of a record that is gone: nothing of what it said."""
    said = read_document(document)
    return {name: said[name] for name in ("id", "kind", "version", "state", "redacted", "updated_at") if name in said}


async def _root(db: Database, stored: Stored) -> Stored:
    """The record that holds this one today: what was withdrawn or redacted there is gone here too."""
    if stored.root_id == stored.id:
        return stored
    return await reading.record(db.reads, stored.root_id) or stored


def _refuse_gone(stored: Stored) -> None:
    if stored.state == "withdrawn":
        raise Gone(tombstone_of(stored.document), etag=etag_of(stored.document))
