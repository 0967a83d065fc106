"""Doubts about a report that do not stop it: what it says is kept as it says it."""

from collections.abc import Iterable, Iterator
from datetime import date

from schemas.case import CaseFacts, Charge, Defendant
from schemas.casualty import CasualtyFacts
from schemas.reference.articles import find_article
from schemas.reference.case_uid import uid_problem
from schemas.reference.charges import ParsedCharge, parse_charges
from schemas.reference.regions import find_region, town_elsewhere
from schemas.report import CaseReport, CasualtyReport
from service.registry.impossible_dates import date_doubts


def warnings_of(report: CasualtyReport | CaseReport, today: date) -> tuple[str, ...]:
    """Sentences on dates that can't be, and on a case's UID and articles: wrong check digits, a sub-article or part
    that no list knows, and on regions named by a town of which there are two. Each begins with the place it is about;
    `today` is the day of receipt (UTC).
    """
    about_law = _of_case(report.case) if isinstance(report, CaseReport) else ()
    return tuple(dict.fromkeys((*about_law, *_of_regions(report), *date_doubts(report, today))))


def _of_regions(report: CasualtyReport | CaseReport) -> Iterator[str]:
    for where, region in _regions(report):
        elsewhere = town_elsewhere(region) if region else None
        if elsewhere:
            read = find_region(region or "")
            yield f"{where}: is read as {read}, and there is a town of this name in {elsewhere}; give a code"


def _regions(report: CasualtyReport | CaseReport) -> Iterator[tuple[str, str | None]]:
    if isinstance(report, CasualtyReport):
        yield from _homes("", report.casualty)
        yield from (("death_place.region", one.region) for one in (report.casualty.death_place,) if one)
    else:
        for n, defendant in enumerate(report.case.defendants):
            yield from _homes(f"defendants[{n}].", defendant)
        yield from ((f"incidents[{n}].region", one.region) for n, one in enumerate(report.case.incidents))


def _homes(where: str, person: CasualtyFacts | Defendant) -> Iterator[tuple[str, str | None]]:
    for name in ("home", "birth_place"):
        place = getattr(person, name)
        if place:
            yield f"{where}{name}.region", place.region


def _of_case(facts: CaseFacts) -> Iterator[str]:
    problem = uid_problem(facts.uid) if facts.uid else None
    if problem:
        yield f"uid: {problem}"
    for n, defendant in enumerate(facts.defendants):
        for m, charge in enumerate(defendant.charges):
            for doubt in filter(None, map(_doubt, _as_read(charge))):
                yield f"defendants[{n}].charges[{m}]: {doubt}"


def _as_read(charge: Charge) -> Iterable[Charge | ParsedCharge]:
    """The charge as it is told apart, or the charges that its text names."""
    return [charge] if charge.article or not charge.text else parse_charges(charge.text)


def _doubt(charge: Charge | ParsedCharge) -> str | None:
    if charge.article is None or charge.code not in (None, "uk_rf"):
        return None
    article = find_article(charge.article)
    if article is None:
        return f"article {charge.article} is not in the list of the Criminal Code's articles"
    if charge.part and article.parts and charge.part not in article.parts:
        return f"article {charge.article} has no part {charge.part} in the list"
    return None
