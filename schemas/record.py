"""Records as they go out: what the fold makes and storage stamps with version and time.

Every field is present; null, or an empty list, where no source says anything.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Kind, Sex
from schemas.case import (
    EventOutcome,
    EventType,
    Instance,
    Measure,
    Money,
    Regime,
    Role,
    SentenceKind,
    Stage,
    Verdict,
)
from schemas.casualty import Category, Status
from schemas.record_parts import (
    AsReported,
    Citation,
    Citations,
    CitedText,
    DatedPlace,
    Evidence,
    Fact,
    Listed,
    RecordName,
    RecordPlace,
    Related,
)


class _Record(Contract):
    id: str
    version: int
    state: Literal["published"]
    updated_at: datetime
    display_name: str | None
    display_name_latin: str | None
    first_reported: str
    evidence: Evidence
    conflicts: tuple[str, ...]
    related: tuple[Related, ...]
    citations: tuple[Citation, ...]
    merged_ids: tuple[str, ...]
    redacted: tuple[str, ...]


class CasualtyRecord(_Record):
    """One soldier."""

    kind: Literal["casualty"]
    names: tuple[RecordName, ...]
    sex: Fact[Sex] | None
    born: Fact[str] | None
    birth_place: Fact[RecordPlace] | None
    status: Fact[Status | Literal["disputed"]] | None
    since: Fact[str] | None
    died: Fact[str] | None
    death_place: Fact[RecordPlace] | None
    wounded: Fact[DatedPlace] | None
    mobilised_on: Fact[str] | None
    home: Fact[RecordPlace] | None
    occupation: Fact[str] | None
    categories: tuple[Listed[Category], ...]
    rank: Fact[str] | None
    unit: Fact[str] | None
    position: Fact[str] | None
    burial: Fact[DatedPlace] | None
    notes: tuple[CitedText, ...]


class RecordCourt(Contract):
    """A court: name as listed, or as printed when no list knows it; code of the federal list; kind by that code."""

    name: str | None
    code: str | None
    region: str | None
    kind: str | None


class CaseNumber(Contract):
    """A case number, normalised, and as printed."""

    value: str
    as_reported: tuple[str, ...]
    citations: Citations


class RecordInstance(Contract):
    """One instance of the case."""

    instance: Instance
    court: Fact[RecordCourt] | None
    case_numbers: tuple[CaseNumber, ...]
    judge: Fact[str] | None
    uid: Fact[str] | None


class RecordPunishment(Contract):
    """One punishment of a sentence."""

    kind: SentenceKind
    regime: Regime | None
    duration: str | None
    suspended: bool
    probation: str | None
    amount: Money | None
    additional: bool


RecordSentence = tuple[RecordPunishment, ...]


class OutcomeTold(Contract):
    """Another outcome that a source gives for a charge."""

    outcome: str
    citations: Citations


class RecordCharge(Contract):
    """One charge: the article where a source or a text names it, the text as printed."""

    text: str | None
    code: str | None
    article: str | None
    part: str | None
    points: tuple[str, ...]
    attempt: Literal["preparation", "attempt"] | None
    role: Role | None
    outcome: Literal["convicted", "acquitted", "reclassified", "dropped"] | None
    citations: Citations
    alternatives: tuple[OutcomeTold, ...] = ()
    as_reported: tuple[AsReported, ...] = ()


class RecordPretrial(Contract):
    """A measure of restraint."""

    measure: Measure
    court: RecordCourt | None
    ordered_on: str | None
    duration: str | None
    citations: Citations


class RecordPriorConviction(Contract):
    """An earlier conviction that a source mentions."""

    text: str | None
    articles: tuple[str, ...]
    sentence: RecordSentence | None
    date: str | None
    citations: Citations


class DecisionTold(Contract):
    """How another source tells a decision: what differs."""

    date: str | None = None
    court: RecordCourt | None = None
    verdict: Verdict | None = None
    sentence: RecordSentence | None = None
    outcome: EventOutcome | None = None
    citations: Citations


class RecordDecision(Contract):
    """A decision on a defendant; `quashed` when a later one quashed it."""

    instance: Instance
    date: str | None
    type: EventType
    court: RecordCourt | None
    verdict: Verdict | None
    sentence: RecordSentence | None
    outcome: EventOutcome | None
    quashed: bool
    citations: Citations
    alternatives: tuple[DecisionTold, ...]


class StandingSentence(Contract):
    """The latest decision not quashed."""

    instance: Instance
    date: str | None
    verdict: Verdict | None
    sentence: RecordSentence | None
    citations: Citations


class RecordDefendant(Contract):
    """One defendant; the id lasts."""

    id: str
    display_name: str | None
    display_name_latin: str | None
    names: tuple[RecordName, ...]
    described_as: Fact[str] | None
    count: Fact[int] | None
    sex: Fact[Sex] | None
    born: Fact[str] | None
    birth_place: Fact[RecordPlace] | None
    home: Fact[RecordPlace] | None
    categories: tuple[Listed[Category], ...]
    rank: Fact[str] | None
    unit: Fact[str] | None
    position: Fact[str] | None
    minor: Fact[bool] | None
    stage: Fact[Stage] | None
    ground: Fact[str] | None
    charges: tuple[RecordCharge, ...]
    pretrial: tuple[RecordPretrial, ...]
    prior_convictions: tuple[RecordPriorConviction, ...]
    decisions: tuple[RecordDecision, ...]
    sentence: StandingSentence | None


class RecordEvent(Contract):
    """A step of the case."""

    type: EventType
    instance: Instance
    date: str | None
    court: RecordCourt | None
    outcome: EventOutcome | None
    defendants: tuple[str, ...]
    citations: Citations


class RecordIncident(Contract):
    """What the case is about."""

    date: str | None
    region: str | None
    place: str | None
    text: str | None
    citations: Citations
    as_reported: tuple[AsReported, ...] = ()


class CaseRecord(_Record):
    """One criminal case through all its instances."""

    kind: Literal["case"]
    court: Fact[RecordCourt] | None
    instances: tuple[RecordInstance, ...]
    case_numbers: tuple[CaseNumber, ...]
    uid: Fact[str] | None
    defendants: tuple[RecordDefendant, ...]
    events: tuple[RecordEvent, ...]
    incidents: tuple[RecordIncident, ...]


class Tombstone(Contract):
    """What is left of a record that was withdrawn, redacted whole, or merged into another."""

    id: str
    kind: Kind
    version: int
    state: Literal["withdrawn", "merged"]
    updated_at: datetime
    redacted: tuple[str, ...] = ()
    merged_into: str | None = None


Record = Annotated[CasualtyRecord | CaseRecord, Field(discriminator="kind")]
