"""Our canonical bytes are those of RFC 8785, as the library `rfc8785` writes them."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from service.registry.canonical import canonical
from service.registry.ruling import read_sentence, show_sentence
from tests.service.registry.making import case_report, fold_of, reports


@pytest.mark.parametrize("kind", ["casualty", "case"])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_documents(kind: str, data: st.DataObject) -> None:
    document = fold_of(*data.draw(reports(kind))).full
    assert canonical(document) == rfc8785.dumps(document)


@settings(max_examples=150, deadline=None)
@given(text=st.text())
def test_any_text(text: str) -> None:
    assert canonical({"text": text}) == rfc8785.dumps({"text": text})


@settings(max_examples=150, deadline=None)
@given(amount=st.floats(0, 1e12, allow_nan=False).map(lambda number: round(number, 4)))
def test_any_amount(amount: float) -> None:
    punishment: dict[str, Any] = {"kind": "fine", "amount": {"amount": amount, "currency": "RUB"}}
    facts = case_report(1, {"defendants": [{"described_as": "x", "sentence": [punishment]}]}).facts
    shown = {"sentence": show_sentence(read_sentence(facts.defendants[0].sentence))}  # type: ignore[union-attr]
    assert canonical(shown) == rfc8785.dumps(shown)
