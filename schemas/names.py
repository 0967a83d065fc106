"""A personal name as a source prints it."""

import re
from typing import Annotated, Final, Literal

from pydantic import StringConstraints, model_validator

from schemas.base import Contract, NameText, Optional_

NameType = Literal["printed", "alias", "call_sign", "former"]
OptionalName = Annotated[NameText | None, Optional_]

_CALCULATED: Final = re.compile(r"[=@+]|#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)\b", re.IGNORECASE)
"""How a spreadsheet's formulas, and its words for those that failed, begin."""
_TURNED: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that make text read otherwise than it is written."""


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
        if self.type != "call_sign" and not any(char.isalpha() for char in self.text):
            raise ValueError(f"{self.text[:80]!r} is no name: it has no letter")
        if _CALCULATED.match(self.text):
            raise ValueError(f"{self.text[:80]!r} is a spreadsheet's formula, or its word for one that failed, no name")
        if _TURNED.search(self.text):
            raise ValueError("a name must not hold characters that turn the direction of writing")
        return self

    @property
    def text(self) -> str:
        """The name in one line: `full` as printed, else the parts in the order given, patronymic, family."""
        return self.full or " ".join(part for part in (self.given, self.patronymic, self.family) if part)
