"""Keeping the queue true: an undecided pair is scored as its two records are, in the transaction that changes either.

Few pairs wait of one record, and one costs some 0.2 ms (`docs/decisions/0003`); nothing is left for a reader to repair.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from matching.model import Weights
from matching.profile import Profile, profiles_from_bytes
from matching.score import Score, attach_decision
from service.registry.worth import worth
from service.storage import candidates, reports, suggestions
from service.storage.suggestions import Pair
from service.storage.transaction import Tx
from service.usecases.find_matches import score_profiles, told


async def rescore(tx: Tx, roots: Iterable[str], weights: Weights) -> None:
    """Score every undecided pair of these records."""
    await store_anew(tx, await suggestions.undecided_of(tx, roots), weights)


async def rescore_pairs(tx: Tx, ids: Iterable[str], weights: Weights) -> None:
    """Score those of the suggestions that are undecided."""
    await store_anew(tx, await suggestions.undecided_among(tx, ids), weights)


async def store_anew(tx: Tx, pairs: Sequence[Pair], weights: Weights) -> int:
    """Store the pairs that score otherwise by now, or for other reasons; answers how many."""
    if not pairs:
        return 0
    fresh = await scored(tx, pairs, weights)
    changed = [new for old, new in zip(pairs, fresh, strict=True) if new != old]
    await suggestions.put_scores(tx, changed)
    return len(changed)


async def scored(tx: Tx, pairs: Sequence[Pair], weights: Weights) -> list[Pair]:
    """The pairs as they score today: the newer record is compared with the older, as a report is that arrives.

    What would not be suggested any more is closed; it opens again when it becomes likely again.
    """
    roots = sorted({side for pair in pairs for side in (pair.left, pair.right)})
    stored, born = await candidates.profiles(tx, roots), await candidates.births(await tx.driver(), roots)
    profiles = {root: profiles_from_bytes(profile) for root, profile in stored.items()}
    fresh = [_scored(pair, profiles, born, weights) for pair in pairs]
    documents = await reports.count_documents(tx, roots)
    return [replace(one, value=worth(one.score, (documents[one.left], documents[one.right]))) for one in fresh]


def _scored(pair: Pair, profiles: Mapping[str, tuple[Profile, ...]], born: Mapping[str, int], weights: Weights) -> Pair:
    """Of a record without reports, or redacted whole, nothing is said: the pair waits unseen until it is back.

    A record has its birth from the feed; in one with holes, which `verify` may look at, it may have none.
    """
    if pair.left not in profiles or pair.right not in profiles:
        return replace(pair, explanation=[])
    older, newer = sorted((pair.left, pair.right), key=lambda side: (born.get(side, 0), side))
    found = score_profiles(pair.kind, profiles[newer], profiles[older], weights)
    return replace(pair, **told(found), state=pair.state if pair.state == "unsure" else _state(found))


def _state(found: Score) -> str:
    return "closed" if attach_decision(found) == "apart" else "open"
