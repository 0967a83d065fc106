"""Deciding whose each report of a batch is: attached when sure, else a record of its own and suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.explain import explain
from matching.model import MODEL_VERSION
from service.registry.inputs import Reference
from service.registry.profile import profiles_of_report
from service.storage import merges, reports, suggestions
from service.storage.reports import Head
from service.storage.transaction import Tx
from service.usecases.assign_defendants import assign_defendants
from service.usecases.find_matches import SUGGESTIONS, Match, Workspace, matches, open_workspace, score_profiles, sure
from service.usecases.ids import new_id, record_id
from service.usecases.read_reports import Incoming


@dataclass(slots=True)
class Placed:
    """Where a report goes; `base` is the record it is put into, `record_id` that record's root."""

    item: Incoming
    report_id: str
    outcome: str
    base: str
    record_id: str
    supersedes: Head | None = None
    superseded_by: str | None = None
    left: bool = False
    suggested: list[Match] = field(default_factory=list)
    suggestion_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placing:
    """A new report on its way: its id, and the head of its external id that it replaces."""

    item: Incoming
    report_id: str
    head: Head | None = None
    same_person: bool = True


async def place(tx: Tx, batch: Sequence[Placing], reference: Reference, *, auto_attach: bool) -> list[Placed]:
    """Decide for each report, in the order sent; each may join what an earlier one of the batch made."""
    workspace = await open_workspace(tx, [one.item for one in batch])
    roots = await merges.roots(tx, [one.head.base for one in batch if one.head and one.head.base])
    placed: list[Placed] = []
    here: dict[str, Placed] = {}
    for n, one in enumerate(batch):
        before = here.get(one.head.id) if one.head else None
        placed.append(
            _decide(workspace, n, one, roots, auto_attach) if before is None else _follow(workspace, one, before)
        )
        here[one.report_id] = placed[-1]
    await _choose_bases(tx, placed, reference)
    return placed


async def record_decisions(tx: Tx, placed: Sequence[Placed]) -> None:
    """Store what deciding made besides the reports: suggestions, and whose each defendant is."""
    await suggestions.add(tx, [row for one in placed for row in _suggestion_rows(one)])
    joined = [one.record_id for one in placed if one.outcome != "created"]
    await suggestions.reopen_unsure(tx, joined)
    await assign_defendants(tx, [(one.report_id, one.base, one.record_id, one.item) for one in placed])


def _decide(workspace: Workspace, n: int, one: Placing, roots: Mapping[str, str], auto_attach: bool) -> Placed:
    item, head = one.item, one.head
    old = roots.get(head.base or "") if head else None
    if head is not None and head.base and old and one.same_person:
        workspace.add(old, item)
        return Placed(item, one.report_id, "superseded", head.base, old, supersedes=head)
    found = matches(workspace, n, item, apart_from=frozenset({old} if old else ()))
    best = sure(found) if auto_attach else None
    outcome = "superseded" if head else "attached" if best else "created"
    target = best.record_id if best else record_id(item.kind)
    workspace.add(target, item)
    suggested = [] if best else found[:SUGGESTIONS]
    left = head is not None and not one.same_person
    return Placed(item, one.report_id, outcome, target, target, supersedes=head, left=left, suggested=suggested)


def _follow(workspace: Workspace, one: Placing, before: Placed) -> Placed:
    """A report that supersedes an earlier one of its own batch lies where that one does."""
    before.superseded_by = one.report_id
    workspace.add(before.record_id, one.item)
    return Placed(one.item, one.report_id, "superseded", before.base, before.record_id, supersedes=one.head)


async def _choose_bases(tx: Tx, placed: Sequence[Placed], reference: Reference) -> None:
    """A report that joins a record made of several takes its best-scoring report's base there (ties: lowest id)."""
    joined = {one.record_id for one in placed if one.outcome == "attached"}
    members = {root: bases for root, bases in (await merges.members(tx, joined)).items() if len(bases) > 1}
    live = await reports.live(tx, [base for bases in members.values() for base in bases])
    for one in placed:
        if one.record_id in live and one.outcome == "attached":
            one.base = _best_base(one.item, live[one.record_id], reference)


def _best_base(item: Incoming, group: Sequence[reports.Placed], reference: Reference) -> str:
    told = [one for one in group if one.report.origin == "report"]
    return min((-_odds(item, one, reference), one.report.id, one.base) for one in told)[2]


def _odds(item: Incoming, other: reports.Placed, reference: Reference) -> float:
    theirs = profiles_of_report(other.report, reference)
    return score_profiles(item.kind, item.profiles, theirs).log_odds


def _suggestion_rows(one: Placed) -> list[dict[str, Any]]:
    rows = [_suggestion_row(one.base, one.item.kind, match) for match in one.suggested]
    one.suggestion_ids = [row["id"] for row in rows]
    return rows


def _suggestion_row(base: str, kind: str, match: Match) -> dict[str, Any]:
    left, right = sorted((base, match.record_id))
    return {
        "id": new_id("sug"), "kind": kind, "left_id": left, "right_id": right, "score": match.score.probability,
        "explanation": explain(match.score), "model": MODEL_VERSION, "state": "open",
    }  # fmt: skip
