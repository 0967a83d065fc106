"""Compare what is a set of codes or folded texts: regions, places, ranks, courts, numbers, articles."""

from collections.abc import Iterable
from typing import Final

from matching import model
from matching.compare.dates import compare_births, compare_deaths, compare_events, died_before
from matching.compare.evidence import Evidence
from matching.profile import Profile


def compare_facts(query: Profile, record: Profile) -> list[Evidence]:
    """Everything but the names; a feature that either side lacks gives nothing."""
    found = [_sex(query, record)]
    if query.born and record.born:
        found.append(compare_births(query.born, record.born))
    if query.died and record.died:
        found.append(compare_deaths(query.died, record.died))
    found.append(_died_before(query, record))
    for feature, field, levels in _SETS:
        left, right = getattr(query, field), getattr(record, field)
        if left and right:
            found.append(_set(feature, levels, left, right))
    if query.ranks and record.ranks:
        found.append(_ranks(query.ranks, record.ranks))
    if query.case_numbers and record.case_numbers:
        found.append(_case_numbers(query, record))
    if query.events and record.events:
        found.append(compare_events(query.events, record.events))
    return [evidence for evidence in found if evidence is not None]


_SETS: Final = (
    ("region", "regions", model.REGION),
    ("place", "places", model.PLACE),
    ("category", "categories", model.CATEGORY),
    ("unit", "units", model.UNIT),
    ("court", "courts", model.COURT),
    ("uid", "uids", model.UID),
    ("article", "articles", model.ARTICLE),
    ("sentence", "sentences", model.SENTENCE),
)


def _set(feature: str, levels: dict[str, model.Level], left: frozenset[str], right: frozenset[str]) -> Evidence:
    agreement = "different" if left.isdisjoint(right) else "same"
    return _evidence(feature, levels, agreement, left, right)


def _evidence(
    feature: str, levels: dict[str, model.Level], agreement: str, left: Iterable[object], right: Iterable[object]
) -> Evidence:
    level = levels[agreement]
    return Evidence(feature, agreement, level.weight, _show(left), _show(right), level.contradicts)


def _show(values: Iterable[object]) -> str:
    return ", ".join(map(str, sorted(values, key=str)))


def _sex(query: Profile, record: Profile) -> Evidence | None:
    if not (query.sex and record.sex):
        return None
    return _evidence("sex", model.SEX, "same" if query.sex == record.sex else "different", [query.sex], [record.sex])


def _ranks(left: frozenset[int], right: frozenset[int]) -> Evidence:
    step = min(abs(a - b) for a in left for b in right)
    return _evidence("rank", model.RANK, ("same", "next")[step] if step < 2 else "different", left, right)


def _case_numbers(query: Profile, record: Profile) -> Evidence:
    agreement = "different"
    if not query.case_numbers.isdisjoint(record.case_numbers):
        agreement = "same" if query.courts.isdisjoint(record.courts) else "same_with_court"
    return _evidence("case_number", model.CASE_NUMBER, agreement, query.case_numbers, record.case_numbers)


def _died_before(query: Profile, record: Profile) -> Evidence | None:
    for left, right in ((query, record), (record, query)):
        if left.died and right.events and died_before(left.died, right.events):
            return _evidence("died_before", model.DIED_BEFORE, "alive_later", (), ())
    return None
