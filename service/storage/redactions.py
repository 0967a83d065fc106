"""What must not be shown of a record, in any of its versions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, text

from service.storage.tables import RedactionRow, VersionRow, table
from service.storage.transaction import Tx

_ROWS = table(RedactionRow)
_VERSIONS = table(VersionRow)


async def add(tx: Tx, rows: Sequence[Mapping[str, object]]) -> None:
    """Store redactions, one a base."""
    await tx.execute(_ROWS.insert(), [{**row, "at": tx.at} for row in rows])


async def of(tx: Tx, bases: Iterable[str]) -> dict[str, set[str]]:
    """The field paths redacted in each base (`*` for the whole record)."""
    found: dict[str, set[str]] = defaultdict(set)
    query = text("SELECT record_id, fields FROM redaction WHERE record_id = ANY(:ids)")
    for base, fields in await tx.rows(query, {"ids": list(bases)}):
        found[base] |= set(fields)
    return found


async def rewrite_versions(
    tx: Tx, record_id: str, mask: Callable[[bytes], bytes], *, since: datetime | None = None,
    until: datetime | None = None, whole: bool = False,
) -> None:  # fmt: skip
    """Replace the documents of a record's older versions by their masked form, those written in a span of time.

    `whole`: nothing of them is left, and they count as withdrawn.
    """
    query = text("""
        SELECT version, document, state FROM record_version WHERE record_id = :id AND document IS NOT NULL
          AND at >= coalesce(CAST(:since AS timestamptz), '-infinity')
          AND at < coalesce(CAST(:until AS timestamptz), 'infinity')
    """)
    found = await tx.rows(query, {"id": record_id, "since": since, "until": until})
    rows = [
        {"v": version, "masked": mask(bytes(document)), "st": "withdrawn" if whole and state == "published" else state}
        for version, document, state in found
    ]
    if rows:
        target = _VERSIONS.update().where(_VERSIONS.c.record_id == record_id, _VERSIONS.c.version == bindparam("v"))
        await tx.execute(target.values(document=bindparam("masked"), state=bindparam("st")), rows)


async def rewrite_current(tx: Tx, record_id: str, mask: Callable[[bytes], bytes]) -> None:
    """Mask the current document too, which becomes history when the redacted version is written over it."""
    document = await tx.scalar(text("SELECT document FROM record WHERE id = :id"), {"id": record_id})
    await tx.execute(
        text("UPDATE record SET document = :masked WHERE id = :id"), {"masked": mask(bytes(document)), "id": record_id}
    )


async def documents(tx: Tx, record_id: str) -> list[bytes]:
    """All that a record ever showed and shows."""
    query = text("""
        SELECT document FROM record_version WHERE record_id = :id AND document IS NOT NULL
        UNION ALL SELECT document FROM record WHERE id = :id
    """)
    return [bytes(row.document) for row in await tx.rows(query, {"id": record_id})]


async def rewrite_reasons(tx: Tx, record_id: str, tells: Callable[[str], bool]) -> None:
    """Take out of a record's history each reason that `tells` what must not be shown."""
    query = text("SELECT version, reason FROM record_version WHERE record_id = :id AND reason IS NOT NULL")
    found = [row.version for row in await tx.rows(query, {"id": record_id}) if tells(row.reason)]
    if found:
        target = _VERSIONS.update().where(_VERSIONS.c.record_id == record_id, _VERSIONS.c.version.in_(found))
        await tx.execute(target.values(reason=None))
