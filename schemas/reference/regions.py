"""Regions by ISO 3166-2 and countries by ISO 3166-1, and the code of any spelling of their names.

Crimea is `UA-43`, Sevastopol `UA-40`, the other occupied regions have their `UA` codes, as the contract says. Names are
looked up among generated forms and never by resemblance: a text is some name's form exactly, or unknown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from schemas.reference.folding import fold_key, fold_words, romanised
from schemas.reference.inflection import (
    FEMININE_RU,
    FEMININE_UK,
    MASCULINE_RU,
    MASCULINE_UK,
    adjective_forms,
    noun_forms_ru,
    noun_forms_uk,
)
from schemas.reference.tables import listed, read_table

LONGEST_NAME = 200
OCCUPIED = frozenset({"UA-43", "UA-40", "UA-09", "UA-14", "UA-23", "UA-65"})
CODES_IN_USE = MappingProxyType({"RU-CR": "UA-43", "RU-SEV": "UA-40", "RU-KRM": "UA-43"})
"""Codes that ISO 3166-2 does not have, which Russian software writes."""

_KIND_WORDS = {
    "oblast": "область области областью обл області областю oblast oblasti",
    "krai": "край края краю крае краем кр краї territory krai kraya",
    "republic": "республика республики республике республику республикой респ республіка республіки республіці "
    "republic respublika",
    "okrug": "округ округа округу округе округом okrug okruga area",
    "autonomous": "автономный автономного автономному автономным автономном автономная автономной автономную "
    "автономна автономної автономній autonomous avtonomnaya avtonomny avtonomnyi",
    "autonomous okrug": "ао",
    "autonomous oblast": "аобл",
    "city": "город города городе городу городом гор г місто міста місті м city gorod",
    "region": "region province регион региона регионе регіон регіону",
    "district": "district",
}
_KINDS_OF_WORD = {fold_key(word): kinds.split() for kinds, words in _KIND_WORDS.items() for word in words.split()}
_ALLOWED = {
    "republic": {"republic", "region"},
    "autonomous_republic": {"republic", "region", "autonomous"},
    "krai": {"krai", "region"},
    "oblast": {"oblast", "region"},
    "autonomous_okrug": {"autonomous", "okrug", "region", "district"},
    "autonomous_oblast": {"autonomous", "oblast", "region"},
    "federal_city": {"city"},
    "city": {"city"},
    "territory": {"region"},
    "country": set[str](),
}
_LOOSE_IN_ENGLISH = {"krai": {"oblast"}, "oblast": {"krai"}}
"""English texts call an oblast a territory and a krai an oblast; Russian ones do not."""
_LEADING_WORDS = "в во из с со на по от до у from in з із зі"
_REMARK_WORDS = """
    russia russias russian federation constituent occupied annexed temporarily self proclaimed unrecognised unrecognized
    so called federal ukraine ukrainian россия россии рф украины украина україни україна федерального значения
    самопровозглашенная самопровозглашенной оккупированная оккупированной аннексированный аннексированного окупована
    окупованої тимчасово
"""
_LEADING, _REMARKS = (frozenset(fold_key(words).split()) for words in (_LEADING_WORDS, _REMARK_WORDS))
_TOWNS_ELSEWHERE = {"UA-14": (("донец", "донець", "donec"), "RU-ROS"), "RU-KIR": (("киров", "kirov"), "RU-KLU")}
"""How the folded name begins of the city that a region is called after, and where there is a town of the same name."""
_SMALL_WORDS = frozenset({"of", "the"})
_CODE = re.compile(r"([A-Z]{2})(?:[-‐‑‒–—_ ]([A-Z0-9]{1,3}))?")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_SQUARE = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Region:
    """A region or a country: `kind` is republic, krai, oblast, … or country; `country` is its alpha-2 code."""

    code: str
    kind: str
    name_ru: str
    name_en: str
    country: str
    occupied: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """A folded name without its kind words, and which kind words may stand with it."""

    code: str
    kinds: frozenset[str]
    needs_kind: bool


def _read_regions() -> Iterator[Region]:
    for row in read_table("regions.csv"):
        code = row["code"]
        yield Region(code, row["kind"], row["name_ru"], row["name_en"], code[:2], code in OCCUPIED)
    for row in read_table("countries.csv"):
        yield Region(row["code"], "country", row["name_ru"], row["name_en"], row["code"], False)


REGIONS: Mapping[str, Region] = MappingProxyType({region.code: region for region in _read_regions()})
"""Every region and country we know, by code."""


def region_name(code: str, lang: str) -> str:
    """The name in Russian (`ru`) or English (any other language). Raises KeyError for a code that is not known."""
    region = REGIONS[code]
    return region.name_ru if lang == "ru" else region.name_en


def find_region(text: str) -> str | None:
    """The code of the region or country that the text names, or None where it names none, or more than one.

    Takes a code, and any Russian, Ukrainian or English spelling in any case, short forms, remarks in brackets and
    "town, region" included. The text is taken as meant for a region: the bare name of the city that a region is called
    after (`Omsk`, «Владимир») is the region, any other city is not; "Moscow" is the city, "Moscow region" the oblast.
    «Алтай» alone may be the republic or the krai, so it is neither; "Altai region" is the krai.
    """
    return _find(text.strip()) if len(text) <= LONGEST_NAME else None


def town_elsewhere(text: str) -> str | None:
    """The region of another town that bears the bare name by which the text names a region; mostly None."""
    code = find_region(text)
    first, elsewhere = _TOWNS_ELSEWHERE.get(code or "", ((), None))
    is_bare = not has_kind_word(text) and not re.search(r"[,;(\[]", text)
    return elsewhere if is_bare and any(word.startswith(first) for word in fold_key(text).split()) else None


def has_kind_word(text: str) -> bool:
    """Whether a word of the text says what kind of region is meant: область, край, republic, region, …"""
    return any(word in _KINDS_OF_WORD for word in fold_key(text[:LONGEST_NAME]).split())


@lru_cache(maxsize=16384)
def _find(text: str) -> str | None:
    code = _code_in(text)
    if code:
        return code
    without_square = _SQUARE.sub(" ", text)
    for wording in (without_square, _BRACKETS.sub(" ", without_square)):
        found = _find_in_parts(wording)
        if found:
            return found
    return None


def _code_in(text: str) -> str | None:
    written = _CODE.fullmatch(text) or (_CODE.fullmatch(text.upper()) if len(text) > 3 else None)
    if not written:
        return None
    code = "-".join(part for part in written.groups() if part)
    code = CODES_IN_USE.get(code, code)
    return code if code in REGIONS else None


def _find_in_parts(text: str) -> str | None:
    """The one region that the parts between commas agree on; a part with a kind word outweighs a bare name."""
    found = [match for part in re.split("[,;]", text) if (match := _match(part))]
    named = {code for code, has_kind in found if has_kind} or {code for code, _ in found}
    countries = {REGIONS[code].country for code in named if "-" in code}
    if any(code in OCCUPIED for code in named):
        countries.add("RU")
    narrowed = named - countries or named
    return narrowed.pop() if len(narrowed) == 1 else None


def _match(part: str) -> tuple[str, bool] | None:
    words, kinds = _without_kind_words(fold_key(part).split())
    for remaining in (words, [word for word in words if word not in _REMARKS]):
        fitting = [form.code for form in _forms().get(" ".join(remaining), ()) if _fits(form, kinds)]
        if (
            len(fitting) > 1
        ):  # "Altai region" is the krai: texts call krais and oblasts regions, and republics republics
            fitting = [code for code in fitting if REGIONS[code].kind != "republic"]
        if len(fitting) == 1:
            return fitting[0], bool(kinds)
    return None


def _fits(form: _Form, kinds: frozenset[str]) -> bool:
    if form.needs_kind and not kinds:
        return False
    if "district" in kinds and "autonomous" not in kinds:
        return False  # «Омский район» is a part of the region
    return kinds <= form.kinds


def _without_kind_words(words: list[str]) -> tuple[list[str], frozenset[str]]:
    while words and words[0] in _LEADING:
        words = words[1:]
    core = [word for word in words if word not in _KINDS_OF_WORD and word not in _SMALL_WORDS]
    return core, frozenset(kind for word in words for kind in _KINDS_OF_WORD.get(word, ()))


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[_Form, ...]]:
    """Every folded form with those it may be a form of. What two regions claim with the same kind word is neither's."""
    table: dict[str, dict[str, _Form]] = {}
    for wording, form in _all_forms():
        words, kinds = _without_kind_words(fold_key(wording).split())
        known = table.setdefault(" ".join(words), {}).get(form.code)
        widest = form.kinds | kinds | (known.kinds if known else frozenset())
        needs_kind = (form.needs_kind or bool(kinds)) and (known is None or known.needs_kind)
        table[" ".join(words)][form.code] = _Form(form.code, widest, needs_kind)
    return {words: tuple(forms.values()) for words, forms in table.items() if words}


def _all_forms() -> Iterator[tuple[str, _Form]]:
    for row in read_table("regions.csv"):
        yield from _forms_of_region(row)
    for row in read_table("countries.csv"):
        country = _Form(row["code"], frozenset(), needs_kind=False)
        for wording in (*noun_forms_ru(row["name_ru"]), row["name_en"], *listed(row["other"])):
            yield wording, country


def _forms_of_region(row: dict[str, str]) -> Iterator[tuple[str, _Form]]:
    code, kind = row["code"], row["kind"]
    allowed = frozenset(_ALLOWED[kind])
    masculine = kind in ("krai", "autonomous_okrug")
    for wording in _russian_and_ukrainian(row, masculine):
        yield wording.removeprefix("+"), _Form(code, allowed, wording.startswith("+"))
    for stem in listed(row["former_ru"]):
        for wording in adjective_forms(stem, FEMININE_RU):
            yield wording, _Form(code, frozenset({"oblast"}), needs_kind=True)
    loose = allowed | _LOOSE_IN_ENGLISH.get(kind, set())
    for wording in _english(row, masculine):
        yield wording.removeprefix("+"), _Form(code, loose, wording.startswith("+"))


def _russian_and_ukrainian(row: dict[str, str], masculine: bool) -> Iterator[str]:
    for stem in listed(row["adjectives_ru"]):
        yield from adjective_forms(stem, MASCULINE_RU if masculine else FEMININE_RU)
    for stem in listed(row["adjectives_uk"]):
        yield from adjective_forms(stem, MASCULINE_UK if masculine else FEMININE_UK)
    for noun in listed(row["nouns_ru"]):
        yield from noun_forms_ru(noun)
    for noun in listed(row["nouns_uk"]):
        yield from noun_forms_uk(noun)
    yield row["name_ru"]
    yield from listed(row["phrases"])


def _english(row: dict[str, str], masculine: bool) -> Iterator[str]:
    yield row["name_en"]
    yield from listed(row["names_en"])
    for stem in listed(row["adjectives_ru"]):
        yield romanised(fold_words(stem + ("ий" if masculine else "ая")))
    for noun in listed(row["nouns_ru"]):
        yield ("+" if noun.startswith("+") else "") + romanised(fold_words(noun))
