"""The figures of the statistics, made of what the registry counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from schemas.reference.articles import ARTICLES, article_order
from schemas.reference.courts import CourtIndex
from schemas.reference.ranks import RANKS
from schemas.reference.regions import REGIONS, region_name
from service.usecases.describe_registry import Changes, Described
from service.web.statistics.figure import Figure
from service.web.words import Language

AGES: Final = (0, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 131)
TERMS: Final = (0, 12, 24, 36, 48, 60, 84, 120, 180, 1200)
MOST: Final = 25
Counts = Mapping[str, int]


def figures_of(found: Described, courts: CourtIndex, language: Language) -> Iterator[Figure]:
    """All of them, in the order of the page."""
    say = language.say
    dead, cases = found.counts["casualties"], found.counts["cases"]
    people, records = say("stats.people"), say("stats.cases")
    month = say("stats.month")
    yield Figure("died", (month, people), _months(found.died), "columns")
    yield Figure("reported", (month, people), _months(found.reported["casualty"]), "columns")
    yield _map("regions", dead["by_region"], people, language)
    yield Figure(
        "categories", (say("stats.category"), people), _named("category", dead["by_category"], language), "bars"
    )
    yield Figure("ages", (say("stats.age"), people), _bands(dead["by_age"], AGES), "columns")
    yield Figure("ranks", (say("stats.rank"), people), _ranks(dead["by_rank"], language), "bars")
    yield Figure("delay", (say("stats.delay"), people), _delays(found.delays, language), "bars")
    yield Figure("sentenced", (month, records), _months(cases["by_sentenced"]), "columns")
    yield Figure("cases_reported", (month, records), _months(found.reported["case"]), "columns")
    yield _map("case_regions", cases["by_region"], records, language)
    yield Figure("articles", (say("stats.article"), records), _articles(cases["by_article"], language), "bars")
    yield Figure("courts", (say("stats.court"), records), _courts(cases["by_court"], courts), "bars")
    yield Figure("kinds", (say("stats.kind"), records), _named("sentence", cases["by_sentence"], language), "bars")
    yield _terms("terms", cases["by_term"], records, language)
    yield _terms("suspended", cases["by_suspended"], records, language)
    for kind, name in (("casualty", "sources"), ("case", "case_sources")):
        yield overlap_figure(name, found.overlap[kind], language)


def overlap_figure(name: str, overlap: Mapping[tuple[str, str | None], int], language: Language) -> Figure:
    """A row for each source: all that it names, those it names alone, and those that each of the others names, too."""
    sources = sorted({one for one, _ in overlap}, key=lambda one: (-overlap[one, one], one))
    say = language.say
    columns = (
        say("stats.source"),
        say("stats.names"),
        say("stats.alone"),
        *(say("stats.with", source=s) for s in sources),
    )
    rows: list[tuple[int | str, ...]] = [
        (one, overlap[one, one], overlap.get((one, None), 0), *(overlap.get((one, other), 0) for other in sources))
        for one in sources
    ]
    return Figure(name, columns, rows)


def changes_figure(changes: Changes, language: Language) -> Figure:
    """What changed, by cause."""
    say = language.say
    columns = tuple(say(f"stats.{one}") for one in ("cause", "effect", "what", "changes", "records"))
    rows = [
        (language.name("cause", one["cause"]), language.name("change", one["type"]), language.name("kind", one["kind"]),
         one["changes"], one["records"])
        for one in changes.causes
    ]  # fmt: skip
    return Figure("changes", columns, rows)


def _months(counts: Counts) -> list[tuple[str, int]]:
    """Every month from the first to the last; between them those without anybody, too."""
    if not counts:
        return []
    numbers = {12 * int(month[:4]) + int(month[5:]) - 1: records for month, records in counts.items()}
    return [(f"{n // 12:04}-{n % 12 + 1:02}", numbers.get(n, 0)) for n in _span(numbers)]


def _span(numbers: Iterable[int]) -> range:
    """From the first to the last, but at most the last fifty years: a misprint draws no chart of centuries."""
    last = max(numbers)
    return range(max(min(numbers), last - 600), last + 1)


def _named(group: str, counts: Counts, language: Language) -> list[tuple[str, int]]:
    return [(language.name(group, code), records) for code, records in counts.items()]


def _ranks(counts: Counts, language: Language) -> list[tuple[str, int]]:
    name: Callable[[str], str] = lambda code: getattr(RANKS[code], "ru" if language.code == "ru" else "en")  # noqa: E731
    return [(name(code), counts[code]) for code in RANKS if code in counts]


def _bands(counts: Counts, starts: tuple[int, ...]) -> list[tuple[str, int]]:
    if not counts:
        return []
    pairs = list(zip(starts, starts[1:], strict=False))
    labels = [f"{start}–{end - 1}" if end < starts[-1] else f"{start}+" for start, end in pairs]
    return [(label, _between(counts, *pair)) for label, pair in zip(labels, pairs, strict=True)]


def _between(counts: Counts, start: int, end: int) -> int:
    return sum(records for number, records in counts.items() if start <= int(number) < end)


def _terms(name: str, counts: Counts, records: str, language: Language) -> Figure:
    pairs = list(zip(TERMS, TERMS[1:], strict=False))
    labels = [
        language.say("stats.years_over", start=start // 12) if end == TERMS[-1]
        else language.say("stats.years", start=start // 12, end=end // 12)
        for start, end in pairs
    ]  # fmt: skip
    rows = [(label, _between(counts, *pair)) for label, pair in zip(labels, pairs, strict=True)]
    return Figure(name, (language.say("stats.term"), records), rows if counts else [], "bars")


def _delays(counts: Mapping[int, int], language: Language) -> list[tuple[str, int]]:
    return [(language.say(f"stats.delay.{band}"), counts.get(band, 0)) for band in range(6)] if counts else []


def _articles(counts: Counts, language: Language) -> list[tuple[str, int]]:
    whole = [(code, records) for code, records in counts.items() if "/" not in code][:MOST]
    return [
        (_article(code, language), records) for code, records in sorted(whole, key=lambda one: article_order(one[0]))
    ]


def _article(code: str, language: Language) -> str:
    found = ARTICLES.get(code)
    title = found and (found.title_ru if language.code == "ru" else found.title_en)
    return f"{code} {title}" if title else code


def _courts(counts: Counts, courts: CourtIndex) -> list[tuple[str, int]]:
    return [(known.name if (known := courts.by_code(code)) else code, n) for code, n in list(counts.items())[:MOST]]


def _map(name: str, counts: Counts, unit: str, language: Language) -> Figure:
    known = [code for code in counts if code in REGIONS]
    rows = [(region_name(code, language.code), counts[code]) for code in known]
    return Figure(name, (language.say("stats.region"), unit), rows, "map", known)
