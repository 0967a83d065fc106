"""Two names laid word under word, whatever scripts they are in, with the letters marked that differ.

Letters of two scripts are compared by how each is written in Latin (BGN/PCGN), after a consonant, so that «е» is `e`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from matching.names.fold import fold_word
from matching.names.transliterate import to_latin
from service.web.marks import Piece

DIFFERS: Final = "differs"
_LIKE: Final = 60.0
_INITIAL: Final = 70.0
_CONSONANT: Final = "б"
_MOST_WORDS: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A word of each name, in pieces, as printed and in Latin; a side without a counterpart is empty.

    `how` is `same` (sounds the same), `near` (the marked letters differ) or `alone`.
    """

    left: Sequence[Piece]
    right: Sequence[Piece]
    left_latin: Sequence[Piece]
    right_latin: Sequence[Piece]
    how: str


def aligned(left: str, right: str) -> list[Column]:
    """The words of `left` in their order, each over the likest word of `right`, then what is left over."""
    ours, theirs = left.split()[:_MOST_WORDS], right.split()[:_MOST_WORDS]
    pairs = _paired(ours, theirs)
    columns = [_column(word, theirs[pairs[n]] if n in pairs else "") for n, word in enumerate(ours)]
    return columns + [_column("", word) for n, word in enumerate(theirs) if n not in pairs.values()]


def _paired(ours: Sequence[str], theirs: Sequence[str]) -> dict[int, int]:
    """Which word of the other name each word stands over: the likest first, each word once."""
    likeness = sorted(
        ((-_alike(a, b), n, m) for n, a in enumerate(ours) for m, b in enumerate(theirs)),
        key=lambda one: (one[0], abs(one[1] - one[2]), one[1]),
    )
    found: dict[int, int] = {}
    for alike, n, m in likeness:
        if -alike >= _LIKE and n not in found and m not in found.values():
            found[n] = m
    return found


def _alike(a: str, b: str) -> float:
    one, other = fold_word(_bare(a)), fold_word(_bare(b))
    if not one or not other:
        return 0.0
    is_initial = len(_bare(a)) == 1 or len(_bare(b)) == 1
    return _INITIAL if is_initial and one[0] == other[0] and one != other else ratio(one, other)


def _bare(word: str) -> str:
    return word.strip(".,;:()«»\"'")


def _column(left: str, right: str) -> Column:
    latin = to_latin(left), to_latin(right)
    if not left or not right:
        return Column(_plain(left), _plain(right), _plain(latin[0]), _plain(latin[1]), "alone")
    how = "same" if fold_word(_bare(left)) == fold_word(_bare(right)) else "near"
    across = _is_cyrillic(left) != _is_cyrillic(right)
    if how == "same" and across:
        return Column(_plain(left), _plain(right), _plain(latin[0]), _plain(latin[1]), how)
    return Column(*differences(left, right), *differences(*latin), how)


def differences(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both words in pieces, with the letters marked that the other lacks or has otherwise; case does not count."""
    across = _is_cyrillic(left) != _is_cyrillic(right)
    ours, theirs = _written(left, across), _written(right, across)
    steps = Levenshtein.opcodes([char for _, char in ours], [char for _, char in theirs])
    changed = [one for one in steps if one.tag != "equal"]
    marked = {ours[at][0] for one in changed for at in range(one.src_start, one.src_end)}
    other = {theirs[at][0] for one in changed for at in range(one.dest_start, one.dest_end)}
    return _pieces(left, marked), _pieces(right, other)


def _written(word: str, across: bool) -> list[tuple[int, str]]:
    """Each character that is compared, with the number of the letter that it stands for."""
    return [(n, char) for n, letter in enumerate(word) for char in (_latin(letter) if across else letter.casefold())]


def _latin(letter: str) -> str:
    return to_latin(_CONSONANT + letter.lower())[1:].casefold() if _is_cyrillic(letter) else letter.casefold()


def _is_cyrillic(text: str) -> bool:
    return any("\u0400" <= char <= "\u052f" for char in text)


def _pieces(word: str, marked: set[int]) -> list[Piece]:
    return list(_runs(word, marked))


def _runs(word: str, marked: set[int]) -> Iterator[Piece]:
    start = 0
    for end in range(1, len(word) + 1):
        if end == len(word) or (end in marked) != (start in marked):
            yield Piece(word[start:end], DIFFERS if start in marked else "")
            start = end


def _plain(word: str) -> list[Piece]:
    return [Piece(word)] if word else []
