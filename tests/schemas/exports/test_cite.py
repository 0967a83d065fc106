"""Citations: every form names the version, and nothing in a name breaks one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.exports.cite import cite

ADDRESS = "https://registry.example/v1/casualties/cas-0000000000"
RECORD: dict[str, Any] = {
    "id": "cas-0000000000",
    "kind": "casualty",
    "version": 3,
    "updated_at": "2024-06-05T09:00:00.000000Z",
    "display_name": "Тестов Тест Тестович",
    "display_name_latin": "Testov Test Testovich",
}


def test_text() -> None:
    assert cite(RECORD, "text", ADDRESS) == (
        "Тестов Тест Тестович (Testov Test Testovich). Poimenno, record cas-0000000000, version 3, 2024-06-05. "
        f"{ADDRESS}?version=3\n"
    )


def test_bibtex() -> None:
    assert cite(RECORD, "bibtex", ADDRESS).splitlines() == [
        "@misc{cas-0000000000,",
        "  title = {{Тестов Тест Тестович (Testov Test Testovich)}},",
        "  howpublished = {Poimenno, record cas-0000000000, version 3},",
        "  year = {2024},",
        "  month = {6},",
        f"  url = {{{ADDRESS}?version=3}},",
        "}",
    ]


def test_csl_json() -> None:
    (item,) = json.loads(cite(RECORD, "csl-json", ADDRESS))
    assert item["issued"] == {"date-parts": [[2024, 6, 5]]}
    assert (item["type"], item["version"], item["URL"]) == ("entry", "3", f"{ADDRESS}?version=3")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"display_name": None, "display_name_latin": None}, "Casualty cas-0000000000."),
        ({"display_name": "Testov", "display_name_latin": "Testov"}, "Testov."),
        ({"kind": "case", "display_name": None}, "Criminal case cas-0000000000."),
    ],
)
def test_a_record_without_a_name(names: dict[str, str | None], expected: str) -> None:
    assert cite({**RECORD, **names}, "text", ADDRESS).startswith(expected)


@given(st.text(min_size=1))
def test_no_name_breaks_a_bibtex_entry(name: str) -> None:
    title = cite({**RECORD, "display_name": name, "display_name_latin": None}, "bibtex", ADDRESS)
    depth = 0
    for n, char in enumerate(title):
        if char in "{}" and title[n - 1] != "\\":
            depth += 1 if char == "{" else -1
        assert depth >= 0
    assert depth == 0
