"""Cells of a flat table: texts that a spreadsheet shows and never carries out."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

SEPARATOR: Final = "; "
"""Between several values in one cell."""
# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), full-width forms included.
_FORMULA: Final = frozenset("=+-@\t\r＝＋－＠")


def cell(text: object) -> str:
    """`text` for one cell, empty for None; an apostrophe goes before what a spreadsheet would calculate."""
    shown = "" if text is None else _plain(text)
    begins = shown[:1] in _FORMULA or shown.lstrip()[:1] in _FORMULA
    return f"'{shown}" if shown and begins else shown


def joined(values: Iterable[object]) -> str:
    """Several values in one cell, each once, empty ones left out."""
    return SEPARATOR.join(dict.fromkeys(_plain(value) for value in values if value not in (None, "")))


def value_of(fact: Mapping[str, Any] | None) -> Any:
    """What a fact says, None where nothing states it."""
    return fact["value"] if fact else None


def part_of(fact: Mapping[str, Any] | None, name: str) -> Any:
    """One part of a compound fact, such as the region of a home."""
    value = value_of(fact)
    return value.get(name) if value else None


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
