"""Flat tables: what a spreadsheet shows, and never carries out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.exports import cases, casualties
from schemas.exports.cells import cell, joined
from service.registry.evidence import Report
from tests.service.registry.making import case_report, casualty_report, fold_of, reports

STAMP = {"version": 1, "updated_at": "2024-01-01T00:00:00.000000Z"}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("Тестов", "Тестов"),
        ("=1+1", "'=1+1"),
        ("+7 000", "'+7 000"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("2022-11", "2022-11"),
        (3, "3"),
        (True, "true"),
    ],
)
def test_no_cell_is_a_formula(value: object, shown: str) -> None:
    assert cell(value) == shown


@given(st.text())
def test_a_cell_never_begins_like_a_formula_and_keeps_its_text(text: str) -> None:
    shown = cell(text)
    assert shown.lstrip()[:1] not in set("=+-@＝＋－＠") or not shown.lstrip()
    assert shown in (text, f"'{text}")


def test_several_values_are_each_told_once() -> None:
    assert joined(["a", None, "b", "", "a"]) == "a; b"


def table(module: Any, document: dict[str, Any]) -> list[dict[str, str]]:
    return [dict(zip(module.COLUMNS, row, strict=True)) for row in module.rows({**document, **STAMP})]


def test_a_casualty_is_one_row_of_chosen_values() -> None:
    facts = {
        "died": "2022-11-16", "home": {"region": "Башкирия", "place": "=Тестово"}, "rank": "рядовой",
        "categories": ["mobilised", "volunteer"], "age": {"years": 37, "as_of": "2022-11"},
        "names": [{"full": "Тестов Тест"}, {"full": "Тестовый", "type": "call_sign"}],
    }  # fmt: skip
    other = casualty_report(2, {"died": "2022-12"}, "s2")
    (row,) = table(casualties, fold_of(casualty_report(1, facts), other).document)
    told = {name: row[name] for name in ("id", "display_name", "status", "born", "home_region", "home_place", "rank")}
    assert told == {
        "id": "cas-1", "display_name": "Тестов Тест", "status": "killed", "born": "[1984,1985]",
        "home_region": "RU-BA", "home_place": "'=Тестово", "rank": "private",
    }  # fmt: skip
    assert (row["categories"], row["names"]) == ("mobilised; volunteer", "Тестов Тест; Тестовый")
    assert (row["conflicts"], row["sources"], row["independent_sources"]) == ("died", "s1; s2", "2")


def test_a_case_has_a_row_for_each_defendant() -> None:
    charge = {"text": "ч. 5 ст. 337 УК РФ", "article": "337", "part": "5"}
    sentence = [
        {"kind": "imprisonment", "duration": "P3Y", "regime": "penal_settlement"},
        {"kind": "fine", "amount": {"amount": 1000, "currency": "RUB"}, "additional": True},
        {"kind": "imprisonment", "duration": "P1Y", "suspended": True, "probation": "P2Y"},
    ]
    first = {"names": [{"full": "Тестов Тест"}], "charges": [charge], "verdict": "convicted", "sentence": sentence}
    facts = {"case_numbers": ["1-25/2025 (1-696/2024)"], "defendants": [first, {"described_as": "a soldier"}]}
    one, other = table(cases, fold_of(case_report(1, facts)).document)
    assert (one["defendant"], other["defendant"]) == ("d1", "d2")
    assert one["case_numbers"] == other["case_numbers"] == "1-25/2025; 1-696/2024"
    assert (one["articles"], one["charges"]) == ("337/5", "ч. 5 ст. 337 УК РФ")
    assert one["sentence"] == "imprisonment P3Y penal_settlement; imprisonment P1Y suspended P2Y"
    assert one["additional_punishments"] == "fine 1000 RUB"
    assert (other["described_as"], other["sentence"]) == ("a soldier", "")


def test_a_case_without_defendants_is_a_row() -> None:
    facts = {"case_numbers": ["1-25/2025"], "defendants": []}
    (row,) = table(cases, fold_of(case_report(1, facts)).document)
    assert (row["case_numbers"], row["defendant"], row["stage"]) == ("1-25/2025", "", "")


@given(reports())
def test_any_casualty_is_one_whole_row(some: list[Report]) -> None:
    assert [row["id"] for row in table(casualties, fold_of(*some).document)] == ["cas-1"]


@given(reports(kind="case"))
def test_any_case_has_whole_rows(some: list[Report]) -> None:
    document = fold_of(*some).document
    defendants = [one["id"] for one in document["defendants"]]
    assert [row["defendant"] for row in table(cases, document)] == (defendants or [""])
