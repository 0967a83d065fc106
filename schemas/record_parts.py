"""What records of both kinds are made of: facts with where they come from, names, places, citations."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from schemas.base import Contract
from schemas.document import DocumentType
from schemas.names import NameType

T = TypeVar("T")
Citations = Annotated[
    tuple[int, ...], Field(min_length=1, description="Numbers of entries in the record's `citations`.")
]


class AsReported(Contract):
    """A value as sources printed it."""

    text: str | None
    citations: Citations


class Alternative(Contract, Generic[T]):
    """A value that sources give and that is not the one shown."""

    value: T
    citations: Citations
    as_reported: tuple[AsReported, ...] = ()


class Fact(Contract, Generic[T]):
    """A value with where it comes from; null when a maintainer removed it, or when it is known as printed only."""

    value: T | None
    citations: Citations
    alternatives: tuple[Alternative[T], ...]
    as_reported: tuple[AsReported, ...] = ()


class RecordName(Contract):
    """A name, as sources print it."""

    full: str
    family: str | None
    given: str | None
    patronymic: str | None
    lang: str | None
    type: NameType
    citations: Citations


class Listed(Contract, Generic[T]):
    """An entry of a list."""

    value: T
    citations: Citations


class CitedText(Contract):
    """A note; null where it mentioned somebody whose name is redacted."""

    text: str | None
    citations: Citations


class RecordPlace(Contract):
    """A place: ISO 3166-2 region, and its name."""

    region: str | None
    place: str | None


class DatedPlace(Contract):
    """When and where."""

    date: str | None
    place: str | None


class Citation(Contract):
    """What a record cites; `origin` "correction" is what a maintainer set."""

    n: int
    report_id: str | None
    document_id: str | None
    source: str
    type: DocumentType
    title: str | None
    url: str | None
    published_on: str | None
    retrieved_on: str | None
    locator: str | None
    archived_url: str | None
    origin: Literal["report", "correction"]


class Evidence(Contract):
    """How well the record is evidenced."""

    independent_sources: int
    grade: Literal["single_source", "two_independent", "official_document"]


class Related(Contract):
    """A link to another record."""

    id: str
    relation: Literal["same_person", "prior_case", "separated_from"]
    grade: Literal["possible", "confirmed"]
    citations: Citations
