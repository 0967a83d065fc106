"""Ages, months and terms: counted as closely as the facts tell them, and not at all where they don't."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dates import birth_years
from service.registry.measures import age_of, measures_of_sentence, month_of


@pytest.mark.parametrize(
    ("born", "until", "age"),
    [
        ("1985-03-02", "2022-11-16", 37),
        ("1985-12-02", "2022-11-16", 36),
        ("1985", "2022-11", 37),
        ("[1984,1985]", "2022-11-24", 37),
        ("1985", "2022", 37),
        ("2004-11-17", "2022-11-16", 17),
        ("198X", "2022-11-16", None),
        ("1985", "2021/2023", None),
        ("1985/..", "2022", None),
        ("2022", "1985", None),
        (None, "2022", None),
        ("1985", None, None),
    ],
)
def test_an_age_is_told_when_the_dates_leave_little_open(born: str | None, until: str | None, age: int | None) -> None:
    assert age_of(born, until) == age


@given(st.integers(1, 99), st.dates(date(2022, 2, 24), date(2030, 1, 1)), st.integers(0, 364))
def test_an_age_is_at_most_a_year_from_the_true_one(age: int, died: date, since_birthday: int) -> None:
    born = died - timedelta(days=round(age * 365.2425) + since_birthday)
    for told in (str(born.year), birth_years(age, died.isoformat())):
        found = age_of(told, died.isoformat())
        assert found is not None
        assert abs(found - age) <= 1


@pytest.mark.parametrize(
    ("edtf", "month"),
    [("2023-09-14", "2023-09"), ("2023-09", "2023-09"), ("2023-09-01/2023-09-30", "2023-09"), ("2023", None),
     ("2023-09-30/2023-10-01", None), ("2022-09/2023-09", None), (None, None), ("", None)],
)  # fmt: skip
def test_a_month_is_told_when_no_other_is_meant(edtf: str | None, month: str | None) -> None:
    assert month_of(edtf) == month


def sentence(kind: str = "imprisonment", duration: str | None = "P3Y", **more: bool) -> dict[str, Any]:
    return {"kind": kind, "duration": duration, "suspended": False, "additional": False, **more}


@pytest.mark.parametrize(
    ("date_", "sentences", "tags"),
    [
        ("2023-09-14", [sentence()], {"sentenced:2023-09", "term:36"}),
        (None, [sentence(duration="P2Y6M10D")], {"term:30"}),
        (None, [sentence(duration="P10D")], {"term:0"}),
        (None, [sentence(suspended=True)], {"suspended:36"}),
        (None, [sentence(additional=True), sentence(duration=None)], set()),
        (None, [sentence("fine", None), sentence("restriction_of_liberty")], set()),
        ("2023", None, set()),
    ],
)
def test_terms_are_those_of_imprisonment(date_: str | None, sentences: Any, tags: set[str]) -> None:
    standing = {"date": date_, "verdict": "convicted", "sentence": sentences}
    assert set(measures_of_sentence(standing)) == tags


def test_a_date_without_a_verdict_is_no_sentence() -> None:
    assert set(measures_of_sentence({"date": "2023-09-14", "verdict": None, "sentence": None})) == set()
