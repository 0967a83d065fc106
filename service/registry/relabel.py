"""What was said of a case's defendants by label, in the labels of the case that holds it today."""

from collections.abc import Callable, Sequence
from typing import Any

from schemas.case import Event
from service.registry.evidence import Correction

InRoot = Callable[[str], str | None]
"""The label today of a label then; None for one that the case never had."""


def relabel_path(path: str, in_root: InRoot) -> str | None:
    """`defendants.d1.born` with the label of today; None when there is none."""
    parts = path.split(".")
    if parts[0] != "defendants" or len(parts) == 1:
        return path
    label = in_root(parts[1])
    return None if label is None else ".".join([parts[0], label, *parts[2:]])


def relabel_correction(correction: Correction, in_root: InRoot) -> Correction:
    """A correction made before a merge, reaching the same defendants after it."""
    moved = {relabel_path(path, in_root): value for path, value in correction.set.items()}
    values = {path: value for path, value in moved.items() if path is not None}
    if values.get("events"):
        values["events"] = _relabel_events(values["events"], in_root)
    return Correction(values, correction.reason)


def label_of(index: int) -> str:
    """The label meant by `defendant` in an event that a maintainer set: 0 is `d1`."""
    return f"d{index + 1}"


def _relabel_events(events: Sequence[Event], in_root: InRoot) -> tuple[Any, ...]:
    return tuple(event.model_copy(update={"decisions": _relabel_decisions(event, in_root)}) for event in events)


def _relabel_decisions(event: Event, in_root: InRoot) -> tuple[Any, ...]:
    moved = [(one, in_root(label_of(one.defendant))) for one in event.decisions]
    return tuple(one.model_copy(update={"defendant": int(label[1:]) - 1}) for one, label in moved if label)
