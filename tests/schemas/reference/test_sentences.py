"""Punishments and regimes: the codes the contract promises, and their names."""

import pytest

from schemas.reference.sentences import REGIMES, SENTENCE_KINDS, find_regime, find_sentence_kind

CONTRACT_KINDS = (
    "fine ban_on_activities loss_of_rank compulsory_works correctional_works restriction_in_military_service "
    "restriction_of_liberty forced_labour arrest disciplinary_unit imprisonment life_imprisonment death"
)


def test_the_kinds_are_those_of_article_44_in_its_order() -> None:
    assert " ".join(SENTENCE_KINDS) == CONTRACT_KINDS
    assert [kind.order for kind in SENTENCE_KINDS.values()] == list(range(1, 14))


def test_the_regimes_are_those_of_the_contract() -> None:
    assert set(REGIMES) == {"penal_settlement", "general", "strict", "special", "prison", "educational", "unspecified"}


def test_article_45_tells_main_from_additional() -> None:
    assert {code for code, kind in SENTENCE_KINDS.items() if kind.additional} == {
        "fine",
        "ban_on_activities",
        "loss_of_rank",
        "restriction_of_liberty",
    }
    assert {code for code, kind in SENTENCE_KINDS.items() if not kind.main} == {"loss_of_rank"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("imprisonment", "imprisonment"),
        ("лишение свободы", "imprisonment"),
        ("Штраф", "fine"),
        ("forced labor", "forced_labour"),
        ("ПРИНУДИТЕЛЬНЫХ РАБОТ", "forced_labour"),
        ("пожизненное лишение свободы", "life_imprisonment"),
        ("ограничение свободы", "restriction_of_liberty"),
        ("лишение воинского звания", "loss_of_rank"),
        ("disciplinary battalion", "disciplinary_unit"),
    ],
)
def test_a_punishment_by_name(text: str, code: str) -> None:
    found = find_sentence_kind(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("penal settlement", "penal_settlement"),
        ("в колонии-поселении", None),
        ("колонии-поселении", "penal_settlement"),
        ("строгого режима", "strict"),
        ("general-regime penal colony", "general"),
        ("penal colony", "unspecified"),
        ("", None),
        ("x" * 10_000_000, None),
    ],
    ids=range(8),
)
def test_a_regime_by_name(text: str, code: str | None) -> None:
    found = find_regime(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("text", ["", "условно", "свобода", "работы"])
def test_what_is_no_punishment(text: str) -> None:
    assert find_sentence_kind(text) is None
