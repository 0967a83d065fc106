"""Names laid word under word: the likest over the likest, letters marked that differ, across scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.review.letters import DIFFERS, aligned, differences
from service.web.review.waterfall import WIDTH, waterfall
from service.web.words import ENGLISH

WORDS = st.text(alphabet="абвгеёжийкьщяabcdeyz-", max_size=12)


def told(pieces: object) -> str:
    """The pieces with what differs in brackets."""
    return "".join(f"[{one.text}]" if one.how == DIFFERS else one.text for one in pieces)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("left", "right", "ours", "theirs"),
    [
        ("Тестов", "Тестов", "Тестов", "Тестов"),
        ("Тестов", "ТЕСТОВ", "Тестов", "ТЕСТОВ"),
        ("Тестов", "Тёстов", "Т[е]стов", "Т[ё]стов"),
        ("Тестова", "Тестов", "Тестов[а]", "Тестов"),
        ("Тестов", "Testov", "Тестов", "Testov"),
        ("Щукин", "Shukin", "[Щ]укин", "Shukin"),
        ("Пробин", "Probun", "Проб[и]н", "Prob[u]n"),
    ],
)
def test_letters_that_differ_are_marked(left: str, right: str, ours: str, theirs: str) -> None:
    found = differences(left, right)
    assert (told(found[0]), told(found[1])) == (ours, theirs)


@pytest.mark.parametrize(
    ("left", "right", "columns"),
    [
        ("Тестов Тест", "Test Testov", [("Тестов", "Testov", "same"), ("Тест", "Test", "same")]),
        ("Тестов Пример", "Тестов Образец Пример", [("Тестов", "Тестов", "same"), ("Пример", "Пример", "same"),
                                                     ("", "Образец", "alone")]),
        ("Тестов П.", "Тестов Пример", [("Тестов", "Тестов", "same"), ("П.", "Пример", "near")]),
        ("Тестов", "", [("Тестов", "", "alone")]),
        ("", "", []),
    ],
)  # fmt: skip
def test_words_stand_over_the_likest(left: str, right: str, columns: list[tuple[str, str, str]]) -> None:
    found = [
        ("".join(p.text for p in one.left), "".join(p.text for p in one.right), one.how) for one in aligned(left, right)
    ]
    assert found == columns


@given(WORDS, WORDS)
def test_no_letter_is_lost_and_equal_words_have_no_mark(left: str, right: str) -> None:
    ours, theirs = differences(left, right)
    assert ("".join(one.text for one in ours), "".join(one.text for one in theirs)) == (left, right)
    if left == right:
        assert not [one for one in (*ours, *theirs) if one.how]


@given(st.lists(st.floats(-30, 30), max_size=12))
def test_each_bar_begins_where_the_one_before_ended_and_none_leaves_the_drawing(weights: list[float]) -> None:
    steps = [{"feature": "prior", "weight": weight} for weight in weights]
    found = waterfall(steps, ENGLISH)
    assert found.total == pytest.approx(sum(weights))
    for bar in found.bars:
        assert bar.x >= -0.1
        assert bar.x + bar.width <= WIDTH + 1.2
    for before, after in zip(found.bars, found.bars[1:], strict=False):
        ends = {round(before.x + before.width if before.is_for else before.x)}
        starts = {round(after.x if after.is_for else after.x + after.width)}
        assert abs(ends.pop() - starts.pop()) <= 2
