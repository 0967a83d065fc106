"""What of a name agreed with the one asked for, marked in whatever script it is shown."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from matching.names.fold import fold_word

Step = Mapping[str, Any]

_NAMES: Final = frozenset({"family_name", "given_name", "patronymic", "alias"})
_ALIKE: Final = frozenset({"exact", "transliteration", "same_name", "same"})
_OTHER: Final = frozenset({"different", "different_initial"})
_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a name; `how` is `same`, `near` (a form, a letter or a part of it agrees), or empty for the rest."""

    text: str
    how: str = ""


def marked(name: str, explanation: Iterable[Step]) -> list[Piece]:
    """`name` in pieces. A word is marked when it sounds as what the record was compared by, in either script."""
    words = dict(_agreeing(explanation))
    pieces: list[Piece] = []
    end = 0
    for found in _WORD.finditer(name):
        if how := words.get(fold_word(found[0].casefold())):
            pieces += [Piece(name[end : found.start()]), Piece(found[0], how)]
            end = found.end()
    return [one for one in (*pieces, Piece(name[end:])) if one.text]


def _agreeing(explanation: Iterable[Step]) -> Iterator[tuple[str, str]]:
    for step in explanation:
        agreement = step.get("agreement")
        if step["feature"] in _NAMES and agreement not in _OTHER and step.get("record"):
            how = "same" if agreement in _ALIKE else "near"
            yield from ((fold_word(word.casefold()), how) for word in _WORD.findall(str(step["record"])))
