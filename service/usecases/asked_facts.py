"""What people write of somebody in a cell, as the facts that a look-up compares."""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from schemas.look_up import MatchQuery
from schemas.problem import field_problems
from service.readers.convert import date_converter

_DATES = ("born", "died")
_read_date = date_converter()
_WHOLE = re.compile(r"([0-9]{4})\.0+")
"""A year that a program has taken for a number."""


def read_fact(field: str, text: str) -> str:
    """The value of a look-up's `field` that `text` means: «14.03.1985» is 1985-03-14.

    Raises ValueError in words that go after the field's name when it means none.
    """
    value = str(_read_date(_WHOLE.sub(r"\1", text.strip()))) if field in _DATES else text
    asked = {field: value}
    try:
        MatchQuery.model_validate(asked)
    except ValidationError as error:
        raise ValueError(field_problems(error, asked)[0].detail) from error
    return value


def read_facts(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields that can be read, and for each that can't the reason; empty ones are in neither."""
    read: dict[str, str] = {}
    left_out: dict[str, str] = {}
    for field, text in given.items():
        if text.strip():
            try:
                read[field] = read_fact(field, text)
            except ValueError as error:
                left_out[field] = str(error)
    return read, left_out
