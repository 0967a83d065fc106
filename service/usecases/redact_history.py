"""Taking redacted fields out of the versions of every record that ever held the reports, by merges undone since too."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from service.registry.diff import read_document
from service.registry.mentions import mentions
from service.registry.redact import ALL, redact_bytes, redacted_stems
from service.registry.relabel import relabel_path
from service.storage import merges, redactions, suggestions
from service.storage.transaction import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """A record whose versions from a time (None: the first) to before another (None: the last) hold the fields."""

    record_id: str
    paths: frozenset[str]
    since: datetime | None = None
    until: datetime | None = None


async def redact_history(tx: Tx, own: Mapping[str, Iterable[str]]) -> set[str]:
    """Mask all versions of the bases (base → paths in its own labels), and those of others from when they held them.

    Reasons that mention a name taken out go, too, the answer is what they would mention it by; and what past decisions
    on pairs of these records quote of them.
    """
    stems: set[str] = set()
    pending = [Held(base, frozenset(paths)) for base, paths in own.items()]
    done: set[Held] = set()
    while pending:
        held = pending.pop()
        if held in done:
            continue
        done.add(held)
        for document in await redactions.documents(tx, held.record_id):
            stems |= redacted_stems(read_document(document), held.paths)
        await redactions.rewrite_versions(
            tx, held.record_id, partial(redact_bytes, paths=held.paths), since=held.since, until=held.until,
            whole=ALL in held.paths,
        )  # fmt: skip
        pending += await _holders(tx, held)
    await suggestions.forget_reasons(tx, {held.record_id for held in done})
    for record_id in {held.record_id for held in done} if stems else ():
        await redactions.rewrite_reasons(tx, record_id, partial(mentions, stems=stems))
    return stems


async def _holders(tx: Tx, held: Held) -> list[Held]:
    """The records that these fields were shown in besides: survivors of its merges, and what it was split from."""
    merged = [
        replace(
            _within(held, edge["survivor"], edge["at"], edge["undone_at"]),
            paths=frozenset(_relabelled(held.paths, edge["labels"])),
        )
        for edge in await merges.edges_ever(tx, held.record_id)
    ]
    parted = [one for split in await merges.splits_into(tx, held.record_id) for one in _before(held, split)]
    return [one for one in (*merged, *parted) if not (one.since and one.until and one.since >= one.until)]


def _before(held: Held, split: Mapping[str, Any]) -> Iterator[Held]:
    """Where the reports lay until a split moved them: in the whole, with the labels they kept, and in their bases."""
    until = split["at"]
    yield _within(held, split["record_id"], None, until)
    for moved in split["moved"].values():
        own = {label: moved["own"][index] for index, label in moved["whole"].items()}
        yield replace(_within(held, moved["base"], None, until), paths=frozenset(_relabelled(held.paths, own)))


def _within(held: Held, record_id: str, since: datetime | None, until: datetime | None) -> Held:
    """The same fields in another record, in the part of the time in which it held them."""
    starts = [at for at in (held.since, since) if at]
    ends = [at for at in (held.until, until) if at]
    return Held(record_id, held.paths, max(starts, default=None), min(ends, default=None))


def _relabelled(paths: Iterable[str], labels: Mapping[str, str]) -> Iterator[str]:
    for path in paths:
        moved = relabel_path(path, labels.get)
        if moved is not None:
            yield moved
