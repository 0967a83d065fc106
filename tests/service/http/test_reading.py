"""Reading records: validators, selected fields, versions, times, merges; with and without the short way."""

import re
from email.utils import parsedate_to_datetime
from typing import Any

import jsonpatch
import pytest

from tests.service.http.door import Door, case, casualty, problem_in

NAME = "Тестов Тест Тестович"


async def test_a_record_comes_with_its_validators(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    answer = await door.get(f"/v1/casualties/{record}")
    assert answer.json()["display_name"] == NAME
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch(r'"[0-9a-f]+"', answer.headers["ETag"])
    assert parsedate_to_datetime(answer.headers["Last-Modified"])
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_the_short_way_and_the_long_one_answer_alike(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    short, long = await door.get(path), await door.get(path, key="read")
    assert short.content == long.content
    compared = ("ETag", "Last-Modified", "Cache-Control", "Content-Type", "Content-Length", "X-Content-Type-Options")
    assert {name: short.headers[name] for name in compared} == {name: long.headers[name] for name in compared}


CONDITIONS = [
    ("{tag}", 304),
    ("W/{tag}", 304),
    ('"a", {tag} , "b"', 304),
    ("*", 304),
    ('"a"', 200),
    ("nonsense", 200),
    ("", 200),
]


async def test_if_none_match(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    tag = (await door.get(path)).headers["ETag"]
    for condition, status in CONDITIONS:
        for key in (None, "read"):
            answer = await door.get(path, key=key, headers={"If-None-Match": condition.format(tag=tag)})
            assert answer.status_code == status, condition
            assert answer.headers["ETag"] == tag
            assert (answer.content == b"") is (status == 304)


async def test_fields_select_and_have_a_tag_of_their_own(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    whole, part = await door.get(path), await door.get(path, params={"fields": "display_name,status"})
    assert part.json() == {name: whole.json()[name] for name in ("display_name", "status")}
    assert part.headers["ETag"] != whole.headers["ETag"]
    again = await door.get(
        path, params={"fields": "display_name,status"}, headers={"If-None-Match": part.headers["ETag"]}
    )
    assert again.status_code == 304
    for wrong in ("shoe_size", "display_name,", ",", "a.b"):
        problem = problem_in(await door.get(path, params={"fields": wrong}), 422)
        assert problem["errors"][0]["pointer"] == "/query/fields"


NOTHING = [
    "/v1/casualties/cas-0000000000",
    "/v1/casualties/case-0000000000",
    "/v1/casualties/cas-%00",
    "/v1/casualties/cas-%ED%A0%80",
    "/v1/casualties/cas-ABCDEFGHIJ",
    "/v1/casualties/x",
    "/v1/casualties/cas-0000000000/versions",
    "/v1/casualties/cas-0000000000/versions/x",
    "/v1/casualties/cas-0000000000/versions/99999999999999999999",
    "/v1/cases/cas-0000000000",
    "/v1/nothing",
    "/v1/casualties/",
    "/wp-login.php",
]


async def test_there_is_nothing(door: Door) -> None:
    for path in NOTHING:
        for key in (None, "read"):
            problem_in(await door.get(path, key=key), 404)


async def test_a_casualty_is_not_read_as_a_case(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    problem_in(await door.get(f"/v1/cases/{record}"), 404)


async def test_history(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    first = await door.get(path)
    changed = await door.change(path, {"set": {"died": "2022-11-17"}, "reason": "his mother wrote"}, method="PATCH")
    assert changed.status_code == 200, changed.text
    assert changed.json()["version"] == 2
    assert changed.json()["died"]["value"] == "2022-11-17"
    assert (await door.get(path)).headers["ETag"] == changed.headers["ETag"]

    versions = (await door.get(f"{path}/versions")).json()
    assert [(one["version"], one["cause"]) for one in versions["items"]] == [(1, "report"), (2, "correction")]
    assert (await door.get(path, params={"version": 1})).content == first.content
    assert (await door.get(f"{path}/versions/1")).content == first.content
    assert (await door.get(path, params={"as_of": first.json()["updated_at"]})).content == first.content
    patch = await door.get(f"{path}/diff", params={"from": 1, "to": 2})
    assert patch.headers["content-type"] == "application/json-patch+json"
    assert jsonpatch.apply_patch(first.json(), patch.json()) == changed.json()
    page = await door.get(f"{path}/versions", params={"limit": 1})
    assert page.links["next"]["url"] == f"{path}/versions?limit=1&cursor={page.json()['next']}"
    assert [one["version"] for one in (await door.get(page.links["next"]["url"])).json()["items"]] == [2]


NOT_ASKED: list[tuple[dict[str, Any], int, str | None]] = [
    ({"version": 3}, 404, None),
    ({"version": 0}, 422, "/query/version"),
    ({"version": "x"}, 422, "/query/version"),
    ({"as_of": "2020-01-01T00:00:00Z"}, 404, None),
    ({"as_of": "2020-01-01"}, 422, "/query/as_of"),
    ({"as_of": "1577836800"}, 422, "/query/as_of"),
    ({"as_of": "2020-13-01T00:00:00Z"}, 422, "/query/as_of"),
    ({"as_of": "2020-01-01T00:00:00"}, 422, "/query/as_of"),
    ({"version": 1, "as_of": "2030-01-01T00:00:00Z"}, 422, "/query/as_of"),
    ({"verison": 1}, 422, "/query/verison"),
    ({"version": [1, 1]}, 422, "/query/version"),
    ({"fields": "\0"}, 422, "/query/fields"),
]


async def test_what_can_not_be_asked(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    for query, status, pointer in NOT_ASKED:
        problem = problem_in(await door.get(f"/v1/casualties/{record}", params=query), status)
        assert [error["pointer"] for error in problem.get("errors", [])] == ([pointer] if pointer else []), query


async def test_a_merged_record_leads_to_the_survivor(door: Door) -> None:
    records = await door.put(casualty(NAME), casualty("Пробин Проба Пробович", source="other"))
    survivor, absorbed = records
    merge = await door.post("/v1/merges", {"ids": records, "reason": "one man"}, key="review")
    assert merge.status_code == 201, merge.text
    for key in (None, "read"):
        moved = await door.get(f"/v1/casualties/{absorbed}?fields=id", key=key)
        assert moved.status_code == 308
        assert moved.headers["Location"] == f"/v1/casualties/{survivor}?fields=id"
        assert moved.headers["Cache-Control"] == "no-cache"
    assert (await door.get(f"/v1/casualties/{absorbed}")).headers["Location"] == f"/v1/casualties/{survivor}"
    assert (await door.get(f"/v1/casualties/{absorbed}?version=1")).json()["id"] == absorbed
    assert (await door.get(f"/v1/merges/{merge.json()['id']}")).json()["survivor"] == survivor
    undone = await door.ask("DELETE", f"/v1/merges/{merge.json()['id']}", key="review", params={"reason": "two men"})
    assert undone.json()["undone_at"].endswith("Z")
    assert (await door.get(f"/v1/casualties/{absorbed}")).json()["id"] == absorbed
    problem = problem_in(await door.ask("DELETE", f"/v1/merges/{merge.json()['id']}", key="review"), 409)
    assert problem["merge"] == merge.json()["id"]


async def test_a_withdrawn_record_is_gone_with_a_tombstone_until_it_is_restored(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    answer = await door.change(f"{path}/withdraw", {"reason": "by mistake"})
    assert answer.json()["state"] == "withdrawn"
    gone = await door.get(path)
    for ask in (path, f"{path}?version=1", f"{path}/versions/1", f"{path}/versions", f"{path}/cite"):
        problem = problem_in(await door.get(ask), 410)
        assert problem["tombstone"]["id"] == record
        assert NAME not in str(problem)
    again = await door.change(f"{path}/withdraw", {}, match=gone.headers["ETag"])
    problem_in(again, 410)
    restored = await door.change(f"{path}/restore", None, match=gone.headers["ETag"])
    assert restored.status_code == 200, restored.text
    assert (await door.get(path)).json()["display_name"] == NAME


@pytest.mark.parametrize(
    ("style", "media", "part"),
    [
        ("text", "text/plain; charset=utf-8", "Тестов Тест Тестович"),
        ("bibtex", "application/x-bibtex; charset=utf-8", "@misc{cas-"),
        ("csl-json", "application/vnd.citationstyles.csl+json", '"type":"entry"'),
    ],
)
async def test_a_record_is_cited(door: Door, style: str, media: str, part: str) -> None:
    (record,) = await door.put(casualty(NAME))
    answer = await door.get(f"/v1/casualties/{record}/cite", params={"style": style})
    assert answer.headers["content-type"] == media
    assert part in answer.text
    assert f"http://registry.test/v1/casualties/{record}?version=1" in answer.text


async def test_head_asks_what_get_would_answer(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    for path in (f"/v1/casualties/{record}", "/v1/casualties", "/healthz"):
        get, head = await door.get(path), await door.ask("HEAD", path)
        assert head.status_code == get.status_code == 200
        assert head.content == b""
        assert head.headers["Content-Length"] == str(len(get.content))


async def test_a_case_is_read(door: Door) -> None:
    (record,) = await door.put(case(NAME))
    answer = await door.get(f"/v1/cases/{record}")
    assert answer.json()["defendants"][0]["display_name"] == NAME
