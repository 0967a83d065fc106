"""FollowTheMoney: what its own library takes, as it is meant."""

from typing import Any

import pytest
from followthemoney import model
from hypothesis import given

from schemas.exports.ftm import entities
from service.registry.evidence import Report
from tests.service.registry.making import case_report, casualty_report, fold_of, reports

STAMP = {"version": 1, "updated_at": "2024-01-01T00:00:00.000000Z"}


def told(*some: Any) -> list[dict[str, Any]]:
    """The entities of what some reports make, each held to the library: valid, and nothing lost in its own reading."""
    found = list(entities({**fold_of(*some).document, **STAMP}))
    for entity in found:
        model.get(entity["schema"]).validate(entity)
        read = model.get_proxy(entity, cleaned=False)
        kept = {name: sorted(values) for name, values in read.to_dict()["properties"].items()}
        for name, values in entity["properties"].items():
            if name not in ("country", "summary", "notes", "description"):
                assert kept.get(name) == sorted(values), name
    return found


def test_a_soldier_is_a_person() -> None:
    facts = {
        "names": [
            {"full": "Тестов Тест Тестович", "family": "Тестов", "given": "Тест", "patronymic": "Тестович"},
            {"full": "Пробин Тест", "type": "former"}, {"full": "Тестовый", "type": "call_sign"},
        ],
        "sex": "male", "age": {"years": 37, "as_of": "2022-11"}, "died": "2022-11-16", "rank": "рядовой",
        "home": {"region": "Башкирия", "place": "Тестово"}, "categories": ["mobilised"], "occupation": "teacher",
    }  # fmt: skip
    (person,) = told(casualty_report(1, facts))
    assert (person["id"], person["schema"]) == ("cas-1", "Person")
    properties = person["properties"]
    assert properties["name"] == ["Тестов Тест Тестович"]
    assert properties["previousName"] == ["Пробин Тест"]
    assert properties["weakAlias"] == ["Тестовый"]
    assert (properties["lastName"], properties["firstName"], properties["middleName"]) == (
        ["Тестов"], ["Тест"], ["Тестович"],
    )  # fmt: skip
    assert properties["birthDate"] == ["1984", "1985"]
    assert properties["deathDate"] == ["2022-11-16"]
    assert properties["address"] == ["Тестово, RU-BA"]
    assert (properties["country"], properties["gender"], properties["status"]) == (["ru"], ["male"], ["killed"])
    assert properties["modifiedAt"] == ["2024-01-01T00:00:00"]


@pytest.mark.parametrize("born", ["1984~", "1984/1985", "198X", "../1985"])
def test_a_date_that_is_not_plain_is_left_out(born: str) -> None:
    (person,) = told(casualty_report(1, {"born": born}))
    assert "birthDate" not in person["properties"]


def test_who_is_missing_has_no_day_of_death() -> None:
    (person,) = told(casualty_report(1, {"status": "missing"}))
    assert "deathDate" not in person["properties"]


def test_a_case_has_its_defendants_as_parties() -> None:
    charge = {"text": "ч. 5 ст. 337 УК РФ", "article": "337", "part": "5"}
    sentence = [{"kind": "imprisonment", "duration": "P3Y", "regime": "penal_settlement"}]
    named = {"names": [{"full": "Тестов Тест"}], "charges": [charge], "verdict": "convicted", "sentence": sentence,
             "born": "1990-02-03"}  # fmt: skip
    facts = {"case_numbers": ["1-25/2025"], "defendants": [named, {"described_as": "a soldier"}]}
    trial, person, party = told(case_report(1, facts))
    assert (trial["schema"], trial["id"]) == ("CourtCase", "case-1")
    assert trial["properties"]["caseNumber"] == ["1-25/2025"]
    assert trial["properties"]["category"] == ["337/5"]
    assert trial["properties"]["notes"] == ["a soldier"]
    assert (person["schema"], person["id"]) == ("Person", "case-1-d1")
    assert person["properties"]["birthDate"] == ["1990"], "a defendant's day of birth is not public"
    assert (party["schema"], party["id"]) == ("CourtCaseParty", "case-1-d1-party")
    assert (party["properties"]["case"], party["properties"]["party"]) == ([trial["id"]], [person["id"]])
    assert party["properties"]["summary"] == ["imprisonment P3Y penal_settlement"]


def test_who_has_no_name_is_no_entity() -> None:
    document = {**fold_of(casualty_report(1, {})).document, **STAMP}
    assert list(entities({**document, "display_name": None, "names": []})) == []
    (trial,) = told(case_report(1, {"case_numbers": ["1-25/2025"], "defendants": [{"described_as": "a soldier"}]}))
    assert trial["properties"]["name"] == ["a soldier"], "which is how the case is displayed"


@given(reports())
def test_any_casualty_is_a_person(some: list[Report]) -> None:
    assert [entity["id"] for entity in told(*some)] == ["cas-1"]


@given(reports(kind="case"))
def test_any_case_is_a_case_with_parties(some: list[Report]) -> None:
    schemata = [entity["schema"] for entity in told(*some)]
    assert schemata[0] == "CourtCase"
    assert schemata.count("Person") == schemata.count("CourtCaseParty")
