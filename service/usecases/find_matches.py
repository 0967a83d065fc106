"""Whose is a report? Candidates are those that share keys with it, in the registry and earlier in the same batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from matching.explain import explain
from matching.model import Weights
from matching.profile import Profile, combine, profiles_from_bytes
from matching.score import Score, attach_decision, score, score_case
from service.storage import candidates
from service.storage.candidates import Found
from service.storage.transaction import Tx
from service.usecases.ids import new_id

# A second candidate at least this likely makes the first one doubtful (the contract's own bound for `listed`).
RIVAL = 0.5
SUGGESTIONS = 5


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
    """The records a batch may join: those found in the registry, and those the batch itself makes."""

    weights: Weights
    found: Mapping[int, Sequence[str]]
    profiles: dict[str, tuple[Profile, ...]]
    kinds: dict[str, str]
    by_key: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def candidates(self, place: int, keys: Iterable[tuple[int, float]]) -> list[str]:
        """Ids of the records that share a key with the report at `place` of the batch."""
        fresh = (record for key, _ in keys for record in self.by_key.get(key, ()))
        return list(dict.fromkeys((*self.found.get(place, ()), *fresh)))

    def of_other_kind(self, place: int, item: Newcomer) -> list[str]:
        """Those of the candidates that are soldiers where the report is of a case, and the other way round."""
        return [id_ for id_ in self.candidates(place, item.keys) if self.kinds[id_] != item.kind]

    def add(self, record_id: str, item: Newcomer) -> None:
        """A record made, or joined, by a report of this batch."""
        known = self.profiles.get(record_id)
        self.kinds[record_id] = item.kind
        self.profiles[record_id] = _joined(item.kind, known, item.profiles) if known else item.profiles
        for key, _ in item.keys:
            self.by_key[key].append(record_id)


async def open_workspace(tx: Tx, items: Sequence[Newcomer], weights: Weights) -> Workspace:
    """Look up the candidates of all reports of a batch at once."""
    return workspace_of(await candidates.find_in(tx, [item.keys for item in items], KINDS), weights)


async def stored_profiles(tx: Tx, record_ids: Iterable[str]) -> dict[str, tuple[Profile, ...]]:
    """What matching reads of these records, by id; those it does not read are left out."""
    return {id_: profiles_from_bytes(raw) for id_, raw in (await candidates.profiles(tx, record_ids)).items()}


def workspace_of(found: Mapping[int, Sequence[Found]], weights: Weights) -> Workspace:
    """A workspace of candidates that were looked up, by the places of those who asked."""
    rows = {row.record_id: row for group in found.values() for row in group}
    return Workspace(
        weights=weights,
        found={place: [row.record_id for row in group] for place, group in found.items()},
        profiles={id_: profiles_from_bytes(row.profile) for id_, row in rows.items()},
        kinds={id_: row.kind for id_, row in rows.items()},
    )


def matches(
    workspace: Workspace, place: int, item: Newcomer, *, apart_from: frozenset[str] = frozenset()
) -> list[Match]:
    """The records that the report may speak of, likeliest first; those `apart` are left out."""
    found = scored(workspace, place, item, apart_from=apart_from)
    worth = [match for match in found if attach_decision(match.score) != "apart"]
    return sorted(worth, key=lambda match: (-match.score.log_odds, match.record_id))


def scored(
    workspace: Workspace, place: int, item: Newcomer, *, apart_from: frozenset[str] = frozenset()
) -> list[Match]:
    """All candidates of the report, with what they score."""
    return [
        Match(
            record_id,
            score_profiles(item.kind, item.profiles, workspace.profiles[record_id], workspace.weights),
            _are_two_cases(item.profiles, workspace.profiles[record_id]),
        )
        for record_id in workspace.candidates(place, item.keys)
        if workspace.kinds[record_id] == item.kind and record_id not in apart_from
    ]


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
