"""What the pages say in English, page by page."""

from typing import Final

from service.web.words.phrase import Phrase

_SITE: Final[dict[str, Phrase]] = {
    "site.name": "Поимённо",
    "site.about": ("By name: a registry of those killed and of those before courts, every fact with its source"),
    "site.skip": "Skip to the content",
    "site.nav": "Pages",
    "site.look_up": "Look up",
    "site.check": "Check a list",
    "site.method": "Methodology",
    "site.statistics": "Statistics",
    "site.api": "For programs",
    "site.footer": ("What is asked here is not kept. Records say what published sources say, and name them."),
    "and": "{rest} and {last}",
    "or": "{rest} or {last}",
    "quote": "“{text}”",
}
_DATES: Final[dict[str, Phrase]] = {
    "date.day": "{day} {month} {year}",
    "date.month": "{month} {year}",
    "date.year": "{year}",
    "date.decade": "the {year}s",
    "date.season": "{season} {year}",
    "date.perhaps": "{date} (uncertain)",
    "date.about": "about {date}",
    "date.perhaps_about": "about {date} (uncertain)",
    "date.between": "between {start} and {end}",
    "date.until": "until {end}",
    "date.since": "{start} or later",
    "date.unknown": "date not known",
    **{f"month.{number}": name for number, name in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"), start=1)},
    **{f"season.{name}": name for name in ("spring", "summer", "autumn", "winter")},
    "duration.year": {"one": "{count} year", "other": "{count} years"},
    "duration.month": {"one": "{count} month", "other": "{count} months"},
    "duration.week": {"one": "{count} week", "other": "{count} weeks"},
    "duration.day": {"one": "{count} day", "other": "{count} days"},
}  # fmt: skip
_ERRORS: Final[dict[str, Phrase]] = {
    "error.title.400": "This could not be read",
    "error.title.401": "This page needs a key",
    "error.title.403": "Not allowed",
    "error.title.404": "There is no such page",
    "error.title.405": "This address takes no such request",
    "error.title.413": "Too large",
    "error.title.415": "This kind of file is not taken",
    "error.title.422": "Something in it is wrong",
    "error.title.429": "Busy with others",
    "error.title.500": "Something went wrong on our side",
    "error.title.503": "The registry can't be reached at the moment",
    "error.title.other": "This did not work",
    "error.back": "Look somebody up",
    "gone.title": "This record was withdrawn",
    "gone.about": (
        "What it said is no longer shown, in none of its versions. The address stays, and will lead to nothing else."
    ),
    "gone.record": "{kind} {id}, withdrawn on {date}",
    "gone.ask": "Write to the maintainers",
}
_LOOK_UP: Final[dict[str, Phrase]] = {
    "look_up.title": "Is this name listed?",
    "look_up.about": "Any alphabet, any spelling, any order of names. What you ask is not kept.",
    "look_up.name": "Name",
    "look_up.region": "Region",
    "look_up.any_region": "Any region",
    "look_up.born": "Born",
    "look_up.born_hint": "year or date",
    "look_up.kind": "What",
    "look_up.kind.any": "Everything",
    "look_up.kind.casualty": "Casualties",
    "look_up.kind.case": "Criminal cases",
    "look_up.button": "Look up",
    "look_up.list": "Check a whole list (CSV, XLSX)",
    "look_up.results": "Answer",
    "look_up.busy": "Looking…",
    "look_up.wrong": "{field}: {why}",
    "look_up.left_out": "It was left out of the look-up.",
    "verdict.listed": "Listed",
    "verdict.listed.about": "One record agrees, and no second one is likely.",
    "verdict.likely": "Probably listed",
    "verdict.likely.about": "The first record most likely speaks of the same person.",
    "verdict.possible": "Possibly listed",
    "verdict.possible.about": "What is known does not decide. A region or a birth year may.",
    "verdict.namesakes": "Namesakes only",
    "verdict.namesakes.about": (
        "The name is listed; nothing tells whether one of these people is meant. A region or a birth year may."
    ),
    "verdict.not_listed": "Not listed in the sources read",
    "verdict.not_listed.about": ("That says no more than that these sources do not name this person."),
    "verdict.namesakes.count": {
        "one": "{count} more record of this name.",
        "other": "{count} more records of this name.",
    },
    "coverage.about": {
        "one": "Looked in {count} source, read up to {date}.",
        "other": "Looked in {count} sources, read up to {date}.",
    },
    "coverage.undated": {
        "one": "Looked in {count} source.",
        "other": "Looked in {count} sources.",
    },
    "coverage.none": "No source has been read yet.",
    "coverage.title": "What that covers",
    "coverage.source": "Source",
    "coverage.dates": "Documents from, to",
    "coverage.reports": "Reports",
    "hit.percent": "{percent} %",
    "hit.percent.about": "probability that this is the person asked for",
    "hit.sources": {
        "one": "{count} source",
        "other": "{count} independent sources",
    },
    "hit.why": "Compared",
    "hits.title": "Records found",
    "line.born": "born {date}",
    "line.case": "criminal case",
}

PHRASES: Final[dict[str, Phrase]] = {**_SITE, **_DATES, **_ERRORS, **_LOOK_UP}
