"""Importing a file of reports: stored fast and in order here, placed set-wise afterwards (`place_stored`).

How far a file came is written with its rows, so a killed import goes on where it stopped; what is there already is
`unchanged`, so a finished one does no harm when it is repeated.
"""

import hashlib
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import dropwhile
from pathlib import Path

from service.errors import Unprocessable
from service.readers.files import reading
from service.readers.mapping import ColumnMapping
from service.readers.mapping_file import load_mapping
from service.readers.rejected import RejectedRows
from service.readers.report_file import ReportFile, open_reports
from service.registry.inputs import Reference
from service.storage import loads, reports
from service.storage.engine import Database
from service.storage.transaction import Tx, writing
from service.usecases.actor import Actor
from service.usecases.find_matches import foresee
from service.usecases.idempotency import Answer, once
from service.usecases.import_rows import Batch, Rejected, batches
from service.usecases.keys import RESERVED
from service.usecases.place_reports import Placing
from service.usecases.progress import Progress, silent
from service.usecases.read_reports import Incoming, prepared
from service.usecases.reference import reference_for
from service.usecases.sort_reports import sort_out
from service.usecases.store_documents import doubt_retracted, store_documents
from service.usecases.submit_reports import Result, report_row, take_in, take_new

BATCH = 1_000
"""Reports stored under one hold of the writers' lock."""
_CHUNK = 1 << 20


@dataclass(slots=True)
class Imported:
    """What an import did with the rows it read: `warned` of them are taken with a doubt, `resumed_after` is the line
    where an earlier run had stopped.
    """

    created: int = 0
    attached: int = 0
    superseded: int = 0
    unchanged: int = 0
    rejected: int = 0
    warned: int = 0
    resumed_after: int = 0
    rejected_path: Path | None = None

    @property
    def rows(self) -> int:
        """All rows that were looked at."""
        return self.created + self.attached + self.superseded + self.unchanged + self.rejected


@dataclass(frozen=True, slots=True)
class Import:
    """One file on its way in. `identity` is the hash of its bytes and its mapping, `lines` its length where known."""

    db: Database
    actor: Actor
    path: Path
    mapping: ColumnMapping | None
    identity: bytes
    lines: int | None
    size: int
    progress: Progress
    on_rejected: Callable[[Rejected], None]
    on_warned: Callable[[int, Sequence[str]], None]
    done: Imported = field(default_factory=Imported)


async def import_file(
    db: Database,
    *,
    path: Path,
    mapping: Path | None,
    actor: Actor,
    batch: int = BATCH,
    dry_run: bool = False,
    progress: Progress = silent,
    on_rejected: Callable[[Rejected], None] = lambda _: None,
    on_warned: Callable[[int, Sequence[str]], None] = lambda _, __: None,
) -> Imported:
    """Store the reports of a file; bad rows are told to `on_rejected` and written beside the file. The line of a row
    that is taken with doubts is told to `on_warned`, with the doubts in words.

    A dry run does every batch, matching included, and rolls it back: batches don't see each other, and nothing is
    written anywhere. Raises UnreadableFile, WrongMapping, RejectsNotWritten, Unprocessable for a reserved partner,
    and Busy; what was stored by then stays, and the same call goes on from there.
    """
    if actor.partner in RESERVED:
        raise Unprocessable(f"«{actor.partner}» is the registry's own name; give another partner.")
    columns = load_mapping(mapping) if mapping else None
    identity, lines = await to_thread(_identify, path, mapping)
    work = Import(db, actor, path, columns, identity, lines, batch, progress, on_rejected, on_warned)
    await (_try(work) if dry_run else _carry_out(work))
    return work.done


def _identify(path: Path, mapping: Path | None) -> tuple[bytes, int | None]:
    """SHA-256 of the file and its mapping, and how many lines a text file has."""
    digest, lines = hashlib.sha256(), 0
    for part in filter(None, (mapping, path)):
        digest.update(b"\0")
        with reading(part), part.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                lines += chunk.count(b"\n") if part == path else 0
    return digest.digest(), None if path.suffix.lower().startswith(".xls") else lines


async def _carry_out(work: Import) -> None:
    async with writing(work.db.engine, identity=False) as tx:
        work.done.resumed_after = await loads.find(tx, work.identity, work.actor.partner) or 0
    with open_reports(work.path, work.mapping) as file, _rejected_rows(work, file) as beside:
        reference = await reference_for(work.db)
        async with _batches(work, file) as upcoming:
            async for batch in upcoming:
                for one in batch.rejected:
                    beside.add(one.row, one.reason, one.field)
                beside.flush()  # before the commit that says these rows are done
                warnings = await _store(work, batch, reference)
                _tell(work, batch, warnings, "storing")
    work.done.rejected_path = beside.path if beside.count else None
    work.done.rejected = beside.count
    async with writing(work.db.engine, identity=False) as tx:
        await loads.forget(tx, work.identity, work.actor.partner)


async def _try(work: Import) -> None:
    with open_reports(work.path, work.mapping) as file:
        reference = await reference_for(work.db)
        async with _batches(work, file) as upcoming:
            async for batch in upcoming:
                items = [prepared(item, reference) for item in batch.items]
                results = await _results(work, items)
                for result in results:
                    _count(work.done, result["outcome"])
                _tell(work, batch, {result["index"]: result["warnings"] for result in results}, "trying")


async def _results(work: Import, items: Sequence[Incoming]) -> list[Result]:
    """What would become of the reports if they were submitted now."""

    async def take(tx: Tx) -> Answer:
        return {"results": await take_in(work.db, tx, items, work.actor, await foresee(tx, items, work.db.weights))}

    answer = await once(work.db, None, take, dry_run=True)
    results: list[Result] = answer["results"]
    return results


def _batches(work: Import, file: ReportFile) -> AbstractAsyncContextManager[AsyncIterator[Batch]]:
    after = work.done.resumed_after
    rows = dropwhile(lambda row: row.line <= after, file.rows) if after else file.rows
    return batches(rows, work.size, work.db.secret, work.mapping, datetime.now(UTC).date())


def _rejected_rows(work: Import, file: ReportFile) -> RejectedRows:
    return RejectedRows(work.path, file.columns, resume_after=work.done.resumed_after or None)


def _tell(work: Import, batch: Batch, warnings: Mapping[int, Sequence[str]], stage: str) -> None:
    """`warnings` by the place of the report in the batch."""
    for one in batch.rejected:
        work.on_rejected(one)
    work.done.rejected += len(batch.rejected)
    for index, doubts in sorted(warnings.items()):
        if doubts:
            work.on_warned(batch.lines[index], doubts)
            work.done.warned += 1
    work.progress(stage, batch.line, work.lines)


def _count(done: Imported, outcome: str, times: int = 1) -> None:
    setattr(done, outcome, getattr(done, outcome) + times)


async def _store(work: Import, batch: Batch, reference: Reference) -> dict[int, Sequence[str]]:
    """Store a batch; the warnings on its reports."""
    async with writing(work.db.engine) as tx:
        documents = await store_documents(tx, [item.report.document for item in batch.items])
        items = await doubt_retracted(tx, batch.items, documents)
        counts = await _store_reports(work, tx, items, documents, reference)
        await loads.advance(tx, work.identity, work.actor.partner, batch.line)
    for outcome, times in counts.items():
        _count(work.done, outcome, times)
    return {item.index: item.warnings for item in items}


async def _store_reports(
    work: Import, tx: Tx, items: Sequence[Incoming], documents: Mapping[str, str], reference: Reference
) -> Mapping[str, int]:
    """Store what is new. What follows a report that has a record is placed at once, so that the record stays right."""
    known, placing = await sort_out(tx, items, work.actor.partner)
    now, later = _divide(placing)
    await reports.insert(tx, _waiting_rows(tx, later, documents, work.actor))
    if now:
        ready = [replace(one, item=prepared(one.item, reference)) for one in now]
        workspace = await foresee(tx, [one.item for one in ready], work.db.weights)
        await take_new(work.db, tx, ready, documents, work.actor, workspace)
    superseded = sum(one.head is not None for one in placing)
    return {"unchanged": len(known), "superseded": superseded, "created": len(placing) - superseded}


def _divide(placing: Sequence[Placing]) -> tuple[list[Placing], list[Placing]]:
    """Those that follow a report with a record, directly or through one of the batch, and all others."""
    now: list[Placing] = []
    later: list[Placing] = []
    following: set[str] = set()
    for one in placing:
        before = [head for head in (one.head, one.former) if head is not None]
        if any(head.base or head.id in following for head in before):
            following.add(one.report_id)
            now.append(one)
        else:
            later.append(one)
    return now, later


def _waiting_rows(
    tx: Tx, later: Sequence[Placing], documents: Mapping[str, str], actor: Actor
) -> list[dict[str, object]]:
    after = {one.head.id: one.report_id for one in later if one.head}
    return [
        report_row(
            tx, one.item, one.report_id, documents[one.item.identity], actor, base=None,
            supersedes=one.head.id if one.head else None, superseded_by=after.get(one.report_id),
        )
        for one in later
    ]  # fmt: skip
