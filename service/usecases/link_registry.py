"""The second half of linking the registry: deciding, record after record, as if each arrived now.

A record is decided about against those made before it, by the rules for arriving reports: the sure and uncontradicted
are merged, the doubtful suggested. Beside those rules, what maintainers decided stands, and nothing withdrawn or
redacted is merged. All is read again under the writers' lock, a few records at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.profile import Profile
from service.storage import candidates, judgements, merges, records, redactions, suggestions
from service.storage.engine import Database
from service.storage.transaction import Tx, writing
from service.usecases.actor import MACHINE
from service.usecases.find_matches import SUGGESTIONS, Match, Workspace, matches, stored_profiles, suggestion, sure
from service.usecases.merge_records import join
from service.usecases.progress import Progress, silent
from service.usecases.publish import Cause, publish, publish_links
from service.usecases.reference import reference_of
from service.usecases.rescore_suggestions import rescore_pairs, store_anew
from service.usecases.scan_registry import Asker, Pairs, Scan, Stretch
from service.usecases.tie_records import tie

BATCH = 50
"""Records decided about under one hold of the writers' lock, which others wait for."""
RESCORED = 200
"""Suggestions scored anew under one hold of it."""


@dataclass(slots=True)
class Linked:
    """What linking did: merges made, suggestions made, records linked as soldier and defendant, and suggestions whose
    score is another now."""

    merged: int = 0
    suggested: int = 0
    tied: int = 0
    rescored: int = 0


@dataclass(slots=True)
class _Standing:
    """What holds of some records at this moment: their roots, and between the roots what was decided."""

    roots: dict[str, str]
    profiles: dict[str, tuple[Profile, ...]]
    born: dict[str, int]
    verdicts: dict[frozenset[str], set[str]]
    taken_back: set[frozenset[str]]
    suggested: set[frozenset[str]]

    def asks(self, record_id: str) -> bool:
        """Whether it is still a record of its own."""
        return self.roots.get(record_id) == record_id and record_id in self.profiles

    def older_first(self, *record_ids: str) -> list[str]:
        """In the order in which the records were made."""
        return sorted(record_ids, key=lambda one: (self.born[one], one))

    def join(self, survivor: str, absorbed: str, profiles: tuple[Profile, ...]) -> None:
        """What was said of either is said of the survivor from now on, whose profiles these are."""
        self.roots = {id_: survivor if root == absorbed else root for id_, root in self.roots.items()}
        self.profiles[survivor] = profiles
        del self.profiles[absorbed]
        self.taken_back = {_moved(pair, absorbed, survivor) for pair in self.taken_back}
        self.suggested = {_moved(pair, absorbed, survivor) for pair in self.suggested}
        verdicts: dict[frozenset[str], set[str]] = {}
        for pair, said in self.verdicts.items():
            verdicts.setdefault(_moved(pair, absorbed, survivor), set()).update(said)
        self.verdicts = verdicts


def _moved(pair: frozenset[str], absorbed: str, survivor: str) -> frozenset[str]:
    return pair - {absorbed} | {survivor} if absorbed in pair else pair


@dataclass(slots=True)
class _Work:
    """One batch under way."""

    db: Database
    tx: Tx
    standing: _Standing
    done: Linked = field(default_factory=Linked)
    rows: list[dict[str, Any]] = field(default_factory=list)


async def decide_pairs(db: Database, scan: Scan, *, progress: Progress = silent, batch: int = BATCH) -> Linked:
    """Merge or suggest what the scan found, then bring the scores of what nobody has decided up to date.

    Each batch is a transaction; what is done is not done twice. Raises Busy; what was decided by then stays.
    """
    done = Linked()
    for n, stretch in enumerate(scan.stretches, 1):
        mark = scan.file(stretch, "decided")
        if not mark.exists():
            pairs = scan.found(stretch)
            for start in range(0, len(pairs), batch):
                _add(done, await _decide_batch(db, pairs[start : start + batch]))
            done.tied += await _tie(db, stretch, batch)
            mark.touch()
        progress("deciding", n, len(scan.stretches))
    done.rescored = await _rescore(db, progress)
    return done


def _add(done: Linked, more: Linked) -> None:
    done.merged += more.merged
    done.suggested += more.suggested


async def _decide_batch(db: Database, pairs: Pairs) -> Linked:
    async with writing(db.engine) as tx:
        work = _Work(db, tx, await _read(tx, pairs))
        for asker, partners in pairs:
            if work.standing.asks(asker):
                await _decide(work, asker, partners)
        await suggestions.add(tx, work.rows)
        await rescore_pairs(tx, [row["id"] for row in work.rows], db.weights)
        work.done.suggested = len(work.rows)
    return work.done


async def _tie(db: Database, stretch: Stretch, batch: int) -> int:
    """Link the cases of a stretch with soldiers, as the present weights say; answers how many records that touched."""
    if not db.settings.auto_attach:
        return 0
    async with writing(db.engine, identity=False) as tx:
        born = await candidates.born_between(await tx.driver(), stretch.after, stretch.upto)
    ids = [one.record_id for one in born if one.kind == "case"]
    touched = 0
    for start in range(0, len(ids), batch):
        async with writing(db.engine) as tx:
            cases, reference = ids[start : start + batch], await reference_of(db, tx)
            again = await publish_links(tx, cases, reference, db.weights)
            tied = await tie(tx, dict.fromkeys(cases, "case"), db.weights)
            await publish(tx, tied, Cause("link", MACHINE.account), reference, db.weights)
        touched += len(again.keys() | tied.keys())
    return touched


async def _read(tx: Tx, pairs: Pairs) -> _Standing:
    roots = await merges.roots(tx, {one for asker, partners in pairs for one in (asker, *partners)})
    asked = sorted(set(roots.values()))
    return _Standing(
        roots=roots,
        profiles=await stored_profiles(tx, asked),
        born=await candidates.births(await tx.driver(), asked),
        verdicts=await judgements.among(tx, asked),
        taken_back=await merges.undone_among(tx, asked),
        suggested=await suggestions.known_between(tx, asked),
    )


async def _decide(work: _Work, asker: str, partners: Sequence[str]) -> None:
    """Merge the record with the one it surely is, or suggest those it may be."""
    found = _found(work.standing, asker, partners, work)
    best = sure(found) if work.db.settings.auto_attach else None
    if best and await _merge(work, asker, best):
        return
    for match in found[:SUGGESTIONS]:
        pair = frozenset((asker, match.record_id))
        if pair not in work.standing.suggested:
            work.standing.suggested.add(pair)
            work.rows.append(suggestion(asker, _kind(work.standing, asker), match))


def _found(standing: _Standing, asker: str, partners: Sequence[str], work: _Work) -> list[Match]:
    """The records that it may be one with, likeliest first, but for those that somebody called different."""
    roots = {standing.roots[one] for one in partners if one in standing.roots} - {asker}
    open_ = sorted(
        one for one in roots
        if one in standing.profiles and "different" not in standing.verdicts.get(frozenset((asker, one)), ())
    )  # fmt: skip
    profiles = {one: standing.profiles[one] for one in (asker, *open_)}
    kinds = {one: profiles[one][0].kind for one in profiles}
    workspace = Workspace(work.db.weights, found={0: open_}, profiles=profiles, kinds=kinds)
    return matches(workspace, Asker(_kind(standing, asker), profiles[asker]))


def _kind(standing: _Standing, record_id: str) -> str:
    return standing.profiles[record_id][0].kind


async def _merge(work: _Work, asker: str, best: Match) -> bool:
    """Merge if nobody was unsure of the pair or took its merge back, and both are published and unredacted."""
    pair, tx = frozenset((asker, best.record_id)), work.tx
    if pair in work.standing.verdicts or pair in work.standing.taken_back:
        return False
    found = await records.current(tx, pair)
    bases = await merges.members(tx, pair)
    hidden = await redactions.of(tx, [base for group in bases.values() for base in group])
    if hidden or any(one.state != "published" for one in found.values()):
        return False
    survivor, absorbed = (found[one] for one in work.standing.older_first(*pair))
    reason = f"surely one (score {best.score.probability:.6f}, model {best.score.model})"
    await join(work.db, tx, survivor, absorbed, None, Cause("merge", MACHINE.account, reason))
    work.done.merged += 1
    work.standing.join(survivor.id, absorbed.id, (await stored_profiles(tx, [survivor.id]))[survivor.id])
    return True


async def _rescore(db: Database, progress: Progress) -> int:
    """Give every suggestion that nobody has decided the score that its records have today, and close the unlikely."""
    changed, after, done = 0, "", 0
    async with writing(db.engine, identity=False) as tx:
        total = await suggestions.count_undecided(tx)
    while True:
        async with writing(db.engine) as tx:
            pairs = await suggestions.undecided_after(tx, after, RESCORED)
            changed += await store_anew(tx, pairs, db.weights)
        if not pairs:
            return changed
        after, done = pairs[-1].id, done + len(pairs)
        progress("scoring", done, max(total, done))
