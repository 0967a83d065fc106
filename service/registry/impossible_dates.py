"""Dates of one report that can't all be right: a death before the birth, a sentence before the crime, the future,
a birth in another century.

Only what no reading of the dates allows is told: `2022` and `2022-11-16` agree, and `~` leaves a unit more. Values
are not repeated, since a warning outlives a redaction of what it would quote.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from schemas.case import CaseFacts, Defendant
from schemas.casualty import Age, CasualtyFacts
from schemas.dates import DateRange, tolerant_bounds
from schemas.report import CaseReport, CasualtyReport
from service.registry.readings import born_of_age

DATE_LINE: Final = timedelta(days=1)
"""By how much a day that has begun in the east is ahead of UTC, in which receipt is dated."""
ANNOUNCED: Final = timedelta(days=366)
"""How far ahead a funeral, a hearing or a sentence's coming into force is told of."""
OLDEST: Final = 100
"""Years after which nobody serves or stands trial any more."""
YOUNGEST: Final = 14
"""Years before which nobody does (Criminal Code, art. 20)."""
_AHEAD: Final = frozenset({"hearing", "in_force"})
_OWN_PACE: Final = frozenset({"detained", "wanted", "pardoned", "released", "other"})
"""Events that may belong to something before what the case is about."""


class _Told(NamedTuple):
    """A date and where the report gives it."""

    place: str
    days: DateRange


class _Seen(NamedTuple):
    """The last day a report can know of: its document's, or that of receipt, and how that day is called."""

    published_on: str | None
    last: date
    name: str

    def after(self, told: list[_Told], ahead: timedelta = timedelta()) -> Iterator[str]:
        """What lies after that day, by more than `ahead`."""
        for one in told:
            if one.days.first - ahead > self.last:
                yield f"{one.place}: lies after {self.name}"

    def told(self) -> list[_Told]:
        """That day as a date, in a list."""
        return [_Told(self.name, DateRange(self.last, self.last))]


Doubts = Iterator[str]


def date_doubts(report: CasualtyReport | CaseReport, today: date) -> Doubts:
    """Sentences on dates that can't be, each after the place it is about; `today` is the day of receipt (UTC)."""
    received = _Seen(None, today + DATE_LINE, "today")
    published = _told("document.published_on", report.document.published_on)
    retrieved = _told("document.retrieved_on", report.document.retrieved_on)
    yield from received.after([*published, *retrieved])
    yield from _order(retrieved, published)
    seen = received
    if published:
        seen = _Seen(report.document.published_on, published[0].days.last, "the document was published")
    if isinstance(report, CasualtyReport):
        yield from _of_soldier(report.casualty, seen)
    else:
        yield from _of_case(report.case, seen)


def _of_soldier(facts: CasualtyFacts, seen: _Seen) -> Doubts:
    born, died = _told("born", facts.born), _told("died", facts.died)
    wounded = _told("wounded.date", facts.wounded.date if facts.wounded else None)
    mobilised = _told("mobilised_on", facts.mobilised_on)
    since = _told("since", facts.since)
    buried = _told("burial.date", facts.burial.date if facts.burial else None)
    for later in (wounded, mobilised, since, died, buried):
        yield from _order(later, born)
    yield from _order(died, mobilised)
    yield from _order(died, wounded)
    yield from _order(buried, died)
    yield from seen.after([*born, *wounded, *mobilised, *since, *died])
    yield from _lifetime("born", born, [*died, *since] or seen.told())
    yield from seen.after(buried, ANNOUNCED)
    yield from _age("", born, facts.age, facts.died, seen.published_on)


def _of_case(facts: CaseFacts, seen: _Seen) -> Doubts:
    events = [(one.type, told) for n, one in enumerate(facts.events) for told in _told(f"events[{n}].date", one.date)]
    incidents = [told for n, one in enumerate(facts.incidents) for told in _told(f"incidents[{n}].date", one.date)]
    # One that has no date may have been before them all.
    crime = _earliest(incidents) if len(incidents) == len(facts.incidents) else []
    for kind, told in events:
        yield from seen.after([told], ANNOUNCED if kind in _AHEAD else timedelta())
        if kind not in _OWN_PACE:
            yield from _order([told], crime)
    yield from seen.after(incidents)
    first = _earliest([*incidents, *(told for _, told in events)])
    for n, defendant in enumerate(facts.defendants):
        yield from _of_defendant(f"defendants[{n}].", defendant, first, seen)


def _of_defendant(where: str, defendant: Defendant, first: list[_Told], seen: _Seen) -> Doubts:
    born = _told(f"{where}born", defendant.born)
    orders = [told for n, one in enumerate(defendant.pretrial)
              for told in _told(f"{where}pretrial[{n}].ordered_on", one.ordered_on)]  # fmt: skip
    priors = [told for n, one in enumerate(defendant.prior_convictions)
              for told in _told(f"{where}prior_convictions[{n}].date", one.date)]  # fmt: skip
    yield from seen.after([*born, *orders, *priors])
    yield from _lifetime(f"{where}born", born, seen.told())
    yield from _order([*first, *orders, *priors], born)
    yield from _age(where, born, defendant.age, seen.published_on)


def _told(place: str, edtf: str | None) -> list[_Told]:
    """The date in a list, or none."""
    return [_Told(place, tolerant_bounds(edtf))] if edtf else []


def _earliest(told: list[_Told]) -> list[_Told]:
    return [min(told, key=lambda one: one.days.first)] if told else []


def _order(later: list[_Told], earlier: list[_Told]) -> Doubts:
    for one in later:
        for before in earlier:
            if one.days.last < before.days.first:
                yield f"{one.place}: lies before {before.place}"


def _lifetime(place: str, born: list[_Told], at: list[_Told]) -> Doubts:
    """A birth in another century than what it is told with, or of a child; one after it is told by their order."""
    for birth in born:
        first, last = birth.days.first.year, birth.days.last.year
        if all(one.days.first.year - last > OLDEST for one in at):
            yield f"{place}: lies more than {OLDEST} years before"
        elif all(0 <= one.days.last.year - first < YOUNGEST for one in at):
            yield f"{place}: lies less than {YOUNGEST} years before"


def _age(where: str, born: list[_Told], age: Age | None, *counted: str | None) -> Doubts:
    """By the years that the record will show for this age (`born_of_age`)."""
    years = born_of_age(age, *counted).value if age and born else None
    if years and not tolerant_bounds(years).overlaps(born[0].days):
        yield f"{where}age: does not fit {where}born; say in `as_of` when it was counted"
