"""Courts that a part of a name in either language, or of a code, may mean."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from schemas.reference.court_names import court_words
from schemas.reference.courts import Court, CourtIndex
from schemas.reference.folding import fold_words
from schemas.reference.regions import find_region


def search_courts(index: CourtIndex, text: str | None, region: str | None = None) -> list[Court]:
    """The courts of a region (ISO 3166-2; all when absent) by code: those whose name or code holds `text`, in which
    each of its words begins a word, in whatever script, or that is what the name in full means.
    """
    courts = sorted((one for one in index.courts.values() if region in (None, one.region)), key=lambda one: one.code)
    if not text:
        return courts
    meant = index.find(text, region)
    part, asked = fold_words(text), [(words[0], find_region(word)) for word, words in _asked(text)]
    return [one for one in courts if one == meant or _holds(one, part) or _has_all(one, asked)]


def _asked(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word in fold_words(text).split():
        for words in court_words(word):
            yield word, words


def _holds(court: Court, part: str) -> bool:
    return bool(part) and (part in _folded(court.name) or part in court.code.casefold())


def _has_all(court: Court, asked: Iterable[tuple[str, str | None]]) -> bool:
    words = _words(court.name)
    told = [
        region is not None and region == court.region or any(word.startswith(stem) for word in words)
        for stem, region in asked
    ]
    return bool(told) and all(told)


_folded = lru_cache(maxsize=16384)(fold_words)


@lru_cache(maxsize=16384)
def _words(name: str) -> frozenset[str]:
    return frozenset(word for words in court_words(name) for word in words)
