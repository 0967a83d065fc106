"""The Reconciliation Service API 0.2: every answer held to the official schemas."""

from typing import Any

import httpx
import orjson
import pytest

from schemas.reconcile import BATCH_QUERIES
from service.registry.properties import PROPERTIES
from tests.service.http.door import Door, case, casualty, open_door, problem_in
from tests.service.http.official import SCHEMAS, hold

RUSLAN = casualty("Хисамутдинов Руслан Рамилевич", born="1985-03-14", home={"region": "RU-BA", "place": "Мелеуз"})
TRIAL = case("Тестов Тест Тестович", court={"name": "Владимирский гарнизонный военный суд"}, case_numbers=["1-1/2023"])


async def ask(door: Door, queries: Any, *, by: str = "post") -> Any:
    """The answer to a batch, held to the schemas."""
    hold(queries, "reconciliation-query-batch")
    answer = await send(door, "queries", queries, by=by)
    assert answer.status_code == 200, answer.text
    hold(answer.json(), "reconciliation-result-batch")
    return answer.json()


async def send(door: Door, name: str, value: Any, *, by: str = "post") -> httpx.Response:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    if by == "get":
        return await door.get("/reconcile", params={name: text})
    return await door.ask("POST", "/reconcile", data={name: text})


async def extend(door: Door, query: Any, *, by: str = "post") -> Any:
    hold(query, "data-extension-query")
    answer = await send(door, "extend", query, by=by)
    assert answer.status_code == 200, answer.text
    hold(answer.json(), "data-extension-response")
    return answer.json()


def test_the_official_schemas_are_used() -> None:
    if not SCHEMAS.exists():
        pytest.skip("the schemas are not here")
    with pytest.raises(Exception, match="'versions' is a required property"):
        hold({"name": "x", "identifierSpace": "x:", "schemaSpace": "x:"}, "manifest")


async def test_the_manifest_says_where_everything_is(door: Door) -> None:
    manifest = (await door.get("/reconcile")).json()
    hold(manifest, "manifest")
    assert manifest["versions"] == ["0.2"]
    assert manifest["batchSize"] == BATCH_QUERIES
    assert {one["id"] for one in manifest["defaultTypes"]} == {"casualty", "case"}
    assert "authentication" not in manifest
    (record,) = await door.put(RUSLAN)
    assert (await door.get(manifest["view"]["url"].replace("{{id}}", record))).status_code == 200
    ids = {"entity": record, "type": "casualty", "property": "born"}
    for what, where in manifest["suggest"].items():
        answer = await door.get(where["service_url"] + where["service_path"], params={"prefix": ids[what]})
        assert [one["id"] for one in answer.json()["result"]] == [ids[what]]
        path = where["flyout_service_url"] + where["flyout_service_path"].replace("${id}", ids[what])
        assert (await door.get(path)).json()["id"] == ids[what]


async def test_the_manifest_is_read_without_the_key_that_the_rest_needs(fresh_address: str, tmp_path: Any) -> None:
    async with open_door(fresh_address, tmp_path, public_read=False) as closed:
        manifest = (await closed.get("/reconcile")).json()
        hold(manifest, "manifest")
        assert manifest["authentication"]["name"] == "Authorization"
        queries = {"queries": '{"q0": {"query": "Тестов"}}'}
        problem_in(await closed.get("/reconcile", params=queries), 401)
        problem_in(await closed.ask("POST", "/reconcile", data=queries), 401)
        problem_in(await closed.get("/reconcile/suggest/type"), 401)
        assert (await closed.get("/reconcile", params=queries, key="read")).status_code == 200


@pytest.mark.parametrize("by", ["post", "get"])
async def test_names_are_found_in_any_script(door: Door, by: str) -> None:
    record, trial = await door.put(RUSLAN, TRIAL)
    answer = await ask(door, {
        "q0": {"query": "Khisamutdinov Ruslan Ramilevich", "limit": 3},
        "q1": {"query": "Testov Test", "type": "case"},
        "q2": {"query": "Тестов Тест Тестович", "type": ["casualty"], "type_strict": "any"},
        "q3": {"properties": [{"pid": "case_number", "v": "1-1/2023"}]},
    }, by=by)  # fmt: skip
    (found,) = answer["q0"]["result"]
    assert (found["id"], found["name"], found["type"][0]["id"]) == (record, RUSLAN["locator"], "casualty")
    assert "born 1985-03-14" in found["description"]
    assert [one["id"] for one in answer["q1"]["result"]] == [trial]
    assert answer["q2"]["result"] == []
    assert [one["id"] for one in answer["q3"]["result"]] == [trial]


async def test_a_score_is_the_probability_in_percent_and_a_match_is_listed(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    known = [{"pid": "born", "v": "14.03.1985"}, {"pid": "region", "v": {"id": "x", "name": "Башкирия"}}]
    queries = {
        "sure": {"query": "Хисамутдинов Руслан Рамилевич", "properties": known},
        "bare": {"query": "Хисамутдинов"},
        "other": {"query": "Хисамутдинов Руслан Рамилевич", "properties": [{"pid": "born", "v": 1950}]},
    }
    answer = await ask(door, queries)
    (sure,), (bare,), other = (answer[key]["result"] for key in queries)
    assert sure["id"] == record
    assert sure["match"]
    assert 100 >= sure["score"] >= 95
    assert 0 <= bare["score"] < 25
    assert not bare["match"]
    assert all(not one["match"] and one["score"] < 25 for one in other)
    names = [one["id"] for one in sure["features"]]
    assert len(names) == len(set(names))
    assert {"prior", "family_name", "born", "region"} <= set(names)


async def test_namesakes_are_never_matched(door: Door) -> None:
    await door.put(*(casualty("Тестов Тест Тестович", source=f"s{n}", born=f"19{80 + 8 * n}") for n in range(3)))
    answer = await ask(door, {"q": {"query": "Тестов Тест Тестович", "limit": 2}})
    assert [one["match"] for one in answer["q"]["result"]] == [False, False]


async def test_a_value_that_can_not_be_read_is_told_and_prevents_a_match(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    sound = [{"pid": "region", "v": "RU-BA"}, {"pid": "born", "v": "1985-03-14"}]
    spoilt = [*sound[:1], {"pid": "born", "v": ["весной", "1985"]}, {"pid": "status", "v": "killed"}]
    answer = await ask(door, {
        "sound": {"query": RUSLAN["locator"], "properties": sound},
        "spoilt": {"query": RUSLAN["locator"], "properties": spoilt},
    })  # fmt: skip
    assert answer["sound"]["result"][0]["match"]
    assert "warnings" not in answer["sound"]
    assert answer["spoilt"]["result"][0]["id"] == record
    assert not answer["spoilt"]["result"][0]["match"]
    assert [text.partition(":")[0] for text in answer["spoilt"]["warnings"]] == ["status", "born"]


async def test_an_id_is_answered_by_its_record(door: Door) -> None:
    record, other, trial = await door.put(RUSLAN, casualty("Тестов Тест"), TRIAL)
    merge = await door.post("/v1/merges", {"ids": [record, other]}, key="review")
    assert merge.status_code == 201
    queries = {
        "plain": {"query": record},
        "address": {"query": f"http://registry.test/v1/cases/{trial}"},
        "merged": {"query": f" {other} "},
        "wrong type": {"query": trial, "type": "casualty"},
        "nobody": {"query": "cas-0000000000"},
    }
    answer = await ask(door, queries)
    found = {key: [one["id"] for one in answer[key]["result"]] for key in queries}
    assert found == {"plain": [record], "address": [trial], "merged": [record], "wrong type": [], "nobody": []}
    assert all(one["match"] and one["score"] == 100 for key in ("plain", "merged") for one in answer[key]["result"])


async def test_what_is_withdrawn_is_not_found(door: Door) -> None:
    (record,) = await door.put(RUSLAN)
    await door.change(f"/v1/casualties/{record}/withdraw", {"reason": "x"})
    assert (await ask(door, {"q": {"query": record}, "n": {"query": RUSLAN["locator"]}})) == {
        "q": {"result": []}, "n": {"result": []},
    }  # fmt: skip
    assert (await extend(door, {"ids": [record], "properties": [{"id": "born"}]}))["rows"] == {record: {"born": []}}
    for path in ("preview", "flyout/entity"):
        problem_in(await door.get(f"/reconcile/{path}", params={"id": record}), 410)


@pytest.mark.parametrize("query", ["я" * 5_000, "😀", "Х", "", " "])
async def test_a_name_that_is_none_is_a_problem_in_its_own_place(door: Door, query: str) -> None:
    (record,) = await door.put(RUSLAN)
    answer = await ask(door, {"bad": {"query": query}, "good": {"query": RUSLAN["locator"]}})
    assert answer["bad"]["result"] == []
    assert answer["bad"]["problem"]["status"] == 422
    assert answer["good"]["result"][0]["id"] == record


WRONG: list[tuple[str, Any, int, str]] = [
    ("queries", "{", 400, "queries"),
    ("queries", '{"a": {"query": "x"}, "a": {"query": "y"}}', 400, "twice"),
    ("queries", '{"a": {"query": "x\\u0000"}}', 400, "U+0000"),
    ("queries", "[" * 10_000, 400, "queries"),
    ("queries", [], 422, "/queries"),
    ("queries", {"q": 7}, 422, "/queries/q"),
    ("queries", {"q": {"query": "x", "type": "dog"}}, 422, "/queries/q/type"),
    ("queries", {"a/b": {"query": "x", "type": ["casualty", "dog"]}}, 422, "/queries/a~1b/type"),
    ("queries", {"q": {"query": "x", "properties": [{"pid": "shoe", "v": 44}]}}, 422, "/queries/q/properties/0/pid"),
    ("queries", {"q": {"query": "x", "limit": 0}}, 422, "/queries/q/limit"),
    ("queries", {"q": {"query": "x", "shoe": 44}}, 422, "/queries/q/shoe"),
    ("queries", {str(n): {"query": "Тестов"} for n in range(5_000)}, 413, "batchSize"),
    ("extend", "nothing", 400, "extend"),
    ("extend", {"ids": []}, 422, "/extend/properties"),
    ("extend", {"ids": ["x"], "properties": [{"id": "shoe"}]}, 422, "/extend/properties/0/id"),
    ("extend", {"ids": ["x"], "properties": [{"id": "born"}, {"id": "born"}]}, 422, "/extend/properties/0/id"),
    ("extend", {"ids": ["x"] * 1_001, "properties": [{"id": "born"}]}, 413, "1,001"),
    ("nonsense", {}, 422, "nonsense"),
]


@pytest.mark.parametrize(("name", "value", "status", "told"), WRONG)
async def test_what_can_not_be_understood_is_a_problem(
    door: Door, name: str, value: Any, status: int, told: str
) -> None:
    problem = problem_in(await send(door, name, value), status)
    assert told in problem["detail"] + str(problem.get("errors"))


async def test_a_body_that_is_no_form_is_refused(door: Door) -> None:
    problem_in(await door.post("/reconcile", {"queries": {}}), 415)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for body, status in ((b"", 422), (b"queries=%FF", 400), (b"queries=1&queries=2", 422), (b"a=&" * 50, 400)):
        problem_in(await door.ask("POST", "/reconcile", content=body, headers=form), status)
    problem_in(await door.ask("POST", "/reconcile", data={"queries": "{}", "extend": "{}"}), 422)


@pytest.mark.parametrize("by", ["post", "get"])
async def test_properties_are_fetched(door: Door, by: str) -> None:
    record, trial = await door.put(RUSLAN, TRIAL)
    proposed = (await door.get("/reconcile/properties", params={"type": "casualty", "limit": 1_000})).json()
    hold(proposed, "data-extension-property-proposal")
    assert proposed["type"] == "casualty"
    assert all("casualty" in PROPERTIES[one["id"]].kinds for one in proposed["properties"])
    wanted: list[Any] = [{"id": one["id"]} for one in proposed["properties"]]
    wanted += [{"id": "court"}, {"id": "case_number", "settings": {"limit": 1}}]
    rows = (await extend(door, {"ids": [record, trial, "cas-0000000000"], "properties": wanted}, by=by))["rows"]
    assert rows[record]["born"] == [{"str": "1985-03-14"}]
    assert rows[record]["region_name"] == [{"str": "Republic of Bashkortostan"}]
    assert rows[record]["independent_sources"] == [{"int": 1}]
    assert rows[record]["court"] == []
    assert rows[trial]["court"] == [{"str": TRIAL["case"]["court"]["name"]}]
    assert rows[trial]["case_number"] == [{"str": "1-1/2023"}]
    assert all(values == [] for values in rows["cas-0000000000"].values())


async def test_only_what_is_public_is_said(door: Door) -> None:
    accused = case("Тестов Тест Тестович")
    accused["case"]["defendants"][0]["born"] = "1985-03-14"
    record, trial = await door.put(RUSLAN, accused)
    await door.change(f"/v1/casualties/{record}/redact", {"fields": ["home"], "reason": "x"}, key="admin")
    wanted = [{"id": "born"}, {"id": "region"}, {"id": "place"}]
    rows = (await extend(door, {"ids": [record, trial], "properties": wanted}))["rows"]
    assert rows[trial]["born"] == [{"str": "1985"}]
    assert rows[record]["region"] == rows[record]["place"] == []
    page = (await door.get("/reconcile/preview", params={"id": record})).text
    assert "Мелеуз" not in page
    assert "1985-03-14" not in (await door.get("/reconcile/preview", params={"id": trial})).text


async def test_suggestions(door: Door) -> None:
    record, trial = await door.put(casualty("Тестов Тест"), TRIAL)
    answer = await door.get("/reconcile/suggest/entity", params={"prefix": "testov"})
    hold(answer.json(), "suggest-entities-response")
    assert {one["id"] for one in answer.json()["result"]} == {record, trial}
    for more, ids in (
        ({"type": "case"}, [trial]),
        ({"cursor": 2}, []),
        ({"prefix": "Т"}, []),
        ({"prefix": trial}, [trial]),
    ):
        given = {"prefix": "Тестов", "lang": "ru", **more}
        found = (await door.get("/reconcile/suggest/entity", params=given)).json()["result"]
        assert [one["id"] for one in found] == ids
    for what, prefix, ids in (
        ("type", "", ["casualty", "case"]), ("type", "court", ["case"]), ("property", "дата рож", ["born"]),
        ("property", "REG", ["region", "region_name"]), ("property", "zzz", []),
    ):  # fmt: skip
        found = await door.get(f"/reconcile/suggest/{what}", params={"prefix": prefix})
        hold(found.json(), "suggest-types-response" if what == "type" else "suggest-properties-response")
        assert [one["id"] for one in found.json()["result"]] == ids
    problem_in(await door.get("/reconcile/suggest/property", params={"prefix": "", "type": "dog"}), 422)
    problem_in(await door.get("/reconcile/suggest/entity"), 422)
    problem_in(await door.get("/reconcile/flyout/property", params={"id": "shoe"}), 404)


async def test_the_preview_is_a_page_for_any_frame_that_runs_nothing(door: Door) -> None:
    (record,) = await door.put(casualty("Тестов «<script>alert(1)</script>» Тест"))
    page = await door.get("/reconcile/preview", params={"id": record})
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors *" in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in page.headers
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    flyout = (await door.get("/reconcile/flyout/entity", params={"id": record})).json()
    assert "<script" not in flyout["html"]
    problem_in(await door.get("/reconcile/preview", params={"id": "nobody"}), 404)


async def test_other_sites_may_ask_here_and_nowhere_else(door: Door) -> None:
    origin = {"Origin": "https://example.org"}
    for path in ("/reconcile", "/reconcile/suggest/type", "/reconcile?queries=%7B", "/reconcile/nothing"):
        assert (await door.get(path, headers=origin)).headers.get_list("Access-Control-Allow-Origin") == ["*"]
    for path in ("/v1/stats", "/reconciled"):
        assert "Access-Control-Allow-Origin" not in (await door.get(path, headers=origin)).headers
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    before = await door.ask("OPTIONS", "/reconcile", headers=asked)
    assert before.status_code == 204
    assert "Authorization" in before.headers["Access-Control-Allow-Headers"]
    problem_in(await door.ask("OPTIONS", "/v1/match", headers=asked), 405)


async def test_nothing_of_a_query_is_logged(door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    await send(door, "queries", {"q": {"query": "Секретов Секрет", "type": "dog"}})
    await send(door, "queries", {"q": {"query": "Секретов Секрет"}}, by="get")
    said = capsys.readouterr().err
    assert "/reconcile" in said
    assert "Секретов" not in said
