"""Keys by which candidates are found: hashed at write time, joined by one indexed query.

A record has few keys a name, each wide enough that a query which shares a name but for one misprint, the order or
initials still shares one; the query's keys carry the bits that sharing them tells, so that candidates can be ranked by
their sum before any is scored.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from zlib import crc32

from matching.compare.bits import father_bits, given_bits
from matching.names.family import neutral_family
from matching.names.fold import consonants, fold_once, skeleton
from matching.names.frequency import family_bits, knows_family
from matching.names.given import all_classes, father_classes, given_classes, given_key, man_of
from matching.names.parse import ParsedName
from matching.profile import Profile

#: A query's keys that tell less than this many bits are left out where better ones are there: a list of all Ivanovs is
#: asked for only when nothing but «Иванов» is known.
TELLING_BITS: Final = 11.5
_FIRST: Final = str.maketrans({"h": "g", "o": "a", "e": "i"})


def record_keys(profile: Profile) -> tuple[int, ...]:
    """The keys to store with a record: sorted signed 32-bit integers."""
    return tuple(sorted({_hash(key) for key, _ in _keys(profile, record=True)}))


def query_keys(profile: Profile) -> tuple[tuple[int, float], ...]:
    """The keys to look up, each with the bits that sharing it tells, the most telling first."""
    found = list(_keys(profile, record=False))
    least = min(TELLING_BITS, max((bits for _, bits in found), default=0.0) - 1.0)
    weights: dict[int, float] = {}
    for key, bits in found:
        if bits >= least:
            hashed = _hash(key)
            if bits > weights.get(hashed, 0.0):
                weights[hashed] = bits
    return tuple(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0])))


def _hash(key: str) -> int:
    """Signed, as PostgreSQL's integers are."""
    return (crc32(key.encode("utf-8", "surrogatepass")) ^ 0x8000_0000) - 0x8000_0000


Key = tuple[str, float]
Words = tuple[str, ...]


def _keys(profile: Profile, *, record: bool) -> Iterator[Key]:
    for name in profile.names:
        yield from _name_keys(name.family, name.given, name.patronymic, record=record)
        if not record:
            yield from _mended_keys(name)
        if not record and not any(len(word) > 1 for word in name.given):
            yield from _misprinted(name.family)
        if not name.sure and any(len(word) > 1 for word in name.given):
            swapped = tuple(neutral_family(word) if len(word) > 1 else word for word in name.given)
            yield from _name_keys(swapped, name.family, name.patronymic, record=record)
        yield from ((f"f:{neutral_family(alias)}", 14.0) for alias in name.aliases)
    yield from _case_keys(profile)


def _case_keys(profile: Profile) -> Iterator[Key]:
    """By identifier and number, and for defendants without a name by court with article or day."""
    yield from ((f"u:{uid}", 60.0) for uid in profile.uids)
    for number in profile.case_numbers:
        yield from ((f"n:{number}:{court}", 45.0) for court in profile.courts)
        yield f"n:{number}", 12.0
    for court in sorted(profile.courts)[:MOST_COURTS]:
        yield from ((f"ca:{court}:{article}", 8.5) for article in sorted(profile.articles)[:MOST_COURTS])
        yield from ((f"ce:{court}:{day.first}", 11.0) for day in profile.events[:MOST_COURTS] if day.first == day.last)


#: Courts of a case, and articles and days of each, that get a key.
MOST_COURTS: Final = 4


def _name_keys(family: Words, given: Words, patronymic: Words, *, record: bool) -> Iterator[Key]:
    for word in family:
        if len(word) > 1:
            yield from _family_keys(word, given, record=record)
    if not any(len(word) > 1 for word in family):
        yield from _without_family(family, given, patronymic)
    if patronymic and len(patronymic[0]) > 1:
        yield from _father_keys(given, patronymic[0])


def _family_keys(family: str, given: Words, *, record: bool) -> Iterator[Key]:
    own = min(family_bits(family), 20.0)
    bones, fine = skeleton(family), consonants(family)
    head, tail = ends(family)
    yield f"f:{family}", own
    yield f"s:{bones}", own - 1.5
    for name in given[:2]:
        yield from _initial_keys(bones, own, name, record=record)
        if len(name) > 1:
            more = given_bits(name)
            for label in _labels(name):
                yield f"d:{fine}:{label}", own + more
                yield from ((f"d:{left}:{label}", own - 5.0 + more) for left in one_less(fine))
                yield f"b:{head}:{label}", own - 5.0 + more
                yield f"e:{tail}:{label}", own - 5.5 + more


#: Letters of a surname in which a misprint is looked for.
MENDED: Final = range(5, 15)
#: Latin letters that are read together with others.
_GROUPED: Final = frozenset("cghijkqstuwxyz")


def _mended_keys(name: ParsedName) -> Iterator[Key]:
    """A surname nobody is known to bear, with a printed letter left out or two put back in order.

    Folding reads groups of Latin letters, so "Rogcahev" folds far from "Rogachev" though its letters hardly differ.
    """
    printed = name.shown[0]
    given = name.given[0] if name.given else ""
    if len(name.family) != 1 or len(given) < 2 or len(printed) not in MENDED or not printed.isalpha():
        return
    if not knows_family(name.family[0]):
        told, labels = given_bits(given) - 5.0, _labels(given)
        for fine, own in _mended(printed.casefold(), name.family[0]):
            yield from ((f"d:{fine}:{label}", own + told) for label in labels)


def _mended(word: str, family: str) -> list[tuple[str, float]]:
    """Consonants of what the word may be a misprint of, each with the bits of the name."""
    own = consonants(family)
    known = {own, *one_less(own)}
    mended: dict[str, float] = {}
    for form in _letters_mended(word) if word.isascii() else ():
        neutral = neutral_family(fold_once(form))
        fine = consonants(neutral)
        if fine not in known:
            mended[fine] = max(min(family_bits(neutral), 20.0), mended.get(fine, 0.0))
    return sorted(mended.items())


def _letters_mended(word: str) -> set[str]:
    """The word without one letter, or with two the other way round, where that may change how a group is read."""
    forms: set[str] = set()
    for n in range(len(word)):
        if _GROUPED.isdisjoint(word[max(0, n - 1) : n + 2]):
            continue
        forms.add(word[:n] + word[n + 1 :])
        forms.add(word[:n] + word[n + 1 : n + 2] + word[n] + word[n + 2 :])
    return forms - {word}


def _initial_keys(bones: str, own: float, given: str, *, record: bool) -> Iterator[Key]:
    """Surname and first letter, apart for the known given names (`k:`) and for initials and names unknown (`i:`).

    A known name finds its like by whole keys; by the letter alone it looks for the others only, they for all. So the
    long lists of one surname and letter are read by few queries.
    """
    letter, known = given[0].translate(_FIRST), bool(all_classes(given)) and len(given) > 1
    if not (record and known):
        yield f"i:{bones}:{letter}", own + (1.5 if known or len(given) == 1 else 3.2)
    if record == known:
        yield f"k:{bones}:{letter}", own + (1.5 if len(given) == 1 else 3.2)


@lru_cache(maxsize=50_000)
def ends(family: str) -> tuple[str, str]:
    """How a surname begins and ends: a misprint spares one of them, which ranks the right one above chance kin."""
    soft = family.translate(_SOFT)
    return (soft[:4], soft[-6:]) if len(soft) > 5 else (soft[:3], soft[-4:])


#: Letters that spellings confuse most.
_SOFT: Final = str.maketrans({"o": "a", "e": "i", "g": "h"})


@lru_cache(maxsize=50_000)
def one_less(bones: str) -> tuple[str, ...]:
    """A skeleton without one of its consonants: two that differ by one misprint share one of these, or one whole."""
    return tuple({bones[:place] + bones[place + 1 :] for place in range(min(len(bones), 6)) if len(bones) > 2})


#: Consonants of a skeleton.
_BONES: Final = "bvhdsklmnprt"


def _misprinted(family: tuple[str, ...]) -> Iterator[Key]:
    """All skeletons one letter away, for a surname without given name that nobody is known to bear."""
    for word in family[:1]:
        bones = skeleton(word)
        if knows_family(word) or not 4 <= len(bones) <= 10:
            continue
        places = range(len(bones) + 1)
        near = {bones[:place] + bones[place + 1 :] for place in places}
        near |= {bones[:place] + letter + bones[place + 1 :] for place in places for letter in _BONES}
        near |= {bones[:place] + letter + bones[place:] for place in places for letter in _BONES}
        near |= {bones[:p] + bones[p + 1] + bones[p] + bones[p + 2 :] for p in range(len(bones) - 1)}
        yield from ((f"s:{other}", 12.5) for other in near - {bones})


@lru_cache(maxsize=20_000)
def _labels(given: str) -> tuple[str, ...]:
    """The classes of a given name, a diminutive, or a man's that it may be the genitive of; else the form itself."""
    man = man_of(given)
    classes = sorted(all_classes(given))[:3] + sorted(given_classes(man) if man else ())[:1]
    return tuple(f"#{number}" for number in classes) or (skeleton(given_key(given)) or given,)


def _without_family(family: tuple[str, ...], given: tuple[str, ...], patronymic: tuple[str, ...]) -> Iterator[Key]:
    """«Руслан Рашитович Х.», or a given name alone."""
    for name in given[:2]:
        if len(name) > 1:
            yield f"g:{_labels(name)[0]}", given_bits(name)
    if family and given:
        yield f"ii:{family[0]}{given[0][0]}{patronymic[0][0] if patronymic else ''}", 6.0


def _father_keys(given: tuple[str, ...], father: str) -> Iterator[Key]:
    """Given name and patronymic: what is left when the surname changed or is printed as an initial."""
    for name in given[:1]:
        if len(name) > 1:
            yield f"gp:{_labels(name)[0]}:{_father_label(father)}", given_bits(name) + father_bits(father)


def _father_label(father: str) -> str:
    classes = father_classes(father)
    return f"#{min(classes)}" if classes else skeleton(father)
