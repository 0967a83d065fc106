"""Taking fields out of a document, of whatever version: the value goes, a mark stays.

Numbers of citations are kept, so that no other fact changes; a citation that supported only what is gone, goes too.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from service.errors import FieldError, Unprocessable
from service.registry import casualty, defendants
from service.registry.canonical import canonical
from service.registry.case import display as case_display
from service.registry.diff import read_document
from service.registry.mentions import name_stems, without_mentions

ALL: Final = "all"
ALIASES: Final = {"note": "notes", "age": "born", "judge": "instances.judge", "display_name": "names"}
"""What a report calls otherwise than a record."""

_CASE_FIELDS = frozenset({"court", "case_numbers", "uid", "events", "incidents", "instances", "instances.judge"})
_DEFENDANT = re.compile(r"defendants\.(d[1-9][0-9]*)(?:\.([a-z_]+))?")
_MENTIONS: Final = ("citations", "notes", "incidents", "defendants", "instances")


def check_paths(kind: str, paths: Iterable[str]) -> None:
    """Raises Unprocessable naming each path that records of this kind do not have."""
    wrong = [path for path in paths if not _known(kind, path)]
    if wrong:
        errors = [FieldError("/fields", f"records of this kind have no field {path[:80]!r}") for path in wrong]
        raise Unprocessable(f"records of this kind have no field {wrong[0][:80]!r}", errors=errors)


def _known(kind: str, path: str) -> bool:
    name = _canonical_path(path)
    if name == ALL:
        return True
    if kind == "casualty":
        return name in casualty.ORDER
    found = _DEFENDANT.fullmatch(name)
    return name in _CASE_FIELDS or (found is not None and (found[2] is None or found[2] in defendants.ORDER))


def _canonical_path(path: str) -> str:
    head, dot, last = path.rpartition(".")
    if head.startswith("defendants."):
        return head + dot + (last if last == "judge" else ALIASES.get(last, last))
    return ALIASES.get(path, path)


def redact_bytes(body: bytes, paths: Collection[str]) -> bytes:
    """`redact` on a stored document."""
    return canonical(redact(read_document(body), paths))


def redact(document: dict[str, Any], paths: Collection[str]) -> dict[str, Any]:
    """A copy of `document` without the fields that `paths` name, `redacted` telling which. Twice is the same as once.

    With "all" only the tombstone is left (and what storage stamped on it). What has no content (a tombstone) comes
    back as it is; of a path that this document does not have, only the mark is left.
    """
    if ALL in paths:
        kept: dict[str, Any] = {
            name: document[name] for name in ("id", "kind", "version", "updated_at") if name in document
        }
        return {**kept, "state": "withdrawn", "redacted": [ALL]}
    if document.get("state") != "published":
        return document
    marks = sorted({_canonical_path(path) for path in paths})
    stems = redacted_stems(document, marks)
    result = document
    for path in marks:
        result = _without(result, path)
    if stems:
        result = {**result, **{key: without_mentions(result[key], stems) for key in _MENTIONS if key in result}}
    return _framed(result, document, marks)


def redacted_stems(document: Mapping[str, Any], paths: Iterable[str]) -> set[str]:
    """What a text mentions by which it tells the names that `paths` take out of this document."""
    return {stem for path in paths for stem in _stems(document, _canonical_path(path))}


def _stems(document: Mapping[str, Any], path: str) -> Iterator[str]:
    """What a text would have to hold to mention a person whose names are redacted."""
    if path in ("names", ALL):
        yield from name_stems(document.get("names", ()))
    found = _DEFENDANT.fullmatch(path)
    if path == ALL or (found and found[2] in (None, "names")):
        for one in document.get("defendants", ()):
            if found is None or one["id"] == found[1]:
                yield from name_stems(one["names"])


def _without(document: dict[str, Any], path: str) -> dict[str, Any]:
    found = _DEFENDANT.fullmatch(path)
    if found:
        people = [_without_of(one, found[2]) if one["id"] == found[1] else one for one in document["defendants"]]
        return {**document, "defendants": people}
    if path == "names":
        return _emptied(document, ("names", "display_name", "display_name_latin"))
    if path == "instances.judge":
        return _in_instances(document, "judge")
    if path in ("court", "uid", "case_numbers"):
        document = _in_instances(document, path)
        document = {**document, "events": [_emptied(one, [path]) for one in document["events"]]}
        if path == "court":
            people = [{**one, "decisions": _decisions_without(one, "court")} for one in document["defendants"]]
            document = {**document, "defendants": people}
    return _emptied(document, [path])


def _without_of(defendant: dict[str, Any], name: str | None) -> dict[str, Any]:
    if name is None:
        return _emptied(defendant, [*defendants.ORDER, "display_name", "display_name_latin"])
    if name == "names":
        return _emptied(defendant, ("names", "display_name", "display_name_latin"))
    if name == "decisions":
        return _emptied(defendant, ("decisions", "sentence"))
    if name == "sentence":
        return {**_emptied(defendant, ["sentence"]), "decisions": _decisions_without(defendant, "sentence")}
    return _emptied(defendant, [name])


def _decisions_without(defendant: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [
        {**one, name: None, "alternatives": [other for other in one["alternatives"] if name not in other]}
        for one in defendant["decisions"]
    ]


def _in_instances(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {**document, "instances": [_emptied(one, [name]) for one in document["instances"]]}


def _emptied(node: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {**node, **{name: [] if isinstance(node[name], list) else None for name in names if name in node}}


def _framed(result: dict[str, Any], before: dict[str, Any], marks: list[str]) -> dict[str, Any]:
    gone = set(_cited(before)) - set(_cited(result))
    framed = {
        **result,
        "citations": [one for one in result["citations"] if one["n"] not in gone],
        "conflicts": [path for path in result["conflicts"] if not _covered(path, marks)],
        "redacted": sorted({*before["redacted"], *marks}),
    }
    if framed["kind"] == "case":
        framed["display_name"], framed["display_name_latin"] = case_display(framed)
    return framed


def _covered(path: str, marks: Iterable[str]) -> bool:
    return any(path == mark or path.startswith(mark + ".") for mark in marks)


def _cited(node: Any) -> Iterator[int]:
    """Every number of a citation that a fact under `node` rests on."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "citations" and (not value or isinstance(value[0], int)):
                yield from value
            elif key != "citations":
                yield from _cited(value)
    elif isinstance(node, list):
        for one in node:
            yield from _cited(one)
