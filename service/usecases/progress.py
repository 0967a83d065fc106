"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called after each step of a `stage` with the units done and, where known, the units in all."""

    def __call__(self, stage: str, done: int, total: int | None) -> None: ...


def silent(stage: str, done: int, total: int | None) -> None:
    """For callers that don't watch."""
