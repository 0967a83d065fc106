"""The look-up's page: any script in, a verdict in words, what agreed marked, the address to share."""

import pytest

from service.web.marks import Piece, marked
from tests.service.http.door import case, casualty
from tests.service.web.browsing import Browsing

HOSTILE = "Тестов <script>alert(1)</script> \"Тест\" & 'Co'"


def family(query: str, record: str, agreement: str = "transliteration") -> dict[str, object]:
    return {"feature": "family_name", "query": query, "record": record, "agreement": agreement, "weight": 9.0}


@pytest.mark.parametrize(
    ("name", "steps", "pieces"),
    [
        ("Тестов Тест", [family("Testov", "Тестов")], [Piece("Тестов", "same"), Piece(" Тест")]),
        ("Test Testov", [family("Тестов", "Тестов")], [Piece("Test "), Piece("Testov", "same")]),
        ("Тестов", [family("Tesstov", "Тестов", "near")], [Piece("Тестов", "near")]),
        ("Тестов", [family("Пробин", "Тестов", "different")], [Piece("Тестов")]),
        ("Тестов-Пробин", [family("x", "Тестов")], [Piece("Тестов", "same"), Piece("-Пробин")]),
        ("", [family("x", "Тестов")], []),
        ("Тестов", [{"feature": "prior", "weight": -20.0}], [Piece("Тестов")]),
    ],
)
def test_what_agreed_is_marked_in_either_script(name: str, steps: list[dict[str, object]], pieces: list[Piece]) -> None:
    assert marked(name, steps) == pieces


async def test_the_box_stands_alone_until_something_is_asked(site: Browsing) -> None:
    page = await site.visit("/")
    assert page.one("input", name="q").attributes["type"] == "search"
    assert page.one("form").attributes["action"] == "/"
    assert not page.every(class_="verdict")


@pytest.mark.parametrize("asked", ["Тестов Тест Тестович", "Testov Test Testovich", "test TESTOV testovič"])
async def test_a_name_in_any_script_is_found(site: Browsing, asked: str) -> None:
    (record,) = await site.put(casualty("Тестов Тест Тестович", home={"region": "RU-BA", "place": "Мелеуз"}))
    page = await site.visit("/", params={"q": asked, "region": "Башкирия", "kind": "any", "born": ""})
    assert page.one(class_="headline").text == "Listed"
    link = page.one("a", class_="name")
    assert link.attributes["href"] == f"/casualties/{record}"
    assert link.attributes["lang"] == "ru"
    assert [one.text for one in link.every("mark")] == ["Тестов", "Тест", "Тестович"]
    assert page.one(class_="other").every("mark")
    assert page.one("input", name="q").attributes["value"] == asked
    assert "Republic of Bashkortostan" in page.one("ol", class_="hits").text
    assert "Looked in 1 source" in page.one("summary").text


async def test_nobody_of_the_name_is_told_with_what_was_read(site: Browsing) -> None:
    await site.put(casualty("Тестов Тест"))
    page = await site.visit("/", params={"q": "Пробин Проба"})
    assert page.one(class_="headline").text == "Not listed in the sources read"
    assert page.one("details").every("th", scope="row")[0].text == "test"


async def test_namesakes_are_not_taken_for_the_person(site: Browsing) -> None:
    await site.put(casualty("Иванов Сергей"), casualty("Иванов Сергей", source="other", home={"region": "RU-BA"}))
    page = await site.visit("/", params={"q": "Иванов Сергей"})
    assert page.one(class_="headline").text == "Namesakes only"


async def test_cases_alone_can_be_asked_for(site: Browsing) -> None:
    await site.put(casualty("Тестов Тест"), case("Тестов Тест"))
    page = await site.visit("/", params={"q": "Тестов Тест", "kind": "case"})
    assert [one.attributes["href"].split("/")[1] for one in page.every("a", class_="name")] == ["cases"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"q": "т"}, "Name"), ({"q": "Тестов", "born": "19x5"}, "Born"), ({"q": "Тестов", "region": "Нигде"}, "Region")],
)
async def test_what_cannot_be_read_is_told_beside_the_box(site: Browsing, asked: dict[str, str], field: str) -> None:
    page = await site.visit("/", 422, params=asked)
    assert page.one(role="alert").text.startswith(f"{field}: ")
    assert page.every(aria_invalid="true") or page.every("input", **{"aria-invalid": "true"})


async def test_a_script_gets_the_answer_alone_and_the_address_to_share(site: Browsing) -> None:
    await site.put(casualty("Тестов Тест"))
    asked = {"q": "Testov", "kind": "any", "region": "", "born": ""}
    answer = await site.ask("/", params=asked, headers={"HX-Request": "true", "Accept": "*/*"})
    assert answer.headers["HX-Replace-Url"] == "/?q=Testov"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in answer.headers["Vary"]
    assert "<html" not in answer.text
    assert 'class="hits"' in answer.text


async def test_what_is_hostile_is_shown_and_not_carried_out(site: Browsing) -> None:
    await site.put(casualty(HOSTILE))
    page = await site.visit("/", params={"q": HOSTILE, "region": "<b>", "born": '"><i>'}, status=422)
    assert page.one("input", name="q").attributes["value"] == HOSTILE
    assert not [one for one in page.walk() if one.tag in ("b", "i")]
    assert page.one("a", class_="name").text == HOSTILE


async def test_what_a_link_gathered_on_its_way_is_passed_over(site: Browsing) -> None:
    await site.visit("/?utm_source=x&utm_source=y&q=&kind=nothing")


async def test_programs_find_at_the_root_what_they_found_before(site: Browsing) -> None:
    answer = await site.ask("/", headers={"Accept": "*/*"})
    assert answer.json()["api"] == "/v1"
