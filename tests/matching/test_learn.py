"""Learning moves what decisions speak of, little by few of them, never a rule; its file is read as it was written."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import model
from matching.learn import MOST_LEARNT, Decided, Learnt, decided, fit, from_json, learn, learnable, to_json, version_of
from matching.model import MODEL_VERSION, Weights
from matching.profile import Profile
from matching.score import probability, score

REGION, RANK, PLACE = ("region", "different"), ("rank", "different"), ("place", "different")


def person(full: str, **facts: Any) -> Profile:
    return Profile.build(kind="casualty", names=[(full, None, None, None)], **facts)


def pairs(count: int, true: dict[tuple[str, str], float], seed: int = 1) -> list[Decided]:
    """Pairs decided as chance has it where the levels of `true` weigh so many bits more than the model thinks."""
    chance = Random(seed)
    made = []
    for n in range(count):
        levels = frozenset(level for level in (REGION, RANK, PLACE) if chance.random() < 0.6) or frozenset({RANK})
        odds = chance.uniform(-3.0, 5.0)
        likely = probability(odds + sum(true.get(level, 0.0) for level in levels))
        made.append(Decided(levels, odds, chance.random() < likely, f"person-{n}"))
    return made


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    return learn(pairs(2_000, {REGION: -2.0, RANK: 1.0}))


def test_what_decisions_show_is_learnt(learnt: Learnt) -> None:
    assert learnt.levels[REGION] == pytest.approx(-2.0, abs=0.4)
    assert learnt.levels[RANK] == pytest.approx(1.0, abs=0.4)
    assert learnt.levels.get(PLACE, 0.0) == pytest.approx(0.0, abs=0.4)
    assert learnt.loss_after < 0.95 * learnt.loss_before
    assert (learnt.same + learnt.different, learnt.persons) == (2_000, 2_000)
    assert learnt.seen[REGION, True] + learnt.seen[REGION, False] > 1_000


def test_nothing_is_learnt_where_the_model_is_right() -> None:
    right = learn(pairs(2_000, {}))
    assert all(abs(bits) < 0.4 for bits in right.levels.values())
    assert right.loss_after == pytest.approx(right.loss_before, rel=0.02)


def test_ten_decisions_against_the_model_move_a_level_by_less_than_a_bit() -> None:
    against = [Decided(frozenset({REGION}), 1.0, False, f"person-{n}") for n in range(10)]
    assert -1.0 < fit(against)[REGION] < -0.3


DECISIONS = st.tuples(st.floats(-60, 60), st.booleans(), st.sets(st.sampled_from([REGION, RANK, PLACE]), min_size=1))


@given(st.lists(DECISIONS, max_size=60))
def test_no_level_moves_beyond_bounds_and_none_against_what_is_decided(rows: list[tuple[float, bool, Any]]) -> None:
    decisions = [Decided(frozenset(levels), odds, same, str(n)) for n, (odds, same, levels) in enumerate(rows)]
    found = fit(decisions)
    assert all(abs(bits) <= MOST_LEARNT for bits in found.values())
    if len({one.same for one in decisions}) == 1:
        assert all(bits * (1 if decisions[0].same else -1) >= -1e-9 for bits in found.values())


@pytest.mark.parametrize("same", [True, False])
def test_decided_all_alike_or_on_one_person_teaches_nothing(same: bool) -> None:
    with pytest.raises(ValueError, match="both ways"):
        learn([Decided(frozenset({REGION}), 0.0, same, str(n)) for n in range(9)])
    with pytest.raises(ValueError, match="several persons"):
        learn([Decided(frozenset({REGION}), 0.0, n % 2 == 0, "one") for n in range(9)])


def test_contradictions_are_no_lesson() -> None:
    other = score(person("Тестов Тест Тестович"), person("Тестов Тест Олегович"))
    assert decided(other, same=True, person="a") is None
    agreeing = score(person("Тестов Тест", regions=["RU-BA"]), person("Тестов Тест", regions=["RU-TA"]))
    taught = decided(agreeing, same=True, person="a")
    assert taught is not None
    assert ("region", "different") in taught.levels
    assert not any(learnable(level) for level in model.CONTRADICTIONS)


def test_a_score_follows_what_was_learnt_and_says_so() -> None:
    sides = person("Тестов Тест", regions=["RU-BA"]), person("Тестов Тест", regions=["RU-TA"])
    weights = Weights("test+1", {REGION: -1.25})
    plain, moved = score(*sides), score(*sides, weights=weights)
    assert moved.log_odds == pytest.approx(plain.log_odds - 1.25)
    assert moved.log_odds == pytest.approx(sum(one.weight for one in moved.features))
    assert (plain.model, moved.model) == (MODEL_VERSION, "test+1")


def test_a_contradiction_outweighs_whatever_was_learnt() -> None:
    sides = (person("Тестов Тест Тестович", regions=["RU-BA"]), person("Тестов Тест Олегович", regions=["RU-BA"]))
    moved = score(*sides, weights=Weights("test+1", {("region", "same"): 4.0, ("family_name", "exact"): 4.0}))
    assert moved.contradicted
    assert moved.log_odds <= model.CONTRADICTED_AT_MOST + 1e-9


def test_the_file_is_read_as_it_was_written(learnt: Learnt) -> None:
    data = to_json(learnt, "2026-01-01")
    assert from_json(data) == Weights(learnt.version, learnt.levels)
    told = json.loads(data)
    assert told["shipped"] == MODEL_VERSION
    assert told["version"].startswith(f"{MODEL_VERSION}+")
    assert told["held_back"]["log_loss_after"] < told["held_back"]["log_loss_before"]
    assert told["decisions"] == {"same": learnt.same, "different": learnt.different, "persons": 2_000}


def _set(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda told: told.update(values)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set(shipped="names-1999.1"), "learnt from names-1999.1"),
        (_set(levels=[]), "changed by hand"),
        (_set(levels=[{"feature": "region", "level": "different", "bits": 99.0}]), "region/different"),
        (_set(levels=[{"feature": "region", "level": "elsewhere", "bits": 1.0}]), "region/elsewhere"),
        (_set(levels=[{"feature": "patronymic", "level": "different", "bits": 1.0}]), "patronymic/different"),
        (_set(levels="none"), "no model"),
        (lambda told: told.pop("version"), "no model"),
    ],
)
def test_a_file_that_is_no_model_of_this_version_is_refused(
    learnt: Learnt, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    told = json.loads(to_json(learnt, "2026-01-01"))
    change(told)
    with pytest.raises(ValueError, match=words):
        from_json(json.dumps(told).encode())


@pytest.mark.parametrize("data", [b"", b"not JSON", b"[]", b"null", b"{}"])
def test_what_is_no_json_object_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no model"):
        from_json(data)


def test_the_version_tells_the_weights() -> None:
    assert version_of({REGION: 1.0, RANK: 2.0}) == version_of({RANK: 2.0, REGION: 1.0}) != version_of({REGION: 1.0})
