"""What a report says of one criminal case."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from schemas.base import Contract, Line, Note, Number, Optional_, OptionalLine, Place, RegionText, Sex
from schemas.casualty import Age, Categories, Names
from schemas.dates import IsoDuration
from schemas.document import OptionalDate
from schemas.reference.articles import article_problem

Instance = Literal["first", "appeal", "cassation", "supervisory"]
Stage = Literal[
    "investigation", "trial", "sentenced", "in_force", "acquitted", "terminated", "quashed",
    "returned_to_prosecutor", "suspended", "wanted", "pardoned",
]  # fmt: skip
EventType = Literal[
    "opened", "detained", "charged", "indicted", "received", "hearing", "sentenced", "appealed", "appeal_decided",
    "cassation_decided", "supervisory_decided", "in_force", "returned_to_prosecutor", "suspended", "resumed",
    "terminated", "wanted", "pardoned", "released", "other",
]  # fmt: skip
EventOutcome = Literal["upheld", "changed", "quashed", "remanded", "dismissed", "granted", "postponed", "other"]
Verdict = Literal["convicted", "acquitted", "terminated", "compulsory_treatment"]
SentenceKind = Literal[
    "fine", "ban_on_activities", "loss_of_rank", "compulsory_works", "correctional_works",
    "restriction_in_military_service", "restriction_of_liberty", "forced_labour", "arrest", "disciplinary_unit",
    "imprisonment", "life_imprisonment", "death",
]  # fmt: skip
Regime = Literal["penal_settlement", "general", "strict", "special", "prison", "educational", "unspecified"]
Role = Literal["perpetrator", "organiser", "instigator", "aider"]
Measure = Literal["detention", "house_arrest", "bail", "ban_on_actions", "recognizance"]
LegalCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,30}$")]


def _named_court(value: object) -> object:
    return {"name": value} if isinstance(value, str) and value.strip() else value


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _attempt(value: object) -> object:
    return {True: "attempt", False: None}[value] if isinstance(value, bool) else value


class Court(Contract):
    """A court as printed; the code of the federal list where the source gives it."""

    name: OptionalLine = None
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}[A-Za-z]{2}[0-9]{4}$")] | None = None
    region: Annotated[RegionText | None, Optional_] = None

    @model_validator(mode="after")
    def _says_something(self) -> "Court":
        if not (self.name or self.code or self.region):
            raise ValueError("a court needs its `name`, its `code` or its `region`")
        return self


CourtRef = Annotated[Court, BeforeValidator(_named_court)]
ArticleNumber = Annotated[str, BeforeValidator(_number_as_text), StringConstraints(max_length=12)]
PartNumber = Annotated[
    str, BeforeValidator(_number_as_text), StringConstraints(pattern=r"^[1-9][0-9]?(\.[1-9][0-9]?)?$")
]


class Charge(Contract):
    """One charge: its text as printed, and the article, part and points that the source itself names."""

    text: Annotated[Note | None, Optional_] = None
    code: LegalCode | None = None
    article: ArticleNumber | None = None
    part: PartNumber | None = None
    points: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=8)], ...], Field(max_length=40)
    ] = ()
    attempt: Annotated[Literal["preparation", "attempt"] | None, BeforeValidator(_attempt)] = None
    role: Role | None = None
    outcome: Literal["convicted", "acquitted", "reclassified", "dropped"] | None = None

    @model_validator(mode="after")
    def _names_a_known_article(self) -> "Charge":
        if not (self.text or self.article):
            raise ValueError("a charge needs its `text` or its `article`")
        problem = article_problem(self.article, self.code) if self.article else None
        if problem:
            raise ValueError(problem)
        return self


def _in_coins(amount: float) -> float:
    """`amount` itself; no currency of ISO 4217 has more than four decimals."""
    if round(amount, 4) != amount:
        raise ValueError("an amount of money has at most four decimals")
    return amount


class Money(Contract):
    """An amount of money: a decimal number and an ISO 4217 currency."""

    amount: Annotated[float, Number, Field(ge=0, le=1e12), AfterValidator(_in_coins)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Punishment(Contract):
    """One punishment of Criminal Code art. 44; durations in ISO 8601."""

    kind: SentenceKind
    regime: Regime | None = None
    duration: Annotated[IsoDuration | None, Optional_] = None
    suspended: bool = False
    probation: Annotated[IsoDuration | None, Optional_] = None
    amount: Money | None = None
    additional: bool = False


Sentence = Annotated[tuple[Punishment, ...], Field(max_length=30)]


class Pretrial(Contract):
    """A measure of restraint before the sentence."""

    measure: Measure
    court: Annotated[CourtRef | None, Optional_] = None
    ordered_on: OptionalDate = None
    duration: Annotated[IsoDuration | None, Optional_] = None


class PriorConviction(Contract):
    """An earlier conviction that the source mentions."""

    text: Annotated[Note | None, Optional_] = None
    articles: Annotated[tuple[ArticleNumber, ...], Field(max_length=40)] = ()
    sentence: Sentence | None = None
    date: OptionalDate = None


class Defendant(Contract):
    """One defendant, or `count` of them who are described together and not named."""

    names: Names = ()
    described_as: Annotated[Line | None, Optional_] = None
    count: Annotated[int, Number, Field(ge=1, le=10_000)] = 1
    sex: Sex | None = None
    born: OptionalDate = None
    age: Age | None = None
    birth_place: Place | None = None
    home: Place | None = None
    categories: Categories = ()
    rank: OptionalLine = None
    unit: OptionalLine = None
    position: OptionalLine = None
    minor: bool | None = None
    stage: Stage | None = None
    ground: OptionalLine = None
    charges: Annotated[tuple[Charge, ...], Field(max_length=100)] = ()
    pretrial: Annotated[tuple[Pretrial, ...], Field(max_length=30)] = ()
    prior_convictions: Annotated[tuple[PriorConviction, ...], Field(max_length=30)] = ()
    verdict: Verdict | None = None
    sentence: Sentence | None = None


class Decision(Contract):
    """What an event decided for one defendant (index into the report's `defendants`)."""

    defendant: Annotated[int, Number, Field(ge=0)] = 0
    verdict: Verdict | None = None
    sentence: Sentence | None = None


class Event(Contract):
    """A dated step of the case."""

    type: EventType
    date: OptionalDate = None
    court: Annotated[CourtRef | None, Optional_] = None
    outcome: EventOutcome | None = None
    decisions: Annotated[tuple[Decision, ...], Field(max_length=200)] = ()


class Incident(Contract):
    """What the case is about: when, where, in a few words."""

    date: OptionalDate = None
    region: Annotated[RegionText | None, Optional_] = None
    place: OptionalLine = None
    text: Annotated[Note | None, Optional_] = None


class CaseFacts(Contract):
    """One criminal case as one report describes it; `instance` says which instance the report speaks of."""

    court: Annotated[CourtRef | None, Optional_] = None
    instance: Instance | None = None
    case_numbers: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    uid: OptionalLine = None
    judge: OptionalLine = None
    defendants: Annotated[tuple[Defendant, ...], Field(max_length=200)] = ()
    events: Annotated[tuple[Event, ...], Field(max_length=300)] = ()
    incidents: Annotated[tuple[Incident, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> "CaseFacts":
        told = any(one.names or one.described_as for one in self.defendants)
        if not (told or self.case_numbers or self.uid):
            raise ValueError("a case needs a defendant (named or described), a case number or a UID")
        for n, event in enumerate(self.events):
            for decision in event.decisions:
                if decision.defendant >= len(self.defendants):
                    raise ValueError(f"events[{n}] decides for defendant {decision.defendant}, whom the report lacks")
        return self
