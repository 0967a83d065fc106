"""Doubts about a report: it is taken, and the sender is told."""

import pytest

from schemas.case import CaseFacts
from service.registry.warnings import warnings_of


def warnings(**charge: str) -> tuple[str, ...]:
    return warnings_of(CaseFacts.model_validate({"defendants": [{"described_as": "a man", "charges": [charge]}]}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ст. 999 УК РФ", "article 999 is not in the list"),
        ("ч. 9 ст. 337 УК РФ", "article 337 has no part 9"),
        ("ч. 5 ст. 337, ст. 286.9 УК РФ", "article 286.9 is not in the list"),
    ],
)
def test_an_article_unknown_to_the_list_is_told_when_it_comes_as_text_too(text: str, words: str) -> None:
    (warning,) = warnings(text=text)
    assert warning.startswith("defendants[0].charges[0]: ")
    assert words in warning


@pytest.mark.parametrize("text", ["ч. 5 ст. 337 УК РФ", "Art. 286.1(2) CC", "ст. 20.3.3 КоАП", "AWOL"])
def test_what_the_list_knows_or_does_not_cover_is_no_doubt(text: str) -> None:
    assert warnings(text=text) == ()


def test_a_case_needs_somebody_or_a_number() -> None:
    CaseFacts.model_validate({"defendants": [{}], "case_numbers": ["1-1/2023"]})
    with pytest.raises(ValueError, match="named or described"):
        CaseFacts.model_validate({"defendants": [{}]})
