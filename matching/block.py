"""Keys by which candidates are found: hashed at write time, joined by one indexed query.

A record has few keys a name, each wide enough that a query which shares a name but for one misprint, the order or
initials still shares one; the query's keys carry the bits that sharing them tells, so that candidates can be ranked by
their sum before any is scored.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from zlib import crc32

from matching.compare.names import given_bits
from matching.names.family import neutral_family
from matching.names.fold import skeleton
from matching.names.frequency import family_bits
from matching.names.given import diminutive_of, given_classes, given_key
from matching.profile import Profile

#: A query's key that more than this many bits of surprise does not tell is left out where better ones are there.
COMMON_FAMILY_BITS: Final = 11.5
_FIRST: Final = str.maketrans({"h": "g", "o": "a", "e": "i"})


def record_keys(profile: Profile) -> tuple[int, ...]:
    """The keys to store with a record: sorted signed 32-bit integers."""
    return tuple(sorted({_hash(key) for key, _ in _keys(profile, record=True)}))


def query_keys(profile: Profile) -> tuple[tuple[int, float], ...]:
    """The keys to look up, each with the bits that sharing it tells, the most telling first."""
    weights: dict[int, float] = {}
    found = list(_keys(profile, record=False))
    telling = [pair for pair in found if pair[1] >= COMMON_FAMILY_BITS]
    for key, weight in telling or found:
        weights[_hash(key)] = max(weight, weights.get(_hash(key), 0.0))
    return tuple(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])))


def _hash(key: str) -> int:
    value = crc32(key.encode("utf-8", "surrogatepass"))
    return value - 2**32 if value >= 2**31 else value


Key = tuple[str, float]


def _keys(profile: Profile, *, record: bool) -> Iterator[Key]:
    for name in profile.names:
        yield from _name_keys(name.family, name.given, name.patronymic)
        if not name.sure:
            swapped = tuple(neutral_family(word) if len(word) > 1 else word for word in name.given)
            yield from _name_keys(swapped, name.family, name.patronymic)
        yield from ((f"a:{alias}", 14.0) for alias in name.aliases)
    yield from ((f"u:{uid}", 40.0) for uid in profile.uids)
    for number in profile.case_numbers:
        yield from ((f"n:{number}:{court}", 30.0) for court in profile.courts)
        yield f"n:{number}", 12.0


def _name_keys(family: tuple[str, ...], given: tuple[str, ...], patronymic: tuple[str, ...]) -> Iterator[Key]:
    for word in family:
        if len(word) > 1:
            yield from _family_keys(word, given)
    if not any(len(word) > 1 for word in family):
        yield from _without_family(family, given, patronymic)
    elif patronymic and len(patronymic[0]) > 1:
        yield from _father_keys(family[0], given, patronymic[0])


def _family_keys(family: str, given: tuple[str, ...]) -> Iterator[Key]:
    own = min(family_bits(family), 20.0)
    bones = skeleton(family)
    head, tail = halves(family)
    yield f"f:{family}", own
    yield f"s:{bones}", own - 1.5
    for name in given[:2]:
        initial = name[0].translate(_FIRST)
        yield f"si:{bones}:{initial}", own + 1.5
        if len(name) == 1:
            continue
        more = given_bits(name)
        for label in _labels(name):
            yield f"fg:{bones}:{label}", own + more
            yield f"hg:{head}:{label}", own - 5.0 + more
            yield f"tg:{tail}:{label}", own - 5.0 + more
    yield f"h:{head}", own - 5.0
    yield f"t:{tail}", own - 5.5


def halves(family: str) -> tuple[str, str]:
    """The first and the second half of a surname's stem: one misprint spares one of them."""
    stem = family
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 4:
            stem = stem[: -len(ending)]
            break
    bones = stem.translate(_SOFT)
    middle = (len(bones) + 1) // 2
    return bones[:middle] + str(min(len(bones), 9) // 3), bones[middle:] + family[-2:]


_ENDINGS: Final = ("ovski", "evski", "inski", "ovic", "evic", "enko", "ski", "ov", "ev", "av", "in", "uk", "ko")
#: Vowels and voices that are confused so often that no key should depend on them.
_SOFT: Final = str.maketrans({"o": "a", "e": "i", "g": "h", "w": "s", "z": "s", "c": "s", "j": "s", "u": "a"})


def _labels(given: str) -> tuple[str, ...]:
    """The classes of a given name, its diminutives' too; the folded form itself when unknown."""
    classes = given_classes(given) | diminutive_of(given)
    return tuple(f"#{number}" for number in sorted(classes)[:3]) or (skeleton(given_key(given)) or given,)


def _without_family(family: tuple[str, ...], given: tuple[str, ...], patronymic: tuple[str, ...]) -> Iterator[Key]:
    """«Руслан Рашитович Х.», or a given name alone."""
    for name in given[:2]:
        if len(name) > 1:
            yield f"g:{_labels(name)[0]}", given_bits(name)
            if patronymic and len(patronymic[0]) > 1:
                yield f"gp:{_labels(name)[0]}:{skeleton(patronymic[0])}", given_bits(name) + 6.0
    if family and given:
        yield f"ii:{family[0]}{given[0][0]}{patronymic[0][0] if patronymic else ''}", 6.0


def _father_keys(family: str, given: tuple[str, ...], father: str) -> Iterator[Key]:
    for name in given[:1]:
        if len(name) > 1:
            first = skeleton(family)[:1]
            yield f"gpf:{_labels(name)[0]}:{skeleton(father)}:{first}", given_bits(name) + 6.0 + 3.0
            yield f"gp:{_labels(name)[0]}:{skeleton(father)}", given_bits(name) + 6.0


def distinct(keys: Iterable[int]) -> tuple[int, ...]:
    """Keys of several profiles (a case's defendants) as one sorted list."""
    return tuple(sorted(set(keys)))
