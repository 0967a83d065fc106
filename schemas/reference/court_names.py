"""What the name of a court says, in either language: its type, what it is called after, its town or region.

«Черёмушкинского районного суда г. Москвы» and "Cheremushkinsky District Court of Moscow" read the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from schemas.reference.folding import fold_words, latin_skeleton, romanised
from schemas.reference.regions import find_region, has_kind_word

LONGEST_NAME = 300

_SHORT = {
    "мосгорсуд": "московский городской суд",
    "мособлсуд": "московский областной суд",
    "горсуд": "городской суд",
    "облсуд": "областной суд",
    "крайсуд": "краевой суд",
    "райсуд": "районный суд",
    "гвс": "гарнизонный военный суд",
    "зовс": "западный окружной военный суд",
    "вовс": "восточный окружной военный суд",
    "юовс": "южный окружной военный суд",
    "цовс": "центральный окружной военный суд",
    "авс": "апелляционный военный суд",
    "квс": "кассационный военный суд",
}
_TYPE_WORDS = {
    flag: re.compile(words)
    for flag, words in {
        "military": r"военн\w*|military",
        "garrison": r"гарнизон\w*|garrison",
        "okrug": r"окружн\w*",
        "fleet": r"флот\w*|fleet|naval",
        "appeal": r"апелляци\w*|appeals?|appellate",
        "cassation": r"кассаци\w*|cassation",
        "district": r"(?:меж)?район\w*|(?:inter)?district|raion",
        "city": r"городск\w*|city|municipal|town",
        "regional": r"областн\w*|краев(?:ой|ого|ому|ым|ом)|regional|region|oblast|krai|kray|territorial|territory",
        "supreme": r"верховн\w*|supreme",
        "magistrate": r"миров\w*|участ\w*|magistrates?|precinct",
    }.items()
}
_COURT_WORDS = frozenset({"суд", "суда", "суду", "судом", "суде", "court", "courts"})
_JURISDICTION = frozenset({"общей", "юрисдикции", "general", "jurisdiction"})
_EMPTY_WORDS = _JURISDICTION | {"a", "of", "the", "in", "at", "for", "й", "я", "го", "ый", "ого"}
_TOWN_WORDS = frozenset({"г", "гор", "город", "города", "городе", "городу", "of", "in", "at", "the"})
_NOT_A_PLACE = frozenset({"appeal", "cassation", "military", "district", "magistrate"})
_NUMBERS = {
    "перв": "1", "втор": "2", "трет": "3", "четверт": "4", "пят": "5", "шест": "6", "седьм": "7", "восьм": "8",
    "девят": "9", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9",
}  # fmt: skip
_NUMBER = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th|й|я|го|ый|ой|ий)?")
_ORDINAL_ENDING = re.compile(r"(?:ый|ой|ий|ого|его|ьего|ому|ему|ым|им|ом|ем|ий|ьим)?")
_ENDINGS = re.compile(r"(?<=..)(?:ogo|ego|omu|emu|imi|ih|aia|uiu|oi|ei|im|om|em|[aeiou]+)$")
_SAME_WORDS = {
    "moscov": "moskov", "moskv": "moskov", "saint": "sankt", "st": "sankt", "petersburg": "peterburg", "on": "na",
    "vestern": "zapadn", "eastern": "vostochn", "southern": "iuzhn", "northern": "severn", "central": "centraln",
    "pacific": "tihokeansk", "baltic": "baltisk", "october": "oktiabrsk", "soviet": "sovetsk", "crim": "krimsk",
    "crimean": "krimsk", "orl": "orel", "oriol": "orel", "nizhegorodsk": "nizhn novgorod",
    "velikonovgorodsk": "velik novgorod", "krasnorechensk": "krasn rechk",
}  # fmt: skip
_ADJECTIVE_ENDINGS = ("k", "sk", "insk", "ensk", "nsk", "imsk", "ovsk", "evsk")


@dataclass(frozen=True, slots=True)
class CourtName:
    """A court's name as read. `core` and `town` are stems; `type` is None where no word tells it."""

    type: str | None
    core: tuple[str, ...]
    core_text: str
    town: tuple[str, ...]
    region: str | None

    @property
    def has_place(self) -> bool:
        """Whether the name says where the court is."""
        return bool(self.town or self.region)


@lru_cache(maxsize=16384)
def read_court_name(text: str) -> CourtName:
    """Reads a name of at most `LONGEST_NAME` characters; a bracketed remark counts as the place."""
    before, after = _split(fold_words(text).split())
    flags = {flag for word in before if (flag := _flag(word))}
    flags |= {flag for word in after if (flag := _flag(word)) in ("appeal", "cassation", "military")}
    core_words = [word for word in before if not _flag(word) and word not in _EMPTY_WORDS]
    place = [word for word in after if _flag(word) not in _NOT_A_PLACE and word not in _JURISDICTION]
    town, region = _place(place)
    core = _stems(core_words)
    kind = _type(flags)
    if not core and kind in ("garrison", "city", "district"):  # «Гарнизонный военный суд г. Омска»
        core, core_words = town, place
    if not core and kind is None and after[:1] in (["in"], ["at"], ["в"]):
        kind = "unnamed"  # "a court in the region" is any of them
    return CourtName(kind, core, " ".join(core_words), town, region)


def other_readings(name: CourtName) -> Iterator[CourtName]:
    """Readings of a name that begins with its place: "Omsk, Leninsky District Court", "Moscow's Basmanny Court"."""
    words = name.core_text.split()
    if name.has_place:
        return
    for at in range(1, len(words)):
        place = [word.removesuffix("s") if word.endswith("s") and word.isascii() else word for word in words[:at]]
        town, region = _place(place)
        yield CourtName(name.type, _stems(words[at:]), " ".join(words[at:]), town, region)


def looser_cores(core: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The core with the nouns that its adjectives may come from, as English uses them: `vladimirsk` → `vladimir`."""
    yield from product(*([word, *_nouns(word)] for word in core[:4]))


def _nouns(word: str) -> Iterator[str]:
    for ending in _ADJECTIVE_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            noun = word.removesuffix(ending)
            yield noun
            if noun.endswith("zh"):
                yield noun.removesuffix("zh") + "g"
            if ending == "sk":
                yield noun + "l"


def court_words(text: str) -> Iterator[tuple[str, ...]]:
    """What each word of a court's name, or of a query for one, may stand for in either language; for searching.

    A word of the type («районный», "district") is told as `=district`, any other by its stem and the nouns that may be
    behind it: «Калужский» gives `kaluzhsk`, `kaluzh`, `kalug`. Words that tell nothing («суд», "of") give nothing.
    """
    for word in " ".join(_SHORT.get(word, word) for word in fold_words(text).split()).split():
        flag = _flag(word)
        if flag:
            # "District" is «районный» and «окружной».
            yield ("=district", "=okrug") if flag == "district" else (f"={flag}",)
        elif word not in _COURT_WORDS | _EMPTY_WORDS | _TOWN_WORDS:
            for stem in _stems([word]):
                yield (stem, *_nouns(stem))


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """The words before and after the word for a court."""
    spelled = [part for word in words for part in _SHORT.get(word, word).split()]
    at = next((at for at, word in enumerate(spelled) if word in _COURT_WORDS), len(spelled))
    return spelled[:at], [word for word in spelled[at + 1 :] if word not in _COURT_WORDS]


def _flag(word: str) -> str | None:
    return next((flag for flag, words in _TYPE_WORDS.items() if words.fullmatch(word)), None)


def _type(flags: set[str]) -> str | None:
    if "magistrate" in flags:
        return "magistrate"
    if flags & {"military", "garrison", "fleet", "okrug"}:
        return _military_type(flags)
    return next(
        (flag for flag in ("appeal", "cassation", "supreme", "city", "regional", "district") if flag in flags), None
    )


def _military_type(flags: set[str]) -> str:
    for flag in ("garrison", "fleet"):
        if flag in flags:
            return flag
    for flag in ("appeal", "cassation"):
        if flag in flags:
            return f"{flag}_military"
    return "district_military" if flags & {"okrug", "district"} else "military"


def _stems(words: list[str]) -> tuple[str, ...]:
    stems = (_stem(word) for word in words if word not in _TOWN_WORDS)
    return tuple(part for stem in stems for part in stem.split())


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """A word without its ending, in Latin letters; an ordinal as its number."""
    number = _NUMBER.fullmatch(word)
    if number:
        return number[1]
    for stem, figure in _NUMBERS.items():
        if word.startswith(stem) and _ORDINAL_ENDING.fullmatch(word[len(stem) :]):
            return figure
    latin = latin_skeleton(romanised(word))
    latin = _SAME_WORDS.get(latin, latin.replace("io", "e"))
    stem = _ENDINGS.sub("", latin)
    return _SAME_WORDS.get(stem, stem)


def _place(words: list[str]) -> tuple[tuple[str, ...], str | None]:
    """Town and region of the words after the court: «г. Уфы Республики Башкортостан», "Omsk", "Tver region"."""
    while words and words[-1] in _TOWN_WORDS:
        words = words[:-1]
    for at in range(len(words)):
        town, rest = words[:at], " ".join(words[at:])
        bare = all(word in _TOWN_WORDS for word in town)
        # Behind a town only «… области» is a region: Komsomolsk-on-Amur is not in that of the Amur.
        region = find_region(rest) if bare or has_kind_word(rest) else None
        if region:
            return _stems(words if bare else town), region
    return _stems(words), None
