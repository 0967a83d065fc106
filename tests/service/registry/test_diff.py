"""What changed between versions."""

import json
from typing import Any

import jsonpatch
from hypothesis import given, settings
from hypothesis import strategies as st

from service.registry.diff import changed_fields, json_patch
from tests.service.registry.making import case_report, casualty_report, fold_of, reports

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.text("ab/~", max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("ab/~", max_size=2), inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text("ab/~", max_size=2), JSON, max_size=4)


@settings(max_examples=150, deadline=None)
@given(old=OBJECTS, new=OBJECTS)
def test_the_patch_makes_the_new_of_the_old(old: dict[str, Any], new: dict[str, Any]) -> None:
    patch = json_patch(old, new)
    made = jsonpatch.JsonPatch(patch).apply(json.loads(json.dumps(old)))
    assert json.dumps(made, sort_keys=True) == json.dumps(new, sort_keys=True)
    assert (patch == []) == (json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True))


@settings(max_examples=30, deadline=None)
@given(one=reports("case"), other=reports("case"))
def test_it_does_so_for_records(one: list[Any], other: list[Any]) -> None:
    old, new = fold_of(*one).document, fold_of(*other).document
    assert jsonpatch.JsonPatch(json_patch(old, new)).apply(json.loads(json.dumps(old))) == new


def test_what_is_put_in_front_moves_the_rest_without_rewriting_it() -> None:
    assert json_patch({"a": [1, 2]}, {"a": [0, 1, 2]}) == [{"op": "add", "path": "/a/0", "value": 0}]


def test_changed_fields_are_named() -> None:
    old = fold_of(casualty_report(1, {"died": "2022"})).document
    new = fold_of(casualty_report(1, {"died": "2022-11", "rank": "рядовой"})).document
    assert changed_fields(old, {**new, "version": 2}) == ("died", "rank")
    assert changed_fields({}, new)[:3] == ("birth_place", "born", "burial") or "died" in changed_fields({}, new)
    assert changed_fields(new, new) == ()


def test_changed_fields_of_defendants_are_named_with_them() -> None:
    old = fold_of(case_report(1, {"defendants": [{"names": [{"full": "Тестов Тест"}]}]})).document
    people = [{"names": [{"full": "Тестов Тест"}], "born": "1985"}, {"names": [{"full": "Пробов Проба"}]}]
    new = fold_of(case_report(1, {"defendants": people})).document
    assert changed_fields(old, new) == ("defendants.d1.born", "defendants.d2", "display_name", "display_name_latin")
