"""Whose is a report? Candidates are those that share keys with it, in the registry and earlier in the same batch."""

from asyncio import Task, create_task, sleep, wait
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Protocol

import asyncpg
import orjson

from matching.explain import explain
from matching.model import Weights
from matching.profile import Profile, combine, profiles_from_bytes
from matching.reach import WORTH_SHOWING, Reach
from matching.score import Score, attach_decision, score, score_case
from service.storage import candidates
from service.storage.candidates import Changed, Found, Moment
from service.storage.transaction import Tx
from service.usecases.ids import new_id

# A second candidate at least this likely makes the first one doubtful (the contract's own bound for `listed`).
RIVAL = 0.5
SUGGESTIONS = 5
# Reports whose candidates are asked for together.
AT_A_TIME = 25


class Newcomer(Protocol):
    """Whose candidates are looked for: a report that came in, or a record that is matched with those before it.

    `index` tells it from the others of its batch.
    """

    @property
    def index(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def profiles(self) -> tuple[Profile, ...]: ...
    @property
    def keys(self) -> tuple[tuple[int, float], ...]: ...


KINDS = ("case", "casualty")


@dataclass(frozen=True, slots=True)
class Match:
    """A record and how surely it is the one reported; `apart`: their numbers are of two cases, whoever stands trial."""

    record_id: str
    score: Score
    apart: bool = False


@dataclass(slots=True)
class Workspace:
    """The records that a batch may join: those found in the registry, and those that the batch itself makes.

    `found`: by the index of each report the candidates in reach of it. `stored`: profiles as bytes, read when they are
    compared. `seen`: when the candidates were looked up.
    """

    weights: Weights
    seen: Moment | None = None
    found: dict[int, list[str]] = field(default_factory=dict)
    profiles: dict[str, tuple[Profile, ...]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    stored: dict[str, bytes] = field(default_factory=dict)
    by_key: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, item: Newcomer, rows: Sequence[Found], least: float = WORTH_SHOWING) -> None:
        """Keep the candidates of a report that may reach `least` (log2 odds), and those of the other kind."""
        reaches = reach_of(item, least, self.weights)
        kept = self.found[item.index] = []
        for row in rows:
            if row.kind != item.kind or reaches(row.profile):
                kept.append(row.record_id)
                self._know(row)

    def renew(self, changed: Sequence[Changed]) -> None:
        """Learn what was written since: candidates are read anew, and new records found by any report of the batch."""
        ids = {row.record_id for row in changed}
        for index, kept in self.found.items():
            self.found[index] = [id_ for id_ in kept if id_ not in ids]
        for row in changed:
            if row.keys is not None:
                self._know(row)
                for key in row.keys:
                    self.by_key[key].append(row.record_id)

    def _know(self, row: Found | Changed) -> None:
        self.kinds[row.record_id] = row.kind
        self.stored[row.record_id] = row.profile

    def candidates(self, item: Newcomer) -> list[str]:
        """Ids of the records that share a key with the report, and may be the one."""
        fresh = (record for key, _ in item.keys for record in self.by_key.get(key, ()))
        return list(dict.fromkeys((*self.found.get(item.index, ()), *fresh)))

    def of_other_kind(self, item: Newcomer) -> list[str]:
        """Those of the candidates that are soldiers where the report is of a case, and the other way round."""
        return [id_ for id_ in self.candidates(item) if self.kinds[id_] != item.kind]

    def profiles_of(self, record_id: str) -> tuple[Profile, ...] | None:
        """The profiles of a record, as the batch left them; None for one that it is about to make."""
        raw = self.stored.get(record_id)
        return self.profiles.get(record_id) or (profiles_from_bytes(raw) if raw is not None else None)

    def add(self, record_id: str, item: Newcomer) -> None:
        """A record made, or joined, by a report of this batch."""
        known = self.profiles_of(record_id)
        self.kinds[record_id] = item.kind
        self.profiles[record_id] = _joined(item.kind, known, item.profiles) if known else item.profiles
        for key, _ in item.keys:
            self.by_key[key].append(record_id)


async def foresee(tx: Tx, items: Sequence[Newcomer], weights: Weights) -> Workspace:
    """The records that a batch may join, as they stand before the turn of the one writer; then `renewed`.

    Most of the work of matching is done here, where nobody waits for it. While some candidates are looked through, the
    database looks for the next ones; nothing else may use the transaction until this ends.
    """
    workspace = Workspace(weights, await candidates.moment(tx))
    connection = await candidates.searching(tx)
    parts = [items[start : start + AT_A_TIME] for start in range(0, len(items), AT_A_TIME)]
    coming: Task[dict[int, list[Found]]] | None = None
    try:
        for part, following in zip_longest(parts, parts[1:]):
            found = await (coming or _find(connection, part))
            coming = create_task(_find(connection, following)) if following else None
            await sleep(0)
            for n, item in enumerate(part):
                workspace.take(item, found.get(n, ()))
    finally:
        if coming:
            coming.cancel()
            await wait([coming])
    return workspace


async def _find(connection: asyncpg.Connection, items: Sequence[Newcomer]) -> dict[int, list[Found]]:
    return await candidates.find(connection, [item.keys for item in items], KINDS, public=False)


async def renewed(tx: Tx, workspace: Workspace) -> Workspace:
    """The same with what was written since it was foreseen, for who has the turn."""
    if workspace.seen:
        workspace.renew(await candidates.changed_since(tx, workspace.seen))
    return workspace


async def stored_profiles(tx: Tx, record_ids: Iterable[str]) -> dict[str, tuple[Profile, ...]]:
    """What matching reads of these records, by id; those it does not read are left out."""
    return {id_: profiles_from_bytes(raw) for id_, raw in (await candidates.profiles(tx, record_ids)).items()}


def matches(workspace: Workspace, item: Newcomer, *, apart_from: frozenset[str] = frozenset()) -> list[Match]:
    """The records that the report may speak of, likeliest first; those `apart` are left out."""
    found = scored(workspace, item, apart_from=apart_from)
    worth = [match for match in found if attach_decision(match.score) != "apart"]
    return sorted(worth, key=lambda match: (-match.score.log_odds, match.record_id))


def scored(
    workspace: Workspace, item: Newcomer, *, apart_from: frozenset[str] = frozenset(), least: float = WORTH_SHOWING
) -> list[Match]:
    """The candidates of the report that may reach `least` (log2 odds), with what they score."""
    kind, weights = item.kind, workspace.weights
    reaches = reach_of(item, least, weights)
    return [
        Match(
            record_id,
            score_profiles(kind, item.profiles, profiles, weights),
            kind == "case" and _are_two_cases(item.profiles, profiles),
        )
        for record_id in workspace.candidates(item)
        if workspace.kinds[record_id] == kind and record_id not in apart_from
        and (record_id in workspace.profiles or reaches(workspace.stored[record_id]))
        and (profiles := workspace.profiles_of(record_id))
    ]  # fmt: skip


def reach_of(item: Newcomer, least: float, weights: Weights) -> Callable[[bytes], bool]:
    """Whether a record's stored profile may reach `least` (log2 odds); every case may."""
    if item.kind == "case":
        return lambda _: True
    reach = Reach(item.profiles[0], least, weights=weights)
    return lambda stored: reach(orjson.loads(stored))


def sure(found: Sequence[Match]) -> Match | None:
    """The record that the report surely speaks of, if there is one and no rival."""
    if not found or found[0].apart or attach_decision(found[0].score) != "attach":
        return None
    rival = len(found) > 1 and found[1].score.probability >= RIVAL
    return None if rival else found[0]


def score_profiles(kind: str, query: tuple[Profile, ...], record: tuple[Profile, ...], weights: Weights) -> Score:
    """The score of two casualties, or of two cases over their defendants."""
    if kind == "case":
        return score_case(query, record, weights=weights)
    return score(query[0], record[0], weights=weights)


def suggestion(base: str, kind: str, match: Match) -> dict[str, Any]:
    """The row of a suggestion that a base and the record of a match may be one."""
    left, right = sorted((base, match.record_id))
    row = {"id": new_id("sug"), "kind": kind, "left_id": left, "right_id": right, "state": "open"}
    return row | told(match.score)


def told(found: Score) -> dict[str, Any]:
    """What a suggestion says of its score."""
    return {"score": found.probability, "explanation": explain(found), "model": found.model}


def _are_two_cases(query: tuple[Profile, ...], record: tuple[Profile, ...]) -> bool:
    """Whether both give numbers of one sort (`1-…` is a trial's, `22-…` an appeal's) and none in common.

    A man may stand trial twice in one court for one article; his second sentence must not be written over the first.
    A case that was renumbered gets a suggestion only.
    """
    left, right = ({number for one in side for number in one.case_numbers} for side in (query, record))
    same_uid = {uid for one in query for uid in one.uids} & {uid for one in record for uid in one.uids}
    return not same_uid and left.isdisjoint(right) and bool(_sorts(left) & _sorts(right))


def _sorts(numbers: set[str]) -> set[str]:
    return {number.partition("-")[0] for number in numbers}


def _joined(kind: str, known: tuple[Profile, ...], new: tuple[Profile, ...]) -> tuple[Profile, ...]:
    return (combine((*known, *new)),) if kind == "casualty" else (*known, *new)
