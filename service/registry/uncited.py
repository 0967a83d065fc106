"""Whether every fact of a record says where it comes from."""

from collections.abc import Iterator, Mapping
from typing import Any


def uncited(document: Mapping[str, Any]) -> list[str]:
    """Dotted paths of the facts without a citation, or with one that the record's list of citations hasn't."""
    known = {citation["n"] for citation in document.get("citations", ())}
    parts = {name: value for name, value in document.items() if name not in _NO_FACTS}
    return [path for path, numbers in _facts("", parts) if not numbers or not known.issuperset(numbers)]


_NO_FACTS = frozenset({"citations", "related"})
"""The list itself, and relations that rest on a maintainer's word."""


def _facts(path: str, value: Any) -> Iterator[tuple[str, list[int]]]:
    """Every object that has `citations`, wherever it stands."""
    if isinstance(value, Mapping):
        if "citations" in value:
            yield path, value["citations"]
        for name, part in value.items():
            yield from _facts(f"{path}.{name}".lstrip("."), part)
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from _facts(f"{path}[{n}]", part)
