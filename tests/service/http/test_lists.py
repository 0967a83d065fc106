"""Lists: filters, pages, totals; and the lists of reference, sources, tallies, requests."""

from typing import Any

from tests.service.http.door import Door, case, casualty, problem_in

TALLY = {
    "document": {"source": "cit", "type": "brief", "title": "A brief", "published_on": "2024-01-01"},
    "scope": {"kind": "casualty", "region": "Башкирия"},
    "as_of": "2024-01-01",
    "value": 3,
    "qualifier": "at_least",
}


async def test_a_list_is_paged_without_losing_or_repeating(door: Door) -> None:
    put = await door.put(*(casualty(f"Тестов{n} Тест{n} Тестович", external_id=str(n)) for n in range(5)))
    seen: list[str] = []
    url: str | None = "/v1/casualties?limit=2&count=true"
    while url:
        page = await door.get(url)
        assert page.status_code == 200, page.text
        assert page.json()["total"] == 5
        seen += [item["id"] for item in page.json()["items"]]
        url = page.links.get("next", {}).get("url")
        assert (url is None) is (page.json()["next"] is None)
    assert sorted(seen) == sorted(put)


async def test_every_list_has_pages_and_a_total(door: Door) -> None:
    namesakes = [casualty("Пробин Проба Пробович", external_id=str(n), source=f"source-{n}") for n in range(3)]
    put = await door.put(*namesakes, case("Тестов Тест Тестович", external_id="c"))
    for path, step in (
        ("/v1/sources", 2),
        ("/v1/courts?q=гарнизонный", 70),
        ("/v1/regions", 300),
        ("/v1/articles", 300),
        ("/v1/partners/test-submit/links", 2),
        ("/v1/suggestions", 2),
        ("/v1/keys", 2),
        (f"/v1/casualties/{put[0]}/versions", 1),
    ):
        pages = [(await door.get(f"{path}{'&' if '?' in path else '?'}count=true&limit={step}", key="admin")).json()]
        while pages[-1]["next"]:
            more = {"cursor": pages[-1]["next"], "limit": str(step)}
            pages.append((await door.get(path.partition("?")[0], key="admin", params={**_query(path), **more})).json())
        items = [str(item) for page in pages for item in page["items"]]
        assert items, path
        assert pages[0]["total"] == len(items) == len(set(items)), path
        assert [len(page["items"]) for page in pages[:-1]] == [step] * (len(pages) - 1), path
        assert "total" not in pages[-1] or len(pages) == 1, path


def _query(path: str) -> dict[str, str]:
    return dict(one.split("=") for one in path.partition("?")[2].split("&") if one)


async def test_lists_hold_the_dead_unless_asked_for_others(door: Door) -> None:
    dead, missing = await door.put(
        casualty("Тестов Тест Тестович"), casualty("Пробин Проба Пробович", status="missing", source="other")
    )
    for query, found in (
        ("", [dead]),
        ("?status=missing", [missing]),
        ("?status=*", sorted([dead, missing])),
        ("?status=killed,missing", sorted([dead, missing])),
        ("?status=killed&status=missing", sorted([dead, missing])),
        ("?status=*&source=other", [missing]),
        ("?region=RU-BA", []),
    ):
        assert [one["id"] for one in (await door.get(f"/v1/casualties{query}")).json()["items"]] == found, query


async def test_cases_are_listed(door: Door) -> None:
    (record,) = await door.put(case("Тестов Тест Тестович"))
    assert [one["id"] for one in (await door.get("/v1/cases")).json()["items"]] == [record]
    assert (await door.get("/v1/cases?article=337")).json() == {"items": [], "next": None}


NOT_ASKED: list[tuple[str, str | None]] = [
    ("/v1/casualties?limit=0", "/query/limit"),
    ("/v1/casualties?limit=1001", "/query/limit"),
    ("/v1/casualties?limit=x", "/query/limit"),
    ("/v1/casualties?limit=1&limit=1", "/query/limit"),
    ("/v1/casualties?offset=1", "/query/offset"),
    ("/v1/casualties?cursor=x", "/query/cursor"),
    ("/v1/casualties?cursor=%00", "/query/cursor"),
    ("/v1/casualties?cursor=", "/query/cursor"),
    ("/v1/casualties?cursor=WzFd", "/query/cursor"),
    ("/v1/casualties?region=Mordor", "/query/region"),
    ("/v1/casualties?region=", "/query/region/0"),
    ("/v1/casualties?status=undead", "/query/status"),
    ("/v1/casualties?born=2022-13", "/query/born"),
    ("/v1/casualties?died_from=yesterday", "/query/died_from"),
    ("/v1/casualties?updated_since=2024", "/query/updated_since"),
    ("/v1/casualties?source=%00", "/query/source"),
    ("/v1/casualties?court=x", "/query/court"),
    ("/v1/cases?article=one", "/query/article"),
    ("/v1/cases?born=1990", "/query/born"),
    ("/v1/cases?a%2Fb~=1", "/query/a~1b~0"),
    ("/v1/search?q=", "/query/q"),
    ("/v1/search", "/query/q"),
    ("/v1/search?q=x&kind=dog", "/query/kind"),
    ("/v1/suggestions?min_score=2", "/query/min_score"),
    ("/v1/regions?limit=0", "/query/limit"),
    ("/v1/regions?cursor=x", "/query/cursor"),
    ("/v1/articles?cursor=WyJ4Il0", "/query/cursor"),
    ("/v1/healthz", None),
    ("/healthz?x=1", "/query/x"),
]


async def test_a_list_that_can_not_be_asked_for(door: Door) -> None:
    for path, pointer in NOT_ASKED:
        problem = problem_in(await door.get(path, key="review"), 422 if pointer else 404)
        assert [error["pointer"] for error in problem.get("errors", [])] == ([pointer] if pointer else []), path


async def test_what_waits_for_review_is_for_reviewers(door: Door) -> None:
    problem_in(await door.get("/v1/casualties?needs_review=true"), 403)
    assert (await door.get("/v1/casualties?needs_review=true", key="review")).status_code == 200


async def test_sources(door: Door) -> None:
    body = {"slug": "test-source", "name": "Test source", "url": "https://example.org", "official": False}
    made = await door.post("/v1/sources", body, key="review")
    assert made.status_code == 201
    problem_in(await door.post("/v1/sources", body, key="review"), 409)
    changed = await door.ask("PATCH", "/v1/sources/test-source", key="review", json={"official": True})
    assert (changed.json()["official"], changed.json()["name"]) == (True, "Test source")
    problem_in(await door.ask("PATCH", "/v1/sources/nobody", key="review", json={"official": True}), 404)
    problem_in(await door.post("/v1/sources", {"slug": "A B"}, key="review"), 422)
    assert "test-source" in [one["slug"] for one in (await door.get("/v1/sources")).json()["items"]]


async def test_tallies(door: Door) -> None:
    first, again = [await door.post("/v1/tallies", TALLY, key="submit") for _ in "ab"]
    assert first.status_code == 201, first.text
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["scope"]["region"] == "RU-BA"
    assert (await door.get("/v1/tallies?region=Bashkortostan&kind=casualty")).json()["items"][0]["value"] == 3
    for wrong in ({"value": -1}, {"as_of": "2024-13"}, {"scope": {"kind": "cat"}}, {"qualifier": "perhaps"}):
        problem_in(await door.post("/v1/tallies", {**TALLY, **wrong}, key="submit"), 422)


async def test_anyone_asks_for_a_correction_and_maintainers_alone_read_it(door: Door) -> None:
    body = {"type": "removal", "message": "Please take him out.", "contact": "someone@example.org"}
    receipt = await door.post("/v1/requests", body)
    assert receipt.status_code == 201, receipt.text
    assert "someone@example.org" not in receipt.text
    problem_in(await door.get("/v1/requests"), 401)
    listed = (await door.get("/v1/requests", key="review")).json()["items"]
    assert [(one["id"], one["contact"]) for one in listed] == [(receipt.json()["id"], "someone@example.org")]
    path = f"/v1/requests/{receipt.json()['id']}/resolve"
    resolution = {"state": "accepted", "resolution": "redacted"}
    assert (await door.post(path, resolution, key="review")).json()["state"] == "accepted"
    problem_in(await door.post(path, resolution, key="review"), 409)
    problem_in(await door.post("/v1/requests", {**body, "record_id": "cas-0000000000"}), 422)


async def test_reference(door: Door) -> None:
    court = (await door.get("/v1/courts", params={"q": "77gv0008"})).json()["items"]
    assert [one["code"] for one in court] == ["77GV0008"]
    regions = {one["code"]: one for one in (await door.get("/v1/regions")).json()["items"]}
    assert "RU-BA" in regions
    articles = (await door.get("/v1/articles", params={"q": "286.1"})).json()["items"]
    assert [one["number"] for one in articles] == ["286.1"]


async def test_stats(door: Door) -> None:
    await door.put(casualty("Тестов Тест Тестович"), case("Тестов Тест Тестович", source="court"))
    stats = (await door.get("/v1/stats")).json()
    assert (stats["casualties"]["total"], stats["cases"]["total"], stats["reports"]) == (1, 1, 2)


async def test_partners_links(door: Door) -> None:
    (record,) = await door.put(casualty("Тестов Тест Тестович", external_id="x/1"))
    mine: dict[str, Any] = (await door.get("/v1/partners/test-submit/links", key="submit")).json()
    assert [(one["external_id"], one["record_id"]) for one in mine["items"]] == [("x/1", record)]
    problem_in(await door.get("/v1/partners/test-submit/links"), 401)
    problem_in(await door.get("/v1/partners/test-review/links", key="submit"), 403)
    named = await door.get("/v1/partners/test-submit/links?external_id=x%2F1&external_id=y", key="review")
    assert [one["external_id"] for one in named.json()["items"]] == ["x/1"]
