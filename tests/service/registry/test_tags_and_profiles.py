"""What lists filter by, and what matching compares."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.names.fold import fold_text
from schemas.dates import DateRange
from service.registry.profile import profiles_of_report
from tests.service.registry.making import (
    CASUALTY_FACTS,
    REFERENCE,
    case_facts,
    case_report,
    casualty_report,
    correction,
    fold_of,
)

SENTENCE = [{"kind": "imprisonment", "regime": "general", "duration": "P3Y"}, {"kind": "fine", "additional": True}]


def test_tags_of_a_soldier() -> None:
    facts = {
        "home": {"region": "Башкирия"},
        "categories": ["mobilised"],
        "rank": "рядовой",
        "died": "2022-11",
        "born": "1985",
    }
    folded = fold_of(casualty_report(1, facts, "cit"))
    expected = {"category:mobilised", "grade:single_source", "rank:private", "region:RU", "region:RU-BA", "source:cit"}
    assert folded.tags == tuple(sorted({*expected, "status:killed", "age:37"}))
    assert folded.dates == {
        "died": DateRange(date(2022, 11, 1), date(2022, 11, 30)),
        "born": DateRange(date(1985, 1, 1), date(1985, 12, 31)),
    }


def test_a_soldier_without_home_is_listed_under_the_birth_place() -> None:
    assert "region:RU-OMS" in fold_of(casualty_report(1, {"birth_place": {"region": "RU-OMS"}})).tags


def test_a_court_that_no_list_knows_is_listed_by_its_folded_name() -> None:
    defendants = [{"names": [{"full": "Тестов Тест"}]}]
    facts = {"court": {"name": "Суд Никакого Места"}, "defendants": defendants}
    assert f"court:{fold_text('Sud Nikakogo Mesta')}" in fold_of(case_report(1, facts)).tags


def test_tags_of_a_case() -> None:
    defendant = {
        "names": [{"full": "Тестов Тест"}],
        "categories": ["mobilised"],
        "charges": [{"text": "ч. 5 ст. 337 УК РФ"}],
        "stage": "sentenced",
    }
    event = {"type": "sentenced", "date": "2023-09-14", "decisions": [{"verdict": "convicted", "sentence": SENTENCE}]}
    facts = {"court": "Vladimir Garrison Military Court", "defendants": [defendant], "events": [event]}
    folded = fold_of(case_report(1, facts))
    assert {
        "court:77GV0008",
        "region:RU-VLA",
        "article:337",
        "article:337/5",
        "outcome:convicted",
        "sentence:imprisonment",
        "sentence:fine",
        "term:36",
        "sentenced:2023-09",
        "stage:sentenced",
        "category:mobilised",
        "source:s1",
    } <= set(folded.tags)
    assert folded.dates == {"events": DateRange(date(2023, 9, 14), date(2023, 9, 14))}


@pytest.mark.parametrize("kind", ["casualty", "case"])
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_record_of_one_report_compares_as_the_report_does(kind: str, data: st.DataObject) -> None:
    report = (
        casualty_report(1, data.draw(CASUALTY_FACTS)) if kind == "casualty" else case_report(1, data.draw(case_facts()))
    )
    told, folded = profiles_of_report(report, REFERENCE), fold_of(report).private_profiles
    assert len(told) == len(folded)
    for mine, theirs in zip(told, folded, strict=True):
        assert mine.regions == theirs.regions
        assert mine.ranks == theirs.ranks
        assert mine.categories == theirs.categories
        assert set(mine.names) == set(theirs.names)
        assert mine.case_numbers == theirs.case_numbers
        assert mine.uids == theirs.uids
        assert mine.articles == theirs.articles


def test_a_correction_has_no_profile() -> None:
    assert profiles_of_report(correction(1, "casualty", {"died": "2022"}), REFERENCE) == ()
