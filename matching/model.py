"""The model: how much each agreement or contradiction tells, in bits (log2 of Fellegi and Sunter's m/u).

m is how often two reports of one person (or case) show the level, u how often two reports of different ones do.
For names u is the name's own frequency (`names.frequency`), so a rare name tells more. Missing weighs nothing.
Every score carries the version of its `Weights`; frequencies and priors are constants of `MODEL_VERSION`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MODEL_VERSION: Final = "names-2026.2"

#: log2 of the odds before anything is compared: of about a million persons who could be meant, one is.
PRIOR: Final = -20.0
#: The same for cases: some 130,000 criminal cases could be meant.
CASE_PRIOR: Final = -17.0

#: A contradiction leaves at most these odds (log2), whatever else agrees: a brother, or the father and the son of
#: one name, agree in everything else. That is 0.11, above SUGGEST: where all else would do, a maintainer is asked, as a
#: source slips too, and a double that nobody is asked about stays one. It costs little: of 40,251 generated reports
#: 14 such pairs were suggested among 22,050 (all slips; kin were not generated), and they stand last in the queue.
CONTRADICTED_AT_MOST: Final = -3.0
#: Where another is as likely meant, these odds (log2) are left at most. By a surname alone, however rare, it is kin,
#: who come from one village and are reported as often (not at even prior odds: there the two were not found among
#: many); by «Александра Тестова» it is a woman, or Александр Тестов, whatever else agrees.
DOUBTFUL_AT_MOST: Final = -0.5

#: From here on a report may be attached without a maintainer; from SUGGEST on a pair is shown to one.
ATTACH: Final = 0.99
SUGGEST: Final = 0.10


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a feature: its weight in bits (for names: added to the name's own bits), and why."""

    weight: float
    why: str
    contradicts: bool = False


#: Bits of a father's name that is in no table.
RARE_FATHER_BITS: Final = 11.0
#: Bits that a given name or a father's name tells at most beside a family name of the same small people.
OWN_NAME_BITS: Final = 6.5
#: Bits that a whole wrong letter costs (a distance of 1): one name in thirty has one, in some 150 ways. What
#: romanisations confuse costs its share of it, as `compare.words` learnt the shares: a third for one in ten.
EDIT_BITS: Final = 12.0

#: Bits of a surname that many bear, one in eight thousand or more. Two of them a letter apart are two names.
FREQUENT_FAMILY_BITS: Final = 13.0

#: Bits that it costs two words that sound alike to be printed with a letter between them that no romanisation knows.
LETTER_BITS: Final = 2.5

#: Levels that add to the bits of the name's frequency.
FAMILY: Final[dict[str, Level]] = {
    "exact": Level(-0.1, "the same letters"),
    "transliteration": Level(-0.2, "the same after folding scripts, romanisations and endings of either sex"),
    "variant": Level(-0.5, "differs only as romanisations and neighbouring languages do, less the price of the edits"),
    "near": Level(0.5, "about one wrong letter: added to the rarer name's bits, less the price of the edits"),
    "part": Level(-3.5, "one word of a double or changed surname"),
    "different": Level(-9.0, "another surname: women marry, a few people change it", contradicts=True),
}
GIVEN: Final[dict[str, Level]] = {
    "exact": Level(-0.1, "the same letters"),
    "transliteration": Level(-0.2, "the same after folding"),
    "same_name": Level(-0.4, "forms of one name in Russian, Ukrainian, Belarusian or Western languages"),
    "oblique": Level(-1.0, "an oblique case of the name, as running text has it"),
    "man_or_woman": Level(-3.0, "a woman's name, or the man's in the genitive, and nothing tells which"),
    "diminutive": Level(-2.5, "a short form, some of them of several names"),
    "variant": Level(-0.5, "differs only as romanisations do, less the price of the edits"),
    "near": Level(0.5, "about one wrong letter: added to the rarer name's bits, less the price of the edits"),
    "part": Level(-2.0, "one word of a double given name"),
    "different": Level(-9.0, "another given name: a brother or sister, or a stranger", contradicts=True),
}
PATRONYMIC: Final[dict[str, Level]] = {
    "exact": Level(-0.1, "the same father's name"),
    "transliteration": Level(-0.2, "the same after folding"),
    "same_name": Level(-0.3, "forms of one father's name"),
    "variant": Level(-0.5, "differs only as romanisations do, less the price of the edits"),
    "near": Level(0.5, "about one wrong letter: added to the rarer name's bits, less the price of the edits"),
    "different": Level(-9.0, "another father", contradicts=True),
}
#: Levels with a weight of their own.
INITIAL: Final[dict[str, Level]] = {
    "initial": Level(2.8, "an initial that agrees"),
    "different_initial": Level(-8.0, "an initial that does not", contradicts=True),
}
ALIAS: Final[dict[str, Level]] = {
    "same": Level(6.0, "the same call sign or other name"),
}
SEX: Final[dict[str, Level]] = {
    "same": Level(0.1, "nearly all are men, so it tells little"),
    "different": Level(-10.0, "the other sex", contradicts=True),
}
BORN: Final[dict[str, Level]] = {
    "same_day": Level(12.5, "the same day out of some thirty years"),
    "compatible": Level(0.0, "ranges that overlap: weighed by how wide they are (`compare.dates`)"),
    "slip": Level(1.0, "whole dates that differ by a digit or a day, or with day and month changed: miscopied"),
    "other_day": Level(-9.0, "two whole dates, and no slip makes one of the other", contradicts=True),
    "a_year_off": Level(-1.5, "less than two years apart: ages are reported loosely"),
    "years_off": Level(-5.0, "two to five years apart"),
    "apart": Level(-12.0, "five years apart or more", contradicts=True),
}
DIED: Final[dict[str, Level]] = {
    "same_day": Level(8.5, "the same day out of some four years"),
    "compatible": Level(0.0, "ranges that overlap: weighed by how wide they are"),
    "days_off": Level(1.0, "within two weeks: reports often name the day of another report"),
    "months_off": Level(-2.5, "within half a year"),
    "apart": Level(-7.0, "farther apart", contradicts=True),
}
DIED_BEFORE: Final[dict[str, Level]] = {
    "alive_later": Level(-10.0, "appeared before a court after the day of death", contradicts=True),
}
REGION: Final[dict[str, Level]] = {
    "same": Level(4.5, "one of some ninety regions; how common the name is there is weighed with the name"),
    "different": Level(-3.5, "another region: people move, sources confuse home and birth place, one in a dozen"),
}
PLACE: Final[dict[str, Level]] = {
    "same": Level(4.0, "the same town or village beyond its region"),
    "different": Level(-1.0, "another place: a village and its district town are both printed"),
}
RANK: Final[dict[str, Level]] = {
    "same": Level(2.0, "the same rank"),
    "next": Level(0.5, "one step apart: promoted, some after death"),
    "different": Level(-1.5, "two steps or more apart"),
}
CATEGORY: Final[dict[str, Level]] = {
    "same": Level(1.2, "mobilised, contract, convict and so on alike"),
    "different": Level(-1.0, "another category: sources differ in how they put it"),
}
UNIT: Final[dict[str, Level]] = {
    "same": Level(5.0, "the same unit"),
    "different": Level(-1.0, "another unit: printed at different levels"),
}
COURT: Final[dict[str, Level]] = {
    "same": Level(5.5, "the same court out of some hundreds"),
    "different": Level(-1.5, "another court: of another instance, or another case"),
}
CASE_NUMBER: Final[dict[str, Level]] = {
    "same_with_court": Level(45.0, "the same number in the same court is the same case"),
    "same": Level(8.0, "the same number, a court not told of"),
    "same_elsewhere": Level(0.0, "the same number in two courts: each counts from one"),
    "different": Level(-2.0, "another number: each instance gives its own"),
}
UID: Final[dict[str, Level]] = {
    "same": Level(60.0, "the unique identifier of the case is the same"),
    "different": Level(-12.0, "another unique identifier: another case", contradicts=True),
}
ARTICLE: Final[dict[str, Level]] = {
    "same": Level(3.0, "the same article"),
    "different": Level(-4.0, "no article in common"),
}
SENTENCE: Final[dict[str, Level]] = {
    "same": Level(4.0, "the same sentence"),
    "different": Level(-1.5, "another sentence: changed on appeal, or another case"),
}
VERDICT_DAY: Final[dict[str, Level]] = {
    "same": Level(0.0, "weighed as a day in court (`events`)"),
    "months_off": Level(-2.5, "first verdicts more than two weeks apart: misreported, or after a retrial"),
    "apart": Level(-6.0, "first verdicts more than half a year apart: two trials", contradicts=True),
}
EVENTS: Final[dict[str, Level]] = {
    "same_day": Level(6.0, "something happened in court on the same day"),
    "compatible": Level(1.5, "dates that may be the same"),
}
DEFENDANTS: Final[dict[str, Level]] = {
    "others_agree": Level(8.0, "a further defendant agrees by name"),
}

#: Every feature, in the order in which a score explains itself.
FEATURES: Final[dict[str, dict[str, Level]]] = {
    "family_name": FAMILY, "given_name": GIVEN, "patronymic": PATRONYMIC, "initial": INITIAL, "alias": ALIAS,
    "sex": SEX,
    "born": BORN, "died": DIED, "died_before": DIED_BEFORE, "region": REGION, "place": PLACE, "rank": RANK,
    "category": CATEGORY, "unit": UNIT, "court": COURT, "case_number": CASE_NUMBER, "uid": UID, "article": ARTICLE,
    "sentence": SENTENCE, "verdict_day": VERDICT_DAY, "events": EVENTS, "defendants": DEFENDANTS,
}  # fmt: skip

#: Levels that contradict, as (feature, level).
CONTRADICTIONS: Final[frozenset[tuple[str, str]]] = frozenset(
    (feature, name) for feature, levels in FEATURES.items() for name, level in levels.items() if level.contradicts
) | frozenset((feature, "different_initial") for feature in ("family_name", "given_name", "patronymic"))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights that a score follows: the tables above, and the bits that were learnt since (`learn`) for a level."""

    version: str = MODEL_VERSION
    learnt: Mapping[tuple[str, str], float] = field(default_factory=dict)


#: Nothing learnt since.
SHIPPED: Final = Weights()
