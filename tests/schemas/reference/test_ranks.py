"""Ranks: their order and their names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.ranks import RANKS, find_rank
from schemas.reference.tables import listed, read_table

CASES = [
    ("Private", "private"),
    ("рядовой", "private"),
    ("рядового", "private"),
    ("РЯДОВОЙ", "private"),
    ("гвардии рядовой", "private"),
    ("гв. рядовой", "private"),
    ("Junior Sergeant", "junior_sergeant"),
    ("junior_sergeant", "junior_sergeant"),
    ("мл. сержант", "junior_sergeant"),
    ("мл. с-т", "junior_sergeant"),
    ("младшего сержанта запаса", "junior_sergeant"),
    ("старший лейтенант", "senior_lieutenant"),
    ("ст. л-т", "senior_lieutenant"),
    ("Senior Lieutenant (posthumously)", "senior_lieutenant"),
    ("гвардии старший лейтенант медицинской службы", "senior_lieutenant"),
    ("ефрейтор", "corporal"),
    ("Lance Corporal", "corporal"),
    ("старшина", "starshina"),
    ("старшина 2 статьи", "petty_officer_2"),
    ("старшина 1-й статьи", "petty_officer_1"),
    ("матрос", "sailor"),
    ("капитан", "captain"),
    ("капитан 2 ранга", "captain_2"),
    ("капитан-лейтенант", "captain_lieutenant"),
    ("подполковник", "lieutenant_colonel"),
    ("подполковник юстиции", "lieutenant_colonel"),
    ("Lt. Col.", "lieutenant_colonel"),
    ("Lieutenant Colonel", "lieutenant_colonel"),
    ("полковник в отставке", "colonel"),
    ("генерал-майор", "major_general"),
    ("прапорщик", "warrant_officer"),
]


@pytest.mark.parametrize(("text", "code"), CASES)
def test_a_rank_by_name(text: str, code: str) -> None:
    found = find_rank(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    ["", "солдат", "soldier", "officer", "рядовой Тестов", "сержант или ефрейтор", "гвардии", "x" * 10**7],
    ids=range(8),
)
def test_what_is_no_rank(text: str) -> None:
    assert find_rank(text) is None


def test_the_order_never_falls_and_equals_share_it() -> None:
    assert all(lower.order <= higher.order for lower, higher in pairwise(RANKS.values()))
    assert RANKS["sailor"].order == RANKS["private"].order < RANKS["corporal"].order
    assert RANKS["captain_3"].order == RANKS["major"].order


def test_no_name_belongs_to_two_ranks() -> None:
    names = [name.casefold() for row in read_table("ranks.csv") for name in (row["ru"], *listed(row["other"]))]
    assert len(names) == len(set(names))


@given(st.text(max_size=150))
def test_any_text_has_an_answer(text: str) -> None:
    assert find_rank(text) in {None, *RANKS.values()}
