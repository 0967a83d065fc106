"""Dotted paths into a report, as a mapping writes them: `case.defendants[0].charges[].text`."""

import re
from collections.abc import Iterator

from service.readers.errors import WrongMapping

Step = str | int
FieldPath = tuple[Step, ...]
Tree = dict[Step, object]
"""A report being built: lists are still dictionaries of their positions, so that they may be filled in any order."""

EACH = "[]"
"""The step `[]`: one list item for each part of a split cell."""

_PATH = re.compile(r"[a-z_]+(?:\[[0-9]{0,2}\])?(?:\.[a-z_]+(?:\[[0-9]{0,2}\])?)*")
_STEP = re.compile(r"[a-z_]+|\[[0-9]{0,2}\]")


def parse_path(text: str) -> FieldPath:
    """The steps of a dotted path; WrongMapping when it isn't one."""
    if not _PATH.fullmatch(text):
        raise WrongMapping(f"«{text}» is not a path such as casualty.names[0].full")
    return tuple(_step(found) for found in _STEP.findall(text))


def put(tree: Tree, path: FieldPath, value: object) -> None:
    """Set `value` in `tree` at `path` (without EACH), making the levels in between."""
    node = tree
    for step in path[:-1]:
        child = node.setdefault(step, {})
        if not isinstance(child, dict):
            raise WrongMapping(f"{path} leads into a value")
        node = child
    node[path[-1]] = value


def find(tree: Tree, path: FieldPath) -> object | None:
    """What `tree` holds at `path`, or None."""
    node: object = tree
    for step in path:
        node = node.get(step) if isinstance(node, dict) else None
    return node


def expand(tree: Tree, path: FieldPath) -> Iterator[FieldPath]:
    """`path` once for each list item that `tree` has at its `[]`; `path` itself when it has none."""
    if EACH not in path:
        yield path
        return
    at = path.index(EACH)
    items = find(tree, path[:at])
    for index in sorted(items, key=str) if isinstance(items, dict) else ():
        yield from expand(tree, (*path[:at], index, *path[at + 1 :]))


def plain(node: object) -> object:
    """`node` with dictionaries of positions as lists in order of position, gaps closed."""
    if not isinstance(node, dict):
        return node
    if node and all(isinstance(step, int) for step in node):
        return [plain(node[step]) for step in sorted(node)]
    return {step: plain(child) for step, child in node.items()}


def _step(text: str) -> Step:
    if not text.startswith("["):
        return text
    return EACH if text == EACH else int(text[1:-1])
