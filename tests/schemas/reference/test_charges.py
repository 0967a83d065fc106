"""Charges: what a text says of article, part, points, attempt and role, and nothing more."""

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.articles import ARTICLES, FIRST_OF_SPECIAL_PART
from schemas.reference.charges import MOST_CHARGES, ParsedCharge, parse_charges

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "charges.yaml").read_text(encoding="utf-8"))
CRIMES = [article for article in ARTICLES.values() if int(article.number.split(".")[0]) >= FIRST_OF_SPECIAL_PART]


@pytest.mark.parametrize(("text", "expected"), list(CASES.items()))
def test_the_charges_in_a_text(text: str, expected: list[list[str | None]]) -> None:
    assert parse_charges(text) == tuple(
        ParsedCharge(code, article, part, tuple(points.split()), attempt, role)
        for code, article, part, points, attempt, role in expected
    )


WORDINGS = [
    "ч. {part} ст. {article} УК РФ",
    "ст. {article} ч. {part} УК РФ",
    "ч.{part}ст.{article} УК РФ",
    "часть {part} статьи {article} Уголовного кодекса РФ",
    "Art. {article}({part}) CC",
    "Article {article}, part {part} of the Criminal Code",
    "Part {part} of Article {article} of the Criminal Code",
    "{article} ч. {part} УК РФ",
]


@given(st.sampled_from([article for article in CRIMES if article.parts]), st.sampled_from(WORDINGS), st.data())
def test_every_article_and_part_is_read_in_every_wording(article: object, wording: str, data: st.DataObject) -> None:
    number, parts = article.number, article.parts  # type: ignore[attr-defined]
    part = data.draw(st.sampled_from(parts))
    found = parse_charges(wording.format(article=number, part=part))
    assert found == (ParsedCharge("uk_rf", number, part, (), None, None),)


@given(st.lists(st.sampled_from([article.number for article in CRIMES]), min_size=1, max_size=6))
def test_a_list_of_articles_is_read_whole(numbers: list[str]) -> None:
    assert [charge.article for charge in parse_charges(f"ст. {', '.join(numbers)} УК РФ")] == numbers


WORDS = [
    "ч.",
    "ст.",
    "п.",
    "«а»",
    "«и»",
    "и",
    ",",
    ";",
    "-",
    "(5)",
    "3",
    "30",
    "33",
    "105",
    "286.1",
    "УК РФ",
    "КК",
    "лет",
    "of",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=80))
def test_only_articles_that_the_text_names_are_found(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text)
    for charge in parse_charges(text):
        assert charge.article in plain
        assert charge.part is None or charge.part in plain
        assert charge.code is None or "УК" in text.upper()


@pytest.mark.parametrize(
    "piece", ["ч. 1 ", "ст. 105, ", "п. «а», ", "ст. 105 УК РФ; ", "105 ", "(", "«а»", "x", "9", "ч. 1-20 ст. 105 "]
)
def test_ten_megabytes_are_read_at_their_beginning_only(piece: str) -> None:
    assert len(parse_charges(piece * (10_000_000 // len(piece)))) <= MOST_CHARGES
