"""Doubts about a report that do not stop it: what it says is kept as it says it."""

from collections.abc import Iterable, Iterator
from datetime import date

from schemas.case import CaseFacts, Charge
from schemas.reference.articles import find_article
from schemas.reference.case_uid import uid_problem
from schemas.reference.charges import ParsedCharge, parse_charges
from schemas.report import CaseReport, CasualtyReport
from service.registry.impossible_dates import date_doubts


def warnings_of(report: CasualtyReport | CaseReport, today: date) -> tuple[str, ...]:
    """Sentences on dates that can't be, and on a case's UID and articles: wrong check digits, a sub-article or part
    that no list knows. Each begins with the place it is about; `today` is the day of receipt (UTC).
    """
    about_law = _of_case(report.case) if isinstance(report, CaseReport) else ()
    return tuple(dict.fromkeys((*about_law, *date_doubts(report, today))))


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
