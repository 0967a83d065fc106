"""What is wrong, in words that need no Python."""

import json
import re
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.merge import MergeRequest
from schemas.problem import field_problems
from schemas.report import REPORT
from schemas.wording import PATTERNS
from tests.service.usecases.registry import case, casualty


def found(report: dict[str, Any]) -> dict[str, str]:
    """Places within the facts, and the words."""
    with pytest.raises(ValidationError) as refused:
        REPORT.validate_python(report)
    problems = field_problems(refused.value, report, tagged=True)
    return {one.pointer.removeprefix(f"/{report['kind']}"): one.detail for one in problems}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"ranks": "x"}, {"/ranks": "there is no such field"}),
        ({"age": {}}, {"/age/years": "is missing"}),
        ({"age": 37}, {"/age": "must be an object"}),
        ({"age": {"years": -3}}, {"/age/years": "must be 0 or more"}),
        ({"age": {"years": 300}}, {"/age/years": "must be 130 or less"}),
        ({"age": {"years": "old"}}, {"/age/years": "must be a whole number"}),
        ({"names": None}, {"/names": "must be a list"}),
        ({"names": []}, {"/names": "must not be empty"}),
        ({"names": [{"full": 7}]}, {"/names/0/full": "must be text"}),
        ({"names": [{"full": "x" * 301}]}, {"/names/0/full": "has more than 300 characters"}),
        ({"names": [{"full": "Тест"}] * 51}, {"/names": "has more than 50 entries"}),
        (
            {"names": [{"full": "Тест", "lang": "Russian!"}]},
            {"/names/0/lang": "must be a language such as `ru` (BCP 47)"},
        ),
        ({"sex": "m"}, {"/sex": "must be one of 'male' or 'female'"}),
        ({"died": "2022-13"}, {"/died": "'2022-13' has no such month: 13"}),
    ],
)
def test_each_wrong_place_once_in_words(facts: dict[str, Any], expected: dict[str, str]) -> None:
    assert found(casualty("Тестов Тест", **facts)) == expected


def test_texts_of_reports_are_counted_in_characters() -> None:
    assert found(casualty("Тест", external_id="x" * 301)) == {"/external_id": "has more than 300 characters"}


def test_codes_of_a_case() -> None:
    wrong = {"court": {"code": "x"}, "defendants": [{"described_as": "a man", "charges": [{"text": "x", "part": "x"}]}]}
    assert found(case(**wrong)) == {
        "/court/code": "must be a court's code such as `77GV0008`",
        "/defendants/0/charges/0/part": "must be the number of a part such as `5` or `2.1`",
    }


def test_a_pair_of_one_has_too_few() -> None:
    with pytest.raises(ValidationError) as refused:
        MergeRequest.model_validate({"ids": ["cas-0000000000"]})
    (problem,) = field_problems(refused.value, {"ids": ["cas-0000000000"]})
    assert (problem.pointer, problem.detail) == ("/ids", "has too few entries")


def test_every_pattern_of_the_contract_has_words() -> None:
    used = set(re.findall(r'"pattern": "((?:[^"\\\\]|\\\\.)*)"', json.dumps(REPORT.json_schema())))
    assert {json.loads(f'"{pattern}"') for pattern in used} <= set(PATTERNS)
    assert used
