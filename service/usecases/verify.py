"""Checking the live registry against the invariants of the design."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from matching.block import record_keys
from matching.profile import profiles_to_bytes
from service.registry.canonical import canonical
from service.registry.diff import read_document
from service.registry.fold import RULES_VERSION, fold
from service.registry.inputs import Folded, RecordInputs, Reference
from service.registry.uncited import uncited
from service.storage import checks, inputs, suggestions, waiting
from service.storage.engine import Database
from service.storage.records import Current
from service.storage.snapshot import snapshot
from service.storage.transaction import Tx
from service.usecases.progress import Progress, silent
from service.usecases.reference import reference_of
from service.usecases.rescore_suggestions import scored

BATCH = 200

Rows = Mapping[str, Mapping[str, Any]]

UNLIKE_FOLD = "a record is not what its reports make"
UNREADABLE = "a record's reports can't be read"
UNCITED = "a fact has no citation"
UNMATCHABLE = "what matching reads of a record is not what the record says"
MISJUDGED = "a pair waits with another score than its records have"


@dataclass(slots=True)
class Verified:
    """`faults` by kind, each with the places where it was found; `old_rules` were folded by other rules than ours.

    `waiting` reports are stored and not placed yet, which is no fault: an import is on its way or was interrupted.
    """

    records: int = 0
    old_rules: int = 0
    waiting: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)

    def add(self, fault: str, place: str) -> None:
        """Note a fault."""
        self.faults.setdefault(fault, []).append(place)


async def verify(db: Database, *, progress: Progress = silent, batch: int = BATCH) -> Verified:
    """What is wrong with the registry. Each batch of records is read as of one moment, so the service may go on.

    Checked are the invariants 1 (a record is the fold of its inputs), 3 (different stays apart), 4 (versions without
    holes), 5 (the feed in order, without holes) and 7 (every fact cited); and that each undecided pair
    has the score of its records. Raises Busy.
    """
    done = Verified()
    await _check_whole(db, done, progress)
    async with snapshot(db.engine) as tx:
        total = await checks.count_records(tx)
        done.waiting = await waiting.count(tx)
    async for records in _batches(db, batch, done):
        done.records += records
        progress("records", done.records, total)
    await _check_queue(db, done, batch)
    return done


async def _check_whole(db: Database, done: Verified, progress: Progress) -> None:
    async with snapshot(db.engine) as tx:
        for number, fault in enumerate(checks.FAULTS, start=1):
            times, places = await checks.find(tx, fault)
            for place in places:
                done.add(fault, place)
            if times > len(places):
                done.add(fault, f"and {times - len(places):,} more")
            progress("invariants", number, len(checks.FAULTS))


async def _batches(db: Database, size: int, done: Verified) -> AsyncIterator[int]:
    after = ""
    while True:
        async with snapshot(db.engine) as tx:
            ids = await checks.record_ids(tx, after, size)
            if not ids:
                return
            await _check_records(db, tx, ids, done)
        after = ids[-1]
        yield len(ids)


async def _check_queue(db: Database, done: Verified, size: int) -> None:
    """Undecided pairs of this version of the model; those of another are scored anew with the rules."""
    after = ""
    while True:
        async with snapshot(db.engine) as tx:
            pairs = await suggestions.undecided_after(tx, after, size)
            fresh = await scored(tx, pairs, db.weights)
        for stored, now in zip(pairs, fresh, strict=True):
            if stored != now and stored.model == now.model:
                done.add(MISJUDGED, stored.id)
        if len(pairs) < size:
            return
        after = pairs[-1].id


async def _check_records(db: Database, tx: Tx, ids: list[str], done: Verified) -> None:
    reference = await reference_of(db, tx)
    rows = {row["id"]: row for row in await checks.stored(tx, ids) if row["state"] != "merged"}
    read = await _inputs(tx, rows, done)
    for id_, row in rows.items():
        done.old_rules += row["rules"] != RULES_VERSION
        for fault, place in _faults(row, read.get(id_), reference):
            done.add(fault, place)


async def _inputs(tx: Tx, rows: Rows, done: Verified) -> dict[str, RecordInputs]:
    """What the records are folded from, read together; where that fails, one by one, to name those that are broken."""
    known = {id_: _current(row) for id_, row in rows.items()}
    try:
        return await inputs.load(tx, {id_: one.kind for id_, one in known.items()}, known)
    except ValueError as error:
        if len(rows) == 1:
            done.add(UNREADABLE, f"{next(iter(rows))}: {str(error).splitlines()[0]}")
            return {}
    found: dict[str, RecordInputs] = {}
    for id_, row in rows.items():
        found |= await _inputs(tx, {id_: row}, done)
    return found


def _current(row: Mapping[str, Any]) -> Current:
    return Current(
        row["id"], row["kind"], row["state"], row["version"], row["root_id"], row["document"], row["withdrawn"],
        row["created_at"],
    )  # fmt: skip


def _faults(row: Mapping[str, Any], given: RecordInputs | None, reference: Reference) -> Iterator[tuple[str, str]]:
    document = read_document(row["document"])
    for path in uncited(document):
        yield UNCITED, f"{row['id']} {path}"
    if given is None or row["rules"] != RULES_VERSION:
        return
    folded = fold(given, reference)
    stamped = {**folded.document, "version": document["version"], "updated_at": document["updated_at"]}
    if canonical(stamped) != row["document"] or list(folded.tags) != row["tags"]:
        yield UNLIKE_FOLD, row["id"]
    elif not _is_matchable(row, folded):
        yield UNMATCHABLE, row["id"]


def _is_matchable(row: Mapping[str, Any], folded: Folded) -> bool:
    full, public = folded.private_profiles, folded.profiles
    if not full:
        return row["keys"] is None
    keys = sorted({key for profile in full for key in record_keys(profile)})
    shown = None if public == full else profiles_to_bytes(public)
    visible = row["public"] == (folded.document["state"] == "published")
    return (row["keys"], row["profile"], row["public_profile"]) == (keys, profiles_to_bytes(full), shown) and visible
