"""What changed between two versions of a document: RFC 6902, and the fields by name.

Own code, because a patch must be the same each time: the library `jsonpatch` goes through keys in the order of a set.
The tests apply every patch with that library.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import orjson

STAMPS: Final = frozenset({"version", "updated_at"})
"""What storage writes on every version; no content."""

Operation = dict[str, Any]


def read_document(body: bytes) -> dict[str, Any]:
    """The document that `canonical` wrote."""
    document: dict[str, Any] = orjson.loads(body)
    return document


def json_patch(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Operation]:
    """The RFC 6902 operations (add, remove, replace) that make `new` of `old`, keys in alphabetical order."""
    return list(_objects(old, new, ""))


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of which the content differs, in alphabetical order; of a case's defendants `defendants.d1.born`.

    Citations are left out unless nothing else changed: they move with the facts.
    """
    changed = sorted(_changed(old, new))
    content = [name for name in changed if name != "citations"]
    return tuple(content or changed)


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in {*old, *new} - STAMPS:
        if old.get(name) == new.get(name):
            continue
        if name == "defendants":
            yield from _changed_defendants(old.get(name) or (), new.get(name) or ())
        else:
            yield name


def _changed_defendants(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    before, after = {one["id"]: one for one in old}, {one["id"]: one for one in new}
    for label in {*before, *after}:
        if label not in before or label not in after:
            yield f"defendants.{label}"
        else:
            yield from (f"defendants.{label}.{name}" for name in _changed(before[label], after[label]))


def _differences(old: Any, new: Any, path: str) -> Iterator[Operation]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _objects(old, new, path)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _arrays(old, new, path)
    elif _json(old) != _json(new):
        yield {"op": "replace", "path": path, "value": new}


def _json(value: Any) -> tuple[Any, bool]:
    # In Python 1 == True; in JSON they are two values.
    return value, isinstance(value, bool)


def _objects(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Iterator[Operation]:
    for name in sorted({*old, *new}):
        at = f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
        if name not in new:
            yield {"op": "remove", "path": at}
        elif name not in old:
            yield {"op": "add", "path": at, "value": new[name]}
        else:
            yield from _differences(old[name], new[name], at)


def _arrays(old: list[Any], new: list[Any], path: str) -> Iterator[Operation]:
    """Common beginnings and ends stay; what lies between is compared one by one, then removed from behind or added."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    both = min(len(left), len(right))
    for i in range(both):
        yield from _differences(left[i], right[i], f"{path}/{start + i}")
    for i in range(len(left) - 1, both - 1, -1):
        yield {"op": "remove", "path": f"{path}/{start + i}"}
    for i in range(both, len(right)):
        yield {"op": "add", "path": f"{path}/{start + i}", "value": right[i]}


def _common(left: Sequence[Any], right: Sequence[Any]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if _json(a) != _json(b) or any(_differences(a, b, "")):
            break
        count += 1
    return count
