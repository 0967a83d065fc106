"""One defendant of a case, as the reports taken together describe them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from schemas.case import Defendant, Pretrial, PriorConviction
from service.registry.body import Body, Collected, Table
from service.registry.charges import read_charges, show_charges
from service.registry.choose import Claim, choose
from service.registry.court import COURTS, CourtValue, read_court
from service.registry.gather import Entry, Group, gather
from service.registry.inputs import Reference
from service.registry.lattice import DATES, DESCRIPTIONS, EXACT, PLACES, TEXTS, product
from service.registry.lists import Items, cited_values
from service.registry.people import display_names
from service.registry.readings import RANK_LATTICE, as_is, place, rank
from service.registry.ruling import SENTENCES, read_sentence
from service.registry.sentence import RulingCorrection, corrected_decisions, current_sentence
from service.registry.sources import Sources
from service.registry.stages import StageClaim, choose_stage, shown_by_decisions, shown_by_steps
from service.registry.steps import Step, Told

FIELDS: Final[Table] = {
    "described_as": (DESCRIPTIONS, as_is),
    "sex": (EXACT, as_is),
    "birth_place": (PLACES, place),
    "home": (PLACES, place),
    "rank": (RANK_LATTICE, rank),
    "unit": (TEXTS, as_is),
    "position": (DESCRIPTIONS, as_is),
    "minor": (EXACT, as_is),
    "ground": (DESCRIPTIONS, as_is),
}
LISTS: Final = ("names", "categories", "charges", "pretrial", "prior_convictions")
ORDER: Final = (
    "names", "described_as", "count", "sex", "born", "birth_place", "home", "categories", "rank", "unit", "position",
    "minor", "stage", "ground", "charges", "pretrial", "prior_convictions", "decisions", "sentence",
)  # fmt: skip
CORRECTABLE: Final = frozenset(Defendant.model_fields)
"""What a correction may set of a defendant, after `defendants.<id>.`."""

PRETRIAL: Final = product({"measure": EXACT, "court": COURTS, "ordered_on": DATES, "duration": EXACT})
PRIORS: Final = product({"text": TEXTS, "articles": EXACT, "sentence": SENTENCES, "date": DATES})


class Appearance(NamedTuple):
    """A defendant in one report; `published`: its document's date, `as_of`: the last day (ordinal) it can tell of."""

    n: int
    facts: Defendant
    published: str | None
    as_of: int


@dataclass(slots=True)
class DefendantEvidence:
    """All that the reports say of one defendant."""

    label: str
    appearances: list[Appearance] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    corrections: list[tuple[int, str, Any]] = field(default_factory=list)
    """(citation, field, parsed value or None)."""


def defendant_body(evidence: DefendantEvidence, sources: Sources, reference: Reference) -> Body:
    """The facts of a defendant, every field of the contract present."""
    said = Collected()
    for one in evidence.appearances:
        fields = one.facts.__dict__
        said.take(FIELDS, LISTS, fields, one.n)
        said.take_birth(fields, one.n, one.published)
    for n, name, value in evidence.corrections:
        said.correct(FIELDS, LISTS, name, value, n)
    body = Body({"id": evidence.label, "display_name": None, "display_name_latin": None, **dict.fromkeys(ORDER)})
    body.prefix = f"defendants.{evidence.label}."
    said.choose_fields(body, FIELDS, sources)
    body.put("count", choose(_counts(evidence), EXACT, sources))
    body.facts["names"] = said.names(body, sources)
    body.facts["display_name"], body.facts["display_name_latin"] = display_names(body.facts["names"])
    body.facts["categories"] = cited_values(said.counted(body, "categories", sources))
    _put_lists(body, said, sources, reference)
    _put_course(body, evidence, said, sources)
    return body


def _counts(evidence: DefendantEvidence) -> list[Claim]:
    """How many people are described together; one is not a statement, but what every report says that says nothing."""
    claims = [Claim(one.facts.count, one.n) for one in evidence.appearances]
    several = [claim for claim in claims if claim.value > 1]
    return (several or claims) + [Claim(value or 1, n) for n, name, value in evidence.corrections if name == "count"]


def _put_lists(body: Body, said: Collected, sources: Sources, reference: Reference) -> None:
    charges, disputed = show_charges(read_charges(said.counted(body, "charges", sources)), sources)
    body.facts["charges"] = charges
    body.flag("charges", disputed, False)
    measures = said.counted(body, "pretrial", sources)
    body.facts["pretrial"] = _listed(_measures(measures, reference), PRETRIAL)
    priors = said.counted(body, "prior_convictions", sources)
    body.facts["prior_convictions"] = _listed(_priors(priors), PRIORS)


def _measures(items: Iterable[Items], reference: Reference) -> list[Entry]:
    return [Entry(_measure(one, reference), n) for entries, n in items for one in entries]


def _measure(one: Pretrial, reference: Reference) -> tuple[str, CourtValue | None, str | None, str | None]:
    court = read_court(one.court, reference).value if one.court else None
    return (one.measure, court, one.ordered_on, one.duration)


def _priors(items: Iterable[Items]) -> list[Entry]:
    return [Entry(_prior(one), n) for entries, n in items for one in entries]


def _prior(one: PriorConviction) -> tuple[Any, ...]:
    return (one.text, tuple(one.articles) or None, read_sentence(one.sentence), one.date)


def _listed(entries: Sequence[Entry], lattice: Any) -> list[dict[str, Any]]:
    groups = sorted(gather(entries, lattice), key=lambda group: (group.citations, lattice.words(group.value)))
    return [_entry(group, lattice) for group in groups]


def _entry(group: Group, lattice: Any) -> dict[str, Any]:
    shown: dict[str, Any] = lattice.show(group.value)
    if "articles" in shown:
        shown["articles"] = list(shown["articles"] or ())
    return {**shown, "citations": group.citations}


def _put_course(body: Body, evidence: DefendantEvidence, said: Collected, sources: Sources) -> None:
    corrections = [
        RulingCorrection(n, name, value) for n, name, value in evidence.corrections if name in ("verdict", "sentence")
    ]
    decisions = corrected_decisions(evidence.told, corrections, sources)
    body.facts["decisions"] = [decision.shown() for decision in decisions]
    body.facts["sentence"] = current_sentence(decisions)
    contradicted = any(decision.contradicted for decision in decisions)
    body.flag("decisions", any(decision.conflict for decision in decisions), contradicted)
    stages = [StageClaim(one.facts.stage, one.as_of, True, one.n) for one in evidence.appearances if one.facts.stage]
    stages += shown_by_decisions(evidence.told) + shown_by_steps(evidence.steps)
    body.put("stage", choose_stage(stages, said.claims.get("stage", ()), sources))


def display(defendant: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """(name, Latin name) under which a defendant is shown: a name, else how the reports describe them."""
    if defendant["display_name"]:
        return defendant["display_name"], defendant["display_name_latin"]
    described = defendant["described_as"]
    return (described["value"], described["value"]) if described and described["value"] else (None, None)


__all__ = ["CORRECTABLE", "Appearance", "DefendantEvidence", "defendant_body", "display"]
