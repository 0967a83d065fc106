from typing import Any

from schemas.dates import DateRange


def tags_of(document: dict[str, Any]) -> tuple[str, ...]:
    return ()


def dates_of(document: dict[str, Any]) -> dict[str, DateRange]:
    return {}
