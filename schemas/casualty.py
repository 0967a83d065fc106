"""What a report says of one soldier."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Contract, Note, Number, Optional_, OptionalLine, Place, Sex
from schemas.document import OptionalDate
from schemas.names import PersonName

Status = Literal["killed", "died_of_wounds", "died_other", "missing", "captured", "released", "reported_alive"]
Category = Literal["mobilised", "contract", "conscript", "volunteer", "convict", "pmc", "officer", "other"]
Names = Annotated[tuple[PersonName, ...], Field(max_length=50)]
Categories = Annotated[tuple[Category, ...], Field(max_length=8)]


class Age(Contract):
    """Completed years of age, and the date on which they were counted (EDTF; the document's date when absent)."""

    years: Annotated[int, Number, Field(ge=0, le=130)]
    as_of: OptionalDate = None


class Wounded(Contract):
    """When and where a wound was received."""

    date: OptionalDate = None
    place: OptionalLine = None


class Burial(Contract):
    """When and where the person was buried."""

    date: OptionalDate = None
    place: OptionalLine = None


class CasualtyFacts(Contract):
    """One soldier as one report describes them; what the text does not say stays empty."""

    names: Annotated[Names, Field(min_length=1)]
    sex: Sex | None = None
    born: OptionalDate = None
    age: Age | None = None
    birth_place: Place | None = None
    status: Status
    since: OptionalDate = None
    died: OptionalDate = None
    death_place: Place | None = None
    wounded: Wounded | None = None
    mobilised_on: OptionalDate = None
    home: Place | None = None
    occupation: OptionalLine = None
    categories: Categories = ()
    rank: OptionalLine = None
    unit: OptionalLine = None
    position: OptionalLine = None
    burial: Burial | None = None
    note: Annotated[Note | None, Optional_] = None
