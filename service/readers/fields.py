"""Which fields a report has, and of what type, read from the contract's models: what a mapping is checked by."""

import types
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from schemas.base import Kind
from schemas.report import CaseReport, CasualtyReport
from service.readers.errors import WrongMapping
from service.readers.paths import FieldPath

_MODELS: dict[str, type[BaseModel]] = {"casualty": CasualtyReport, "case": CaseReport}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field that holds plain values: its name, their type, the codes it allows, and whether it is a list of them."""

    name: str
    type: type
    choices: frozenset[str] | None
    many: bool


def leaf_at(kind: Kind, path: FieldPath, written: str) -> Leaf:
    """The field that `path` names in a report of `kind`; WrongMapping, quoting it as `written`, if there is none."""
    annotation: Any = _MODELS[kind]
    for step in path:
        inner, many = _unwrap(annotation)
        if isinstance(step, int) or step == "[]":
            if not many:
                raise WrongMapping(f"«{written}»: this is no list, so it has no [{'' if step == '[]' else step}]")
            annotation = inner
        else:
            annotation = _field(inner, many, step, written)
    inner, many = _unwrap(annotation)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        raise WrongMapping(f"«{written}» is a group of fields; name one of them: {', '.join(inner.model_fields)}")
    choices = frozenset(get_args(inner)) if get_origin(inner) is Literal else None
    return Leaf(str(path[-1]), str if choices else inner, choices, many)


def _field(owner: Any, many: bool, step: str, written: str) -> Any:
    if many:
        raise WrongMapping(f"«{written}»: a list stands before «{step}»; say which of its items, as in names[0].full")
    if not (isinstance(owner, type) and issubclass(owner, BaseModel)):
        raise WrongMapping(f"«{written}»: what stands before «{step}» has no parts")
    if step not in owner.model_fields:
        raise WrongMapping(f"«{written}»: there is no field «{step}» here; there are {', '.join(owner.model_fields)}")
    return owner.model_fields[step].annotation


def _unwrap(annotation: Any) -> tuple[Any, bool]:
    """The type itself, without Annotated and `| None`; for a tuple of any length its item's type, and True."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrap(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return _unwrap(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if origin is tuple:
        return _unwrap(get_args(annotation)[0])[0], True
    return annotation, False
