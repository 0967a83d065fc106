"""Of many records the nearest by surname are compared."""

import pytest

from matching.nearest import in_order, nearest
from matching.profile import Profile, profiles_to_bytes


def person(*names: str) -> Profile:
    return Profile.build(kind="casualty", names=[(name, None, None, None) for name in names])


FOUND = [
    (20.0, profiles_to_bytes([person("Тестовский Иван")])),
    (14.0, profiles_to_bytes([person("Пробов Иван"), person("Тестов Иван")])),
    (17.0, profiles_to_bytes([person("Тёстов Иван")])),
    (15.0, profiles_to_bytes([Profile.build(kind="casualty", units=["1 рота"])])),
]


def test_a_letter_takes_off_eight_bits() -> None:
    assert nearest(person("Тостов Иван"), FOUND, 2) == [2, 1]
    assert nearest(person("Tostov Ivan"), FOUND, 1) == [2]


def test_fewer_are_compared_where_the_surname_itself_is_there() -> None:
    assert nearest(person("Тестов Иван"), FOUND, 3) == [2]


def test_few_records_stay_as_they_were_ranked() -> None:
    assert nearest(person("Тестов Иван"), FOUND, 4) == [0, 1, 2, 3]


def test_without_a_surname_keys_alone_rank() -> None:
    assert nearest(Profile.build(kind="casualty", units=["1 рота"]), FOUND, 3) == [0]


RARE, COMMON = person("Тестопримеров Иван"), person("Иванов Иван")


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        # the commoner of two names that score alike, and of each name one before its namesakes
        ([(-9.5, "b", RARE), (-9.5, "a", RARE), (-9.5, "d", COMMON), (-9.5, "c", COMMON)], "cdab"),
        ([(-8.0, "b", RARE), (-8.0, "a", RARE), (-9.5, "d", COMMON), (-9.5, "c", COMMON)], "cdab"),
        ([(-9.5, "a", COMMON), (-9.5, "b", COMMON), (-9.5, "c", COMMON), (-7.5, "e", RARE)], "abec"),
        # the very name asked for, however rare, and however many bear it
        ([(1.0, "e", RARE), (-9.5, "c", COMMON)], "ec"),
        ([*((-1.0, chr(n), COMMON) for n in range(97, 107)), (-9.0, "z", person("Иваков Иван"))], "abcdefghijz"),
    ],
)  # fmt: skip
def test_order(scored: list[tuple[float, str, Profile]], expected: str) -> None:
    assert "".join(scored[place][1] for place in in_order(scored)) == expected
    assert "".join(scored[::-1][place][1] for place in in_order(scored[::-1])) == expected


def test_without_a_name_asked_for_the_score_alone_orders() -> None:
    scored = [(-8.0, "b", RARE), (-9.5, "a", COMMON)]
    assert in_order(scored, named=False) == [0, 1]
    assert in_order(scored) == [1, 0]
