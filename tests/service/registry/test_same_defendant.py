"""Which defendants two reports of one case have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.profile import Profile
from service.registry.same_defendant import Accused, joined, same_defendants

UID = "77GV0008-01-2023-000123-45"
NAMES = ("Тестов Пётр", "Пробов Иван", "Образцов Фёдор")


def defendant(*names: str, count: int = 1, sex: str | None = None) -> Accused:
    """A defendant of the one case that all here are tried in."""
    profile = Profile.build(
        kind="case", names=[(name, None, None, None) for name in names], courts=["77GV0008"], uids=[UID],
        case_numbers=["1-123/2023"], articles=["337"], sentences=["imprisonment P3Y"], sex=sex,
    )  # fmt: skip
    return Accused(profile, count)


def found(new: list[Accused], *known: Accused) -> list[str | None]:
    """Whom the new ones are of the known ones, who are d1, d2 …"""
    return same_defendants(new, {f"d{n}": one for n, one in enumerate(known, 1)})


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
    assert found([defendant(name) for name in new], *map(defendant, known)) == same


SOLDIER, PETR, IVAN = defendant(), defendant("Тестов Пётр"), defendant("Пробов Иван")
TWO, THREE = defendant(count=2), defendant(count=3)


@pytest.mark.parametrize(
    ("new", "known", "same"),
    [
        pytest.param([PETR, SOLDIER], [PETR, IVAN], ["d1", "d2"], id="the unnamed one left over"),
        pytest.param([PETR], [SOLDIER], ["d1"], id="named later"),
        pytest.param([SOLDIER], [SOLDIER], ["d1"], id="unnamed twice"),
        pytest.param([PETR], [TWO], [None], id="one man is no group"),
        pytest.param([TWO], [PETR], [None], id="a group is no man"),
        pytest.param([SOLDIER], [TWO], [None], id="one unnamed is no group"),
        pytest.param([PETR, TWO], [PETR, TWO], ["d1", "d2"], id="the same group"),
        pytest.param([TWO], [THREE], [None], id="another group"),
        pytest.param([TWO, THREE], [THREE, TWO], [None, None], id="two groups are too many to tell"),
        pytest.param([PETR], [TWO, SOLDIER], [None], id="one of the group, or the other"),
        pytest.param([PETR, TWO], [IVAN, TWO], [None, None], id="each may be of the other group"),
        pytest.param([TWO], [defendant("Тестов Пётр", count=2)], [None], id="a group that bears a name"),
        pytest.param([defendant("Тестов Пётр", count=2)], [PETR], [None], id="a man of that name"),
        pytest.param([defendant("Тестов Пётр", count=2)], [defendant("Testov Pyotr", count=2)], ["d1"],
                     id="one name, one size"),
        pytest.param([defendant("Тестов Пётр", sex="male")], [defendant(sex="female")], [None], id="a woman"),
    ],
)  # fmt: skip
def test_those_left_over(new: list[Accused], known: list[Accused], same: list[str | None]) -> None:
    assert found(new, *known) == same


def test_what_is_told_of_a_group_and_of_one_is_a_group() -> None:
    both = joined([PETR, TWO])
    assert (both.count, both.profile.names) == (2, PETR.profile.names)


accused = st.builds(lambda names, count: defendant(*names, count=count),
                    st.sampled_from([(), *((name,) for name in NAMES)]), st.integers(1, 3))  # fmt: skip


@given(new=st.lists(accused, max_size=4), known=st.lists(accused, max_size=4))
def test_no_label_is_given_twice_and_never_over_a_difference(new: list[Accused], known: list[Accused]) -> None:
    labelled = {f"d{n}": one for n, one in enumerate(known, 1)}
    pairs = [(mine, labelled[label], label) for mine, label in zip(new, found(new, *known), strict=True) if label]
    assert len({label for _, _, label in pairs}) == len(pairs)
    for mine, theirs, _ in pairs:
        assert mine.count == theirs.count
        names = {name.shown for one in (mine, theirs) for name in one.profile.names}
        assert len(names) <= 1
        assert mine.count == 1 or bool(mine.profile.names) == bool(theirs.profile.names)
