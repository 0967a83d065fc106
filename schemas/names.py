"""A personal name as a source prints it."""

from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from schemas.base import Contract, NameText, Optional_

NameType = Literal["printed", "alias", "call_sign", "former"]
OptionalName = Annotated[NameText | None, Optional_]


class PersonName(Contract):
    """One spelling of a person's name; `full` as printed, or its parts where the source gives parts."""

    full: OptionalName = None
    family: OptionalName = None
    given: OptionalName = None
    patronymic: OptionalName = None
    lang: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    type: NameType = "printed"

    @model_validator(mode="after")
    def _says_something(self) -> "PersonName":
        if not (self.full or self.family or self.given):
            raise ValueError("a name needs `full`, or at least one of `family` and `given`")
        return self

    @property
    def text(self) -> str:
        """The name in one line: `full` as printed, else the parts in the order given, patronymic, family."""
        return self.full or " ".join(part for part in (self.given, self.patronymic, self.family) if part)
