"""Redaction takes out what it names, leaves a mark, and changes nothing else."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import Unprocessable
from service.registry import casualty, defendants
from service.registry.canonical import canonical
from service.registry.diff import read_document
from service.registry.public import mask
from service.registry.redact import ALL, check_paths, redact, redact_bytes
from tests.service.registry.making import case_report, casualty_report, fold_of, reports

CASE_PATHS = ["court", "uid", "case_numbers", "events", "incidents", "judge", "defendants.d2"]
PATHS = {
    "casualty": [*casualty.ORDER, "note", "age"],
    "case": CASE_PATHS + [f"defendants.d1.{name}" for name in defendants.ORDER],
}
FRAME = {"citations", "conflicts", "redacted", "display_name", "display_name_latin"}


@pytest.mark.parametrize("kind", ["casualty", "case"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_redaction_leaves_marks_and_nothing_else_changes(kind: str, data: st.DataObject) -> None:
    document = fold_of(*data.draw(reports(kind))).full
    path = data.draw(st.sampled_from([one for one in PATHS[kind] if "names" not in one and one != "defendants.d2"]))
    before = canonical(document)
    result = redact(document, [path])
    assert canonical(document) == before
    assert len(result["redacted"]) == 1
    assert redact(result, [path]) == result
    assert canonical(redact_bytes_of(document, [path])) == canonical(result)
    numbers = {one["n"]: one for one in document["citations"]}
    assert all(numbers[one["n"]] == one for one in result["citations"])
    if kind == "casualty":
        changed = {name for name in document if document[name] != result[name]} - FRAME
        assert changed <= {result["redacted"][0]}
        assert not result[result["redacted"][0]]


def redact_bytes_of(document: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    return read_document(redact_bytes(canonical(document), paths))


@pytest.mark.parametrize("kind", ["casualty", "case"])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_fold_with_redactions_is_the_redacted_fold(kind: str, data: st.DataObject) -> None:
    every = data.draw(reports(kind))
    paths = data.draw(st.sets(st.sampled_from(PATHS[kind]), max_size=3))
    folded = fold_of(*every, redactions=frozenset(paths))
    assert canonical(folded.document) == canonical(mask(redact(fold_of(*every).full, paths)))


def test_a_redacted_field_can_not_be_filtered_or_matched_by() -> None:
    report = casualty_report(1, {"died": "2022-11-16", "home": {"region": "RU-BA"}, "born": "1985"})
    folded = fold_of(report, redactions=frozenset({"died", "home", "age"}))
    assert (folded.document["died"], folded.document["home"], folded.document["born"]) == (None, None, None)
    assert folded.document["redacted"] == ["born", "died", "home"]
    assert "region:RU-BA" not in folded.tags
    assert folded.dates == {}
    assert not folded.private_profiles[0].born


def test_a_citation_that_supported_only_what_is_gone_goes_too_and_the_others_keep_their_numbers() -> None:
    names = {"names": [{"full": "Тестов Тест"}]}
    first = casualty_report(1, {**names, "status": "killed", "died": "2022"}, "s1")
    document = fold_of(first, casualty_report(2, {"names": [{"full": "Пробов"}], "status": "killed"}, "s2")).document
    assert [one["n"] for one in redact(document, ["died"])["citations"]] == [1, 2]
    less = {**document, "status": {**document["status"], "citations": [2]}, "names": document["names"][1:]}
    assert [one["n"] for one in redact(less, ["died"])["citations"]] == [2]


def test_texts_that_name_the_redacted_person_go_with_the_name() -> None:
    about = {"title": "Погиб Тестова сын", "url": "https://s1.example/obituary-testov", "published_on": "2023-01-01"}
    document = fold_of(casualty_report(1, {"note": "о Тестове"}, about=about)).document
    result = redact(document, ["names"])
    assert (result["names"], result["display_name"], result["display_name_latin"]) == ([], None, None)
    assert (result["citations"][0]["title"], result["citations"][0]["url"]) == (None, None)
    assert result["notes"] == [{"text": None, "citations": [1]}]


def test_a_case_is_displayed_without_a_redacted_defendant() -> None:
    people = [{"names": [{"full": "Тестов Тест"}]}, {"names": [{"full": "Пробов Проба"}], "born": "1985"}]
    document = fold_of(case_report(1, {"defendants": people})).full
    assert redact(document, ["defendants.d1.names"])["display_name"] == "Пробов Проба"
    gone = redact(document, ["defendants.d2"])
    assert gone["display_name"] == "Тестов Тест"
    assert (gone["defendants"][1]["id"], gone["defendants"][1]["born"]) == ("d2", None)


def test_all_leaves_the_tombstone() -> None:
    document = {**fold_of(casualty_report(1, {})).document, "version": 3, "updated_at": "2024-01-01T00:00:00Z"}
    stone = {"id": "cas-1", "kind": "casualty", "state": "withdrawn", "redacted": [ALL]}
    assert redact(document, [ALL]) == {**stone, "version": 3, "updated_at": "2024-01-01T00:00:00Z"}
    folded = fold_of(casualty_report(1, {}), redactions=frozenset({ALL}))
    assert (folded.document, folded.profiles, folded.tags) == (stone, (), ())


def test_a_path_that_the_record_does_not_have_is_named() -> None:
    check_paths("casualty", [*PATHS["casualty"], ALL])
    check_paths("case", [*PATHS["case"], ALL])
    for kind, path in (("casualty", "defendants.d1"), ("case", "died"), ("case", "defendants.d1.shoe"), ("case", "")):
        with pytest.raises(Unprocessable, match="no field"):
            check_paths(kind, [path])
