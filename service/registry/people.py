"""Names of a person as sources print them, and which of them a record is shown under."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from matching.names.transliterate import to_latin
from schemas.names import PersonName

TYPE_ORDER: Final = {"printed": 0, "former": 1, "alias": 2, "call_sign": 3}
_ASIDE = re.compile(r"[«\"“„(\[].*?[»\"”“)\]]")
_WORD = re.compile(r"[^\W\d_]+")
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z]")


class NameClaim(NamedTuple):
    """A name that one citation prints."""

    name: PersonName
    n: int


def listed_names(claims: Iterable[NameClaim]) -> list[dict[str, Any]]:
    """The names as the document holds them: one entry for each text and type, its citations united, best first."""
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for name, n in claims:
        text = name.text
        key = (normalize("NFC", text), name.type)
        entry = merged.get(key)
        if entry is None:
            merged[key] = {
                "full": text, "family": name.family, "given": name.given, "patronymic": name.patronymic,
                "lang": name.lang, "type": name.type, "citations": [n],
            }  # fmt: skip
        else:
            _unite(entry, name, n)
    names = list(merged.values())
    return sorted(names, key=_preference) if len(names) > 1 else names


def _unite(entry: dict[str, Any], name: PersonName, n: int) -> None:
    if n not in entry["citations"]:
        entry["citations"] = sorted((*entry["citations"], n))
    entry["lang"] = entry["lang"] or name.lang
    if not (entry["family"] or entry["given"] or entry["patronymic"]):
        entry["family"], entry["given"], entry["patronymic"] = name.family, name.given, name.patronymic


def is_cyrillic(text: str) -> bool:
    """Whether the text holds a Cyrillic letter."""
    return bool(_CYRILLIC.search(text))


def is_latin(text: str) -> bool:
    """Whether the text holds Latin letters and no Cyrillic ones."""
    return bool(_LATIN.search(text)) and not is_cyrillic(text)


def fullness(text: str) -> tuple[int, int]:
    """(whole words, initials) of a name, what stands in quotes or brackets left aside."""
    words = _WORD.findall(_ASIDE.sub(" ", text))
    whole = sum(len(word) > 1 for word in words)
    return whole, len(words) - whole


def _preference(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    text = entry["full"]
    script = 0 if is_cyrillic(text) else 1 if is_latin(text) else 2
    whole, initials = fullness(text)
    return (TYPE_ORDER[entry["type"]], script, -whole, -initials, -len(entry["citations"]), entry["citations"], text)


def display_names(names: Sequence[Mapping[str, Any]]) -> tuple[str | None, str | None]:
    """(`display_name`, `display_name_latin`) of names in the order of `listed_names`."""
    if not names:
        return None, None
    first = names[0]
    shown = first["full"]
    if is_latin(shown):
        return shown, shown
    printed = next((one["full"] for one in names if one["type"] == first["type"] and is_latin(one["full"])), None)
    return shown, printed or to_latin(shown, first["lang"] or ("uk" if _UKRAINIAN.search(shown) else "ru"))
