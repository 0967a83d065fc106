"""Search, match and review over HTTP."""

from typing import Any

import pytest

from tests.service.http.door import Door, casualty, problem_in


async def test_a_soldier_is_found_in_any_script(door: Door) -> None:
    (record,) = await door.put(casualty("Ruslan Hisamutdinov"))
    for q in ("Хисамутдинов", "Khisamutdinov", "Hisamutdinov Ruslan", "руслан хисамутдинов"):
        found = (await door.get("/v1/search", params={"q": q})).json()
        assert [one["id"] for one in found["items"]] == [record]
        assert found["items"][0]["display_name"] == "Ruslan Hisamutdinov"


@pytest.mark.parametrize("q", ["😀", "-", "…", "123", "*", "%", "Х", "R.", " "])
async def test_too_little_to_look_for_is_said_and_not_taken_for_not_listed(door: Door, q: str) -> None:
    problem = problem_in(await door.get("/v1/search", params={"q": q}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/query/q"]
    answer = (await door.post("/v1/match", {"queries": {"q": {"name": q}, "sound": {"name": "Тестов"}}})).json()
    assert answer["results"]["q"]["problem"]["errors"][0]["pointer"] == "/name"
    assert answer["results"]["sound"]["verdict"] == "not_listed"


@pytest.mark.parametrize("q", ["Руслан", "ruslan", "Руслан Маратович", "Руслан М."])
async def test_a_given_name_alone_is_no_ground_for_not_listed(door: Door, q: str) -> None:
    await door.put(casualty("Ruslan Hisamutdinov"))
    problem = problem_in(await door.get("/v1/search", params={"q": q}), 422)
    assert "say a surname" in problem["detail"]
    answer = (await door.post("/v1/match", {"queries": {"q": {"name": q, "region": "RU-BA"}}})).json()
    assert answer["results"]["q"]["problem"]["errors"][0]["pointer"] == "/name"


async def test_who_is_listed_by_a_given_name_alone_is_found_by_it(door: Door) -> None:
    (record,) = await door.put(casualty("Руслан"))
    found = (await door.get("/v1/search", params={"q": "Ruslan"})).json()
    assert [one["id"] for one in found["items"]] == [record]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("Хісамутдінов", 1), ("Khissamoutdinov", 1), ("Hisamutdinov, Ruslan", 1), ("Р. Хисамутдинов", 1),
        ("Хисамутдинв Руслан", 1), ("\u200bХисамутдинов", 1), ("😀 Хисамутдинов", 1), ("ХИСАМУТДИНОВ", 1),
        ("محمد", 0), ("王伟", 0), ("я" * 300, 0), ("Hisamutdinov Ivan", 0), ("'; DROP TABLE record; --", 0),
    ],
)  # fmt: skip
async def test_any_spelling_and_any_script_is_answered(door: Door, q: str, found: int) -> None:
    await door.put(casualty("Ruslan Hisamutdinov"))
    answer = await door.get("/v1/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["items"]) == found
    assert (answer.json()["verdict"] == "not_listed") is (found == 0)


@pytest.mark.parametrize(
    ("printed", "q"),
    [
        ("Александра Сапрыкина", "Александр Сапрыкин"),
        ("Александра Иванова", "Иванов Александр Петрович"),
        ("Мамедова Эльчина", "Мамедов Эльчин"),
        ("Сапрыкин Александр", "Александра Сапрыкина"),
        ("Тестопримеров Ерофей", "Тестопримеров"),
    ],
)
async def test_what_may_be_somebody_else_is_possible(door: Door, printed: str, q: str) -> None:
    (record,) = await door.put(casualty(printed))
    answer = (await door.get("/v1/search", params={"q": q})).json()
    assert [one["id"] for one in answer["items"]] == [record]
    assert answer["verdict"] == "possible"


async def test_a_wrong_parameter_is_named_in_words(door: Door) -> None:
    for name, value in (("q", "я" * 5_000), ("region", "zz"), ("born", "весна"), ("kind", "dog"), ("limit", "0")):
        problem = problem_in(await door.get("/v1/search", params={"q": "Тестов", name: value}), 422)
        assert [error["pointer"] for error in problem["errors"]] == [f"/query/{name}"]
        assert "Value error" not in problem["detail"]


async def test_a_match_answers_each_query_in_its_place(door: Door) -> None:
    (record,) = await door.put(casualty("Ruslan Hisamutdinov", home={"region": "RU-BA"}))
    queries: dict[str, Any] = {
        "good": {"name": "Руслан Хисамутдинов", "region": "Башкирия"},
        "unknown": {"name": "Пробин Проба Пробович"},
        "malformed": {"name": "Тестов", "shoe_size": 44},
        "no query": 7,
    }
    answer = await door.post("/v1/match", {"queries": queries, "explain": True})
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert results["good"]["candidates"][0]["id"] == record
    assert {"feature": "prior"}.items() <= results["good"]["candidates"][0]["explanation"][0].items()
    assert results["unknown"]["verdict"] == "not_listed"
    assert results["malformed"]["problem"]["status"] == 422
    assert results["no query"]["problem"]["status"] == 422
    assert answer.json()["coverage"]["sources"]
    assert answer.json()["model"]


NO_MATCH: list[Any] = [
    {},
    {"queries": {}},
    {"queries": []},
    {"queries": {"q": {"name": "x"}}, "limit": 0},
    {"queries": {"q": {"name": "x"}}, "limit": 1001},
    {"queries": {str(n): {"name": "x"} for n in range(501)}},
    {"queries": {"q": {"name": "x"}}, "more": 1},
    [],
    None,
]


async def test_a_match_that_is_none(door: Door) -> None:
    for body in NO_MATCH:
        problem_in(await door.ask("POST", "/v1/match", json=body), 422)


async def test_a_pair_is_claimed_decided_and_undone(door: Door) -> None:
    left, right = await door.put(
        casualty("Тестов Тест Тестович", born="1990"), casualty("Тестов Тест", source="other", home={"region": "RU-BA"})
    )
    assert left != right
    (pair,) = (await door.get("/v1/suggestions", key="review")).json()["items"]
    assert {pair["left"]["id"], pair["right"]["id"]} == {left, right}
    claimed = await door.post("/v1/suggestions/claim", {"count": 5}, key="review")
    assert [one["id"] for one in claimed.json()["items"]] == [pair["id"]]
    assert (await door.post("/v1/suggestions/claim", key="admin")).json()["items"] == []
    assert (await door.post("/v1/suggestions/release", key="review")).json() == {"released": 1}
    path = f"/v1/suggestions/{pair['id']}/decision"
    stale = {"decision": "same", "versions": {"left": 9, "right": 9}}
    problem_in(await door.post(path, stale, key="review"), 412)
    versions = {side: pair[side]["version"] for side in ("left", "right")}
    decided = await door.post(path, {"decision": "different", "reason": "x", "versions": versions}, key="review")
    assert decided.json()["state"] == "different", decided.text
    problem = problem_in(await door.post("/v1/merges", {"ids": [left, right]}, key="review"), 409)
    assert problem["decision"] == decided.json()["judgement_id"]
    assert (await door.ask("DELETE", path, key="review")).json()["state"] == "open"
    problem_in(await door.ask("DELETE", path, key="review"), 409)
    problem_in(await door.post(path, {"decision": "perhaps"}, key="review"), 422)
