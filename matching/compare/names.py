"""Compare two parsed names: family name with family name, given with given, patronymic with patronymic."""

from collections.abc import Callable
from functools import lru_cache
from math import log2
from typing import Final

from rapidfuzz.distance import OSA

from matching import model
from matching.compare.bits import father_bits, given_bits
from matching.compare.declined import declined
from matching.compare.evidence import Feature
from matching.compare.home import of_one_people
from matching.compare.letters import letters_apart, odd_letters
from matching.compare.words import distance
from matching.names.family import neutral_family, other_ending
from matching.names.frequency import family_bits, given_share
from matching.names.given import (
    all_classes,
    diminutive_of,
    father_classes,
    given_classes,
    given_key,
    given_table,
    oblique_of,
)
from matching.names.parse import ParsedName

#: A distance up to this is what romanisations do; up to the next, about one wrong letter (longer words may have more).
VARIANT_UP_TO: Final = 0.65
NEAR_UP_TO: Final = 1.35


Pair = tuple[str, float]
Comparator = Callable[[str, str, bool], Pair]


def compare_parsed(query: ParsedName, record: ParsedName) -> tuple[Feature, ...]:
    """The best reading of both: if either is unsure, family and given name are tried the other way round as well."""
    best = _compare(query, record)
    if query.sure and record.sure:
        return best
    other = max(_compare(swapped(query), record), _compare(query, swapped(record)), key=bits)
    return other if bits(other) > bits(best) + 1.0 else best


def bits(found: tuple[Feature, ...]) -> float:
    """The sum of the weights."""
    total = 0.0
    for evidence in found:
        total += evidence.weight
    return total


@lru_cache(maxsize=20_000)
def swapped(name: ParsedName) -> ParsedName:
    """The name with family and given name the other way round."""
    family, given, patronymic = name.shown
    families = tuple(neutral_family(word) if len(word) > 1 else word for word in name.given)
    return ParsedName(
        (given, family, patronymic), families, name.family, name.patronymic, None, name.aliases, name.sure
    )


def compare_all(query: tuple[ParsedName, ...], record: tuple[ParsedName, ...]) -> tuple[Feature, ...]:
    """The best pair of the names of two persons, completed by the others.

    A patronymic that only another of the names has still counts: else a bare name would hide that the fathers differ.
    """
    if len(query) == 1 and len(record) == 1:
        return compare_parsed(query[0], record[0])
    pairs = [compare_parsed(left, right) for left in query for right in record]
    if not pairs:
        return ()
    best = max(pairs, key=bits)
    if not best or best[0].feature == "family_name" and best[0].agreement == "different":
        return best
    told = {evidence.feature for evidence in best}
    missing = [evidence for pair in pairs for evidence in pair if evidence.feature not in told and _same_family(pair)]
    more = {evidence.feature: evidence for evidence in sorted(missing, key=lambda evidence: evidence.weight)}
    return (*best, *more.values())


def _same_family(pair: tuple[Feature, ...]) -> bool:
    return pair[0].feature == "family_name" and pair[0].agreement != "different"


def _compare(query: ParsedName, record: ParsedName) -> tuple[Feature, ...]:
    left, right = query.shown, record.shown
    across = _across(query, record)
    found = []
    if query.family and record.family:
        found.append(_part("family_name", left[0], right[0], query.family, record.family, across))
    if query.given and record.given:
        found.append(_given_name(query, record, across))
    if query.patronymic and record.patronymic:
        found.append(_part("patronymic", left[2], right[2], query.patronymic, record.patronymic, across))
    if len(found) > 1 and query.family and found[0].weight > 0.0:
        found = of_one_people(found, query.family[0])
    if query.aliases or record.aliases:
        found = _with_aliases(found, query, record)
    return tuple(found)


def _given_name(query: ParsedName, record: ParsedName, across: bool) -> Feature:
    found = _part("given_name", query.shown[1], record.shown[1], query.given, record.given, across)
    if found.agreement in _NOT_YET_ONE and (level := declined(query, record) or declined(record, query)):
        weight = min(given_bits(query.given[0]), given_bits(record.given[0])) + model.GIVEN[level].weight
        return found._replace(agreement=level, weight=weight)
    return found


_NOT_YET_ONE: Final = frozenset({"different", "near", "variant"})


def _across(query: ParsedName, record: ParsedName) -> bool:
    """Whether one of them at least is printed in Latin letters, so that romanisation may have changed some."""
    return not (_cyrillic(query.shown) and _cyrillic(record.shown))


def _cyrillic(shown: tuple[str, str, str]) -> bool:
    """Whether the name is printed in Cyrillic: the first letter of what is shown first is."""
    return "\u0400" <= (shown[0] or shown[1] or shown[2]) < "\u0530"


Words = tuple[str, ...]


@lru_cache(maxsize=50_000)
def _part(feature: str, left: str, right: str, words: Words, others: Words, across: bool) -> Feature:
    """One part of both names: as printed, and as folded words."""
    agreement, weight = _best(words, others, COMPARATORS[feature], across)
    if len(words) == 1 == len(others):
        agreement, weight = _by_letters(feature, agreement, weight, (left, right), (words[0], others[0]))
    if agreement == "transliteration" and (left == right or left.casefold() == right.casefold()):
        return Feature(feature, left, right, "exact", weight + 0.1)
    return Feature(feature, left, right, agreement, weight)


def _by_letters(feature: str, agreement: str, weight: float, printed: tuple[str, str], words: tuple[str, str]) -> Pair:
    """Weigh the printed letters as well, which folding makes more or less of than they are.

    What agrees tells less by each letter that no romanisation known here changes («Абдулин», «Абдуллин»). One wrong
    letter is one, though it may change several sounds; but two known given names or fathers a letter apart are two.
    """
    if agreement in _AGREEING:
        return agreement, weight - model.LETTER_BITS * odd_letters(*printed) if printed[0] != printed[1] else weight
    if agreement not in _APART or min(map(len, words)) < 2 or OSA.distance(*words, score_cutoff=4) > 4:
        return agreement, weight
    if feature != "family_name" and all(map(KNOWN[feature], words)):
        return agreement, weight
    if feature == "family_name" and _two_families(*words):
        return "different", model.FAMILY["different"].weight
    apart = letters_apart(*printed)
    if apart > 1:
        return agreement, weight - model.LETTER_BITS * (agreement == "near")
    told = (BITS[feature](words[0]), BITS[feature](words[1]))
    return "near", max(weight, edited_bits(told, 1.0) + model.FEATURES[feature]["near"].weight)


def _two_families(left: str, right: str) -> bool:
    """Whether two surnames that are near are two: of different kinds, or each borne by many (Федоров and Федотов)."""
    return other_ending(left, right) or max(family_bits(left), family_bits(right)) <= model.FREQUENT_FAMILY_BITS


_AGREEING: Final = frozenset({"transliteration", "variant"})
_APART: Final = frozenset({"different", "near"})


def _best(left: Words, right: Words, compare: Comparator, across: bool) -> Pair:
    """One word with one word; of double names every word that both have, else the one they share, a little less."""
    if len(left) == 1 == len(right):
        return compare(left[0], right[0], across)
    pairs = [compare(a, b, across) for a in left for b in right]
    best = max(pairs, key=lambda pair: pair[1])
    if set(left) == set(right) or best[0].startswith("different") or best[0] == "initial":
        return best
    if len(left) == len(right) and sum(not pair[0].startswith("different") for pair in pairs) >= len(left):
        return best
    return "part", best[1] + model.FAMILY["part"].weight


@lru_cache(maxsize=50_000)
def family_pair(left: str, right: str, across: bool) -> Pair:
    """Level and weight of two neutral family names (or of an initial and a name)."""
    if len(left) == 1 or len(right) == 1:
        return _initial(_sounds(left), _sounds(right))
    return _graded(left, right, (family_bits(left), family_bits(right)), model.FAMILY, across)


@lru_cache(maxsize=25_000)
def given_pair(left: str, right: str, across: bool) -> Pair:
    """Level and weight of two folded given names."""
    if len(left) == 1 or len(right) == 1:
        return _initial(_given_sounds(left), _given_sounds(right))
    told = (given_bits(left), given_bits(right))
    level = _same_given(left, right)
    if level:
        return level, min(told) + model.GIVEN[level].weight
    if given_classes(left) and given_classes(right):
        return "different", model.GIVEN["different"].weight
    return _graded(left, right, told, model.GIVEN, across)


def _same_given(left: str, right: str) -> str | None:
    if given_key(left) == given_key(right):
        return "transliteration"
    classes, others = given_classes(left), given_classes(right)
    if classes & others:
        return "same_name"
    if classes & oblique_of(right) or others & oblique_of(left):
        return "oblique"
    if classes & diminutive_of(right) or others & diminutive_of(left) or diminutive_of(left) & diminutive_of(right):
        return "diminutive"
    return None


@lru_cache(maxsize=25_000)
def father_pair(left: str, right: str, across: bool) -> Pair:
    """Level and weight of two stems of fathers' names."""
    if len(left) == 1 or len(right) == 1:
        return _initial(_father_sounds(left), _father_sounds(right))
    told = (father_bits(left), father_bits(right))
    if left == right:
        return "transliteration", min(told) + model.PATRONYMIC["transliteration"].weight
    if father_classes(left) & father_classes(right):
        return "same_name", min(told) + model.PATRONYMIC["same_name"].weight
    return _graded(left, right, told, model.PATRONYMIC, across)


def _graded(left: str, right: str, told: tuple[float, float], levels: dict[str, model.Level], across: bool) -> Pair:
    """By distance: the cheaper the edits that make one of the other, the more they tell. `told`: the bits of both.

    A misprint makes a rare word of a name, so two common names a letter apart are two names, while a word nobody
    bears, a letter from a name, is that name misprinted.
    """
    if left == right:
        return "transliteration", min(told) + levels["transliteration"].weight
    allowed = min(1.0, min(len(left), len(right)) / 6.0)
    apart = distance(left, right, across=across, limit=NEAR_UP_TO * allowed)
    if apart > NEAR_UP_TO * allowed:
        return "different", levels["different"].weight
    level = "variant" if apart <= VARIANT_UP_TO * allowed else "near"
    return level, edited_bits(told, apart) + levels[level].weight


def edited_bits(told: tuple[float, float], apart: float) -> float:
    """What two words `apart` tell, of which one was made of the other.

    Of the rarer's bits the price of the edits is lost. But the rarer word is met as a name and as the other's misprint:
    both chances add up, so that it never tells more than that other itself.
    """
    edited, other = max(told) - model.EDIT_BITS * apart, min(told)
    return min(edited, other) - log2(1.0 + 2.0 ** -abs(edited - other))


COMPARATORS: Final[dict[str, Comparator]] = {
    "family_name": family_pair,
    "given_name": given_pair,
    "patronymic": father_pair,
}


def _initial(left: frozenset[str], right: frozenset[str]) -> Pair:
    level = "different_initial" if left.isdisjoint(right) else "initial"
    return level, model.INITIAL[level].weight


#: Letters that begin one name in Russian, Ukrainian and Belarusian: Г printed h, о written а where it is unstressed.
_FIRST: Final = str.maketrans({"h": "g", "o": "a"})


def _sounds(word: str) -> frozenset[str]:
    return frozenset({word[0].translate(_FIRST)})


@lru_cache(maxsize=20_000)
def _given_sounds(folded: str) -> frozenset[str]:
    """First letters of every form of a given name: Володимир is В. and, in Belarusian, У."""
    return _sounds(folded) | _first_letters(all_classes(folded) if len(folded) > 1 else _NONE)


@lru_cache(maxsize=20_000)
def _father_sounds(stem: str) -> frozenset[str]:
    return _sounds(stem) | _first_letters(father_classes(stem) if len(stem) > 1 else _NONE)


_NONE: Final[frozenset[int]] = frozenset()


def _first_letters(classes: frozenset[int]) -> frozenset[str]:
    forms = given_table().forms
    return frozenset(key[0].translate(_FIRST) for key, numbers in forms.items() if numbers & classes)


def _with_aliases(found: list[Feature], query: ParsedName, record: ParsedName) -> list[Feature]:
    """Add a call sign or other name that both have; then a surname that differs is no contradiction."""
    aliases, others = (frozenset(map(neutral_family, name.aliases)) for name in (query, record))
    if (aliases.union(query.family)).isdisjoint(others) and (others.union(record.family)).isdisjoint(aliases):
        return found
    shown = (" ".join(name.aliases or name.family) for name in (query, record))
    kept = [one for one in found if one.feature != "family_name" or one.agreement != "different"]
    return [*kept, Feature("alias", next(shown), next(shown), "same", model.ALIAS["same"].weight)]


#: Share from which on a given name without a class is no misprint of another.
_COMMON: Final = 1e-4


def _known_given(folded: str) -> bool:
    return bool(given_classes(folded)) or given_share(given_key(folded)) >= _COMMON


def _known_father(stem: str) -> bool:
    return bool(father_classes(stem))


KNOWN: Final[dict[str, Callable[[str], bool]]] = {"given_name": _known_given, "patronymic": _known_father}
BITS: Final[dict[str, Callable[[str], float]]] = {
    "family_name": family_bits,
    "given_name": given_bits,
    "patronymic": father_bits,
}
