"""What cells say: a table of texts and values for each converter."""

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import case, casualty
from schemas.base import Sex
from service.readers import convert
from service.readers.vocabulary import WORDS, fold_word

DATE = convert.date_converter()


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (DATE, "16.11.2022", "2022-11-16"),
        (DATE, "11.2022", "2022-11"),
        (DATE, "2022", "2022"),
        (DATE, "2022-11-16", "2022-11-16"),
        (DATE, "2022-11-16 00:00:00", "2022-11-16"),
        (DATE, "2022-11-16T12:30", "2022-11-16"),
        (DATE, "2022-11~", "2022-11~"),
        (DATE, "[1984,1985]", "[1984,1985]"),
        (convert.date_converter(["M/D/YYYY"]), "2/5/2023", "2023-02-05"),
        (convert.date_converter(["YYYY.MM.DD"]), "2023.02.05", "2023-02-05"),
        (convert.number, "1985", 1985),
        (convert.number, "100\u00a0000,50", 100_000.5),
        (convert.age, "37", 37),
        (convert.age, "37 лет", 37),
        (convert.age, "41 год", 41),
        (convert.age, "37 years old", 37),
        (convert.duration, "3 года", "P3Y"),
        (convert.duration, "8 лет 6 месяцев", "P8Y6M"),
        (convert.duration, "1 г. 8 мес.", "P1Y8M"),
        (convert.duration, "1 year and 8 months", "P1Y8M"),
        (convert.duration, "2 месяца 10 дней", "P2M10D"),
        (convert.duration, "P3Y6M", "P3Y6M"),
        (convert.yes_no, "Да", True),
        (convert.yes_no, "нет", False),
        (convert.word_converter({"двухсотый": "killed"}, ["killed", "missing"]), "Двухсотый.", "killed"),
        (convert.word_converter({}, ["died_of_wounds"]), "died of wounds", "died_of_wounds"),
    ],
)
def test_a_cell_says(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (DATE, "31.02.2022", "not a day of the calendar"),
        (DATE, "13.2022", "not a day of the calendar"),
        (DATE, "2022-13", "is not a date; expected DD.MM.YYYY or MM.YYYY"),
        (DATE, "вчера", "is not a date"),
        (DATE, "11/16/2022", "is not a date"),
        (DATE, "44881", "is not a date"),
        (convert.number, "много", "is not a number"),
        (convert.number, "٣", "is not a number"),
        (convert.age, "-3", "is not an age"),
        (convert.age, "37.5", "is not an age"),
        (convert.duration, "долго", "is not a duration"),
        (convert.duration, "3", "is not a duration"),
        (convert.duration, "3 года сверху", "is not a duration"),
        (convert.yes_no, "может быть", "neither yes nor no"),
        (convert.word_converter({}, ["killed", "missing"]), "x" * 99, "no word for one of killed, missing"),
    ],
)
def test_a_cell_that_says_nothing_readable_is_quoted(read: Callable[[str], object], text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as raised:
        read(text)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("text", ["DD.MM", "DD.YYYY", "YY.MM.DD", "MM.MM.YYYY", "today", ""])
def test_a_date_format_needs_a_year_and_no_gap(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date format"):
        convert.date_converter([text])


@given(st.text(max_size=30), st.sampled_from([DATE, convert.number, convert.age, convert.duration, convert.yes_no]))
def test_any_text_is_read_or_refused_in_words(text: str, read: Callable[[str], object]) -> None:
    try:
        read(text)
    except ValueError as error:
        problem = str(error)
    else:
        return
    assert problem.startswith("«")


CODES = {
    "status": get_args(casualty.Status),
    "categories": get_args(casualty.Category),
    "sex": get_args(Sex),
    "stage": get_args(case.Stage),
    "verdict": get_args(case.Verdict),
    "kind": get_args(case.SentenceKind),
    "regime": get_args(case.Regime),
    "measure": get_args(case.Measure),
    "instance": get_args(case.Instance),
    "outcome": (*get_args(case.EventOutcome), "convicted", "acquitted", "reclassified", "dropped"),
}


@pytest.mark.parametrize("field", WORDS)
def test_every_word_is_folded_and_means_a_code_of_the_contract(field: str) -> None:
    assert set(WORDS[field].values()) <= set(CODES[field])
    assert all(fold_word(word) == word for word in WORDS[field])
