"""Queries share keys with the records they mean."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.block import query_keys, record_keys
from matching.profile import Profile

Build = Callable[..., Profile]
RECORD = "Хисамутдинов Руслан Рашитович"


@pytest.mark.parametrize(
    "query",
    [
        "Хисамутдинов",
        "Khisamutdinov",
        "Hisamutdinov Ruslan",
        "Руслан Хисамутдинов",
        "Hisamutdinov R. R.",
        "Хисамутдинова",
        "Хасамутдинов Руслан",
        "Хисамутдинов Русан",
        "Хисамудинов",
        "Ихсамутдинов Руслан",
        "Хисамутинов Р.Р.",
        "Руслан Рашитович Совсемдругов",
        "Хісамутдінов Руслан",
        "Chisamutdinow Ruslan",
    ],
)
def test_a_query_shares_a_key(person: Build, query: str) -> None:
    keys = set(record_keys(person(RECORD)))
    assert keys & {key for key, _ in query_keys(person(query))}


@pytest.mark.parametrize(
    ("query", "record"),
    [("Александр Иванов", "Иванова Александра"), ("Иванова Александра", "Александр Иванов"),
     ("Иванов Эльчин", "Иванова Эльчина")],
)  # fmt: skip
def test_a_man_is_found_by_his_genitive(person: Build, query: str, record: str) -> None:
    assert set(record_keys(person(record))) & {key for key, _ in query_keys(person(query))}


def test_keys_are_few_signed_and_ordered(person: Build) -> None:
    keys = record_keys(person(RECORD))
    assert len(keys) <= 13
    assert list(keys) == sorted(set(keys))
    assert all(-(2**31) <= key < 2**31 for key in keys)


def test_a_common_surname_alone_is_a_key_but_not_beside_better_ones(person: Build) -> None:
    alone = {key for key, _ in query_keys(person("Иванов"))}
    assert alone & set(record_keys(person("Иванов Сергей")))
    told = {key for key, _ in query_keys(person("Иванов Сергей Петрович"))}
    assert told & set(record_keys(person("Иванов Сергей Петрович")))
    assert not told & set(record_keys(person("Иванов Фома Ильич")))


def test_numbers_of_a_case_are_keys(defendant: Build) -> None:
    left = defendant("", courts=["77GV0008"], case_numbers=["1-1/2023"], uids=["77GV0008-01-2023-000001-01"])
    assert set(record_keys(left)) == {key for key, _ in query_keys(left)}
    assert len(record_keys(left)) == 3


def test_unnamed_defendants_share_a_key_by_court_and_article(defendant: Build) -> None:
    left = defendant("", courts=["77GV0008"], articles=["337"])
    assert set(record_keys(left)) == {key for key, _ in query_keys(left)}
    other = defendant("", courts=["77GV0008"], articles=["105"])
    assert not set(record_keys(left)) & set(record_keys(other))


def test_a_call_sign_is_found_as_a_name(person: Build) -> None:
    assert {key for key, _ in query_keys(person("Барс"))} & set(record_keys(person("Иванов Сергей (позывной «Барс»)")))


@given(st.text(max_size=60))
def test_any_name_gives_bounded_keys(name: str) -> None:
    profile = Profile.build(kind="casualty", names=[(name, None, None, None)])
    assert len(record_keys(profile)) <= 60
    assert [weight for _, weight in query_keys(profile)] == sorted(
        (weight for _, weight in query_keys(profile)), reverse=True
    )


@pytest.mark.parametrize(
    ("record", "query", "shared"),
    [
        ("Тестов Иван", "Тестов И.", True),
        ("Тестов И.", "Тестов Иван", True),
        ("Тестов И.", "Тестов И. П.", True),
        ("Тестов Ивн", "Тестов Иван", True),
        ("Тестов Иван", "Тестов Ивн", True),
        ("Петров Иван", "Петров Игорь", False),
    ],
)
def test_a_common_surname_and_its_first_letter_are_looked_for_only_where_no_more_is_known(
    record: str, query: str, shared: bool
) -> None:
    stored, asked = (Profile.build(kind="casualty", names=[(name, None, None, None)]) for name in (record, query))
    assert bool(set(record_keys(stored)) & {key for key, _ in query_keys(asked)}) == shared
