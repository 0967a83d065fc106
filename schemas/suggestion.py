"""Pairs of records that may be one, for a maintainer to decide."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from schemas.base import Contract, Kind, OptionalLine
from schemas.look_up import Weight

State = Literal["open", "same", "different", "unsure", "closed"]
Verdict = Literal["same", "different", "unsure"]
SuggestionId = Annotated[str, StringConstraints(pattern=r"^sug-[0-9a-z]{4,40}$")]


class Suggestion(Contract):
    """A pair, its score and why; `left` and `right` are summaries of the records with their versions.

    In the explanation `query` is the newer record's value, `record` the older's. A side that a maintainer withdrew is
    shown to reviewers with `state` `withdrawn`; such a pair is `different` or `unsure`, never merged.
    """

    id: str
    kind: Kind
    left: dict[str, Any]
    right: dict[str, Any]
    score: Annotated[float, Field(ge=0, le=1)]
    explanation: tuple[Weight, ...] = ()
    state: State
    leased_by: str | None = None
    leased_until: str | None = None


class Suggestions(Contract):
    """One page of pairs, best first."""

    items: tuple[Suggestion, ...]
    next: str | None = None
    total: int | None = None


class ClaimRequest(Contract):
    """How many pairs to lease to the asker for 15 minutes."""

    count: Annotated[int, Field(ge=1, le=100)] = 10


class ReleaseRequest(Contract):
    """The pairs to give back; without `ids` all that the asker holds."""

    ids: Annotated[tuple[SuggestionId, ...] | None, Field(max_length=1_000)] = None


class Released(Contract):
    """How many pairs went back into the queue."""

    released: int


class SeenVersions(Contract):
    """The versions of both records that the reviewer saw."""

    left: Annotated[int, Field(ge=1)]
    right: Annotated[int, Field(ge=1)]


class DecisionRequest(Contract):
    """A maintainer's word on a pair; refused when either record has moved since `versions`."""

    decision: Verdict
    reason: OptionalLine = None
    versions: SeenVersions | None = None


class Decision(Contract):
    """What was decided; `merge_id` and `record_id` when the pair became one record."""

    id: str
    decision: Verdict | None = None
    state: State
    judgement_id: str | None = None
    merge_id: str | None = None
    record_id: str | None = None
