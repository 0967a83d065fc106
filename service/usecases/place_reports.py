"""Deciding whose each report of a batch is: attached when sure, else a record of its own and suggestions."""

from asyncio import sleep
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.model import Weights
from matching.profile import Profile
from service.registry.inputs import Reference
from service.registry.profile import profiles_of_report
from service.storage import merges, reports, suggestions
from service.storage.reports import Head
from service.storage.transaction import Tx
from service.usecases.assign_defendants import assign_defendants
from service.usecases.find_matches import (
    SUGGESTIONS,
    Match,
    Workspace,
    matches,
    renewed,
    score_profiles,
    suggestion,
    sure,
)
from service.usecases.ids import record_id
from service.usecases.read_reports import Incoming

# Reports that are decided before other requests are let in.
BREATH = 50


@dataclass(slots=True)
class Placed:
    """Where a report goes; `base` is the record it is put into, `record_id` that record's root.

    `left`: it speaks of somebody else than the report it supersedes. `heir_of`: the report on the same person, under
    the same id, whose judgements hold for it. `joined`: matching found its record. `beside`: records of the
    other kind that may speak of the same person.
    """

    item: Incoming
    report_id: str
    outcome: str
    base: str
    record_id: str
    supersedes: Head | None = None
    superseded_by: str | None = None
    left: bool = False
    heir_of: str | None = None
    joined: bool = False
    suggested: list[Match] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    suggestion_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placing:
    """A new report on its way: its id, the head of its external id that it replaces, whether that is about the same
    person, and if not, the earlier report of this partner that was.
    """

    item: Incoming
    report_id: str
    head: Head | None = None
    same_person: bool = True
    former: Head | None = None


@dataclass(slots=True)
class _Batch:
    """What deciding looks at: the records there are, and where the batch's own reports went."""

    workspace: Workspace
    roots: Mapping[str, str]
    auto_attach: bool
    here: dict[str, Placed] = field(default_factory=dict)

    def settle(self, one: Placing) -> None:
        """Decide whose the report is."""
        placed = _decide(self, one)
        placed.beside = self.workspace.of_other_kind(one.item)
        if one.head and one.head.id in self.here:
            self.here[one.head.id].superseded_by = one.report_id
        self.here[one.report_id] = placed
        self.workspace.add(placed.record_id, one.item)

    def home(self, head: Head | None) -> tuple[str, str] | None:
        """The base of a report and that base's root, wherever the report lies."""
        if head is None:
            return None
        if placed := self.here.get(head.id):
            return placed.base, placed.record_id
        return (head.base, self.roots[head.base]) if head.base and head.base in self.roots else None


async def place(
    tx: Tx, batch: Sequence[Placing], reference: Reference, workspace: Workspace, *, auto_attach: bool
) -> list[Placed]:
    """Decide for each report, in the order sent; each may join what an earlier one of the batch made."""
    bases = [head.base for one in batch for head in (one.head, one.former) if head and head.base]
    at = _Batch(await renewed(tx, workspace), await merges.roots(tx, bases), auto_attach)
    for n, one in enumerate(batch):
        at.settle(one)
        if n % BREATH == BREATH - 1:
            await sleep(0)
    decided = list(at.here.values())
    await _choose_bases(tx, decided, reference, workspace.weights)
    return decided


async def record_decisions(tx: Tx, placed: Sequence[Placed], reference: Reference) -> None:
    """Store what deciding made besides the reports: suggestions, and whose each defendant is."""
    await suggestions.add(tx, [row for one in placed for row in _suggestion_rows(one)])
    joined = [one.record_id for one in placed if one.outcome != "created"]
    await suggestions.reopen_unsure(tx, joined)
    await assign_defendants(tx, [(one.report_id, one.base, one.record_id, one.item) for one in placed], reference)


def _decide(at: _Batch, one: Placing) -> Placed:
    now, before = at.home(one.head), at.home(one.former)
    left = one.head is not None and not one.same_person
    outcome = "superseded" if one.head else "attached"
    if one.former and before:
        return Placed(one.item, one.report_id, outcome, *before, supersedes=one.head, left=left, heir_of=one.former.id)
    if one.head and now and not left:
        return Placed(one.item, one.report_id, outcome, *now, supersedes=one.head, heir_of=one.head.id)
    return _match(at, one, frozenset({now[1]} if now else ()))


def _match(at: _Batch, one: Placing, apart_from: frozenset[str]) -> Placed:
    """A report of which no earlier one tells whose it is."""
    item, head = one.item, one.head
    found = matches(at.workspace, item, apart_from=apart_from)
    best = sure(found) if at.auto_attach else None
    outcome = "superseded" if head else "attached" if best else "created"
    target = best.record_id if best else record_id(item.kind)
    suggested = [] if best else found[:SUGGESTIONS]
    left = head is not None and not one.same_person
    heir_of = head.id if head and not left else None
    placed = Placed(item, one.report_id, outcome, target, target, supersedes=head, left=left, heir_of=heir_of)
    placed.suggested = suggested
    placed.joined = best is not None
    return placed


async def _choose_bases(tx: Tx, placed: Sequence[Placed], reference: Reference, weights: Weights) -> None:
    """A report that joins a record made of several takes its best-scoring report's base there (ties: lowest id).

    What supersedes another of the batch lies in the same base.
    """
    joined = {one.record_id for one in placed if one.joined}
    members = {root: bases for root, bases in (await merges.members(tx, joined)).items() if len(bases) > 1}
    live = await reports.live(tx, [base for bases in members.values() for base in bases])
    told = {root: [_told(one, reference) for one in live[root] if one.report.origin == "report"] for root in live}
    bases: dict[str, str] = {}
    for one in placed:
        if one.joined and told.get(one.record_id):
            one.base = _best_base(one.item, told[one.record_id], weights)
        elif one.heir_of in bases:
            one.base = bases[one.heir_of]
        bases[one.report_id] = one.base
        if one.record_id in told:
            told[one.record_id].append(_Told(one.report_id, one.base, one.item.profiles))


@dataclass(frozen=True, slots=True)
class _Told:
    """A report in a record, as a newcomer is compared with it."""

    report_id: str
    base: str
    profiles: tuple[Profile, ...]


def _told(one: reports.Placed, reference: Reference) -> _Told:
    return _Told(one.report.id, one.base, profiles_of_report(one.report, reference))


def _best_base(item: Incoming, told: Sequence[_Told], weights: Weights) -> str:
    scored = ((-score_profiles(item.kind, item.profiles, one.profiles, weights).log_odds, one.report_id, one.base)
              for one in told)  # fmt: skip
    return min(scored)[2]


def _suggestion_rows(one: Placed) -> list[dict[str, Any]]:
    rows = [suggestion(one.base, one.item.kind, match) for match in one.suggested]
    one.suggestion_ids = [row["id"] for row in rows]
    return rows
