"""Printed letters against printed letters, whatever folding makes of them."""

import pytest

from matching.compare.letters import one_letter_apart, spellings
from matching.score import name_similarity


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Зайеев", "Зайцев"),
        ("Rogcahev", "Рогачев"),
        ("Захаров", "Zakvharov"),
        ("Zootuxin", "Золотухин"),
        ("Bbourine", "Бурин"),
        ("Чисяков", "Чистяков"),
    ],
)
def test_one_letter_is_one_letter(left: str, right: str) -> None:
    assert one_letter_apart(left, right)
    assert one_letter_apart(right, left)


@pytest.mark.parametrize(("left", "right"), [("Попов", "Павлов"), ("Ли", "Ла"), ("Petrov", "Павлов"), ("", "А")])
def test_more_letters_and_short_words_are_not(left: str, right: str) -> None:
    assert not one_letter_apart(left, right)


def test_the_romanisations_differ_where_they_do() -> None:
    assert {"shchukin", "sukin", "chtchoukine"} & set(spellings("щукин")) == {"shchukin", "chtchoukine"}


def test_a_misprint_that_changes_several_sounds_is_still_one_misprint() -> None:
    found = {
        feature.feature: feature.agreement for feature in name_similarity("Tiofeev Petr", "Тимофеев Пётр").features
    }
    assert found["family_name"] == "near"
