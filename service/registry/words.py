"""A look-up's result in words: phrases with a key each, which one table turns into a language.

For another language a second table with the same keys is all that is needed; what is said, and in which order, does not
depend on it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

Language = Mapping[str, str]
Phrase = tuple[str, Mapping[str, object]]
"""The key of a phrase, and what it is filled with; values under `of_…` are keys themselves."""

ENGLISH: Final[Language] = {
    "verdict.listed": "Listed: this record agrees, and no second one is likely",
    "verdict.likely": "Probably listed: this record most likely speaks of the same person",
    "verdict.possible": "Possibly listed: what is known does not decide",
    "verdict.namesakes": "Namesakes only: nothing tells whether one of them is meant",
    "verdict.not_listed": "Not listed in the sources read",
    "namesakes": "{count} more of this name",
    "namesakes.all": "{count} of this name",
    "left_out": "left out {column}: {why}",
    "rejected": "Not looked up: {why}",
    "compared": "{of_feature} {of_agreement} ({query} / {record})",
    "compared.alone": "{of_feature} {of_agreement}",
    "feature.family_name": "surname",
    "feature.given_name": "given name",
    "feature.patronymic": "patronymic",
    "feature.initial": "initial",
    "feature.alias": "call sign",
    "feature.sex": "sex",
    "feature.born": "birth",
    "feature.died": "death",
    "feature.died_before": "death",
    "feature.region": "region",
    "feature.place": "place",
    "feature.rank": "rank",
    "feature.category": "category",
    "feature.unit": "unit",
    "feature.court": "court",
    "feature.case_number": "case number",
    "feature.uid": "identifier of the case",
    "feature.article": "article",
    "feature.sentence": "sentence",
    "feature.events": "day in court",
    "feature.verdict_day": "day of the verdict",
    "feature.defendants": "further defendants",
    "agreement.exact": "the same",
    "agreement.transliteration": "the same in another spelling",
    "agreement.variant": "the same in another romanisation or language",
    "agreement.near": "about one letter apart",
    "agreement.part": "partly the same",
    "agreement.different": "different",
    "agreement.same_name": "another form of the same",
    "agreement.oblique": "the same in another case",
    "agreement.man_or_woman": "a woman's, or the same in the genitive",
    "agreement.diminutive": "a short form of the same",
    "agreement.initial": "agrees",
    "agreement.different_initial": "does not agree",
    "agreement.same": "the same",
    "agreement.same_day": "on the same day",
    "agreement.slip": "a slip of the pen apart",
    "agreement.other_day": "on another day",
    "agreement.compatible": "at a time that agrees",
    "agreement.a_year_off": "less than two years apart",
    "agreement.years_off": "two to five years apart",
    "agreement.apart": "far apart",
    "agreement.days_off": "within two weeks",
    "agreement.months_off": "within half a year",
    "agreement.alive_later": "before an appearance in court",
    "agreement.next": "one step apart",
    "agreement.same_with_court": "the same, in the same court",
    "agreement.same_elsewhere": "the same, in another court",
    "agreement.others_agree": "agree",
}


def phrases_of(result: Mapping[str, Any]) -> Iterator[Phrase]:
    """What is to be said of one result of a match: the verdict, the namesakes, then what was compared."""
    verdict, namesakes = verdict_in(result), result["namesakes"]
    best = next(iter(result["candidates"]), None)
    yield f"verdict.{verdict}", {}
    if namesakes:
        yield ("namesakes.all" if verdict == "namesakes" else "namesakes"), {"count": namesakes}
    if best and verdict != "not_listed":
        yield from map(compared, (one for one in best["explanation"] if one["feature"] != "prior"))


def verdict_in(result: Mapping[str, Any]) -> str:
    """The verdict as it is told: a `possible` with namesakes, among whom nothing decides, is `namesakes`."""
    among = result["verdict"] == "possible" and result["namesakes"] > 0
    return "namesakes" if among else str(result["verdict"])


def compared(one: Mapping[str, Any]) -> Phrase:
    """What is to be said of one step of an explanation."""
    parts = {"of_feature": f"feature.{one['feature']}", "of_agreement": f"agreement.{one['agreement']}"}
    if one.get("query") is None or one.get("record") is None or one["query"] == one["record"]:
        return "compared.alone", parts
    return "compared", {**parts, "query": one["query"], "record": one["record"]}


def say(phrases: Iterator[Phrase], language: Language = ENGLISH) -> str:
    """The phrases in a language, the first as a sentence, the others after it.

    What a newer registry compares, and the table has no phrase for, is told by its code.
    """
    told = [say_one(phrase, language) for phrase in phrases]
    rest = "; ".join(told[1:])
    return f"{told[0]}. {rest[:1].upper()}{rest[1:]}".strip() if told else ""


def say_one(phrase: Phrase, language: Language = ENGLISH) -> str:
    """One phrase in a language."""
    key, parts = phrase
    filled = {name: _named(str(value), language) if name.startswith("of_") else value for name, value in parts.items()}
    return language[key].format_map(filled)


def _named(key: str, language: Language) -> str:
    return language.get(key) or key.partition(".")[2].replace("_", " ")
