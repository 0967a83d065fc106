"""Two ways to the maintainers: a correction has to name its source, a request needs none; both get a receipt."""

from pathlib import Path

import pytest

from service.usecases.requests import list_requests
from tests.service.http.door import casualty
from tests.service.web.browsing import Browsing, open_site

SOUND = {
    "field": "died",
    "value": "17 ноября 2022",
    "source": "https://example.org/1",
    "title": "",
    "locator": "абзац 3",
}


async def queue(site: Browsing) -> list[dict[str, str]]:
    items: list[dict[str, str]] = (await list_requests(site.registry.db))["items"]
    return items


async def test_a_correction_with_its_source_reaches_the_maintainers(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    page = await site.visit(f"/casualties/{id_}/correct")
    assert page.one("form").attributes["method"] == "post"
    receipt = await site.visit(f"/casualties/{id_}/correct", method="POST", data={**SOUND, "contact": "a@example.org"})
    (asked,) = await queue(site)
    assert asked["id"] in receipt.one(role="status").text
    assert (asked["type"], asked["record_id"], asked["contact"]) == ("correction", id_, "a@example.org")
    assert asked["message"].splitlines() == [
        "Died: 17 ноября 2022", "Address of the source: https://example.org/1", "Where in it: абзац 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"source": "", "title": " "}, "Name the source"),
        ({"source": "javascript:alert(1)"}, "http://"),
        ({"value": ""}, "Say what the record should say"),
        ({"value": "\0"}, "control character"),
    ],
)
async def test_a_correction_without_what_it_needs_is_asked_for_again(
    site: Browsing, wrong: dict[str, str], told: str
) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    page = await site.visit(f"/casualties/{id_}/correct", 422, method="POST", data={**SOUND, **wrong})
    assert told in page.one(role="alert").text
    assert page.one("input", id="locator").attributes["value"] == "абзац 3"
    assert await queue(site) == []


async def test_a_removal_needs_no_source(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    await site.visit(f"/casualties/{id_}/request")
    given = {"type": "removal", "message": "Прошу убрать <b>запись</b>", "contact": ""}
    await site.visit(f"/casualties/{id_}/request", method="POST", data=given)
    (asked,) = await queue(site)
    assert (asked["type"], asked["message"], asked["contact"]) == ("removal", given["message"], None)


async def test_an_empty_request_is_asked_for_again(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    await site.visit(f"/casualties/{id_}/request", 422, method="POST", data={"type": "x", "message": " "})
    assert await queue(site) == []


async def test_a_form_of_another_site_is_refused(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
    ):
        await site.visit(f"/casualties/{id_}/request", 403, method="POST", data={"message": "x"}, headers=headers)
    assert await queue(site) == []
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://registry.test"}, {"Origin": "null"}):
        await site.visit(f"/casualties/{id_}/request", method="POST", data={"message": "x"}, headers=headers)


async def test_a_closed_registry_takes_requests_and_shows_no_name(fresh_address: str, tmp_path: Path) -> None:
    async with open_site(fresh_address, tmp_path, public_read=False) as site:
        (id_,) = await site.put(casualty("Тестов Тест"))
        assert "Тестов" not in (await site.visit(f"/casualties/{id_}/request")).text
        await site.visit(f"/casualties/{id_}/request", method="POST", data={"message": "x"})


async def test_of_what_is_not_there_nothing_can_be_asked(site: Browsing) -> None:
    await site.visit("/casualties/cas-0000000000/request", 404)
    await site.visit("/casualties/cas-0000000000/request", 422, method="POST", data={"message": "x"})
