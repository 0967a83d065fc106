"""One soldier, as the reports taken together describe them."""

from typing import Any, Final

from schemas.casualty import CasualtyFacts
from service.registry.body import Body, Collected, Table
from service.registry.choose import choose
from service.registry.evidence import Correction, Report
from service.registry.lattice import DATED_PLACES, DATES, DESCRIPTIONS, EXACT, PLACES, TEXTS
from service.registry.lists import cited_texts, cited_values
from service.registry.people import display_names
from service.registry.readings import RANK_LATTICE, as_is, dated_place, place, rank
from service.registry.sources import Sources
from service.registry.status import choose_status

FIELDS: Final[Table] = {
    "sex": (EXACT, as_is),
    "birth_place": (PLACES, place),
    "died": (DATES, as_is),
    "death_place": (PLACES, place),
    "wounded": (DATED_PLACES, dated_place),
    "mobilised_on": (DATES, as_is),
    "home": (PLACES, place),
    "occupation": (DESCRIPTIONS, as_is),
    "rank": (RANK_LATTICE, rank),
    "unit": (TEXTS, as_is),
    "position": (DESCRIPTIONS, as_is),
    "burial": (DATED_PLACES, dated_place),
}
"""The facts that are chosen field by field."""

LISTS: Final = ("names", "categories")
CORRECTED_LISTS: Final = (*LISTS, "note")
ORDER: Final = (
    "names", "sex", "born", "birth_place", "status", "since", "died", "death_place", "wounded", "mobilised_on", "home",
    "occupation", "categories", "rank", "unit", "position", "burial", "notes",
)  # fmt: skip
CORRECTABLE: Final = frozenset(CasualtyFacts.model_fields)
"""The paths that a correction may set."""


def casualty_body(sources: Sources) -> Body:
    """The facts of a casualty, every field of the contract present, None where nobody says anything."""
    said = Collected()
    for n, report in sources.by_number.items():
        _collect(said, n, report)
    body = Body(dict.fromkeys(ORDER))
    said.choose_fields(body, FIELDS, sources)
    status = choose_status(said.claims.get("status", ()), sources)
    body.put("status", status.choice)
    body.review.extend(status.review)
    _put_since(body, said, sources)
    body.facts["names"] = said.names(body, sources)
    body.facts["categories"] = cited_values(said.counted(body, "categories", sources))
    body.facts["notes"] = cited_texts(said.counted(body, "note", sources))
    return body


def display(facts: dict[str, Any]) -> tuple[str | None, str | None]:
    """(`display_name`, `display_name_latin`) of a casualty's facts."""
    return display_names(facts["names"])


def _collect(said: Collected, n: int, report: Report) -> None:
    facts = report.facts
    if isinstance(facts, Correction):
        for name, value in facts.set.items():
            single_note = name == "note" and value is not None
            said.correct(FIELDS, CORRECTED_LISTS, name, (value,) if single_note else value, n)
    elif isinstance(facts, CasualtyFacts):
        fields = facts.__dict__
        said.take(FIELDS, LISTS, fields, n)
        said.take_birth(fields, n, facts.died, report.document.published_on if report.document else None)
        said.claim("status", as_is(facts.status), n)
        if facts.since is not None:
            said.claim("since", as_is(facts.since), n)
        if facts.note is not None:
            said.items("note", (facts.note,), n)


def _put_since(body: Body, said: Collected, sources: Sources) -> None:
    """Since when the status holds: dates of another status than the one shown stand aside and never conflict."""
    since = said.claims.get("since")
    if not since:
        return
    shown = body.facts["status"]["value"] if body.facts["status"] else None
    stated = {claim.n for claim in said.claims.get("status", ()) if claim.value == shown} | sources.corrections
    main = [claim for claim in since if claim.n in stated]
    body.put("since", choose(main, DATES, sources, [claim for claim in since if claim.n not in stated]))
