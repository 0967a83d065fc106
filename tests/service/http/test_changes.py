"""Maintainers' changes over HTTP: preconditions, keys, splits, links, redaction."""

from typing import Any

from tests.service.http.door import Door, case, casualty, problem_in

NAME = "Тестов Тест Тестович"
CORRECTION = {"set": {"died": "2022-11-17"}, "reason": "his mother wrote"}


CONDITIONS: list[tuple[str | None, int]] = [
    (None, 428),
    ("", 428),
    ('"0123"', 412),
    ("W/{tag}", 412),
    ("nonsense", 400),
    ('"a", nonsense', 400),
    ("{tag}", 200),
    ('"a", {tag}', 200),
    ("*", 200),
]


async def test_a_change_names_its_version(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    for day, (match, status) in enumerate(CONDITIONS, start=1):
        tag = (await door.get(path)).headers["ETag"]
        headers = {} if match is None else {"If-Match": match.format(tag=tag)}
        body = {"set": {"died": f"2022-11-{day:02}"}}
        answer = await door.ask("PATCH", path, key="review", json=body, headers=headers)
        if status == 200:
            assert answer.status_code == 200, answer.text
        else:
            problem_in(answer, status)


async def test_the_tag_of_a_part_counts_and_that_of_an_older_version_does_not(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    old = (await door.get(path)).headers["ETag"]
    part = (await door.get(f"{path}?fields=status")).headers["ETag"]
    assert (await door.change(path, CORRECTION, method="PATCH", match=part)).status_code == 200
    problem_in(await door.change(path, CORRECTION, method="PATCH", match=old), 412)
    problem_in(await door.change(path, CORRECTION, method="PATCH", match=part), 412)


async def test_a_record_that_was_merged_away_is_changed_where_it_lies_now(door: Door) -> None:
    survivor, other = await door.put(casualty(NAME), casualty("Пробин Проба Пробович", source="other"))
    merged = await door.post("/v1/merges", {"ids": [survivor, other], "reason": "one man"}, key="review")
    assert merged.status_code == 201, merged.text
    for method, rest, body, _ in SCOPES:
        answer = await door.change(f"/v1/casualties/{other}{rest}", body, method=method, key="admin", match="*")
        assert problem_in(answer, 409)["merged_into"] == survivor


SCOPES: list[tuple[str, str, dict[str, Any], str]] = [
    ("PATCH", "", CORRECTION, "submit"),
    ("POST", "/withdraw", {}, "submit"),
    ("POST", "/restore", {}, "submit"),
    ("POST", "/split", {"report_ids": ["rep-0000"]}, "submit"),
    ("POST", "/redact", {"fields": "all"}, "review"),
]


async def test_a_change_needs_its_scope(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    for method, rest, body, key in SCOPES:
        answer = await door.change(f"/v1/casualties/{record}{rest}", body, method=method, key=key)
        problem_in(answer, 403)
        assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


NO_CORRECTION: list[Any] = [
    {},
    {"set": {}},
    {"set": {"died": "2022-13"}},
    {"set": {"shoe_size": "44"}},
    {"set": {"died; DROP": "2022"}},
    {"set": {"died": "2022"}, "extra": 1},
    {"set": {"died": "2022"}, "document": {"source": "cit"}},
    {"set": [["died", "2022"]]},
    [],
]


async def test_a_correction_that_is_none(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    for body in NO_CORRECTION:
        problem = problem_in(await door.change(f"/v1/casualties/{record}", body, method="PATCH"), 422)
        assert all(error["pointer"] == "" or error["pointer"].startswith("/") for error in problem["errors"])


async def test_a_correction_is_carried_out_once_under_a_key(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    path = f"/v1/casualties/{record}"
    headers = {"If-Match": (await door.get(path)).headers["ETag"], "Idempotency-Key": "k1"}
    first, again = [await door.ask("PATCH", path, key="review", json=CORRECTION, headers=headers) for _ in "ab"]
    assert first.status_code == again.status_code == 200, again.text
    assert (first.content, first.headers["ETag"]) == (again.content, again.headers["ETag"])


async def test_a_split_and_its_undoing(door: Door) -> None:
    answer = await door.post(
        "/v1/reports",
        [casualty(NAME, source="one", born="1990-05-05"), casualty(NAME, source="two", born="1990-05-05")],
        key="submit",
    )
    first, second = answer.json()["results"]
    if first["record_id"] != second["record_id"]:
        merged = await door.post("/v1/merges", {"ids": [first["record_id"], second["record_id"]]}, key="review")
        assert merged.status_code == 201, merged.text
    path = f"/v1/casualties/{first['record_id']}"
    split = await door.change(f"{path}/split", {"report_ids": [second["report_id"]], "reason": "a namesake"})
    assert split.status_code == 201, split.text
    new = split.json()["new_record_id"]
    assert (await door.get(f"/v1/casualties/{new}")).json()["display_name"] == NAME
    problem = problem_in(await door.post("/v1/merges", {"ids": [first["record_id"], new]}, key="review"), 409)
    assert problem["decision"].startswith("jdg-")
    undone = await door.ask("DELETE", f"/v1/splits/{split.json()['id']}", key="review")
    assert undone.json()["undone"] is True
    assert (await door.get(f"/v1/casualties/{new}")).status_code == 308


async def test_a_split_of_reports_from_elsewhere(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    answer = await door.change(f"/v1/casualties/{record}/split", {"report_ids": ["rep-0000000000"]})
    assert problem_in(answer, 422)["errors"][0]["pointer"].startswith("/report_ids")


async def test_links_stand_on_both_records(door: Door) -> None:
    ids = await door.put(casualty(NAME), case(NAME, source="court"))
    body = {"ids": ids, "relation": "same_person", "grade": "possible"}
    link = await door.post("/v1/links", body, key="review")
    assert link.status_code == 201, link.text
    assert (await door.get(f"/v1/casualties/{ids[0]}")).json()["related"][0]["id"] == ids[1]
    assert (await door.get(f"/v1/cases/{ids[1]}")).json()["related"][0]["id"] == ids[0]
    problem_in(await door.post("/v1/links", body, key="review"), 409)
    assert (await door.ask("DELETE", f"/v1/links/{link.json()['id']}", key="review")).status_code == 200
    assert (await door.get(f"/v1/casualties/{ids[0]}")).json()["related"] == []


async def test_redaction_reaches_older_versions(door: Door) -> None:
    (record,) = await door.put(casualty(NAME, home={"region": "RU-BA", "place": "Meleuz"}))
    path = f"/v1/casualties/{record}"
    answer = await door.change(f"{path}/redact", {"fields": ["home"], "reason": "the family asked"}, key="admin")
    assert answer.status_code == 200, answer.text
    assert "Meleuz" not in (await door.get(path)).text
    assert "Meleuz" not in (await door.get(f"{path}?version=1")).text
    problem_in(await door.change(f"{path}/redact", {"fields": ["shoe_size"]}, key="admin"), 422)
    assert (await door.change(f"{path}/redact", {"fields": "all"}, key="admin")).status_code == 200
    problem_in(await door.get(path), 410)


NO_PAIR: list[Any] = [
    {"ids": ["cas-0000000000"]},
    {"ids": ["cas-0000000000", "cas-0000000000", "cas-0000000001"]},
    {"ids": ["cas-0000000000", "x"]},
    {"ids": "cas-0000000000"},
    {},
    None,
]


async def test_a_merge_of_what_are_not_two_records(door: Door) -> None:
    for body in NO_PAIR:
        problem_in(await door.ask("POST", "/v1/merges", key="review", json=body), 422)


async def test_a_document_is_retracted(door: Door) -> None:
    (record,) = await door.put(casualty(NAME))
    document = (await door.get(f"/v1/casualties/{record}")).json()["citations"][0]["document_id"]
    answer = await door.post(f"/v1/documents/{document}/retract", {"reason": "it was wrong"}, key="review")
    assert answer.json() == {"document_id": document, "retracted": True, "records": [record]}
    problem_in(await door.get(f"/v1/casualties/{record}"), 410)
    await door.post(f"/v1/documents/{document}/unretract", key="review")
    assert (await door.get(f"/v1/casualties/{record}")).status_code == 200
    problem_in(await door.post("/v1/documents/doc-0000000000/retract", key="review"), 404)
