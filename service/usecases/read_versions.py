"""The history of a record: who changed what, when and why, and the difference of any two versions."""

from typing import Any

from service.errors import NotFound
from service.registry.diff import json_patch, read_document
from service.storage import reading
from service.storage.engine import Database
from service.usecases.cursors import decode, encode
from service.usecases.instants import instant_text
from service.usecases.read_record import Served, read_record


async def list_versions(
    db: Database, *, kind: str, id: str, cursor: str | None = None, limit: int = 100, count: bool = False
) -> dict[str, Any]:
    """The versions of a record, oldest first. Raises NotFound, Gone."""
    await _readable(db, kind, id)
    after = decode(cursor, (int,))[0] if cursor else 0
    rows = await reading.versions(db.reads, id, after, limit + 1)
    items = [
        {
            "version": row["version"], "state": row["state"], "cause": row["cause"], "by": row["by"],
            "at": instant_text(row["at"]), "reason": row["reason"], "changed": list(row["changed"]),
        }
        for row in rows[:limit]
    ]  # fmt: skip
    next_ = encode(rows[limit - 1]["version"]) if len(rows) > limit else None
    return {"items": items, "next": next_} | ({"total": await reading.count_versions(db.reads, id)} if count else {})


async def read_version(db: Database, *, kind: str, id: str, version: int) -> Served:
    """One version of a record. Raises NotFound, Gone."""
    return await read_record(db, kind=kind, id=id, version=version)


async def diff_versions(db: Database, *, kind: str, id: str, from_version: int, to_version: int) -> dict[str, Any]:
    """The RFC 6902 patch that makes one version into another. Raises NotFound, Gone."""
    old = await read_record(db, kind=kind, id=id, version=from_version)
    new = await read_record(db, kind=kind, id=id, version=to_version)
    patch = json_patch(read_document(old.body), read_document(new.body))
    return {"id": id, "from": from_version, "to": to_version, "patch": patch}


async def _readable(db: Database, kind: str, id_: str) -> None:
    """Raise NotFound or Gone where the record can't be read; a merged one has a history of its own."""
    first = await reading.record(db.reads, id_)
    if first is None or first.kind != kind:
        raise NotFound
    await read_record(db, kind=kind, id=id_, version=first.version if first.state == "merged" else None)
