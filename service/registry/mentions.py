"""Texts that name somebody whose names are redacted: titles, addresses, notes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from matching.names.fold import fold_text
from matching.names.parse import parse_name

TEXT_KEYS: Final = frozenset({"title", "url", "archived_url", "locator", "text", "described_as"})
SHORTEST_STEM: Final = 4
_VOWELS = "aeiou"


def name_stems(names: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The folded surnames without their endings, which change with case and sex (and given names, if none is sure)."""
    for name in names:
        parsed = parse_name(name["full"], name["family"], name["given"], name["patronymic"])
        family, given, _ = parsed.shown
        for word in fold_text(family if parsed.sure else f"{family} {given}").split():
            stem = word.rstrip(_VOWELS)
            if len(stem) >= SHORTEST_STEM:
                yield stem


def mentions(text: str, stems: Collection[str]) -> bool:
    """Whether a word of `text` begins with one of `stems`."""
    return any(word.startswith(stem) for word in fold_text(text).split() for stem in stems)


def without_mentions(node: Any, stems: Collection[str]) -> Any:
    """A copy of `node` in which every text that mentions one of `stems` is None."""
    if isinstance(node, list):
        return [without_mentions(one, stems) for one in node]
    if isinstance(node, dict):
        return {key: _kept(key, value, stems) for key, value in node.items()}
    return node


def _kept(key: str, value: Any, stems: Collection[str]) -> Any:
    if isinstance(value, str):
        return None if key in TEXT_KEYS and mentions(value, stems) else value
    return without_mentions(value, stems)
