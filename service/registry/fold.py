"""The heart: what the reports of a record, taken together, say. Pure; the same inputs give the same bytes.

The order of the inputs does not matter, and nothing is read that is not in them.
"""

from dataclasses import replace
from typing import Any

from service.registry import case, casualty
from service.registry.citations import citations, evidence, first_reported, related
from service.registry.inputs import RULES_VERSION, Folded, RecordInputs, Reference
from service.registry.profile import profiles_of_document
from service.registry.public import mask
from service.registry.redact import ALL, redact
from service.registry.sources import Sources
from service.registry.tags import dates_of, tags_of

__all__ = ["RULES_VERSION", "Folded", "RecordInputs", "Reference", "fold", "tombstone"]


def fold(inputs: RecordInputs, reference: Reference) -> Folded:
    """The record that `inputs` make.

    Raises `case.UnassignedDefendantError` for a report's defendant that has no assignment.
    """
    if ALL in inputs.redactions or not any(one.origin == "report" for one in inputs.reports):
        return _hidden(inputs)
    sources = Sources(inputs.reports)
    document, review = _document(inputs, sources, reference)
    full = redact(document, inputs.redactions) if inputs.redactions else document
    private = profiles_of_document(full)
    if inputs.withdrawn:
        return replace(_hidden(inputs), private_profiles=private, review=_reported_again(inputs))
    public = mask(full)
    return Folded(
        document=public,
        full=full,
        profiles=private if public is full else profiles_of_document(public),
        private_profiles=private,
        tags=tags_of(public),
        dates=dates_of(public),
        first_reported=public["first_reported"],
        review=review,
    )


def _hidden(inputs: RecordInputs) -> Folded:
    stone = tombstone(inputs.id, inputs.kind, redacted=ALL in inputs.redactions)
    return Folded(stone, stone)


def _reported_again(inputs: RecordInputs) -> tuple[str, ...]:
    """A withdrawn record stays known to matching, so that whoever is reported again comes back to it, unseen."""
    since = inputs.withdrawn_since
    return ("reported_again",) if since and any(one.received_at > since for one in inputs.reports) else ()


def tombstone(record_id: str, kind: str, *, redacted: bool = False) -> dict[str, Any]:
    """What is left of a withdrawn record: that it was there, and nothing of what it said."""
    stone: dict[str, Any] = {"id": record_id, "kind": kind, "state": "withdrawn"}
    if redacted:
        stone["redacted"] = [ALL]
    return stone


def _document(inputs: RecordInputs, sources: Sources, reference: Reference) -> tuple[dict[str, Any], tuple[str, ...]]:
    if inputs.kind == "case":
        body = case.case_body(inputs, sources, reference)
        name, latin = case.display(body.facts)
    else:
        body = casualty.casualty_body(sources)
        name, latin = casualty.display(body.facts)
    cited = citations(sources)
    document = {
        "id": inputs.id,
        "kind": inputs.kind,
        "state": "published",
        "display_name": name,
        "display_name_latin": latin,
        **body.facts,
        "first_reported": first_reported(sources),
        "evidence": evidence(sources),
        "conflicts": sorted(body.conflicts),
        "related": related(inputs.links, sources, cited),
        "citations": cited,
        "merged_ids": sorted(inputs.merged_ids),
        "redacted": [],
    }
    return document, tuple(dict.fromkeys(body.review))
