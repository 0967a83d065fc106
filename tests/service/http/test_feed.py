"""The change feed over HTTP."""

import pytest

from service.http.resources.records import PLURALS
from service.usecases.cursors import encode
from tests.service.http.door import Door, case, casualty, problem_in


async def test_a_reader_goes_from_cursor_to_cursor(door: Door) -> None:
    ids = await door.put(*(casualty(f"Тестов{n} Тест", source=f"s{n}") for n in range(3)), case("Пробин Проба"))
    url, seen = "/v1/changes?include=record&limit=3", []
    for more in (True, False, False):
        page = (await door.get(url)).json()
        assert page["more"] is more
        seen += page["changes"]
        url = f"/v1/changes?include=record&limit=3&since={page['next']}"
    assert sorted(change["id"] for change in seen) == sorted(ids)
    for change in seen:
        address = f"/v1/{PLURALS[change['kind']]}/{change['id']}"
        assert change["record"] == (await door.get(address)).json()


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("since=1", "/query/since"),
        ("since=", "/query/since"),
        ("since=WzFd", "/query/since"),
        ("since=" + encode("another registry", 3), "/query/since"),
        ("limit=0", "/query/limit"),
        ("limit=1001", "/query/limit"),
        ("wait=15.1", "/query/wait"),
        ("wait=-1", "/query/wait"),
        ("wait=nan", "/query/wait"),
        ("include=records", "/query/include"),
        ("cursor=0", "/query/cursor"),
    ],
)
async def test_what_cannot_be_asked(door: Door, query: str, pointer: str) -> None:
    problem = problem_in(await door.get(f"/v1/changes?{query}"), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


async def test_another_registrys_cursor_is_told_as_such(door: Door) -> None:
    problem = problem_in(await door.get(f"/v1/changes?since={encode('another registry', 3)}"), 422)
    assert "another registry" in problem["detail"]
