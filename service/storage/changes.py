"""The change log. Its numbers are taken under the one writer's lock, so their order is the commit order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from service.storage.tables import ChangeRow, table
from service.storage.transaction import Tx

_ROWS = table(ChangeRow)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log; `type` is published, updated, merged, withdrawn, restored or redacted."""

    type: str
    record_id: str
    kind: str
    version: int
    merged_into: str | None = None


async def append(tx: Tx, changes: Sequence[Change]) -> None:
    """Write the changes under the next numbers, without holes."""
    if not changes:
        return
    last = await tx.scalar(text("UPDATE clock SET seq = seq + :n RETURNING seq"), {"n": len(changes)})
    first = last - len(changes) + 1
    rows = [
        {
            "seq": first + n, "type": change.type, "record_id": change.record_id, "kind": change.kind,
            "version": change.version, "merged_into": change.merged_into, "at": tx.at,
        }
        for n, change in enumerate(changes)
    ]  # fmt: skip
    await tx.copy(_ROWS, rows)
