"""The weighted distance is a distance, cheap where spellings differ and dear where names do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from matching.compare.words import FAR, distance
from tests.matching.compare.slow_distance import slow_distance

WORDS = st.text(alphabet="abdeghijklmnoprstuvwcz", max_size=14)
PIECES = st.sampled_from(["ts", "t", "ia", "a", "e", "ks", "h", "iv", "u", "j", "zi", "st", "s", "ov", "en", "in", "r"])
ALIKE = st.lists(PIECES, min_size=1, max_size=6).map("".join)


@given(WORDS, WORDS, st.booleans())
def test_both_ways_alike_and_nothing_only_for_the_same(left: str, right: str, across: bool) -> None:
    apart = distance(left, right, across=across)
    assert apart == pytest.approx(distance(right, left, across=across))
    assert (apart == 0.0) == (left == right)
    assert 0.0 <= apart <= max(FAR, len(left) + len(right))


@pytest.mark.parametrize(
    ("left", "right", "most"),
    [
        ("horonjuk", "haranjuk", 0.6),
        ("tsvetkov", "cvetkov", 0.3),
        ("grigorenko", "hrihorenko", 0.3),
        ("hisamutdinov", "cisamutdinov", 0.5),
        ("akramjanov", "akramzianov", 0.3),
    ],
)
def test_spellings_are_near(left: str, right: str, most: float) -> None:
    assert distance(left, right) <= most


@pytest.mark.parametrize(("left", "right"), [("petrov", "pavlov"), ("konov", "komnov"), ("selin", "senin")])
def test_other_names_are_a_letter_apart_or_more(left: str, right: str) -> None:
    assert distance(left, right, across=False) >= 0.99


def test_confusions_of_romanisations_are_dear_within_cyrillic() -> None:
    assert distance("gusarov", "gucarov", across=False) > distance("gusarov", "gucarov", across=True)


@given(ALIKE | WORDS, ALIKE | WORDS, st.booleans(), st.floats(0.1, FAR))
def test_it_is_what_the_whole_table_gives_up_to_the_limit(left: str, right: str, across: bool, limit: float) -> None:
    slow = slow_distance(left, right, across=across)
    fast = distance(left, right, across=across, limit=limit)
    reach = 3 + max(len(left), len(right)) // 4
    if slow <= limit and Levenshtein.distance(left, right) <= reach:
        assert fast == slow
    else:
        assert fast == FAR
