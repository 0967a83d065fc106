"""The frame of a record: what it cites, how well it is evidenced, what it is linked with."""

from collections.abc import Iterable
from typing import Any

from schemas.dates import bounds
from service.registry.evidence import Report
from service.registry.inputs import Link
from service.registry.sources import Sources, received_on

STATEMENTS = "poimenno"
"""The source (and partner) of maintainers' own statements: the registry itself, which nobody else may cite."""


def citations(sources: Sources) -> list[dict[str, Any]]:
    """Every report and correction with its number and the document it cites."""
    return [_citation(n, report) for n, report in sources.by_number.items()]


def _citation(n: int, report: Report) -> dict[str, Any]:
    document = report.document
    if document is None:
        return _statement(n, report.id, "Maintainer's correction", received_on(report), report.locator)
    return {
        "n": n, "report_id": report.id, "document_id": document.id, "source": document.source, "type": document.type,
        "title": document.title, "url": document.url, "published_on": document.published_on,
        "retrieved_on": document.retrieved_on, "locator": report.locator, "archived_url": document.archived_url,
        "origin": report.origin,
    }  # fmt: skip


def _statement(n: int, report_id: str | None, title: str, day: str | None, locator: str | None) -> dict[str, Any]:
    return {
        "n": n, "report_id": report_id, "document_id": None, "source": STATEMENTS, "type": "other", "title": title,
        "url": None, "published_on": day, "retrieved_on": None, "locator": locator, "archived_url": None,
        "origin": "correction",
    }  # fmt: skip


def evidence(sources: Sources) -> dict[str, Any]:
    """How many independent sources there are, and the grade that follows."""
    independent = sources.independent(sources.by_number)
    grade = "two_independent" if independent >= 2 else "single_source"
    return {"independent_sources": independent, "grade": "official_document" if sources.official else grade}


def first_reported(sources: Sources) -> str:
    """The earliest day of publication; of retrieval where no document has one; else of receipt."""
    reports = [report for report in sources.reports if report.origin == "report"]
    published = [r.document.published_on for r in reports if r.document and r.document.published_on]
    retrieved = [r.document.retrieved_on for r in reports if r.document and r.document.retrieved_on]
    return _earliest(published or retrieved or [received_on(report) for report in reports])


def _earliest(dates: list[str]) -> str:
    return dates[0] if len(dates) == 1 else min(dates, key=lambda text: (bounds(text).first, bounds(text).last, text))


def related(links: Iterable[Link], sources: Sources, cited: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The links to other records.

    One that rests on no report is cited as the maintainer's statement, or as found by matching, which is added to
    `cited`: the day, and the decision's id. Who decided and why stands in the history of the record, which a
    redaction reaches.
    """
    numbers = {report.id: n for n, report in sources.by_number.items()}
    entries = []
    for link in sorted(links, key=lambda one: (one.relation, one.record_id, one.grade, one.id)):
        ns = sorted(numbers[one] for one in link.report_ids if one in numbers)
        if not ns:
            ns = [len(cited) + 1]
            title = "Found by matching" if link.found else "Maintainer's decision"
            cited.append(_statement(ns[0], None, title, link.made_on, link.id))
        entries.append({"id": link.record_id, "relation": link.relation, "grade": link.grade, "citations": ns})
    return entries
