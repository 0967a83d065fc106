"""Entries that several reports give for one list, put together where one says the same as another with less."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from service.registry.lattice import Lattice


class Entry(NamedTuple):
    """One citation's entry; `text` is what it printed where that differs, `extra` whatever belongs to it."""

    value: Any
    n: int
    text: str | None = None
    extra: Any = None


@dataclass(slots=True)
class Group:
    """Entries that say the same; `value` is the most precise of them."""

    value: Any
    entries: list[Entry] = field(default_factory=list)

    @property
    def citations(self) -> list[int]:
        """The citations that say it."""
        return sorted({entry.n for entry in self.entries})

    def as_reported(self) -> list[dict[str, Any]]:
        """The texts as printed, each with its citations."""
        texts: dict[str, set[int]] = {}
        for entry in self.entries:
            if entry.text is not None:
                texts.setdefault(entry.text, set()).add(entry.n)
        listed = sorted(texts.items(), key=lambda item: (min(item[1]), item[0]))
        return [{"text": text, "citations": sorted(ns)} for text, ns in listed]


def gather(entries: Sequence[Entry], lattice: Lattice) -> list[Group]:
    """The entries by what they speak of, most precise first.

    An entry that contains several others counts with the first of them in this order; overlapping entries of which
    neither contains the other stay apart.
    """
    if len(entries) == 1:
        return [Group(entries[0].value, [entries[0]])]
    ordered = sorted(entries, key=lambda one: (lattice.precision(one.value), lattice.words(one.value), one.n))
    groups: list[Group] = []
    for entry in ordered:
        group = next((one for one in groups if lattice.contains(entry.value, one.value)), None)
        if group is None:
            group = Group(entry.value)
            groups.append(group)
        group.entries.append(entry)
    return groups
