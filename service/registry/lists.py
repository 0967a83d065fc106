"""Lists of which every entry has its own citations, and how a maintainer's correction replaces them."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from service.registry.choose import REMOVED
from service.registry.sources import Sources

T = TypeVar("T")


class Items(NamedTuple):
    """The entries that one citation gives for a list; REMOVED or a sequence."""

    entries: Any
    n: int


def corrected(items: Sequence[Items], sources: Sources, key: Callable[[Any], Hashable]) -> tuple[list[Items], bool]:
    """The entries that count, and whether evidence contradicts the correction of the list.

    A correction replaces what was known when it was made. What is received later is listed beside it, except an entry
    that the correction left out: that one stays out, and is the contradiction.
    """
    corrections = [one for one in items if one.n in sources.corrections]
    if not corrections:
        return list(items), False
    ruling = sources.latest(corrections)
    kept = () if ruling.entries is REMOVED else ruling.entries
    reported = [one for one in items if one.n not in sources.corrections]
    earlier = {key(e) for one in reported if not sources.received_after(one.n, ruling.n) for e in one.entries}
    left_out = earlier - {key(entry) for entry in kept}
    counted, contradicted = [Items(kept, ruling.n)], False
    for one in reported:
        entries = [e for e in one.entries if key(e) not in left_out]
        contradicted = contradicted or (len(entries) < len(one.entries) and sources.received_after(one.n, ruling.n))
        counted.append(Items(entries, one.n))
    return counted, contradicted


def cited_values(items: Iterable[Items]) -> list[dict[str, Any]]:
    """`[{"value", "citations"}]`, one for each value, in the order of first citation, then of value."""
    cited: dict[Any, set[int]] = {}
    for entries, n in items:
        for entry in entries:
            cited.setdefault(entry, set()).add(n)
    ordered = sorted(cited.items(), key=lambda item: (min(item[1]), str(item[0])))
    return [{"value": value, "citations": sorted(ns)} for value, ns in ordered]


def cited_texts(items: Iterable[Items]) -> list[dict[str, Any]]:
    """`[{"text", "citations"}]`, as `cited_values`."""
    return [{"text": one["value"], "citations": one["citations"]} for one in cited_values(items)]
