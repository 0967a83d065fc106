"""Results in words: every level of the model has its phrase, and another language needs but a table."""

from typing import Any

import pytest

from matching.model import FEATURES
from service.registry.words import ENGLISH, phrases_of, say

FAMILY = {
    "feature": "family_name",
    "query": "Тестов",
    "record": "Testov",
    "agreement": "transliteration",
    "weight": 9.0,
}
REGION = {"feature": "region", "query": "RU-BA", "record": "RU-BA", "agreement": "same", "weight": 4.5}
PRIOR = {"feature": "prior", "weight": -20.0}


def result(verdict: str, namesakes: int = 0, *explanation: dict[str, Any]) -> dict[str, Any]:
    candidates = [{"explanation": [PRIOR, *explanation]}] if explanation else []
    return {"verdict": verdict, "namesakes": namesakes, "candidates": candidates}


def test_every_feature_and_level_has_a_phrase() -> None:
    for feature, levels in FEATURES.items():
        for level in (*levels, "initial", "different_initial"):
            told = say(phrases_of(result("listed", 0, {**REGION, "feature": feature, "agreement": level})))
            assert ENGLISH[f"feature.{feature}"] in told.lower()
            assert ENGLISH[f"agreement.{level}"] in told


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            result("listed", 0, FAMILY, REGION),
            "Listed: this record agrees, and no second one is likely. "
            "Surname the same in another spelling (Тестов / Testov); region the same",
        ),
        (result("not_listed"), "Not listed in the sources read."),
        (result("not_listed", 0, FAMILY), "Not listed in the sources read."),
        (
            result("possible", 3, FAMILY),
            "Namesakes only: nothing tells whether one of them is meant. 3 of this name; "
            "surname the same in another spelling (Тестов / Testov)",
        ),
    ],
)
def test_a_result_in_english(found: dict[str, Any], words: str) -> None:
    assert say(phrases_of(found)) == words


def test_another_language_is_another_table() -> None:
    upper = {key: text if "{" in text else text.upper() for key, text in ENGLISH.items()}
    assert say(phrases_of(result("listed", 0, REGION)), upper).endswith("REGION THE SAME")


def test_what_a_newer_model_compares_is_told_by_its_code() -> None:
    assert "Shoe size much the same" in say(
        phrases_of(result("listed", 0, {"feature": "shoe_size", "agreement": "much_the_same", "weight": 1.0}))
    )


def test_a_name_with_braces_is_not_a_template() -> None:
    assert "{count}" in say(phrases_of(result("listed", 0, {**FAMILY, "query": "{count}"})))
