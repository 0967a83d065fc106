"""The order of the queue: what two records gain if they are one, and the doubt that a decision ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.registry.worth import worth

SCORES = st.floats(0.0, 1.0)
DOCUMENTS = st.integers(0, 1_000)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        # likely pairs before unlikely ones, and foreseen answers after doubtful ones
        ((0.8, (1, 1)), (0.99, (1, 1))),
        ((0.99, (1, 1)), (0.4, (1, 1))),
        ((0.5, (1, 1)), (0.2, (1, 1))),
        # what is brought together: the documents of the side that has fewer
        ((0.8, (3, 4)), (0.8, (1, 9))),
        ((0.8, (1, 9)), (0.2, (3, 4))),
    ],
)
def test_order(more: tuple[float, tuple[int, int]], less: tuple[float, tuple[int, int]]) -> None:
    assert worth(*more) > worth(*less)


@given(SCORES, DOCUMENTS, DOCUMENTS)
def test_a_value_is_never_negative_and_grows_with_what_is_brought_together(p: float, left: int, right: int) -> None:
    value = worth(p, (left, right))
    assert 0.0 <= value <= worth(p, (left + 1, right + 1))
    assert value == worth(p, (right, left))


def test_a_certain_score_leaves_no_doubt() -> None:
    assert worth(1.0, (1, 1)) == 1.0
    assert worth(0.0, (5, 5)) == 0.0
