"""Telling new reports from those already there: by the sender's id, or without one by the content."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.registry.fingerprint import same_person
from service.storage import reports
from service.storage.reports import Head, facts_of
from service.storage.transaction import Tx
from service.usecases.ids import new_id
from service.usecases.place_reports import Placing
from service.usecases.read_reports import Incoming

Slot = str | bytes
"""What one report is known by within its partner: the external id, or else the fingerprint."""


@dataclass(frozen=True, slots=True)
class Known:
    """A report that is there already."""

    item: Incoming
    report_id: str
    base: str | None


async def sort_out(tx: Tx, items: Sequence[Incoming], partner: str) -> tuple[list[Known], list[Placing]]:
    """The reports that say what is there already, and those to be placed, each in the order sent.

    A batch may hold one id several times: each then supersedes the one before it.
    """
    heads = {_head_slot(head): head for head in await _heads(tx, items, partner)}
    known: list[Known] = []
    placing: list[Placing] = []
    for item in items:
        head = heads.get(_slot(item))
        if head is not None and head.fingerprint == item.fingerprint and not head.retracted:
            known.append(Known(item, head.id, head.base))
            continue
        new = Placing(item, new_id("rep"), head, head is None or _same(head, item))
        placing.append(new)
        heads[_slot(item)] = _as_head(new)
    return known, placing


async def _heads(tx: Tx, items: Sequence[Incoming], partner: str) -> list[Head]:
    external = [item.report.external_id for item in items if item.report.external_id]
    prints = [item.fingerprint for item in items if not item.report.external_id]
    return await reports.heads(tx, partner, external, prints)


def _same(head: Head, item: Incoming) -> bool:
    return head.kind == item.kind and same_person(facts_of(head.kind, "report", head.payload), item.report.facts)


def _as_head(new: Placing) -> Head:
    item = new.item
    return Head(new.report_id, item.report.external_id, item.fingerprint, None, item.kind, item.payload, False)


def _head_slot(head: Head) -> Slot:
    return head.external_id or head.fingerprint


def _slot(item: Incoming) -> Slot:
    return item.report.external_id or item.fingerprint
