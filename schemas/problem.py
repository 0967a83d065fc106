"""Problem documents (RFC 9457) and the JSON Pointers (RFC 6901) that say where in a body something is wrong."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from schemas.base import Contract
from schemas.wording import in_words

MAX_ERRORS = 100
_DEEPEST = 12  # steps of the contract's deepest place; every way of leaving some out is looked at
_FIELD = re.compile("[a-z_][a-z0-9_]*")


class FieldProblem(Contract):
    """One wrong place. `pointer` points into the body; other parts of the request have a first step of their own:
    `/query/limit`, `/header/If-Match`.
    """

    pointer: str
    detail: str


class Problem(Contract):
    """An error answer, `application/problem+json`. There may be more members, e.g. a withdrawn record's `tombstone`."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[str, Field(description="names the kind of problem; stable, made for programs to compare")]
    title: Annotated[str, Field(description="the kind of problem in words")]
    status: Annotated[int, Field(ge=400, le=599)]
    detail: Annotated[str, Field(description="what is wrong with this request")]
    instance: Annotated[str | None, Field(description="the path that was asked for")] = None
    errors: Annotated[tuple[FieldProblem, ...] | None, Field(description="each wrong place in what was sent")] = None


Steps = tuple[str | int, ...]
Finding = TypeVar("Finding", bound=Mapping[str, Any])


def pointer(steps: Sequence[str | int]) -> str:
    """The JSON Pointer along `steps` (RFC 6901 escapes `~` and `/`); no steps are the whole, `""`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps_within(steps: Steps, value: object) -> Steps:
    """`steps` without those that lead nowhere in `value`, the thing validated.

    Pydantic names the branch of a union (`list[str]`, `literal['all']`) between the fields and after them. A field that
    is missing may be the last step. Of several readings the one that leaves out least wins.
    """
    if _leads(steps, value) or len(steps) > _DEEPEST:
        return steps
    return max((some for some in _parts(steps) if _leads(some, value)), key=len, default=())


def _parts(steps: Steps) -> Iterator[Steps]:
    """Every way of leaving out some of the steps."""
    if not steps:
        yield ()
        return
    for rest in _parts(steps[1:]):
        yield rest
        yield (steps[0], *rest)


def _leads(steps: Steps, value: object) -> bool:
    """Whether the steps end at something in `value`, or at a field that an object in it lacks."""
    if _ends(steps, value):
        return True
    *before, last = steps
    if not _ends(before, value) or not (isinstance(last, str) and _FIELD.fullmatch(last)):
        return False
    return isinstance(reduce(_within, before, value), Mapping)


def _ends(steps: Sequence[str | int], value: object) -> bool:
    for step in steps:
        if not _is_in(step, value):
            return False
        value = _within(value, step)
    return True


def _is_in(step: str | int, value: object) -> bool:
    if isinstance(value, Mapping):
        return step in value
    return isinstance(value, list | tuple) and isinstance(step, int) and step < len(value)


def _within(value: Any, step: str | int) -> Any:
    return value[step]


def field_problems(
    error: ValidationError, value: object, *, tagged: bool = False, under: str = ""
) -> tuple[FieldProblem, ...]:
    """What Pydantic found wrong with `value`, as pointers and words; at most `MAX_ERRORS`.

    `tagged`: the model is a union told by a tag (a report's `kind`), which Pydantic puts before every place.
    `under` is put before each pointer, e.g. `/document` when only that part was validated.
    """
    found = error.errors(include_url=False)
    return as_problems((_tag_problem(one) or (one["loc"][tagged:], in_words(one)) for one in own(found)), value, under)


def own(found: Sequence[Finding]) -> Iterator[Finding]:
    """The findings without those that only follow: a list counts as empty where its entries are what is wrong."""
    wrong = {one["loc"][:n] for one in found for n in range(len(one["loc"]))}
    return (one for one in found if one["type"] != "too_short" or one["loc"] not in wrong)


def _tag_problem(error: ErrorDetails) -> tuple[Steps, str] | None:
    """The place of a tag that is missing or unknown, of which Pydantic names only the object that should hold it."""
    if not error["type"].startswith("union_tag"):
        return None
    place = (*error["loc"], error["ctx"]["discriminator"].strip("'"))
    known = error["ctx"].get("expected_tags")
    return place, f"must be one of {known}" if known else "is missing"


def as_problems(found: Iterable[tuple[Steps, str]], value: object, under: str = "") -> tuple[FieldProblem, ...]:
    """Places and what is wrong there, as field problems without repetitions."""
    problems = (
        FieldProblem(pointer=under + pointer(steps_within(steps, value)), detail=words)
        for steps, words in islice(found, MAX_ERRORS)
    )
    return tuple(dict.fromkeys(problems))
