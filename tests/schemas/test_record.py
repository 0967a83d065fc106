"""What the fold makes is what the contract of outgoing records says."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.record import CaseRecord, CasualtyRecord, Tombstone
from service.registry.fold import tombstone
from service.registry.redact import redact
from tests.service.registry.making import casualty_report, correction, fold_of, reports

STAMPS = {"version": 1, "updated_at": "2024-01-01T00:00:00.000000Z"}
MODELS: dict[str, Any] = {"casualty": CasualtyRecord, "case": CaseRecord}


@pytest.mark.parametrize("kind", ["casualty", "case"])
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_the_document_is_as_the_model_says(kind: str, data: st.DataObject) -> None:
    folded = fold_of(*data.draw(reports(kind)))
    model = MODELS[kind]
    for document in (folded.document, folded.full):
        model.model_validate({**document, **STAMPS})
        assert set(document) | set(STAMPS) == set(model.model_fields)


def test_a_removed_value_and_a_redacted_one_are_as_the_model_says() -> None:
    document = fold_of(casualty_report(1, {"rank": "рядовой"}), correction(2, "casualty", {"rank": None})).document
    CasualtyRecord.model_validate({**document, **STAMPS})
    CasualtyRecord.model_validate({**redact(document, {"rank", "names"}), **STAMPS})


def test_a_tombstone_is_as_the_model_says() -> None:
    assert Tombstone.model_validate({**tombstone("cas-1", "casualty", redacted=True), **STAMPS}).redacted == ("all",)
