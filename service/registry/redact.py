from typing import Any

ALL = "all"


def redact(document: dict[str, Any], paths: frozenset[str]) -> dict[str, Any]:
    return document
