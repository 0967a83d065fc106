"""The history: each version with its cause, any two compared, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.record.differences import by_words
from tests.service.http.door import casualty
from tests.service.web.browsing import Browsing


@given(st.text(max_size=40), st.text(max_size=40))
def test_both_texts_are_told_whole_and_agree_in_what_is_the_same(old: str, new: str) -> None:
    left, right = by_words(old, new)
    assert "".join(part.text for part in left) == old
    assert "".join(part.text for part in right) == new
    kept = ["".join(part.text for part in side if part.how == "same") for side in (left, right)]
    assert kept[0] == kept[1]


async def test_the_last_two_versions_are_compared_unless_others_are_named(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест", rank="рядовой", home={"region": "RU-BA", "place": "Мелеуз"}))
    await site.registry.correct(id_, {"rank": "сержант"}, reason="по документу")
    await site.registry.correct(id_, {"home": {"region": "RU-BA", "place": "Уфа"}})
    page = await site.visit(f"/casualties/{id_}/history")
    rows = page.one("table", class_="history").one("tbody").every("tr")
    assert [row.one("th").text for row in rows] == ["3", "2", "1"]
    assert "“по документу”" in rows[1].text
    assert "Rank" in rows[1].text
    compared = page.one("table", class_="versions")
    assert [one.text for one in compared.every("del")] == ["Мелеуз"]
    assert [one.text for one in compared.every("ins")][0] == "Уфа"
    both = await site.visit(f"/casualties/{id_}/history?old=1&new=3")
    fields = [row.one("th").text for row in both.one("table", class_="versions").one("tbody").every("tr")]
    assert {"Rank", "Home", "Sources"} <= set(fields)


async def test_one_version_has_nothing_to_compare(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    page = await site.visit(f"/casualties/{id_}/history")
    assert not page.every("table", class_="versions")
    assert not page.every("button")


async def test_a_version_in_which_it_was_withdrawn_is_not_compared(site: Browsing) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    await site.registry.withdraw(id_)
    await site.registry.restore(id_)
    page = await site.visit(f"/casualties/{id_}/history")
    assert "nothing to compare" in page.text
    same = await site.visit(f"/casualties/{id_}/history?old=1&new=3")
    assert "say the same" in same.text


@pytest.mark.parametrize(("asked", "status"), [("old=9", 404), ("new=x", 422), ("old=0", 422)])
async def test_versions_that_are_none(site: Browsing, asked: str, status: int) -> None:
    (id_,) = await site.put(casualty("Тестов Тест"))
    await site.visit(f"/casualties/{id_}/history?{asked}", status)
