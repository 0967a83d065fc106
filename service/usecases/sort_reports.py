"""Telling new reports from those already there: by the sender's id, or without one by the content."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.registry.fingerprint import same_person
from service.storage import reports
from service.storage.reports import Head, told_facts
from service.storage.transaction import Tx
from service.usecases.ids import new_id
from service.usecases.place_reports import Placing
from service.usecases.read_reports import Incoming
from service.usecases.store_documents import doubted

Slot = str | bytes
"""What one report is known by within its partner: the external id, or else the fingerprint."""


@dataclass(frozen=True, slots=True)
class Known:
    """A report that is there already."""

    item: Incoming
    report_id: str
    base: str | None


async def find_unchanged(tx: Tx, items: Sequence[Incoming], partner: str) -> tuple[list[Known], list[Incoming]]:
    """The reports that say what stands there already, told by fingerprints alone; and all others.

    Right for who isn't the one writer, too: it stood there when it was looked for. One of several with the same id is
    left to `sort_out`, since what comes before it in the batch may change what it is compared with.
    """
    times = Counter(_slot(item) for item in items)
    single = [item for item in items if times[_slot(item)] == 1]
    found = {one.external_id or one.fingerprint: one for one in await reports.standing(tx, partner, *_slots(single))}
    known: list[Known] = []
    others: list[Incoming] = []
    for item in items:
        one = found.get(_slot(item))
        if one is None or one.fingerprint != item.fingerprint:
            others.append(item)
        else:
            known.append(Known(doubted(item) if one.doubtful else item, one.id, one.base))
    return known, others


async def sort_out(tx: Tx, items: Sequence[Incoming], partner: str) -> tuple[list[Known], list[Placing]]:
    """The reports that say what is there already, and those to be placed, each in the order sent.

    A batch may hold one id several times: each then supersedes the one before it.
    """
    known, others = await find_unchanged(tx, items, partner)
    heads = {_head_slot(head): head for head in await _heads(tx, others, partner)}
    placing: list[Placing] = []
    for item in others:
        head = heads.get(_slot(item))
        if head is not None and head.fingerprint == item.fingerprint and not head.retracted:
            known.append(Known(item, head.id, head.base))
            continue
        new = Placing(item, new_id("rep"), head, head is None or _same(head, item))
        placing.append(new)
        heads[_slot(item)] = _as_head(new)
    return known, await _find_homes(tx, placing)


async def _find_homes(tx: Tx, placing: Sequence[Placing]) -> list[Placing]:
    """Where rows shifted, the report that told of each row's person before: under the same id, or in the next row."""
    shifted = {one.head.id: one.head for one in placing if one.head and not one.same_person}
    if not shifted:
        return list(placing)
    heads = {one.head.id: one.head for one in placing if one.head}
    earlier = _by_successor([*await reports.predecessors(tx, heads), *heads.values()], placing)
    deserted = {head.fingerprint: head for head in shifted.values()}
    return [replace(one, former=_former(one, earlier, deserted)) for one in placing]


def _former(one: Placing, earlier: Mapping[str, Head], deserted: Mapping[bytes, Head]) -> Head | None:
    if one.head is not None and one.same_person:
        return None
    neighbour = deserted.get(one.item.fingerprint)
    if neighbour is not None and neighbour != one.head:
        return neighbour
    before = earlier.get(one.head.id) if one.head else None
    while before is not None and not _same(before, one.item):
        before = earlier.get(before.id)
    return before


def _by_successor(known: Iterable[Head], placing: Iterable[Placing]) -> dict[str, Head]:
    """What each report superseded, those of the batch included."""
    heads = {head.id: head for head in known} | {one.report_id: _as_head(one) for one in placing}
    found = {one.report_id: one.head for one in placing if one.head}
    return found | {head.id: heads[head.supersedes] for head in heads.values() if head.supersedes in heads}


async def _heads(tx: Tx, items: Sequence[Incoming], partner: str) -> list[Head]:
    return await reports.heads(tx, partner, *_slots(items)) if items else []


def _slots(items: Sequence[Incoming]) -> tuple[list[str], list[bytes]]:
    external = [item.report.external_id for item in items if item.report.external_id]
    return external, [item.fingerprint for item in items if not item.report.external_id]


def _same(head: Head, item: Incoming) -> bool:
    return head.kind == item.kind and same_person(told_facts(head.kind, head.payload), item.report.facts)


def _as_head(new: Placing) -> Head:
    item = new.item
    return Head(
        id=new.report_id, external_id=item.report.external_id, fingerprint=item.fingerprint, base=None,
        kind=item.kind, payload=item.payload, retracted=False, supersedes=new.head.id if new.head else None,
    )  # fmt: skip


def _head_slot(head: Head) -> Slot:
    return head.external_id or head.fingerprint


def _slot(item: Incoming) -> Slot:
    return item.report.external_id or item.fingerprint
