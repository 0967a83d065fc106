"""Where Pydantic's findings point to."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from schemas.problem import field_problems, pointer, steps_within


class Inner(BaseModel):
    """A model in a model."""

    model_config = ConfigDict(extra="forbid")
    number: int
    fields: list[str] | Literal["all"] = "all"


class Cat(Inner):
    """One of two kinds."""

    kind: Literal["cat"]
    cat: Inner | None = None


class Dog(Inner):
    """The other."""

    kind: Literal["dog"]


PET: TypeAdapter[Any] = TypeAdapter(Annotated[Cat | Dog, Field(discriminator="kind")])


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), ""),
        (("a",), "/a"),
        (("a", 0, "b"), "/a/0/b"),
        (("a/b", "c~d"), "/a~1b/c~0d"),
        (("",), "/"),
        (("~1",), "/~01"),
    ],
)
def test_pointers_are_escaped(steps: tuple[str | int, ...], expected: str) -> None:
    assert pointer(steps) == expected


def places(adapter: TypeAdapter[Any], value: Any, **more: Any) -> set[str]:
    """The pointers of what is wrong with a value."""
    with pytest.raises(ValidationError) as found:
        adapter.validate_python(value)
    return {one.pointer for one in field_problems(found.value, value, **more)}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"number": "x"}, {"/number"}),
        ({}, {"/number"}),
        ({"number": 1, "extra": 1}, {"/extra"}),
        ({"number": 1, "fields": 7}, {"/fields"}),
        ({"number": 1, "fields": ["a", 7]}, {"/fields/1", "/fields"}),
        (7, {""}),
    ],
)
def test_branches_of_unions_are_no_places(value: Any, expected: set[str]) -> None:
    assert places(TypeAdapter(Inner), value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"kind": "cat", "number": 1, "cat": {"number": "x"}}, {"/cat/number"}),
        ({"kind": "cat", "cat": {"number": 1}}, {"/number"}),
        ({"kind": "cow"}, {"/kind"}),
        ({}, {"/kind"}),
        ([], {""}),
    ],
)
def test_the_tag_of_a_union_is_no_place(value: Any, expected: set[str]) -> None:
    assert places(PET, value, tagged=True) == expected


def test_places_of_a_part_lie_under_it() -> None:
    assert places(TypeAdapter(Inner), {"number": "x"}, under="/document") == {"/document/number"}


def test_steps_that_lead_nowhere_are_left_out() -> None:
    assert steps_within(("a", "list[int]", 0), {"a": ["x"]}) == ("a", 0)
    assert steps_within(("a", "Model", "b"), {"a": {}}) == ("a", "b")
