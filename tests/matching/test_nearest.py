"""Of many records the nearest by surname are compared."""

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


def test_of_those_that_score_alike_one_of_each_name_comes_first_the_commoner_before() -> None:
    rare, other = person("Тестопримеров Иван"), person("Иванов Иван")
    scored = [(-9.5, "b", rare), (-9.5, "a", rare), (-9.5, "d", other), (-9.5, "c", other), (1.0, "e", rare)]
    assert [scored[place][1] for place in in_order(scored)] == ["e", "c", "a", "d", "b"]
