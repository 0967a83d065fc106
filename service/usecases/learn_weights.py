"""Learning the model's weights from what maintainers decided: pairs called one or two, merges and splits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from matching.learn import Decided, Learnt, decided, learn, to_json
from matching.model import SHIPPED
from matching.profile import Profile, combine
from service.errors import Unprocessable
from service.linking.workplace import put
from service.registry.inputs import Reference
from service.registry.profile import profiles_of_facts
from service.storage import judgements
from service.storage.engine import Database
from service.storage.judgements import Judged
from service.storage.reports import told_facts
from service.storage.transaction import writing
from service.usecases.find_matches import score_profiles
from service.usecases.progress import Progress, silent
from service.usecases.reference import reference_for

BATCH = 500
"""Judgements read at once."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A decided pair, and the records that its sides lie in today."""

    taught: Decided
    records: frozenset[str]


async def learn_weights(db: Database, path: Path, *, progress: Progress = silent) -> Learnt:
    """Learn from every decision that stands, and write the model to `path` if it foretells persons held back better.

    A pair is what its two sides said when it was decided, as far as that still stands; what contradicts, and what is
    redacted, teaches nothing. Raises Unprocessable when there is too little to learn from, OSError, and Busy.
    """
    reference = await reference_for(db)
    pairs: list[_Pair] = []
    after, read = "", 0
    while ids := await _next(db, after):
        async with writing(db.engine, identity=False) as tx:
            told = await judgements.told(tx, ids)
        judged = [list(group) for _, group in groupby(told, key=attrgetter("judgement_id"))]
        pairs += [pair for one in judged if (pair := _pair(one, reference))]
        after, read = ids[-1], read + len(ids)
        progress("reading decisions", read, None)
    try:
        learnt = learn(_by_person(pairs))
    except ValueError as error:
        raise Unprocessable(f"There is too little to learn from: {error}.") from error
    if learnt.loss_after < learnt.loss_before:
        async with writing(db.engine, identity=False) as tx:
            put(path, [to_json(learnt, tx.at.date().isoformat())])
    return learnt


async def _next(db: Database, after: str) -> list[str]:
    async with writing(db.engine, identity=False) as tx:
        return await judgements.decisive(tx, after, BATCH)


def _pair(judged: Sequence[Judged], reference: Reference) -> _Pair | None:
    """What one judgement teaches; nothing where a side has no report left."""
    sides = {side: [one for one in judged if one.side == side] for side in ("left", "right")}
    if not all(sides.values()) or len({one.kind for one in judged}) > 1:
        return None
    kind, same = judged[0].kind, judged[0].verdict == "same"
    left, right = (_profiles(sides[side], reference) for side in ("left", "right"))
    found = score_profiles(kind, left, right, SHIPPED)
    taught = decided(found, same=same, person="")
    return _Pair(taught, frozenset(one.root_id for one in judged)) if taught else None


def _profiles(side: Sequence[Judged], reference: Reference) -> tuple[Profile, ...]:
    """All that a side's reports say of a soldier; of a case what the last one says of its defendants."""
    read = [profiles_of_facts(told_facts(one.kind, one.payload), reference, one.published_on) for one in side]
    return read[-1] if side[0].kind == "case" else (combine([profiles[0] for profiles in read]),)


def _by_person(pairs: Sequence[_Pair]) -> list[Decided]:
    """The pairs, under one name for all whom decisions connect: nobody is both learnt from and held back."""
    first: dict[str, str] = {}

    def name(record: str) -> str:
        while first.setdefault(record, record) != record:
            first[record] = record = first[first[record]]
        return record

    for pair in pairs:
        names = sorted(map(name, pair.records))
        first.update(dict.fromkeys(names, names[0]))
    return [replace(pair.taught, person=name(min(pair.records))) for pair in pairs]
