"""Reports in: JSON and NDJSON, each report answered alone, and bodies that can't be read."""

from typing import Any

import orjson

from tests.service.http.door import Door, casualty, problem_in

NDJSON = {"Content-Type": "application/x-ndjson"}


async def test_a_batch_is_answered_in_its_order(door: Door) -> None:
    batch = [casualty("Тестов Тест Тестович"), {"kind": "casualty"}, casualty("Пробин Проба Пробович")]
    results = (await door.post("/v1/reports", batch, key="submit")).json()["results"]
    assert [result["index"] for result in results] == [0, 1, 2]
    assert [result["outcome"] for result in results] == ["created", "rejected", "created"]
    assert results[1]["problem"]["status"] == 422
    assert {error["pointer"] for error in results[1]["problem"]["errors"]} == {"/document", "/casualty"}


async def test_the_same_again_is_unchanged(door: Door) -> None:
    report = casualty("Тестов Тест Тестович", external_id="t-1")
    first, second = [(await door.post("/v1/reports", [report], key="submit")).json()["results"][0] for _ in "ab"]
    assert (first["outcome"], second["outcome"]) == ("created", "unchanged")
    assert first["record_id"] == second["record_id"]


async def test_a_dry_run_changes_nothing(door: Door) -> None:
    report = casualty("Тестов Тест Тестович")
    answer = await door.post("/v1/reports?dry_run=true", [report], key="submit")
    assert answer.json()["results"][0]["outcome"] == "created"
    assert (await door.get(f"/v1/casualties/{answer.json()['results'][0]['record_id']}")).status_code == 404


async def test_a_broken_line_is_rejected_alone(door: Door) -> None:
    lines = [
        orjson.dumps(casualty("Тестов Тест Тестович")),
        b"",
        b'{"kind": "casualty", "casu',
        b'{"kind": "casualty", "external_id": "\xff"}',
        orjson.dumps(casualty("Пробин Проба Пробович")),
    ]
    answer = await door.post("/v1/reports", key="submit", content=b"\r\n".join(lines), headers=NDJSON)
    results = answer.json()["results"]
    assert [result["outcome"] for result in results] == ["created", "rejected", "rejected", "created"]
    assert results[1]["problem"]["status"] == 400
    assert "Line 3" in results[1]["problem"]["detail"]
    assert "Line 4" in results[2]["problem"]["detail"]


async def test_an_item_that_cannot_be_trusted_is_rejected_alone(door: Door) -> None:
    good = orjson.dumps(casualty("Тестов Тест Тестович")).decode()
    bad = [
        '{"a": "\\ud800"}',
        '{"a": "\\u0000"}',
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": 1e999}',
        '{"a": 1' + "0" * 30 + "}",
    ]
    answer = await door.post(
        "/v1/reports", key="submit", content=f"[{','.join([good, *bad])}]", headers={"Content-Type": "application/json"}
    )
    results = answer.json()["results"]
    assert [result["outcome"] for result in results] == ["created"] + ["rejected"] * len(bad)
    assert {result["problem"]["status"] for result in results[1:]} == {400}


NO_BATCH: list[tuple[bytes, dict[str, str], int]] = [
    (b"", {"Content-Type": "application/json"}, 400),
    (b"{", {"Content-Type": "application/json"}, 400),
    (b"\xff\xfe", {"Content-Type": "application/json"}, 400),
    (b'["\xd0"]', {"Content-Type": "application/json"}, 400),
    (b"{}", {"Content-Type": "application/json"}, 422),
    (b"1", {"Content-Type": "application/json"}, 422),
    (b"[" * 100_000, {"Content-Type": "application/json"}, 400),
    (b"[]", {}, 415),
    (b"[]", {"Content-Type": "text/plain"}, 415),
    (b"[]", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
    (b"[]", {"Content-Type": "application/json; charset=windows-1251"}, 415),
    (b"[]", {"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
    (b"[]", {"Content-Type": "a/b; c="}, 415),
    (orjson.dumps([1] * 1001), {"Content-Type": "application/json"}, 422),
]


async def test_a_body_that_is_no_batch(door: Door) -> None:
    for body, headers, status in NO_BATCH:
        problem_in(await door.post("/v1/reports", key="submit", content=body, headers=headers), status)


async def test_an_empty_batch_is_answered_by_nothing(door: Door) -> None:
    assert (await door.post("/v1/reports", [], key="submit")).json() == {"results": []}
    assert (await door.post("/v1/reports", key="submit", content=b"\n", headers=NDJSON)).json() == {"results": []}


async def test_an_item_that_is_no_object(door: Door) -> None:
    answer = await door.post("/v1/reports", [None, 1, "text", [], [[]], True], key="submit")
    assert {result["outcome"] for result in answer.json()["results"]} == {"rejected"}
    assert {result["problem"]["status"] for result in answer.json()["results"]} == {422}
    assert {result["problem"]["instance"] for result in answer.json()["results"]} == {"/v1/reports"}


async def test_more_than_sixteen_megabytes(door: Door) -> None:
    async def chunks() -> Any:
        for _ in range(17):
            yield b" " * 1024 * 1024

    problem_in(await door.post("/v1/reports", key="submit", content=b" " * (16 * 1024 * 1024 + 1), headers=NDJSON), 413)
    problem_in(await door.post("/v1/reports", key="submit", content=chunks(), headers=NDJSON), 413)


async def test_a_report_is_taken_back_and_put_up_again(door: Door) -> None:
    batch = [casualty("Тестов Тест Тестович")]
    (result,) = (await door.post("/v1/reports", batch, key="submit")).json()["results"]
    path = f"/v1/reports/{result['report_id']}"
    answer = await door.post(f"{path}/retract", {"reason": "not he"}, key="submit")
    assert answer.json() == {"report_id": result["report_id"], "record_id": result["record_id"], "retracted": True}
    problem_in(await door.get(f"/v1/casualties/{result['record_id']}"), 410)
    assert (await door.post(f"{path}/unretract", key="submit")).json()["retracted"] is False
    assert (await door.get(f"/v1/casualties/{result['record_id']}")).status_code == 200


async def test_an_idempotent_batch_is_carried_out_once(door: Door) -> None:
    batch = [casualty("Тестов Тест Тестович"), {"kind": "casualty"}]
    first, again = [
        await door.post("/v1/reports", batch, key="submit", headers={"Idempotency-Key": "k1"}) for _ in "ab"
    ]
    assert first.status_code == again.status_code == 200, again.text
    assert first.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await door.post("/v1/reports", batch[:1], key="submit", headers={"Idempotency-Key": "k1"})
    problem_in(other, 422)
    assert (await door.post("/v1/reports", batch[:1], key="review", headers={"Idempotency-Key": "k1"})).json() != {}
