"""Whose is a report? Candidates are those that share keys with it, in the registry and earlier in the same batch."""

from asyncio import Task, create_task, sleep, wait
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Protocol

import asyncpg
import orjson

from matching.explain import explain
from matching.model import Weights
from matching.profile import Profile, combine, profile_from_stored, profiles_from_bytes
from matching.reach import WORTH_SHOWING, Reach
from matching.score import Score, attach_decision, score, score_case
from service.storage import candidates
from service.storage.candidates import Found
from service.storage.transaction import Tx
from service.usecases.ids import new_id

# A second candidate at least this likely makes the first one doubtful (the contract's own bound for `listed`).
RIVAL = 0.5
SUGGESTIONS = 5
# Reports whose candidates are asked for together.
AT_A_TIME = 25


class Newcomer(Protocol):
    """Whose candidates are looked for: a report that came in, or a record that is matched with those before it."""

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
    """The records a batch may join: those found in the registry, and those the batch itself makes.

    `stored`: profiles as bytes, read when they are compared: of the thousands found for a batch hardly one is kept.
    """

    weights: Weights
    found: dict[int, Sequence[str]] = field(default_factory=dict)
    profiles: dict[str, tuple[Profile, ...]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    stored: dict[str, bytes] = field(default_factory=dict)
    by_key: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, places: Iterable[int], found: Mapping[int, Sequence[Found]]) -> None:
        """The candidates that were found for the reports at `places`, in that order."""
        for n, place in enumerate(places):
            rows = found.get(n, ())
            self.found[place] = [row.record_id for row in rows]
            for row in rows:
                self.kinds[row.record_id] = row.kind
                self.stored[row.record_id] = row.profile

    def candidates(self, place: int, keys: Iterable[tuple[int, float]]) -> list[str]:
        """Ids of the records that share a key with the report at `place` of the batch."""
        fresh = (record for key, _ in keys for record in self.by_key.get(key, ()))
        return list(dict.fromkeys((*self.found.get(place, ()), *fresh)))

    def of_other_kind(self, place: int, item: Newcomer) -> list[str]:
        """Those of the candidates that are soldiers where the report is of a case, and the other way round."""
        return [id_ for id_ in self.candidates(place, item.keys) if self.kinds[id_] != item.kind]

    def profiles_of(self, record_id: str) -> tuple[Profile, ...] | None:
        """The profiles of a record, as the batch left them; None for one that it is about to make."""
        raw = self.stored.get(record_id)
        return self.profiles.get(record_id) or (profiles_from_bytes(raw) if raw is not None else None)

    def within(self, reach: Reach | None, record_id: str) -> tuple[Profile, ...] | None:
        """The profiles of a record, but None where a casualty is out of reach."""
        if reach is None or record_id in self.profiles:
            return self.profiles_of(record_id)
        found = orjson.loads(self.stored[record_id])
        return (profile_from_stored(found),) if reach(found) else None

    def add(self, record_id: str, item: Newcomer) -> None:
        """A record made, or joined, by a report of this batch."""
        known = self.profiles_of(record_id)
        self.kinds[record_id] = item.kind
        self.profiles[record_id] = _joined(item.kind, known, item.profiles) if known else item.profiles
        for key, _ in item.keys:
            self.by_key[key].append(record_id)


async def look_up(tx: Tx, workspace: Workspace, items: Sequence[Newcomer], decide: Callable[[int], None]) -> None:
    """Find the candidates of a batch, and call `decide` for each place of it in order.

    The database looks for the next ones meanwhile; nothing else may use the transaction until this ends.
    """
    parts = [range(start, min(start + AT_A_TIME, len(items))) for start in range(0, len(items), AT_A_TIME)]
    coming: Task[dict[int, list[Found]]] | None = None
    connection = await candidates.searching(tx)
    try:
        for part, following in zip_longest(parts, parts[1:]):
            found = await (coming or _find(connection, items, part))
            coming = create_task(_find(connection, items, following)) if following else None
            await sleep(0)
            workspace.take(part, found)
            for place in part:
                decide(place)
    finally:
        if coming:
            coming.cancel()
            await wait([coming])


async def _find(connection: asyncpg.Connection, items: Sequence[Newcomer], part: range) -> dict[int, list[Found]]:
    return await candidates.find(connection, [items[place].keys for place in part], KINDS, public=False)


async def stored_profiles(tx: Tx, record_ids: Iterable[str]) -> dict[str, tuple[Profile, ...]]:
    """What matching reads of these records, by id; those it does not read are left out."""
    return {id_: profiles_from_bytes(raw) for id_, raw in (await candidates.profiles(tx, record_ids)).items()}


def workspace_of(found: Mapping[int, Sequence[Found]], weights: Weights) -> Workspace:
    """A workspace of candidates that were looked up, by the places of those who asked."""
    workspace = Workspace(weights)
    workspace.take(range(max(found, default=-1) + 1), found)
    return workspace


def matches(
    workspace: Workspace, place: int, item: Newcomer, *, apart_from: frozenset[str] = frozenset()
) -> list[Match]:
    """The records that the report may speak of, likeliest first; those `apart` are left out."""
    found = scored(workspace, place, item, apart_from=apart_from)
    worth = [match for match in found if attach_decision(match.score) != "apart"]
    return sorted(worth, key=lambda match: (-match.score.log_odds, match.record_id))


def scored(
    workspace: Workspace,
    place: int,
    item: Newcomer,
    *,
    apart_from: frozenset[str] = frozenset(),
    least: float = WORTH_SHOWING,
) -> list[Match]:
    """The candidates of the report that may reach `least` (log2 odds), with what they score."""
    kind, weights = item.kind, workspace.weights
    reach = Reach(item.profiles[0], least, weights=weights) if kind == "casualty" else None
    return [
        Match(
            record_id,
            score_profiles(kind, item.profiles, profiles, weights),
            kind == "case" and _are_two_cases(item.profiles, profiles),
        )
        for record_id in workspace.candidates(place, item.keys)
        if workspace.kinds[record_id] == kind and record_id not in apart_from
        and (profiles := workspace.within(reach, record_id))
    ]  # fmt: skip


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
