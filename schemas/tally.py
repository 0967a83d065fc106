"""Figures that sources published: how many dead, how many sentenced, where and by when."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Kind, OptionalLine
from schemas.casualty import Category
from schemas.dates import EdtfDate
from schemas.document import Document
from schemas.look_up import OptionalRegion

Qualifier = Literal["exact", "about", "at_least"]


class TallyScope(Contract):
    """What is counted; each field left out means "all"."""

    kind: Kind
    region: OptionalRegion = None
    court: OptionalLine = None
    article: OptionalLine = None
    category: Category | None = None


class NewTally(Contract):
    """A figure with the document that published it."""

    document: Document
    locator: OptionalLine = None
    scope: TallyScope
    as_of: EdtfDate
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
