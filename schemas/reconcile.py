"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group, final report of 10 April 2023)."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from schemas.base import Contract
from schemas.problem import Problem

VERSION = "0.2"
BATCH_QUERIES = 100
"""Queries of one batch; OpenRefine sends as many as the manifest's `batchSize` says."""
MOST_CANDIDATES = 100
MOST_IDS = 1_000
MOST_PROPERTIES = 100


class Named(Contract):
    """A type, or what a value refers to."""

    id: str
    name: str | None = None


class NamedType(Contract):
    """A type of record."""

    id: str
    name: str


PropertyValue = str | bool | int | float | Named


class AskedProperty(Contract):
    """A property that the record asked for should have; of several values the first that isn't empty counts."""

    model_config = ConfigDict(extra="ignore")  # clients send names and the like along

    pid: str
    v: PropertyValue | tuple[PropertyValue, ...]


class ReconcileQuery(Contract):
    """One query of a batch."""

    query: str | None = None
    type: str | tuple[str, ...] | None = None
    limit: Annotated[int, Field(ge=1)] = 5
    properties: tuple[AskedProperty, ...] = ()
    type_strict: Literal["any", "should", "all"] | None = None


class Feature(Contract):
    """One step of the score: its log2 weight, or that the id agrees."""

    id: str
    value: float | bool


class ReconcileCandidate(Contract):
    """A record that may be meant; `score` is the probability in percent, `match` is true of a `listed` one alone."""

    id: str
    name: str
    description: str
    score: Annotated[float, Field(ge=0, le=100)]
    match: bool
    type: tuple[NamedType, ...]
    features: tuple[Feature, ...]


class ReconcileResult(Contract):
    """The candidates of one query, best first; beyond the standard, what could not be read of it."""

    result: tuple[ReconcileCandidate, ...]
    warnings: Annotated[tuple[str, ...] | None, Field(description="values that were left out, and why")] = None
    problem: Problem | None = None


class SuggestMetadata(Contract):
    """Where a suggest service is."""

    service_url: str
    service_path: str
    flyout_service_url: str
    flyout_service_path: str


class Manifest(Contract):
    """What the service offers."""

    versions: tuple[str, ...]
    name: str
    identifierSpace: str  # noqa: N815 - the standard's names
    schemaSpace: str  # noqa: N815
    documentation: str
    serviceVersion: str  # noqa: N815
    defaultTypes: tuple[NamedType, ...]  # noqa: N815
    view: dict[str, str]
    preview: dict[str, str | int]
    suggest: dict[str, SuggestMetadata]
    extend: dict[str, Any]
    batchSize: int  # noqa: N815
    authentication: dict[str, str] | None = None


class SuggestedEntity(Contract):
    """A record suggested."""

    id: str
    name: str
    description: str
    notable: tuple[NamedType, ...]


class SuggestedEntities(Contract):
    """Records suggested."""

    result: tuple[SuggestedEntity, ...]


class Suggested(Contract):
    """A type or a property suggested."""

    id: str
    name: str
    description: str | None = None


class SuggestedList(Contract):
    """Types or properties suggested."""

    result: tuple[Suggested, ...]


class Flyout(Contract):
    """A few words on a record, a type or a property, as HTML."""

    id: str
    html: str


class ProposedProperties(Contract):
    """Properties that records of a type may have."""

    properties: tuple[Suggested, ...]
    type: str | None = None
    limit: int | None = None


class ExtendSettings(Contract):
    """How a property is to be fetched; 0 is no limit."""

    limit: Annotated[int, Field(ge=0)] = 0


class ExtendProperty(Contract):
    """A property to fetch."""

    id: str
    settings: ExtendSettings = ExtendSettings()


class ExtendQuery(Contract):
    """Which properties to fetch of which records."""

    ids: tuple[str, ...]
    properties: Annotated[tuple[ExtendProperty, ...], Field(max_length=MOST_PROPERTIES)]


class Extension(Contract):
    """The values of properties: `rows` by id and property, each a list of `{str}` or `{int}`."""

    meta: tuple[NamedType, ...]
    rows: dict[str, dict[str, tuple[dict[str, str | int], ...]]]
