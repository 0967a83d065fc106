"""Invariants of the fold that hold for any reports (docs: the design's invariants 1 and 7)."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.registry.canonical import canonical
from service.registry.evidence import Report
from service.registry.fold import fold
from service.registry.inputs import RecordInputs
from tests.service.registry.making import REFERENCE, assigned, fold_of, reports

KINDS = pytest.mark.parametrize("kind", ["casualty", "case"])
EXAMPLES = settings(max_examples=60, deadline=None)


def facts_of(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of a document that carries citations, with its path."""
    if isinstance(node, dict):
        if "citations" in node and path:
            yield path, node
        for key, value in node.items():
            if not (path == "" and key == "citations"):
                yield from facts_of(value, f"{path}/{key}")
    elif isinstance(node, list):
        for i, one in enumerate(node):
            yield from facts_of(one, f"{path}/{i}")


@KINDS
@EXAMPLES
@given(data=st.data())
def test_the_order_of_reports_does_not_matter(kind: str, data: st.DataObject) -> None:
    given_reports = data.draw(reports(kind))
    shuffled = data.draw(st.permutations(given_reports))
    one, other = fold_of(*given_reports), fold_of(*shuffled)
    assert canonical(one.document) == canonical(other.document)
    assert (one.tags, one.dates, one.review, one.profiles) == (other.tags, other.dates, other.review, other.profiles)


@KINDS
@EXAMPLES
@given(data=st.data())
def test_every_fact_is_cited_and_every_citation_exists(kind: str, data: st.DataObject) -> None:
    document = fold_of(*data.draw(reports(kind))).document
    numbers = {one["n"] for one in document["citations"]}
    for path, fact in facts_of(document):
        assert fact["citations"], path
        assert set(fact["citations"]) <= numbers, path
        assert fact["citations"] == sorted(set(fact["citations"])), path


@KINDS
@EXAMPLES
@given(data=st.data())
def test_retracting_reports_drops_what_rests_on_them_alone_and_nothing_else(kind: str, data: st.DataObject) -> None:
    every = data.draw(reports(kind))
    gone = data.draw(st.sampled_from([one for one in every if one.origin == "report"]))
    left = [one for one in every if one is not gone]
    if not any(one.origin == "report" for one in left):
        assert fold_of(*left, assignments={}).document["state"] == "withdrawn" if left else True
        return
    before, after = fold_of(*every).document, fold_of(*left).document
    assert gone.id not in {one["report_id"] for one in after["citations"]}
    assert _fields_said_by(before, left) == _fields_present(after)


def _facts_by_path(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, document.get(name)) for name in FACTS)
    for one in document.get("defendants", ()):
        yield from ((f"{one['id']}.{name}", one.get(name)) for name in FACTS)


def _fields_present(document: dict[str, Any]) -> set[str]:
    return {path for path, fact in _facts_by_path(document) if fact}


def _fields_said_by(document: dict[str, Any], left: list[Report]) -> set[str]:
    report_ids = {one.id for one in left}
    numbers = {one["n"] for one in document["citations"] if one["report_id"] in report_ids}
    told = {"", *assigned(left).values()}
    return {
        path for path, fact in _facts_by_path(document) if _rests_on(fact, numbers) and path.rpartition(".")[0] in told
    }


def _rests_on(fact: Any, numbers: set[int]) -> bool:
    return any(numbers & set(part["citations"]) for _, part in facts_of({"fact": fact}))


FACTS = (
    "names", "sex", "born", "birth_place", "status", "since", "died", "death_place", "wounded", "home", "rank", "unit",
    "described_as", "uid",
)  # fmt: skip


@KINDS
@EXAMPLES
@given(data=st.data())
def test_the_same_report_from_the_same_source_changes_no_value(kind: str, data: st.DataObject) -> None:
    """A further report of a source that is there already, saying what it said, is no evidence for anything."""
    every = data.draw(reports(kind, most=3))
    first = next(one for one in every if one.origin == "report")
    before = fold_of(*every)
    again = Report("rep-999", first.kind, first.document, first.received_at, first.facts, based_on=first.based_on)
    after = fold_of(*every, again)
    assert after.document["evidence"] == before.document["evidence"]


@KINDS
@EXAMPLES
@given(data=st.data())
def test_inputs_are_left_as_they_were(kind: str, data: st.DataObject) -> None:
    every = data.draw(reports(kind))
    inputs = RecordInputs("x-1", every[0].kind, tuple(every), assigned(every))
    first = canonical(fold(inputs, REFERENCE).document)
    assert canonical(fold(inputs, REFERENCE).document) == first
