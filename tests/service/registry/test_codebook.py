"""The codebook names every field and every value that needs a meaning."""

from pathlib import Path
from typing import get_args

import pytest

from schemas.case import Verdict
from schemas.casualty import Category, Status
from schemas.record import CaseRecord, CasualtyRecord, RecordDefendant
from service.registry.inputs import RULES_VERSION

CODEBOOK = (Path(__file__).parents[3] / "docs" / "CODEBOOK.md").read_text(encoding="utf-8")
FRAME = {"id", "version", "updated_at", "kind", "state"}
FIELDS = {*CasualtyRecord.model_fields, *CaseRecord.model_fields, *RecordDefendant.model_fields} - FRAME


@pytest.mark.parametrize(
    "name", sorted({*FIELDS, *get_args(Status), *get_args(Category), *get_args(Verdict), "disputed"})
)
def test_it_is_named(name: str) -> None:
    assert f"`{name}`" in CODEBOOK


def test_it_speaks_of_these_rules() -> None:
    assert f"`{RULES_VERSION}`" in CODEBOOK
