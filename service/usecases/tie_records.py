"""Linking a soldier with a defendant who may be him: never a merge, and never on a name and a region alone.

The rule is that of attaching a report, with the same price for a mistake: sure, uncontradicted, told by a birth, a town
or a unit besides. The link is `possible`; a maintainer confirms it, or takes it back for good. It falls when what
agreed is retracted, corrected or split off, and stands again when that comes back.
"""

from collections.abc import Iterable, Mapping, Sequence

from matching.block import query_keys
from matching.model import Weights
from matching.profile import Profile
from matching.score import Score, attach_decision, score
from service.storage import candidates, links, merges, records, redactions
from service.storage.transaction import Tx
from service.usecases.find_matches import stored_profiles
from service.usecases.ids import new_id

OTHER: Mapping[str, str] = {"casualty": "case", "case": "casualty"}


async def tie(tx: Tx, roots: Mapping[str, str], weights: Weights) -> dict[str, str]:
    """Link these published records (root → kind) with those of the other kind that speak of the same person.

    Answers the records (root → kind) that got a link and are to be published again.
    """
    known = await stored_profiles(tx, roots)
    tied: dict[str, str] = {}
    for kind, other in OTHER.items():
        asking = [id_ for id_ in sorted(known) if roots[id_] == kind and any(map(_tells, known[id_]))]
        keys = [_keys(known[id_]) for id_ in asking]
        found = await candidates.find(await candidates.searching(tx), keys, [other], public=False)
        pairs = [(asking[place], row.record_id) for place, group in found.items() for row in group]
        tied |= await tie_pairs(tx, pairs, roots, weights)
    return tied


async def tie_pairs(
    tx: Tx, pairs: Sequence[tuple[str, str]], kinds: Mapping[str, str], weights: Weights
) -> dict[str, str]:
    """The same for pairs that may be one person: a root of a known kind, and a record of the other kind."""
    known = await stored_profiles(tx, {one for pair in pairs for one in pair})
    tied: dict[str, str] = {}
    for left, right in pairs:
        if left in known and right in known and any(map(_tells, known[left])):
            sure = _surest(known[left], known[right], weights)
            if sure and await _link(tx, left, right, sure):
                tied |= {left: kinds[left], right: OTHER[kinds[left]]}
    return tied


async def weigh_again(tx: Tx, roots: Iterable[str], weights: Weights) -> dict[str, dict[str, str]]:
    """Drop the links of these records that matching would not make any more, restore those dropped that it would.

    Answers by verb, `unlink` and `link`, the records (root → kind) that are to be published again.
    """
    changed: dict[str, dict[str, str]] = {"unlink": {}, "link": {}}
    found = await links.weighable(tx, roots)
    known = await stored_profiles(tx, {end for one in found for end in one.ends}) if found else {}
    for one in found:
        sure = one.left in known and one.right in known and _surest(known[one.left], known[one.right], weights)
        if one.standing and not sure:
            await links.undo(tx, one.id, links.MATCHING)
            changed["unlink"] |= one.ends
        elif sure and not one.standing:
            await links.restore(tx, one.id)
            changed["link"] |= one.ends
    return changed


def _tells(profile: Profile) -> bool:
    """Whether there is more than a name and a region to go by."""
    return bool(profile.names and (profile.born or profile.places or profile.units))


def _keys(profiles: Iterable[Profile]) -> list[tuple[int, float]]:
    return [key for profile in profiles if _tells(profile) for key in query_keys(profile)]


def _surest(left: Sequence[Profile], right: Sequence[Profile], weights: Weights) -> Score | None:
    """How the soldier and the likeliest of the defendants agree, if they surely do."""
    found = max((score(a, b, weights=weights) for a in left for b in right), key=lambda one: one.log_odds)
    return found if attach_decision(found) == "attach" else None


async def _link(tx: Tx, left: str, right: str, found: Score) -> bool:
    """Link the two unless anyone ever did, or a side is out of sight in whole or in part."""
    pair = (left, right)
    if await links.known(tx, left, right, "same_person"):
        return False
    if any(one.state != "published" for one in (await records.current(tx, pair)).values()):
        return False
    members = await merges.members(tx, pair)
    if await redactions.of(tx, [base for group in members.values() for base in group]):
        return False
    reason = f"may be one person (score {found.probability:.6f}, model {found.model})"
    row = {"id": new_id("lnk"), "left_id": left, "right_id": right, "relation": "same_person", "grade": "possible"}
    await links.add(tx, {**row, "by": links.MATCHING, "reason": reason})
    return True
