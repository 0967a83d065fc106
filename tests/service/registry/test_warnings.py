"""Doubts about a report: it is taken, and the sender is told."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.case import CaseFacts
from schemas.report import REPORT
from service.registry.warnings import warnings_of
from tests.service.usecases.registry import case, casualty

TODAY = date(2024, 6, 30)


def doubts(report: dict[str, Any], **document: Any) -> tuple[str, ...]:
    return warnings_of(REPORT.validate_python({**report, "document": {**report["document"], **document}}), TODAY)


def of_soldier(**facts: Any) -> tuple[str, ...]:
    return doubts(casualty("Тестов Тест", **facts))


def of_case(**facts: Any) -> tuple[str, ...]:
    return doubts(case("Тестов Тест", **facts))


def of_defendant(**facts: Any) -> tuple[str, ...]:
    return of_case(defendants=[{"described_as": "a man"}, {"names": [{"full": "Тестов Тест"}], **facts}])


def charged(text: str) -> tuple[str, ...]:
    return of_case(defendants=[{"described_as": "a man", "charges": [{"text": text}]}])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ст. 999 УК РФ", "article 999 is not in the list"),
        ("ч. 9 ст. 337 УК РФ", "article 337 has no part 9"),
        ("ч. 5 ст. 337, ст. 286.9 УК РФ", "article 286.9 is not in the list"),
    ],
)
def test_an_article_unknown_to_the_list_is_told_when_it_comes_as_text_too(text: str, words: str) -> None:
    (warning,) = charged(text)
    assert warning.startswith("defendants[0].charges[0]: ")
    assert words in warning


@pytest.mark.parametrize("text", ["ч. 5 ст. 337 УК РФ", "Art. 286.1(2) CC", "ст. 20.3.3 КоАП", "AWOL"])
def test_what_the_list_knows_or_does_not_cover_is_no_doubt(text: str) -> None:
    assert charged(text) == ()


@pytest.mark.parametrize("town", ["Донецк", "Donetsk", "в Донецке", "Донецьк"])
def test_a_region_named_by_a_town_of_which_there_are_two_is_told(town: str) -> None:
    said = "is read as UA-14, and there is a town of this name in RU-ROS; give a code"
    assert of_soldier(home={"region": town}) == (f"home.region: {said}",)
    assert of_soldier(death_place={"region": town}) == (f"death_place.region: {said}",)
    assert of_defendant(birth_place={"region": town}) == (f"defendants[1].birth_place.region: {said}",)
    assert of_case(incidents=[{"region": town, "text": "a theft"}]) == (f"incidents[0].region: {said}",)


@pytest.mark.parametrize(
    "region",
    ["UA-14", "ДНР", "Donetsk region", "Донецкая область", "Донецк, Ростовская область", "Донетчина", "Омск", "RU-ROS"],
)
def test_a_region_that_is_told_plainly_is_no_doubt(region: str) -> None:
    assert of_soldier(home={"region": region, "place": "Донецк"}) == ()


@pytest.mark.parametrize(
    ("born", "warning"),
    [
        ("1850", ("born: lies more than 100 years before",)),
        ("1921", ("born: lies more than 100 years before",)),
        ("1922", ()),
        ("19XX", ()),
        ("2008", ()),
        ("2009", ("born: lies less than 14 years before",)),
        ("2015-03-01", ("born: lies less than 14 years before",)),
    ],
)
def test_a_birth_in_another_century_or_of_a_child_is_told(born: str, warning: tuple[str, ...]) -> None:
    assert of_soldier(born=born, died="2022-11") == warning
    told = doubts(case("Тестов Тест", defendants=[{"described_as": "a man", "born": born}]), published_on="2022-11-30")
    assert told == tuple(f"defendants[0].{one}" for one in warning)


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        ({"born": "1990", "died": "1989"}, "died: lies before born"),
        ({"died": "2022-11-15", "wounded": {"date": "2022-11-16"}}, "died: lies before wounded.date"),
        ({"died": "2022-08", "mobilised_on": "2022-09-25"}, "died: lies before mobilised_on"),
        ({"died": "2022-11", "burial": {"date": "2022-10-31"}}, "burial.date: lies before died"),
        ({"born": "2003", "mobilised_on": "2002"}, "mobilised_on: lies before born"),
        ({"status": "missing", "since": "1970", "born": "1985"}, "since: lies before born"),
        ({"died": "2024-01-02"}, "died: lies after the document was published"),
        ({"born": "2085-03-14"}, "born: lies after the document was published"),
        ({"burial": {"date": "2026"}}, "burial.date: lies after the document was published"),
        ({"born": "1985", "age": {"years": 27, "as_of": "2022-11"}}, "age: does not fit born"),
        ({"born": "1985", "age": {"years": 27}, "died": "2022-11"}, "age: does not fit born"),
    ],
)
def test_dates_of_a_soldier_that_cannot_be(facts: dict[str, Any], warning: str) -> None:
    (told,) = of_soldier(**facts)
    assert told.startswith(warning)


@pytest.mark.parametrize(
    "facts",
    [
        {"born": "1985-03-14", "age": {"years": 37}, "died": "2022-11-16", "wounded": {"date": "2022-11"}},
        {"born": "1985", "age": {"years": 37, "as_of": "2022-11"}},
        {"born": "1984~", "age": {"years": 36, "as_of": "2022-11-16"}},
        {"died": "2022", "wounded": {"date": "2022-11-16"}, "burial": {"date": "2022-12-01"}},
        {"died": "2022-11-15~", "wounded": {"date": "2022-11-16"}},
        {"died": "2024-01-01", "burial": {"date": "2024-01-05"}},
        {"age": {"years": 37}},
        {"mobilised_on": "2022-09/..", "died": "2022-11"},
    ],
)
def test_dates_that_agree_in_some_reading_are_no_doubt(facts: dict[str, Any]) -> None:
    assert of_soldier(**facts) == ()


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        (
            {"events": [{"type": "sentenced", "date": "2022-09-30"}], "incidents": [{"date": "2022-10"}]},
            "events[0].date: lies before incidents[0].date",
        ),
        ({"events": [{"type": "charged", "date": "2024-02"}]}, "events[0].date: lies after the document was published"),
        ({"events": [{"type": "hearing", "date": "2034"}]}, "events[0].date: lies after the document was published"),
        ({"incidents": [{"date": "2042-10-01"}]}, "incidents[0].date: lies after the document was published"),
    ],
)
def test_dates_of_a_case_that_cannot_be(facts: dict[str, Any], warning: str) -> None:
    assert of_case(**facts) == (warning,)


@pytest.mark.parametrize(
    "facts",
    [
        {"events": [{"type": "hearing", "date": "2024-02"}, {"type": "in_force", "date": "2024-01-11"}]},
        {"events": [{"type": "released", "date": "2021"}], "incidents": [{"date": "2022-10"}]},
        {"events": [{"type": "sentenced", "date": "2022-09"}], "incidents": [{"date": "2022-10"}, {"text": "earlier"}]},
        {"events": [{"type": "sentenced", "date": "2022"}], "incidents": [{"date": "2022-10"}, {"date": "2021"}]},
    ],
)
def test_what_is_announced_or_may_belong_elsewhere_is_no_doubt(facts: dict[str, Any]) -> None:
    assert of_case(**facts) == ()


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        ({"born": "2035"}, "defendants[1].born: lies after the document was published"),
        ({"born": "1985", "age": {"years": 23}}, "defendants[1].age: does not fit defendants[1].born"),
        (
            {"pretrial": [{"measure": "detention", "ordered_on": "2024-03"}]},
            "defendants[1].pretrial[0].ordered_on: lies after the document was published",
        ),
        (
            {"born": "1990", "prior_convictions": [{"text": "theft", "date": "1989"}]},
            "defendants[1].prior_convictions[0].date: lies before defendants[1].born",
        ),
    ],
)
def test_dates_of_a_defendant_that_cannot_be(facts: dict[str, Any], warning: str) -> None:
    (told,) = of_defendant(**facts)
    assert told.startswith(warning)


def test_a_crime_before_the_defendant_was_born() -> None:
    facts: dict[str, Any] = {"defendants": [{"described_as": "a man", "born": "1995"}], "incidents": [{"date": "1992"}]}
    assert of_case(**facts) == ("incidents[0].date: lies before defendants[0].born",)


@pytest.mark.parametrize(
    ("document", "warning"),
    [
        ({"retrieved_on": "2023-12-31"}, "document.retrieved_on: lies before document.published_on"),
        ({"published_on": "2042-11-24"}, "document.published_on: lies after today"),
        ({"retrieved_on": "2024-07-02"}, "document.retrieved_on: lies after today"),
    ],
)
def test_dates_of_the_document_that_cannot_be(document: dict[str, Any], warning: str) -> None:
    assert doubts(casualty("Тестов Тест"), **document) == (warning,)


def test_without_date_of_the_document_the_day_of_receipt_counts() -> None:
    """East of Greenwich a day begins before it does in UTC."""
    assert doubts(casualty("Тестов Тест", died="2024-07-01"), published_on=None) == ()
    assert doubts(casualty("Тестов Тест", died="2024-07-02"), published_on=None) == ("died: lies after today",)


@given(st.dates(date(1900, 1, 1), date(2023, 12, 31)), st.dates(date(1900, 1, 1), date(2023, 12, 31)))
def test_whole_days_are_told_exactly_when_they_are_in_the_wrong_order(born: date, died: date) -> None:
    told = [one for one in of_soldier(born=born.isoformat(), died=died.isoformat()) if not one.startswith("born: ")]
    assert told == (["died: lies before born"] if died < born else [])


def test_a_case_needs_somebody_or_a_number() -> None:
    CaseFacts.model_validate({"defendants": [{}], "case_numbers": ["1-1/2023"]})
    with pytest.raises(ValueError, match="named or described"):
        CaseFacts.model_validate({"defendants": [{}]})
