"""What Pydantic finds wrong, in words for who sent it, who knows JSON and nothing of Python."""

from collections.abc import Mapping
from typing import Any, Final

_WORDS: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "extra_forbidden": "there is no such field",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "dict_type": "must be an object",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "string_type": "must be text",
    "string_too_long": "has more than {max_length} characters",
    "string_too_short": "must not be empty",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be one of {expected}",
}
"""By Pydantic's type of error; others keep its message."""
PATTERNS: Final[Mapping[str, str]] = {
    r"^[a-z0-9][a-z0-9_-]{0,62}$": "must be a slug: at most 63 small Latin letters, digits, `-` and `_`",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "must be a language such as `ru` (BCP 47)",
    r"^[0-9]{2}[A-Za-z]{2}[0-9]{4}$": "must be a court's code such as `77GV0008`",
    r"^[a-z][a-z0-9_]{1,30}$": "must be the short name of a code such as `uk_rf`",
    r"^[1-9][0-9]?(\.[1-9][0-9]?)?$": "must be the number of a part such as `5` or `2.1`",
    r"^[A-Z]{3}$": "must be a currency such as `RUB` (ISO 4217)",
}
"""What the patterns of the contract's fields ask for."""


def in_words(error: Mapping[str, Any]) -> str:
    """One of Pydantic's findings, ending in no full stop."""
    type_, limits = error["type"], error.get("ctx") or {}
    if type_ == "string_pattern_mismatch":
        return PATTERNS.get(limits["pattern"], f"must match the pattern {limits['pattern']}")
    if type_ in ("too_long", "too_short"):
        return _size(type_, limits, "characters" if isinstance(error.get("input"), str) else "entries")
    if type_ == "missing" and isinstance(error["loc"][-1], int):
        return "has too few entries"
    if type_ in _WORDS:
        return _WORDS[type_].format(**limits)
    message: str = error["msg"]
    return message.removeprefix("Value error, ").removeprefix("Assertion failed, ").rstrip(".")


def _size(type_: str, limits: Mapping[str, Any], of: str) -> str:
    if type_ == "too_long":
        return f"has more than {limits['max_length']} {of}"
    return "must not be empty" if limits["min_length"] == 1 else f"has fewer than {limits['min_length']} {of}"
