"""Asking who is in the registry: one name (`search`) or many people at once (`match`)."""

from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, StringConstraints

from schemas.base import Contract, Kind, NameText, Optional_, OptionalLine, RegionText
from schemas.document import OptionalDate
from schemas.problem import Problem

MAX_QUERIES = 500
MAX_LIMIT = 1_000

KindAsked = Literal["casualty", "case", "any"]
Verdict = Literal["listed", "likely", "possible", "not_listed"]
OptionalRegion = Annotated[RegionText | None, Optional_]
OptionalName = Annotated[NameText | None, Optional_]
QueryKey = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class MatchQuery(Contract):
    """One person or case asked for; what is not known stays out, and weighs nothing."""

    name: OptionalName = None
    family: OptionalName = None
    given: OptionalName = None
    patronymic: OptionalName = None
    kind: KindAsked = "any"
    born: OptionalDate = None
    died: OptionalDate = None
    region: OptionalRegion = None
    place: OptionalLine = None
    rank: OptionalLine = None
    unit: OptionalLine = None
    court: OptionalLine = None
    article: OptionalLine = None
    case_number: OptionalLine = None
    uid: OptionalLine = None


class MatchRequest(Contract):
    """Up to 500 queries under keys of the asker's own; a malformed one is answered by a problem in its own place."""

    queries: Annotated[dict[QueryKey, JsonValue], Field(min_length=1, max_length=MAX_QUERIES)]
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="candidates per query")] = 5
    explain: Annotated[bool, Field(description="show each feature with its weight")] = True


class Weight(Contract):
    """One step of the score: what was compared, how it agrees, and its log2 weight; `prior` compares nothing."""

    feature: str
    query: str | None = None
    record: str | None = None
    agreement: str | None = None
    weight: float


class Candidate(Contract):
    """A record that may be meant; `score` is the probability that it is."""

    id: str
    kind: Kind
    version: int
    display_name: str | None
    display_name_latin: str | None
    score: Annotated[float, Field(ge=0, le=1)]
    explanation: tuple[Weight, ...] | None = None
    summary: dict[str, Any] | None = None


class MatchResult(Contract):
    """The answer to one query: a verdict and the candidates, best first; or the query's problem."""

    verdict: Verdict | None = None
    namesakes: Annotated[int | None, Field(ge=0, description="records of that name which nothing tells apart")] = None
    candidates: tuple[Candidate, ...] | None = None
    problem: Problem | None = None


class SourceCoverage(Contract):
    """What the registry has read of one source, by its documents' dates."""

    source: str
    from_: Annotated[str | None, Field(alias="from")] = None
    to: str | None = None
    reports: int


class Coverage(Contract):
    """What a "not listed" rests on."""

    sources: tuple[SourceCoverage, ...]


class MatchAnswer(Contract):
    """All queries' results under the asker's keys, the coverage they rest on, and the model's version."""

    results: dict[str, MatchResult]
    coverage: Coverage
    model: str


class SearchAnswer(Contract):
    """Candidates for one name, best first."""

    items: tuple[Candidate, ...]
    next: str | None = None
    verdict: Verdict | None = None
    namesakes: int | None = None
    coverage: Coverage | None = None
    model: str | None = None
