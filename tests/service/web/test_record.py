"""The page of a record: every fact with its footnote, conflicts shown, versions and days, what is gone or merged."""

import re

import pytest

from tests.service.http.door import case, casualty
from tests.service.web.browsing import Browsing
from tests.service.web.reading import Element

HOSTILE = "<img src=x onerror=alert(1)> \"&' {{ 7*7 }}"
TWO = [
    casualty("Тестов Тест Тестович", died="2022-11-16", born="1985-03-14", home={"region": "RU-BA", "place": "Мелеуз"}),
    casualty("Testov Test Testovich", source="other", died="2022-12", born="1985-03-14", home={"region": "RU-BA"}),
]
SENTENCED = {
    "instance": "first",
    "court": {"name": "Тестовский гарнизонный военный суд"},
    "case_numbers": ["1-25/2023"],
    "events": [
        {"type": "charged", "date": "2023-03-16"},
        {"type": "sentenced", "date": "2023-09-14", "decisions": [{"defendant": 0, "verdict": "convicted", "sentence": [
            {"kind": "imprisonment", "regime": "penal_settlement", "duration": "P3Y"}]}]},
        {"type": "appeal_decided", "date": "2023-11-30", "outcome": "upheld"},
    ],
    "incidents": [{"date": "2023-01-20", "text": "не вернулся в часть"}],
}  # fmt: skip


def fact(page: Element, name: str) -> Element:
    """What the page says of a field."""
    (row,) = [one for one in page.every("dl", class_="facts")[0].every("div") if one.one("dt").text == name]
    return row


def trial(**defendant: object) -> dict[str, object]:
    """A case of one defendant through two instances."""
    made = case("Тестов Тест", **SENTENCED)
    charge = {"text": "ч. 5 ст. 337 УК РФ", "outcome": "convicted"}
    made["case"]["defendants"] = [{"names": [{"full": "Тестов Тест", "lang": "ru"}], "charges": [charge], **defendant}]
    return made


async def test_every_fact_has_its_footnote_and_conflicts_are_shown(site: Browsing) -> None:
    first, second = await site.put(*TWO)
    if first != second:
        await site.registry.merge(first, second)
    page = await site.visit(f"/casualties/{first}")
    assert page.one("h1").text == "Тестов Тест Тестович"
    assert page.one("h1").attributes["lang"] == "ru"
    for row in page.every("dl", class_="facts")[0].every("div"):
        assert row.every("sup", class_="note"), row.text
    died = fact(page, "Died")
    assert "16 November 2022" in died.text
    assert "another source says: December 2022" in died.text
    assert died.has({"class": "conflict"})
    assert "Sources disagree on: Died" in page.one(class_="against").text
    assert "14 March 1985" in fact(page, "Born").text
    assert len(page.one("ol", class_="sources").every("li")) == 2
    assert [one.text for one in page.one("ul", class_="names").every(class_="name")] == [
        "Testov Test Testovich",
        "Тестов Тест Тестович",
    ]
    assert page.one(class_="grade").one("strong").text == "Independent sources"


async def test_a_case_is_told_step_by_step(site: Browsing) -> None:
    (id_,) = await site.put(trial())
    page = await site.visit(f"/cases/{id_}")
    steps = [one.text for one in page.one("ol", class_="timeline").every("li")]
    assert [re.split(r"(?<=\d{4}) ", one)[0] for one in steps] == [
        "20 January 2023", "16 March 2023", "14 September 2023", "30 November 2023",
    ]  # fmt: skip
    assert "3 years in a penal settlement, Criminal Code art. 337 part 5" in steps[2]
    assert "Appeal decided: upheld" in steps[3]
    assert "1-25/2023" in page.text
    assert "The sentence that stands: 3 years in a penal settlement" in page.text


async def test_several_defendants_are_told_apart(site: Browsing) -> None:
    report = trial()
    report["case"]["defendants"].append({"names": [{"full": "Пробин Проба"}]})  # type: ignore[index]
    page = await site.visit(f"/cases/{(await site.put(report))[0]}")
    assert page.one("h2", id="defendants").text == "Defendants"
    assert [one.one(class_="name").text for one in page.every("h3") if one.every(class_="name")] == [
        "Тестов Тест",
        "Пробин Проба",
    ]
    assert "Тестов Тест: 3 years in a penal settlement" in page.one("ol", class_="timeline").text


async def test_what_is_hostile_is_shown_and_not_carried_out(site: Browsing) -> None:
    document = {"source": "test", "title": HOSTILE, "url": "https://example.org/?a=1&b=\"x'", "published_on": "2024"}
    soldier = {**casualty(f"Тестов {HOSTILE}", note=HOSTILE, unit=HOSTILE, occupation=HOSTILE, position=HOSTILE),
               "document": document, "locator": HOSTILE}  # fmt: skip
    trial_ = {**trial(described_as=HOSTILE, unit=HOSTILE, ground=HOSTILE), "document": document, "locator": HOSTILE}
    for id_ in await site.put(soldier, trial_):
        place = "casualties" if id_.startswith("cas-") else "cases"
        for below in ("", "/history", "/correct", "/request"):
            page = await site.visit(f"/{place}/{id_}{below}")
            assert not page.every("img")
            assert "49" not in page.one("title").text
        assert HOSTILE in (await site.visit(f"/{place}/{id_}")).text


async def test_a_version_and_a_day(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест", rank="рядовой"))
    await site.registry.correct(id_, {"rank": "сержант"})
    page = await site.visit(f"/casualties/{id_}?version=1")
    assert "This is version 1, not the current one." in page.one(role="status").text
    assert "Private" in fact(page, "Rank").text
    then = await site.visit(f"/casualties/{id_}?as_of=2100-01-01&version=")
    assert "version 2" in then.one(role="status").text
    assert "set by a maintainer" in then.text
    for wrong, status in (("version=3", 404), ("as_of=2000-01-01", 404), ("version=x", 422), ("version=²", 422),
                          ("as_of=yesterday", 422), ("as_of=0001-01-01T00:00:00%2B23:00", 422),
                          ("version=1&as_of=2100-01-01", 422)):  # fmt: skip
        await site.visit(f"/casualties/{id_}?{wrong}", status)


async def test_the_citations_name_the_page_and_its_version(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    page = await site.visit(f"/casualties/{id_}")
    texts = [one.text for one in page.every("pre")]
    assert len(texts) == 3
    assert all(f"http://registry.test/casualties/{id_}?version=1" in one for one in texts)
    assert page.one("link", rel="canonical").attributes["href"] == f"/casualties/{id_}"


async def test_a_record_that_is_gone(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    await site.registry.withdraw(id_)
    for address in (f"/casualties/{id_}", f"/casualties/{id_}?version=1", f"/casualties/{id_}/history"):
        page = await site.visit(address, 410)
        assert "withdrawn" in page.one("h1").text
        assert "Тестов" not in page.text
    assert "Тестов" not in (await site.visit(f"/casualties/{id_}/request")).text


async def test_a_record_that_was_merged_leads_to_the_survivor(site: Browsing) -> None:
    survivor, other = await site.put(casualty("Тестов Тест"), casualty("Пробин Проба"))
    await site.registry.merge(survivor, other)
    for below in ("", "/correct", "/request"):
        answer = await site.ask(f"/casualties/{other}{below}")
        assert answer.status_code == 308
        assert answer.headers["Location"] == f"/casualties/{survivor}{below}"
    assert other in (await site.visit(f"/casualties/{survivor}")).text
    assert "Пробин" in (await site.visit(f"/casualties/{other}?version=1")).one("h1").text


async def test_what_was_redacted_is_named_and_not_shown(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест", born="1985-03-14"))
    await site.registry.redact(id_, "born")
    page = await site.visit(f"/casualties/{id_}")
    assert "Redacted: Born" in page.text
    assert "1985" not in page.text


async def test_links_of_a_record_lead_somewhere(site: Browsing) -> None:
    for id_ in await site.put(casualty("Тестов Тест"), trial()):
        page = await site.visit(f"/{'casualties' if id_.startswith('cas-') else 'cases'}/{id_}")
        for one in page.every("a"):
            if one.attributes["href"].startswith("/"):
                assert (await site.ask(one.attributes["href"])).status_code == 200, one.attributes["href"]


@pytest.mark.parametrize("path", ["/casualties/cas-0000000000", "/cases/case-0000000000/history"])
async def test_what_is_not_there(site: Browsing, path: str) -> None:
    await site.visit(path, 404)
