"""Compare what is a set of codes or folded texts: regions, places, ranks, courts, numbers, articles."""

from functools import lru_cache
from typing import Any, Final

from matching import model
from matching.compare.dates import compare_births, compare_deaths, compare_events, compare_verdicts, died_before
from matching.compare.evidence import Feature
from matching.profile import Profile


def compare_facts(query: Profile, record: Profile) -> list[Feature]:
    """Everything but the names; a feature that either side lacks gives nothing."""
    found = compare_person(query, record)
    if query.kind != "casualty" or record.kind != "casualty":
        found += _court(query, record)
    return found


def compare_person(query: Profile, record: Profile) -> list[Feature]:
    """What is said of the person alone, not of a case."""
    found: list[Feature] = []
    if query.sex and record.sex:
        found.append(_SEXES[query.sex == record.sex, query.sex])
    if query.born and record.born:
        found.append(compare_births(query.born, record.born))
    if query.died and record.died:
        found.append(compare_deaths(query.died, record.died))
    if query.regions and record.regions:
        found += _regions(query.regions, record.regions)
    if query.places and record.places:
        found.append(_set("place", query.places, record.places))
    found += _service(query, record)
    return found


@lru_cache(maxsize=50_000)
def _regions(left: frozenset[str], right: frozenset[str]) -> tuple[Feature, ...]:
    """A bare country says nothing about its own regions."""
    if left.isdisjoint(right) and (_inside(left, right) or _inside(right, left)):
        return ()
    return (_set("region", left, right),)


def _inside(codes: frozenset[str], wider: frozenset[str]) -> bool:
    return any(code[:2] in wider for code in codes)


def _service(query: Profile, record: Profile) -> list[Feature]:
    found = []
    if query.ranks and record.ranks:
        found.append(_ranks(query.ranks, record.ranks))
    if query.categories and record.categories:
        found.append(_set("category", query.categories, record.categories))
    if query.units and record.units:
        found.append(_set("unit", query.units, record.units))
    return found


def _court(query: Profile, record: Profile) -> list[Feature]:
    found = []
    for feature, field in _SETS:
        left, right = getattr(query, field), getattr(record, field)
        if left and right:
            found.append(_set(feature, left, right))
    if query.case_numbers and record.case_numbers:
        found.append(_case_numbers(query, record))
    for evidence in (_verdicts(query, record), _events(query, record), _died_before(query, record)):
        if evidence is not None:
            found.append(evidence)
    return found


_SETS: Final = (
    ("court", "courts"),
    ("uid", "uids"),
    ("article", "articles"),
    ("sentence", "sentences"),
)


@lru_cache(maxsize=25_000)
def _set(feature: str, left: frozenset[str], right: frozenset[str]) -> Feature:
    levels = model.FEATURES[feature]
    agreement = "different" if left.isdisjoint(right) else "same"
    return _evidence(feature, levels, agreement, left, right)


def _evidence(
    feature: str, levels: dict[str, model.Level], agreement: str, left: frozenset[Any], right: frozenset[Any]
) -> Feature:
    return Feature(feature, _show(left), _show(right), agreement, levels[agreement].weight)


@lru_cache(maxsize=50_000)
def _show(values: frozenset[object]) -> str:
    return ", ".join(map(str, sorted(values, key=str)))


def _sex_evidence(level: str, query: str) -> Feature:
    other = {"male": "female", "female": "male"}.get(query, "?")
    return Feature("sex", query, query if level == "same" else other, level, model.SEX[level].weight)


_SEXES: Final = {
    (same, sex): _sex_evidence("same" if same else "different", sex)
    for same in (True, False)
    for sex in ("male", "female")
}


def _ranks(left: frozenset[int], right: frozenset[int]) -> Feature:
    step = min(abs(a - b) for a in left for b in right)
    return _evidence("rank", model.RANK, ("same", "next")[step] if step < 2 else "different", left, right)


def _case_numbers(query: Profile, record: Profile) -> Feature:
    agreement = "different"
    if not query.case_numbers.isdisjoint(record.case_numbers):
        known = query.courts and record.courts
        agreement = (
            "same" if not known else "same_elsewhere" if query.courts.isdisjoint(record.courts) else "same_with_court"
        )
    return _evidence("case_number", model.CASE_NUMBER, agreement, query.case_numbers, record.case_numbers)


def _events(query: Profile, record: Profile) -> Feature | None:
    return compare_events(query.events, record.events) if query.events and record.events else None


def _verdicts(query: Profile, record: Profile) -> Feature | None:
    return compare_verdicts(query.verdicts, record.verdicts) if query.verdicts and record.verdicts else None


def _died_before(query: Profile, record: Profile) -> Feature | None:
    for left, right in ((query, record), (record, query)):
        if left.died and right.events and died_before(left.died, right.events):
            return _evidence("died_before", model.DIED_BEFORE, "alive_later", frozenset(), frozenset())
    return None
