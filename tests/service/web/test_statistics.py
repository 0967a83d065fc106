"""The statistics: charts and maps draw what their tables and CSV tell; figures of others stand apart."""

import csv
import io

import pytest

from schemas.reference.regions import OCCUPIED, REGIONS
from schemas.reference.tables import read_table
from schemas.tally import NewTally
from service.usecases.tallies import create_tally
from service.web.statistics.chart import chart_of
from service.web.statistics.figure import Figure, as_csv
from service.web.statistics.figures import overlap_figure
from service.web.statistics.tiles import LEVELS, level_of, tiles_of
from service.web.words import ENGLISH
from tests.service.http.door import case, casualty
from tests.service.usecases.registry import PARTNER
from tests.service.web.browsing import Browsing
from tests.service.web.reading import Element, read

DEATH = {"born": "1985", "died": "2022-11-16", "rank": "рядовой", "categories": ["mobilised"]}
HOSTILE = '=1+1<script>alert("1")</script>'


def test_every_federal_subject_and_occupied_region_has_one_tile_of_its_own() -> None:
    rows = read_table("region_tiles.csv")
    codes = [row["code"] for row in rows]
    assert sorted(codes) == sorted({code for code in REGIONS if code.startswith("RU-")} | OCCUPIED)
    assert len({(row["row"], row["column"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("records", "most", "level"),
    [(0, 0, 0), (0, 9, 0), (1, 1, 1), (1, 9, 1), (9, 9, 5), (10**6, 10**6, 5), (2, 10**6, 1)],
)
def test_a_tile_is_the_darker_the_more_it_stands_for(records: int, most: int, level: int) -> None:
    assert level_of(records, most) == level


def test_levels_grow_with_counts() -> None:
    levels = [level_of(records, 5000) for records in range(5001)]
    assert levels == sorted(levels)
    assert set(levels) == set(range(LEVELS + 1))


@pytest.mark.parametrize("form", ["columns", "bars"])
def test_a_chart_has_a_bar_for_each_row_and_nothing_that_the_policy_forbids(form: str) -> None:
    rows = [("2022-10", 3), (HOSTILE, 0), ("2022-12", 7)]
    drawn = read(str(chart_of(Figure("died", ("Month", "People"), rows, form), 'By "month"')))
    assert drawn.one("svg").attributes["aria-label"] == 'By "month"'
    bars = [
        one.attributes.get("height" if form == "columns" else "width", "0")
        for one in drawn.every("rect", class_="rect")
    ]
    lengths = sorted(float(one) for one in bars)
    assert lengths[0] == 0
    assert lengths[1] * 7 == pytest.approx(lengths[2] * 3)
    assert not drawn.every("script") + drawn.every("style")
    assert not [one for one in drawn.walk() if "style" in one.attributes or one.attributes.get("id")]


def test_a_map_puts_counts_on_their_tiles() -> None:
    figure = Figure("regions", ("Region", "People"), [("Bashkortostan", 4), ("Russia", 9)], "map", ("RU-BA", "RU"))
    counted = {one.code: one.records for one in tiles_of(figure) if one.records}
    assert counted == {"RU-BA": 4}


def test_a_cell_is_not_run_by_a_spreadsheet() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(Figure("x", ("a", "b"), [("=1+1", 5)])).decode("utf-8-sig"))))
    assert rows == [["a", "b"], ["'=1+1", "5"]]


def test_sources_are_told_with_what_they_share() -> None:
    overlap = {("a", "a"): 2, ("b", "b"): 3, ("a", "b"): 1, ("b", "a"): 1, ("b", None): 2}
    assert overlap_figure("sources", overlap, ENGLISH).rows == [("b", 3, 2, 3, 1), ("a", 2, 0, 1, 2)]


def cells(page: Element) -> list[list[str]]:
    """The texts of all rows of tables."""
    return [[one.text for one in row.walk() if one.tag in ("th", "td")] for row in page.every("tr")]


async def test_an_empty_registry(site: Browsing) -> None:
    page = await site.visit("/statistics")
    assert "Nothing is known of this yet." in page.text
    assert not page.every("svg")


async def test_every_figure_is_drawn_tabled_and_downloaded(site: Browsing) -> None:
    await site.put(
        casualty("Тестов Тест", home={"region": "RU-BA"}, **DEATH), case("Пробин Проба", court={"name": HOSTILE})
    )
    page = await site.visit("/statistics")
    regions = page.one("section", id="regions")
    assert "Republic of Bashkortostan" in regions.one("table").text
    assert [one.text for one in regions.every("g", class_="level-1")][0].startswith("Republic of Bashkortostan: 1")
    assert page.one("section", id="ages").one("svg").attributes["role"] == "img"
    assert not page.every("script")
    files = [one.attributes["href"] for one in page.every("a") if ".csv" in one.attributes["href"]]
    assert len(files) > 8
    for address in files:
        answer = await site.ask(address)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert len(list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))) > 1, address
    ages = (await site.ask("/statistics/ages.csv")).text
    assert "35–39,1" in ages


async def test_changes_are_told_since_a_day(site: Browsing) -> None:
    (record,) = await site.put(casualty("Тестов Тест"))
    await site.registry.correct(record, {"died": "2022-11-17"})
    page = await site.visit("/statistics", params={"since": "2022-01-01"})
    assert ["correction", "changed", "Casualty", "1", "1"] in cells(page.one("section", id="changes"))
    assert f"/casualties/{record}" in [one.attributes["href"] for one in page.every("a")]
    later = await site.visit("/statistics", params={"since": "2099-01-01"})
    assert not later.one("section", id="changes").every("table")
    await site.visit("/statistics", 422, params={"since": "yesterday"})


async def test_a_figure_of_others_stands_apart_with_its_source(site: Browsing) -> None:
    document = {"source": "test", "type": "list", "title": "Figures", "url": "https://example.org/figures"}
    given = {"document": document, "scope": {"kind": "casualty", "status": "killed"}, "as_of": "2024-06", "value": 8000,
             "qualifier": "at_least"}  # fmt: skip
    await create_tally(site.door.app.state.db, tally=NewTally.model_validate(given), actor=PARTNER)
    page = await site.visit("/statistics")
    assert ["at least 8,000", "Casualty; killed", "June 2024", "Figures (test)", "0"] in cells(page)
    assert "0 people killed, 0 criminal cases" in page.text


async def test_a_figure_that_there_is_none_of(site: Browsing) -> None:
    await site.visit("/statistics/nothing.csv", 404)
