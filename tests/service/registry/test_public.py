"""What the public may not see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.registry.public import mask, year_only
from tests.service.registry.making import case_report, casualty_report, fold_of, reports


@pytest.mark.parametrize(
    ("edtf", "year"),
    [
        ("1985-03-12", "1985"), ("1985-03", "1985"), ("1985", "1985"), ("198X", "198X"), ("[1984,1985]", "[1984,1985]"),
        ("[1985-03-01,1986-03-01]", "1985/1986"), ("1985-03~", "1985"), ("1985~", "1985~"),
        ("../1985-03-02", "../1985"),
        ("1985-01-01/1985-12-31", "1985"), ("1984-11/1985-02", "1984/1985"), ("1985-21", "1985"),
    ],
)  # fmt: skip
def test_year_only(edtf: str, year: str) -> None:
    assert year_only(edtf) == year
    assert year_only(year) == year


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_masking_twice_is_masking_once(data: st.DataObject) -> None:
    document = fold_of(*data.draw(reports("case"))).full
    masked = mask(document)
    assert mask(masked) == masked
    assert "-" not in "".join(str((one["born"] or {}).get("value")) for one in masked["defendants"])


def test_a_soldier_is_shown_with_the_birth_day() -> None:
    folded = fold_of(casualty_report(1, {"born": "1985-03-12"}))
    assert folded.document is folded.full
    assert folded.document["born"]["value"] == "1985-03-12"


def test_the_public_profile_knows_the_year_alone() -> None:
    folded = fold_of(case_report(1, {"defendants": [{"names": [{"full": "Тестов Тест"}], "born": "1985-03-12"}]}))
    (public,), (private,) = folded.profiles[0].born, folded.private_profiles[0].born
    assert (public.last - public.first, private.last - private.first) == (364, 0)


def test_dates_as_reported_lose_their_days_too() -> None:
    people = [{"names": [{"full": "Тестов Тест"}], "born": born} for born in ("1985-03-12", "1985-03", "1990-01-02")]
    reports_ = [case_report(n, {"defendants": [one]}, f"s{n}") for n, one in enumerate(people, start=1)]
    folded = fold_of(*reports_)
    born = folded.document["defendants"][0]["born"]
    assert born == {"value": "1985", "citations": [1, 2], "alternatives": [{"value": "1990", "citations": [3]}]}
    assert folded.document["conflicts"] == ["defendants.d1.born"]
