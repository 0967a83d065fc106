"""What is the same content, the same document, the same person."""

from typing import Any

import pytest

from schemas.case import CaseFacts
from schemas.casualty import CasualtyFacts
from schemas.document import Document
from schemas.report import REPORT
from service.registry.fingerprint import document_identity, fingerprint, same_person

KEY = b"k" * 32
BASE: dict[str, Any] = {
    "kind": "casualty",
    "document": {"source": "s1", "url": "https://s1.example/list", "title": "List", "published_on": "2023-01"},
    "locator": "row 5",
    "casualty": {"names": [{"full": "Тестов Тест"}], "status": "killed", "born": "1985"},
}


def _print(**changes: Any) -> bytes:
    return fingerprint(REPORT.validate_python({**BASE, **changes}), KEY)


def test_the_place_in_the_document_is_content_only_without_an_id() -> None:
    assert _print(locator="row 6") != _print()
    assert _print(locator="row 6", external_id="a") == _print(external_id="a")


def test_title_date_and_archive_are_not_content() -> None:
    document = {
        **BASE["document"],
        "title": "List, new",
        "published_on": "2023-02",
        "archived_url": "https://a.example/1",
    }
    assert _print(document=document) == _print()


def test_blanks_and_empty_fields_are_not_content() -> None:
    assert (
        _print(casualty={"names": [{"full": " Тестов Тест "}], "status": "killed", "born": "1985 ", "rank": ""})
        == _print()
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"casualty": {**BASE["casualty"], "born": "1986"}},
        {"document": {**BASE["document"], "url": "https://s1.example/other"}},
        {"document": {**BASE["document"], "source": "s2"}},
        {"based_on": [{"source": "s3"}]},
    ],
)
def test_facts_document_and_origin_are(changes: dict[str, Any]) -> None:
    assert _print(**changes) != _print()


def test_without_the_key_nobody_can_tell_the_content() -> None:
    assert fingerprint(REPORT.validate_python(BASE), b"x" * 32) != _print()


def test_a_document_without_address_is_its_title_and_date() -> None:
    one = Document(source="s1", title="A  Title", published_on="2023-01")
    assert document_identity(one) == document_identity(Document(source="s1", title="a title", published_on="2023-01"))
    assert document_identity(one) != document_identity(Document(source="s1", title="A title", published_on="2023-02"))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ({"names": ["Тестов Тест"]}, {"names": ["Тестов Тест Тестович"]}, True),
        ({"names": ["Тестов Тест"]}, {"names": ["Testov Test"]}, True),
        ({"names": ["Соколов Иван"]}, {"names": ["Кузнецов Пётр"]}, False),
        ({"names": ["Соколов Иван"], "born": "1985"}, {"names": ["Соколов Иван"], "born": "1985-03"}, True),
        ({"names": ["Соколов Иван"], "born": "1970"}, {"names": ["Соколов Иван"], "born": "1985"}, False),
        ({"names": ["Саша"], "sex": "male"}, {"names": ["Саша"], "sex": "female"}, False),
    ],
)
def test_same_soldier(old: dict[str, Any], new: dict[str, Any], same: bool) -> None:
    assert same_person(_soldier(old), _soldier(new)) is same


def _soldier(facts: dict[str, Any]) -> CasualtyFacts:
    return CasualtyFacts.model_validate(
        {**facts, "names": [{"full": one} for one in facts["names"]], "status": "killed"}
    )


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ({"names": ["Соколов Иван"]}, {"names": ["Соколов Иван", "Кузнецов Пётр"]}, True),
        ({"names": ["Соколов Иван"]}, {"names": ["Кузнецов Пётр"]}, False),
        (
            {"names": ["Соколов Иван"], "case_numbers": ["1-2/2024"]},
            {"names": ["Кузнецов Пётр"], "case_numbers": ["№ 1-2/2024"]},
            True,
        ),
        ({"names": [], "case_numbers": ["1-2/2024"]}, {"names": [], "case_numbers": ["1-3/2024"]}, False),
    ],
)
def test_same_case(old: dict[str, Any], new: dict[str, Any], same: bool) -> None:
    assert same_person(_case(old), _case(new)) is same


def _case(facts: dict[str, Any]) -> CaseFacts:
    people = [{"names": [{"full": one}]} for one in facts["names"]]
    return CaseFacts.model_validate({"defendants": people, "case_numbers": facts.get("case_numbers", ())})


def test_a_soldier_is_no_case() -> None:
    assert same_person(_soldier({"names": ["Соколов Иван"]}), _case({"names": ["Соколов Иван"]})) is False
