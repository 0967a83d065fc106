"""Oblique cases of Russian and Ukrainian place names, generated from their nominatives.

A generated form that no speaker uses does no harm, as forms are only ever compared for equality; a form that two names
share is dropped where the names are put together.
"""

FEMININE_RU = ("ая", "ой", "ую", "ою")
MASCULINE_RU = ("ий", "ого", "ому", "им", "ом")
FEMININE_UK = ("а", "ої", "ій", "у", "ою")
MASCULINE_UK = ("ий", "ого", "ому", "им")

_NOUN_ENDINGS_RU = (
    ("ия", ("ия", "ии", "ию", "ией")),
    ("ья", ("ья", "ьи", "ье", "ью", "ьей")),
    ("я", ("я", "и", "е", "ю", "ей", "ею")),
    *((f"{letter}а", tuple(f"{letter}{end}" for end in ("а", "и", "е", "у", "ой", "ей"))) for letter in "гкхжчшщ"),
    ("а", ("а", "ы", "е", "у", "ой")),
    ("ье", ("ье", "ья", "ью", "ьем")),
    ("ь", ("ь", "и", "ью", "я", "ю", "ем", "е")),
    ("й", ("й", "я", "ю", "ем", "е")),
    ("о", ("о", "а", "у", "ом", "е")),
    ("ы", ("ы", "", "ам", "ами", "ах")),
)
_NOUN_ENDINGS_UK = (
    ("ія", ("ія", "ії", "ію", "ією")),
    ("щина", ("щина", "щини", "щині", "щину", "щиною")),
    ("чина", ("чина", "чини", "чині", "чину", "чиною")),
    ("ка", ("ка", "ки", "ці", "ку", "кою")),
    ("а", ("а", "и", "і", "у", "ою")),
    ("жя", ("жя", "жі", "жю")),
    ("я", ("я", "ю", "і")),
    ("ь", ("ь", "я", "ю", "і")),
    ("і", ("і", "ів", "ях", "ям")),
    ("и", ("и", "", "ах", "ам")),
)
_CONSONANT_RU = ("", "а", "у", "ом", "е", "ем")
_CONSONANT_UK = ("", "а", "у", "ом", "і")


def adjective_forms(stem: str, endings: tuple[str, ...]) -> list[str]:
    """The stem (`Омск`, `Омськ`) with each of the endings."""
    return [stem + ending for ending in endings]


def noun_forms_ru(noun: str) -> list[str]:
    """The cases of a Russian noun in the singular, the nominative first; only the last word changes."""
    return _declined(noun, _NOUN_ENDINGS_RU, _CONSONANT_RU, indeclinable="иуэю")


def noun_forms_uk(noun: str) -> list[str]:
    """The cases of a Ukrainian noun in the singular, the nominative first; only the last word changes."""
    return _declined(noun, _NOUN_ENDINGS_UK, _CONSONANT_UK, indeclinable="еоую")


def _declined(
    noun: str, table: tuple[tuple[str, tuple[str, ...]], ...], consonant: tuple[str, ...], indeclinable: str
) -> list[str]:
    for ending, forms in table:
        if noun.endswith(ending):
            return [noun.removesuffix(ending) + form for form in forms]
    if noun[-1:].casefold() in indeclinable:
        return [noun]
    return [noun + form for form in consonant]
