"""Figures that sources published: how many dead, how many sentenced, where and by when."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from schemas.base import Contract, Kind, OptionalLine
from schemas.case import Stage, Verdict
from schemas.casualty import Category, Status
from schemas.dates import EdtfDate
from schemas.document import Document, OptionalDate
from schemas.look_up import OptionalRegion

Qualifier = Literal["exact", "about", "at_least"]
Counted = Literal["names", "persons", "cases", "verdicts"]


class TallyScope(Contract):
    """What is counted; each field left out means "all"."""

    kind: Kind
    counted: Annotated[Counted | None, Field(description="of what the figure is a number, where the source says")] = (
        None
    )
    region: OptionalRegion = None
    court: OptionalLine = None
    article: OptionalLine = None
    category: Category | None = None
    status: Annotated[Status | None, Field(description="of casualties")] = None
    stage: Annotated[Stage | None, Field(description="of cases")] = None
    outcome: Annotated[Verdict | None, Field(description="of cases")] = None
    period: Annotated[OptionalDate, Field(description="when it happened (EDTF); absent: any time until `as_of`")] = None
    described_as: Annotated[OptionalLine, Field(description="what the other fields can't say, in words")] = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "TallyScope":
        foreign = ("stage", "outcome") if self.kind == "casualty" else ("status",)
        for name in foreign:
            if getattr(self, name):
                raise ValueError(f"`{name}` is not counted of a {self.kind}")
        return self


class NewTally(Contract):
    """A figure with the document that published it."""

    document: Document
    locator: OptionalLine = None
    scope: TallyScope
    as_of: Annotated[EdtfDate, Field(description="the day, month or year up to which the figure is told")]
    value: Annotated[int, Field(ge=0, le=100_000_000)]
    qualifier: Qualifier = "exact"


class Tally(NewTally):
    """A figure as the registry holds it."""

    id: str
    document_id: str | None = None
    by: str | None = None
    at: str | None = None


class Tallies(Contract):
    """One page of figures, newest first."""

    items: tuple[Tally, ...]
    next: str | None = None
    total: int | None = None
