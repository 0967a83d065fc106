"""How the registry works, made from what it works by: the codebook, the model's table, and how it was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import orjson
from fastapi import Request, Response

from matching.model import (
    ATTACH,
    CASE_PRIOR,
    CONTRADICTED_AT_MOST,
    FEATURES,
    MODEL_VERSION,
    PRIOR,
    SUGGEST,
    Level,
)
from service.http.auth import Anyone
from service.registry.verdict import LIKELY, LISTED, POSSIBLE, RIVAL
from service.web.codebook import codebook
from service.web.page import pages
from service.web.rendering import render
from service.web.words import Language, language_of

router = pages()

VERDICTS: Final = ("listed", "likely", "possible", "namesakes", "not_listed")
_THRESHOLDS: Final = {"listed": LISTED, "rival": RIVAL, "likely": LIKELY, "possible": POSSIBLE}
_KEPT: Final = {"Cache-Control": "public, max-age=300"}


@dataclass(frozen=True, slots=True)
class Feature:
    """What is compared, and each level of its agreement in words."""

    name: str
    levels: Sequence[tuple[str, Level]]


@router.get("/methodology")
async def show_methodology(request: Request, actor: Anyone) -> Response:
    """The page; it says nothing of any record, so it is open to everybody."""
    book = codebook()
    bounds = {name: f"{value:.0%}".removesuffix("%") for name, value in _THRESHOLDS.items()}
    values: dict[str, Any] = {
        "chapters": book.chapters, "text": book.html, "verdicts": VERDICTS, "bounds": bounds,
        "features": features(language_of(request)), "model": MODEL_VERSION, "prior": PRIOR, "case_prior": CASE_PRIOR,
        "attach": f"{ATTACH:.0%}".removesuffix("%"), "suggest": f"{SUGGEST:.0%}".removesuffix("%"),
        "odds": CONTRADICTED_AT_MOST, "measured": measured(),
    }  # fmt: skip
    return render(request, "methodology.html", 200, _KEPT, **values)


def features(language: Language) -> list[Feature]:
    """The model's table in words."""
    return [
        Feature(
            language.look_up[f"feature.{name}"],
            [(language.look_up[f"agreement.{level}"], told) for level, told in levels.items()],
        )
        for name, levels in FEATURES.items()
    ]


@cache
def measured() -> Mapping[str, Any]:
    """How often matching errs: `benchmarks.matching.reliability` wrote it, with the model that it measured."""
    found: Mapping[str, Any] = orjson.loads(files("matching").joinpath("reliability.json").read_bytes())
    return found
