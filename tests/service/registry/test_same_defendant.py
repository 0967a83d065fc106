"""Which defendants two reports of one case have in common."""

import pytest

from matching.profile import Profile
from service.registry.same_defendant import same_defendants

UID = "77GV0008-01-2023-000123-45"


def defendant(*names: str) -> Profile:
    """A defendant of the one case that all here are tried in."""
    return Profile.build(
        kind="case", names=[(name, None, None, None) for name in names], courts=["77GV0008"], uids=[UID],
        case_numbers=["1-123/2023"], articles=["337"], sentences=["imprisonment P3Y"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("new", "known", "same"),
    [
        (["Тестов Тест"], ["Тестов Тест Тестович"], ["d1"]),
        (["Пробов Проб"], ["Тестов Тест"], [None]),
        (["Тестов Иван"], ["Тестов Пётр"], [None]),
        (["Пробов Иван", "Тестов Пётр"], ["Тестов Пётр", "Пробов Иван"], ["d2", "d1"]),
        (["Testov Pyotr", "Probov Ivan", "Obraztsov Fyodor"], ["Тестов Пётр", "Пробов Иван"], ["d1", "d2", None]),
    ],
)
def test_what_a_case_says_of_all_makes_no_two_of_them_one(
    new: list[str], known: list[str], same: list[str | None]
) -> None:
    labelled = {f"d{n}": defendant(name) for n, name in enumerate(known, 1)}
    assert same_defendants([defendant(name) for name in new], labelled) == same


def test_the_one_left_over_without_a_name_is_the_one_left_over() -> None:
    known = {"d1": defendant("Тестов Пётр"), "d2": defendant("Пробов Иван")}
    assert same_defendants([defendant("Тестов Пётр"), defendant()], known) == ["d1", "d2"]
