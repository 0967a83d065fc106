"""Articles of the Criminal Code: numbers, parts, titles."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from schemas.reference.articles import ARTICLES, article_order, find_article, with_plain_numbers

SHARED = Path(__file__).parents[4] / "shared" / "data" / "reference" / "ukrf_articles.json"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("337", "337"),
        ("286.1", "286.1"),
        ("286-1", "286.1"),
        ("286¹", "286.1"),
        ("228 прим 1", "228.1"),
        ("228 прим.", "228.1"),
        ("228 прим. 2", "228.2"),
        ("ст. 205.2", "205.2"),
        ("Art. 280.3", "280.3"),
        (" 105 ", "105"),
        ("352.1", "352.1"),
    ],
)
def test_an_article_by_number(text: str, number: str) -> None:
    found = find_article(text)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    "text", ["", "0", "362", "999", "337.5", "105.1", "105 УК", "٣٣٧", "ч. 1", "-105", "1" * 10**7], ids=range(11)
)
def test_what_is_no_article(text: str) -> None:
    assert find_article(text) is None


def test_parts_are_those_of_the_code() -> None:
    assert ARTICLES["337"].parts == ("1", "2", "2.1", "3", "3.1", "4", "5")
    assert ARTICLES["286"].parts == ("1", "2", "3", "4", "5")
    assert ARTICLES["286.1"].parts == ("1", "2")
    assert ARTICLES["275"].parts == ()


def test_what_matters_here_has_titles_in_both_languages() -> None:
    military = [number for number in ARTICLES if 331 <= article_order(number)[0] <= 352]
    for number in [*military, "105", "111", "158", "205.2", "207.3", "222.1", "275.1", "280.3", "281", "318", "264"]:
        assert ARTICLES[number].title_ru
        assert ARTICLES[number].title_en


def test_articles_stand_in_the_order_of_the_code() -> None:
    assert all(article_order(one) < article_order(next_one) for one, next_one in pairwise(ARTICLES))
    assert len(ARTICLES) == 530


def test_raised_figures_are_written_plainly() -> None:
    assert with_plain_numbers("ч. 3 ст. 228¹ и 205 ²") == "ч. 3 ст. 228.1 и 205.2"
    assert with_plain_numbers("ст. 275 примечание") == "ст. 275 примечание"


@pytest.mark.skipif(not SHARED.exists(), reason="the list of articles lies beside the checkout only")
def test_numbers_and_parts_agree_with_the_code() -> None:
    listed = {row["article"]: tuple(row["parts"]) for row in json.loads(SHARED.read_text(encoding="utf-8"))}
    assert {number: ARTICLES[number].parts for number in listed} == listed
