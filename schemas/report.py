"""A report: what one document says of one person or one case, as a partner sends it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from schemas.base import Contract, Line, OptionalLine
from schemas.case import CaseFacts
from schemas.casualty import CasualtyFacts
from schemas.document import BasedOn, Document

BATCH_REPORTS = 1_000

ExternalId = Annotated[Line, StringConstraints(max_length=300)]


class _Report(Contract):
    external_id: ExternalId | None = None
    document: Document
    locator: OptionalLine = None
    based_on: Annotated[tuple[BasedOn, ...], Field(max_length=20)] = ()


class CasualtyReport(_Report):
    """One document on one soldier."""

    kind: Literal["casualty"]
    casualty: CasualtyFacts

    @property
    def facts(self) -> CasualtyFacts:
        """What the document says."""
        return self.casualty


class CaseReport(_Report):
    """One document on one criminal case."""

    kind: Literal["case"]
    case: CaseFacts

    @property
    def facts(self) -> CaseFacts:
        """What the document says."""
        return self.case


Report = Annotated[CasualtyReport | CaseReport, Field(discriminator="kind")]
REPORT: TypeAdapter[CasualtyReport | CaseReport] = TypeAdapter(Report)
