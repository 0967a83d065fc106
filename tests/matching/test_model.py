"""The table of weights reads as one: every level has a reason, agreement weighs for, contradiction against."""

from matching import model


def test_every_level_says_why() -> None:
    for feature, levels in model.FEATURES.items():
        for name, level in levels.items():
            assert len(level.why) > 8, (feature, name)


def test_contradictions_weigh_against() -> None:
    contradicting = [level for levels in model.FEATURES.values() for level in levels.values() if level.contradicts]
    assert contradicting
    assert all(level.weight <= -5.0 for level in contradicting)
    assert ("patronymic", "different") in model.CONTRADICTIONS
    assert model.CONTRADICTED_AT_MOST < 0
