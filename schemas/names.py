"""A personal name as a source prints it."""

import re
from typing import Annotated, Final, Literal

from pydantic import StringConstraints, ValidationInfo, field_validator, model_validator

from schemas.base import Contract, NameText, Optional_
from schemas.reference.placeholders import is_placeholder

NameType = Literal["printed", "alias", "call_sign", "former"]
OptionalName = Annotated[NameText | None, Optional_]

_CALCULATED: Final = re.compile(r"[=@+]|#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)\b", re.IGNORECASE)
"""How a spreadsheet's formulas, and its words for those that failed, begin."""
_TURNED: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that make text read otherwise than it is written."""


class PersonName(Contract):
    """One spelling of a person's name; `full` as printed, or its parts where the source gives parts."""

    type: NameType = "printed"
    full: OptionalName = None
    family: OptionalName = None
    given: OptionalName = None
    patronymic: OptionalName = None
    lang: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None

    @field_validator("full", "family", "given", "patronymic")
    @classmethod
    def _is_a_name(cls, text: str | None, info: ValidationInfo) -> str | None:
        # A field that failed is not in the data; what is wrong with it is told anyway.
        problem = _problem(text, info.data.get("type", "printed")) if text else None
        if problem:
            raise ValueError(problem)
        return text

    @model_validator(mode="after")
    def _says_something(self) -> "PersonName":
        if not (self.full or self.family or self.given):
            raise ValueError("a name needs `full`, or at least one of `family` and `given`")
        return self

    @property
    def text(self) -> str:
        """The name in one line: `full` as printed, else the parts in the order given, patronymic, family."""
        return self.full or " ".join(part for part in (self.given, self.patronymic, self.family) if part)


def _problem(text: str, type_: NameType) -> str | None:
    """Why `text` is no name, or none that can be shown."""
    quoted = f"{text[:80]!r}"
    if _CALCULATED.match(text):
        return f"{quoted} is a spreadsheet's formula, or its word for one that failed, no name"
    if not any(char.isalpha() or (type_ == "call_sign" and char.isdigit()) for char in text):
        return f"{quoted} is no name: it has no letter"
    if is_placeholder(text, nickname=type_ in ("alias", "call_sign")):
        return (
            f"{quoted} says that there is no name; leave out what is not known, describe a defendant in `described_as`"
        )
    return "a name must not hold characters that turn the direction of writing" if _TURNED.search(text) else None
