"""JSON read strictly, against the standard library's lenient reader as an oracle."""

import json
import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Unprocessable, Unreadable
from service.http.json_in import DEEPEST, LARGEST, read_array, read_json, read_lines

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NUMBERS = st.integers(-LARGEST, LARGEST) | st.floats(-1e15, 1e15, allow_nan=False)
BAD = ['"\\ud800"', '"a\\udfff"', '"\\u0000"', "NaN", "-Infinity", "1e999", "9" * 17, '{"a":1,"a":1}']
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=30,
)


@given(VALUES, st.booleans())
def test_what_is_sound_is_read_as_it_is(value: Any, ascii_only: bool) -> None:
    body = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert read_json(body) == value
    assert read_json(b"\xef\xbb\xbf" + body) == value
    assert read_array(b"[" + body + b"]") == [value]


@given(st.binary())
def test_nothing_raises_anything_else(body: bytes) -> None:
    for read in (read_json, read_array):
        with suppress(Unreadable, Unprocessable):
            read(body)
    assert isinstance(read_lines(body), list)


@given(
    VALUES,
    st.sampled_from(BAD),
)
def test_one_bad_value_anywhere_is_refused(value: Any, bad: str) -> None:
    holder = json.dumps({"sound": value, "other": [[]]}).replace("[[]]", f"[[{bad}]]")
    with pytest.raises(Unreadable):
        read_json(holder.encode())
    sound, unsound = read_array(f"[{json.dumps(value)}, {holder}]".encode())
    assert sound == value
    assert isinstance(unsound, Unreadable)


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("{}", ""),
        ('[1, "a", [{}], {{}}]', "/2/0"),
        ('{{"a": "b", "c/d": {{"e": [{}]}}}}', "/c~1d/e/0"),
        ('{{"a": "\\u0416", "b": {}, "c": 0}}', "/b"),
    ],
)
def test_the_place_of_what_is_refused_is_told(body: str, place: str, bad: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_json(body.format(bad).encode())
    assert [error.pointer for error in refused.value.errors] == [place]


def test_in_a_batch_the_place_lies_within_the_item() -> None:
    item = '{"casualty": {"names": [{"full": "a\\u0000"}]}}'
    for _, unsound in (read_array(f"[1, {item}]".encode()), read_lines(f"1\n{item}".encode())):
        assert [error.pointer for error in unsound.errors] == ["/casualty/names/0/full"]


def test_a_bad_name_is_told_by_the_place_of_its_object() -> None:
    with pytest.raises(Unreadable) as refused:
        read_json(b'{"a": [{"\\u0000": 1}]}')
    assert [error.pointer for error in refused.value.errors] == ["/a/0"]


@pytest.mark.parametrize("name", ["\\ud800", "\\u0000"])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(Unreadable):
        read_json(f'{{"{name}": 1}}'.encode())


@pytest.mark.parametrize(("depth", "sound"), [(DEEPEST, True), (DEEPEST + 1, False), (500, False), (100_000, False)])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth(depth: int, sound: bool, opening: str, closing: str) -> None:
    body = (opening * depth + "1" + closing * depth).encode()
    if sound:
        assert read_json(body)
    else:
        with pytest.raises(Unreadable):
            read_json(body)


def test_lines_keep_their_numbers() -> None:
    read = read_lines(b'\xef\xbb\xbf{"a": 1}\r\n\r\n  \n{"a": \n[1]\n"last"')
    assert [read[0], read[2], read[3]] == [{"a": 1}, [1], "last"]
    assert isinstance(read[1], Unreadable)
    assert "Line 4" in read[1].detail


def test_numbers() -> None:
    assert read_json(b"[1, -1, 1.5, 9007199254740992]") == [1, -1, 1.5, LARGEST]
    assert math.isclose(read_json(b"1e-400"), 0)
