"""Atom feeds: valid after RFC 4287, paged, and without a word of what was taken back."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest

from service.http.atom import Head, feed
from tests.service.http.door import Door, case, casualty, problem_in

ATOM = "{http://www.w3.org/2005/Atom}"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_IRI = re.compile(r"urn:poimenno:[0-9a-f-]{36}:\S+")


def text(parent: Element, name: str) -> str:
    (found,) = parent.findall(ATOM + name)
    assert found.text
    return found.text


def links(parent: Element) -> dict[str, str]:
    return {one.attrib["rel"]: one.attrib["href"] for one in parent.findall(ATOM + "link")}


def read(response: httpx.Response) -> Element:
    """The feed of an answer, held to what RFC 4287 §4.1 asks of feeds and entries."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = fromstring(response.content)
    assert root.tag == ATOM + "feed"
    assert {one.tag for one in root.iter()} <= {ATOM + name for name in (
        "feed", "id", "title", "updated", "author", "name", "generator", "link", "entry", "published", "category",
        "summary",
    )}  # fmt: skip
    assert text(root.findall(ATOM + "author")[0], "name")
    for one in (root, *root.findall(ATOM + "entry")):
        assert _IRI.fullmatch(text(one, "id"))
        assert _TIME.fullmatch(text(one, "updated"))
        assert text(one, "title")
    assert urlsplit(links(root)["self"]).path == response.request.url.path
    ids = [text(entry, "id") for entry in root.findall(ATOM + "entry")]
    assert len(ids) == len(set(ids))
    times = [text(entry, "updated") for entry in root.findall(ATOM + "entry")]
    assert times == sorted(times, reverse=True)
    assert not times or text(root, "updated") == times[0]
    return root


def titles(root: Element) -> list[str]:
    return [text(entry, "title") for entry in root.findall(ATOM + "entry")]


async def put_three(door: Door) -> list[str]:
    reports = [
        casualty("Тестов Тест", home={"region": "RU-BA"}),
        casualty("Пробин Проба", source="other", home={"region": "RU-TA"}),
        case("Судимов Тест", source="court", court={"name": "Пробный гарнизонный военный суд", "region": "RU-TA"}),
    ]
    return [(await door.put(report))[0] for report in reports]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("changes.atom", ["Судимов Тест", "Пробин Проба", "Тестов Тест"]),
        ("changes.atom?kind=casualty", ["Пробин Проба", "Тестов Тест"]),
        ("changes.atom?region=RU-TA", ["Судимов Тест", "Пробин Проба"]),
        ("changes.atom?region=RU-TA&kind=case", ["Судимов Тест"]),
        ("changes.atom?region=Башкирия&region=RU-TA", ["Судимов Тест", "Пробин Проба", "Тестов Тест"]),
        ("changes.atom?court=Пробный гарнизонный военный суд", ["Судимов Тест"]),
        ("search.atom?q=Testov Test", ["Тестов Тест"]),
        ("search.atom?q=Проба Пробин&region=RU-TA", ["Пробин Проба"]),
        ("search.atom?q=Проба Пробин&region=RU-BA", []),
        ("search.atom?q=Судимов&kind=casualty", []),
        ("search.atom?q=Никто Никакой", []),
    ],
)
async def test_what_is_watched_for_is_shown_last_change_first(door: Door, asked: str, shown: list[str]) -> None:
    await put_three(door)
    assert titles(read(await door.get(f"/v1/{asked}"))) == shown


async def test_an_entry_leads_to_its_record_and_is_new_with_each_version(door: Door) -> None:
    record = (await put_three(door))[0]
    before = read(await door.get("/v1/search.atom?q=Тестов Тест")).findall(ATOM + "entry")[0]
    await door.change(f"/v1/casualties/{record}", {"set": {"died": "2023-01"}}, method="PATCH")
    first = read(await door.get("/v1/changes.atom")).findall(ATOM + "entry")[0]
    assert links(first)["alternate"] == f"http://registry.test/v1/casualties/{record}"
    assert text(first, "summary").startswith("killed 2023-01")
    assert [one.attrib["term"] for one in first.findall(ATOM + "category")] == ["casualty", "updated"]
    assert text(before, "id") == text(first, "id").removesuffix(":2") + ":1"
    assert text(before, "published") == text(first, "published")


async def test_what_was_taken_back_is_told_by_its_id_alone(door: Door) -> None:
    withdrawn, merged, survivor = await put_three(door)
    (redacted,) = await door.put(casualty("Стёртый Тест", source="third"))
    other = (await door.put(casualty("Проба Пробин", source="fourth", born="1990")))[0]
    await door.change(f"/v1/casualties/{withdrawn}/withdraw", {"reason": "asked"})
    await door.change(f"/v1/casualties/{redacted}/redact", {"fields": "all", "reason": "asked"}, key="admin")
    await door.post("/v1/merges", {"ids": [other, merged], "reason": "one man"}, key="review")
    root = read(await door.get("/v1/changes.atom"))
    assert f"{withdrawn} was withdrawn" in titles(root)
    assert f"{redacted} was withdrawn" in titles(root)
    assert f"{merged} was merged into {other}" in titles(root)
    whole = (await door.get("/v1/changes.atom")).text
    assert "Стёртый" not in whole
    assert "Тестов" not in whole
    by_title = {text(entry, "title"): entry for entry in root.findall(ATOM + "entry")}
    assert links(by_title[f"{merged} was merged into {other}"])["alternate"].endswith(f"/v1/casualties/{other}")
    for name in ("Тестов Тест", "Стёртый Тест"):
        assert titles(read(await door.get("/v1/search.atom", params={"q": name}))) == []
    assert titles(read(await door.get("/v1/changes.atom?region=RU-BA"))) == []
    assert survivor


async def test_pages_lead_on_and_hold_everything_once(door: Door) -> None:
    await put_three(door)
    address, seen = "/v1/changes.atom?limit=2&kind=any", []
    for _ in range(2):
        root = read(await door.get(address))
        seen += titles(root)
        assert parse_qs(urlsplit(links(root)["first"]).query) == {"limit": ["2"], "kind": ["any"]}
        address = links(root).get("next", "")
    assert (seen, address) == (["Судимов Тест", "Пробин Проба", "Тестов Тест"], "")


async def test_nothing_new_is_told_by_304(door: Door) -> None:
    empty = await door.get("/v1/changes.atom")
    assert titles(read(empty)) == []
    await put_three(door)
    first = await door.get("/v1/changes.atom")
    assert first.headers["etag"] != empty.headers["etag"]
    assert "last-modified" in first.headers
    same = await door.get("/v1/changes.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ("changes.atom?kind=soldier", "/query/kind"),
        ("changes.atom?region=Atlantis", "/query/region"),
        ("changes.atom?cursor=nonsense", "/query/cursor"),
        ("changes.atom?limit=0", "/query/limit"),
        ("changes.atom?q=Тестов", "/query/q"),
        ("search.atom", "/query/q"),
        ("search.atom?q=я", "/query/q"),
        ("search.atom?q=Иван", "/query/q"),
    ],
)
async def test_what_cannot_be_asked(door: Door, asked: str, pointer: str) -> None:
    problem = problem_in(await door.get(f"/v1/{asked}"), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_whatever_a_title_holds_is_escaped() -> None:
    odd = "<b>&amp; \x01\x08 ￾\ud800\"' ]]>"
    root: Any = fromstring(feed(Head("r", "q", odd, "http://x", {"self": f"http://x/?q={odd[:3]}&a=b"}), ()))
    assert root.find(ATOM + "title").text == "<b>&amp; \ufffd\ufffd \ufffd\ufffd\"' ]]>"
    assert root.find(ATOM + "link").attrib["href"] == "http://x/?q=<b>&a=b"
