"""What a maintainer may set: the fields of the facts, by path, with values as the contract has them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from schemas.case import CaseFacts, Defendant
from schemas.casualty import CasualtyFacts
from schemas.problem import field_problems
from service.errors import FieldError, Unprocessable

_CASE_FIELDS = ("court", "uid", "judge", "case_numbers", "events", "incidents")
_DEFENDANT = re.compile(r"defendants\.(d[1-9][0-9]{0,4})\.([a-z_]+)")
_REQUIRED = frozenset({"names", "status"})


def parse_correction(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a correction by field path, parsed; None removes.

    Paths are the fields of the facts, and `defendants.d1.FIELD` in a case. Raises Unprocessable naming each path that
    a record of this kind does not have, and each value its field does not take.
    """
    parsed: dict[str, Any] = {}
    wrong: list[FieldError] = []
    for path, value in values.items():
        model, name = _field(kind, path)
        pointer = "/set/" + path.replace("~", "~0").replace("/", "~1")
        if model is None:
            wrong.append(FieldError(pointer, f"records of this kind have no field {path[:80]!r} that can be set"))
        elif value is None and kind == "casualty" and name in _REQUIRED:
            wrong.append(FieldError(pointer, "can be set but not removed; withdraw the record instead"))
        else:
            try:
                parsed[path] = None if value is None else _adapter(model, name).validate_python(value)
            except ValidationError as error:
                wrong += [FieldError(one.pointer, one.detail) for one in field_problems(error, value, under=pointer)]
    if wrong:
        raise Unprocessable(f"{wrong[0].pointer}: {wrong[0].detail}", errors=wrong)
    return parsed


def _field(kind: str, path: str) -> tuple[type[BaseModel] | None, str]:
    if kind == "casualty":
        return (CasualtyFacts if path in CasualtyFacts.model_fields else None), path
    if path in _CASE_FIELDS:
        return CaseFacts, path
    found = _DEFENDANT.fullmatch(path)
    if found is None or found[2] not in Defendant.model_fields:
        return None, path
    return Defendant, found[2]


@cache
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    field = model.model_fields[name]
    annotation: Any = field.annotation
    return TypeAdapter(Annotated[annotation, field])
