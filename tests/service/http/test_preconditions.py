"""Entity tags and the conditions that carry them (RFC 9110 §8.8.3, §13.1)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import PreconditionRequired, Stale, Unreadable
from service.http.preconditions import not_modified, parse_tags, required_tags, tag_of_part

TAG = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"'), max_size=20)


@given(st.lists(st.tuples(st.booleans(), TAG), min_size=1))
def test_a_list_of_tags_is_read(tags: list[tuple[bool, str]]) -> None:
    header = " ,\t".join(f'{"W/" * weak}"{tag}"' for weak, tag in tags)
    read = parse_tags(header)
    assert read.strong == {tag for weak, tag in tags if not weak}
    assert read.weak == {tag for weak, tag in tags if weak}
    assert not read.anything


@given(st.text(max_size=50))
def test_nothing_raises_anything_else(header: str) -> None:
    with suppress(Unreadable):
        parse_tags(header)
    assert not_modified(header, '"a"') in (True, False)


@pytest.mark.parametrize("header", ["", "a", '"a', 'a"', '"a" "b"', 'w/"a"', '"a",b', '*,"a"', '"a b"', "**"])
def test_what_is_no_list_of_tags(header: str) -> None:
    with pytest.raises(Unreadable):
        parse_tags(header)


@pytest.mark.parametrize("header", ['"a"', '"a","b"', ',"a",', '"a", ,"b"', '""', "*", " * ", 'W/"a"', '"a,b"'])
def test_what_is_one(header: str) -> None:
    parse_tags(header)


@pytest.mark.parametrize("header", [None, "", "  "])
async def test_a_change_without_its_condition(header: str | None) -> None:
    with pytest.raises(PreconditionRequired):
        await required_tags(header)


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        ('"v1"', True),
        ('"v2"', False),
        ('W/"v1"', False),
        ("*", True),
        ('"v1.abc"', True),
        ('"v1abc"', False),
        ('"v"', False),
    ],
)
async def test_strong_comparison(header: str, holds: bool) -> None:
    condition = await required_tags(header)
    if holds:
        condition.check('"v1"')
    else:
        with pytest.raises(Stale):
            condition.check('"v1"')


async def test_the_tag_of_a_part_names_its_version() -> None:
    part = tag_of_part('"v1"', b"{}")
    assert part != tag_of_part('"v1"', b"[]")
    (await required_tags(part)).check('"v1"')
    with pytest.raises(Stale):
        (await required_tags(part)).check('"v2"')
