"""Printed letters against printed letters, whatever folding makes of them."""

import pytest

from matching.compare.letters import odd_letters, one_letter_apart, spellings
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


def test_look_alike_letters_are_no_odd_ones() -> None:
    assert odd_letters("Кopoткин", "Короткин") == 0


def test_the_romanisations_differ_where_they_do() -> None:
    assert {"shchukin", "sukin", "chtchoukine"} & set(spellings("щукин")) == {"shchukin", "chtchoukine"}


def test_a_misprint_that_changes_several_sounds_is_still_one_misprint() -> None:
    found = {
        feature.feature: feature.agreement for feature in name_similarity("Tiofeev Petr", "Тимофеев Пётр").features
    }
    assert found["family_name"] == "near"


@pytest.mark.parametrize(
    ("left", "right", "letters"),
    [
        ("Abdulin", "Абдулин", 0),
        ("Abdulin", "Абдуллин", 1),
        ("Testov", "Тестова", 0),
        ("Ковальський", "Ковальская", 0),
        ("Havrylov", "Гаврилов", 0),
        ("Vorobyov", "Воробьёв", 0),
        ("Yegorov", "Егоров", 0),
        ("Shchukin", "Chtchoukine", 0),
        ("Anonov", "Ананьев", 2),
    ],
)
def test_letters_that_no_romanisation_changes_are_odd(left: str, right: str, letters: int) -> None:
    assert odd_letters(left, right) == odd_letters(right, left) == letters


def test_a_misprint_of_a_given_name_is_one_unless_it_makes_another_name() -> None:
    def agreement(left: str, right: str) -> str | None:
        return {one.feature: one.agreement for one in name_similarity(left, right).features}["given_name"]

    assert agreement("Тестов Игоь", "Тестов Игорь") == "near"
    assert agreement("Тестов Юлий", "Тестов Юрий") == "different"
