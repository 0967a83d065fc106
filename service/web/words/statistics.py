"""What the statistics say in English."""

from typing import Final

from service.web.words.phrase import Phrase

_FIGURES: Final[dict[str, tuple[str, str]]] = {
    "died": ("By month of death", "Where a source tells the month."),
    "reported": ("By month of the first report", "When the first document that names them was published."),
    "regions": ("By home region", "The region of the home, else of birth. Darker tiles stand for more people."),
    "categories": ("By category", "Somebody may be in several."),
    "ages": ("By age", "At death, or when first reported where no source tells the day; if the birth is known."),
    "ranks": ("By rank", "From the lowest; where a source gives one."),
    "delay": ("Reporting delay", "From the day of death, where it is known, to the first report."),
    "sentenced": ("By month of the sentence", "Of sentences that stand and whose month is known."),
    "cases_reported": ("By month of the first report", "When the first document that names the case was published."),
    "case_regions": ("By region of the court", "Darker tiles stand for more cases."),
    "articles": ("By article of the Criminal Code", "Of the charges; a case counts under each. The 25 most frequent."),
    "courts": ("By court", "Of all instances. The 25 most frequent."),
    "kinds": ("By kind of sentence", "Of sentences that stand; a case may have several."),
    "terms": ("By length of imprisonment", "To be served, by sentences that stand."),
    "suspended": ("By length of suspended imprisonment", "By sentences that stand."),
    "sources": ("Sources of casualties", "How many people each of the 12 largest names, and how many two name both."),
    "case_sources": ("Sources of cases", "How many cases each of the 12 largest names, and how many two name both."),
    "changes": ("What changed, and why", "From the log of changes."),
}  # fmt: skip
_WORDS: Final[dict[str, Phrase]] = {
    "stats.title": "Statistics",
    "stats.about": "Counts of published records: what the sources read so far say, not how many there are. What no "
                   "source tells is in no count of it.",
    "stats.held": "{people} people killed, {cases} criminal cases; {reports} reports from {documents} documents of "
                  "{sources} sources.",
    "stats.of_people": "The killed",
    "stats.of_cases": "Criminal cases",
    "stats.of_cases.about": "A case with several defendants, charges or sentences counts once under each.",
    "stats.of_sources": "Sources",
    "stats.table": "Table",
    "stats.csv": "CSV",
    "stats.nothing": "Nothing is known of this yet.",
    "stats.people": "People", "stats.cases": "Cases", "stats.month": "Month", "stats.category": "Category",
    "stats.age": "Age", "stats.rank": "Rank", "stats.delay": "Reported after", "stats.article": "Article",
    "stats.court": "Court", "stats.kind": "Kind", "stats.term": "Length", "stats.region": "Region",
    "stats.source": "Source", "stats.names": "Names", "stats.alone": "Names alone", "stats.with": "Also in {source}",
    "stats.cause": "Why", "stats.effect": "What was done", "stats.what": "To what", "stats.changes": "Changes",
    "stats.records": "Records",
    "stats.years": "{start} years to less than {end}",
    "stats.years_over": "{start} years or more",
    "stats.delay.0": "up to a week", "stats.delay.1": "up to a month", "stats.delay.2": "up to three months",
    "stats.delay.3": "up to half a year", "stats.delay.4": "up to a year", "stats.delay.5": "later",
    "stats.quartiles": "A quarter were reported within {low} days, half within {middle}, three quarters within {high}.",
    "stats.occupied": "A dashed edge marks occupied territory of Ukraine.",
    "stats.since": "Since", "stats.since.button": "Show",
    "stats.since.wrong": "Give the day as year, month and day: 2024-06-01.",
    "stats.latest": "The latest, other than new records",
    "stats.figures": "Figures that sources published",
    "stats.figures.about": "They stand beside our own counts and are in none of them.",
    "stats.figure": "Figure", "stats.scope": "Of what", "stats.as_of": "As of",
    "stats.ours": "Records here in this scope",
    "stats.not_counted": "not counted by this",
    "qualifier.exact": "{value}", "qualifier.about": "about {value}", "qualifier.at_least": "at least {value}",
    "change.published": "new record", "change.updated": "changed", "change.merged": "merged into another",
    "change.withdrawn": "withdrawn", "change.restored": "restored", "change.redacted": "redacted",
}  # fmt: skip
STATISTICS: Final[dict[str, Phrase]] = {
    **_WORDS,
    **{f"stats.{name}.title": title for name, (title, _) in _FIGURES.items()},
    **{f"stats.{name}.note": note for name, (_, note) in _FIGURES.items()},
}
