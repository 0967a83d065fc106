"""An explanation as a waterfall: each weight a bar that begins where the one before ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.registry.words import compared, say_one
from service.web.words import Language

WIDTH: Final = 200
"""Of the drawing, in units of its view box."""
_THINNEST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A step in words, its weight in bits, where it is drawn (`x`, `width`, of `WIDTH`), and whether it speaks for."""

    words: str
    weight: float
    x: float
    width: float
    is_for: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps from even odds to the sum, the sum in bits, and where the line of even odds stands."""

    bars: Sequence[Bar]
    total: float
    zero: float


def waterfall(explanation: Sequence[Mapping[str, Any]], language: Language) -> Waterfall:
    """The steps in their order, the prior first."""
    ends = [0.0]
    for one in explanation:
        ends.append(ends[-1] + one["weight"])
    low, high = min(ends), max(ends)
    scale = WIDTH / max(high - low, 1.0)
    bars = [
        _bar(one, start, end, low, scale, language)
        for one, start, end in zip(explanation, ends, ends[1:], strict=False)
    ]
    return Waterfall(bars, ends[-1], round(-low * scale, 1))


def _bar(
    step: Mapping[str, Any], start: float, end: float, low: float, scale: float, language: Language
) -> Bar:  # fmt: skip
    x, width = (min(start, end) - low) * scale, abs(end - start) * scale
    return Bar(_words(step, language), step["weight"], round(x, 1), round(max(width, _THINNEST), 1), end >= start)


def _words(step: Mapping[str, Any], language: Language) -> str:
    if step["feature"] == "prior":
        return language.say("review.prior")
    if "agreement" not in step:
        return language.look_up.get(f"feature.{step['feature']}") or str(step["feature"]).replace("_", " ")
    return say_one(compared(step), language.look_up)
