# ruff: noqa: N818 - as in service.errors, an error is named by what happened
"""What the client answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx
import orjson

Record = dict[str, Any]
ChangeType = Literal["published", "updated", "merged", "withdrawn", "restored", "redacted"]
Outcome = Literal["created", "attached", "superseded", "unchanged", "rejected"]


class Unreachable(Exception):
    """The service didn't answer, or only that it can't now, as often as it was asked."""


class Problem(Exception):
    """The service refused: `status`, and the problem document (RFC 9457) that says why."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        super().__init__(f"{status}: {document.get('detail') or document.get('title') or 'refused'}")
        self.status = status
        self.document = dict(document)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record, as the feed tells it; `record` is the version named, None where it isn't shown."""

    seq: int
    type: ChangeType
    id: str
    kind: Literal["casualty", "case"]
    version: int
    merged_into: str | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some changes in their order; the feed goes on from `next`, at once where there is `more`."""

    changes: tuple[Change, ...]
    next: str
    more: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one report; `index` counts from 0 over all that were sent."""

    index: int
    outcome: Outcome
    report_id: str | None
    record_id: str | None
    suggestions: tuple[str, ...]
    warnings: tuple[Any, ...]
    problem: dict[str, Any] | None


def read_json(response: httpx.Response) -> Any:
    """The body of an answer that succeeded. Raises Problem for any other."""
    if response.is_success:
        return orjson.loads(response.content)
    raise problem_of(response)


def problem_of(response: httpx.Response) -> Problem:
    """The refusal that an answer is; one that somebody in between gave has no document."""
    try:
        document = orjson.loads(response.content)
    except ValueError:
        document = None
    return Problem(response.status_code, document if isinstance(document, dict) else {"title": response.reason_phrase})


def read_page(response: httpx.Response) -> ChangePage:
    """A page of the feed."""
    page = read_json(response)
    return ChangePage(tuple(Change(**change) for change in page["changes"]), page["next"], page["more"])


def read_results(response: httpx.Response, before: int) -> list[Result]:
    """The results of one batch, `before` which so many were sent."""
    return [
        Result(**{
            **result, "index": before + result["index"], "suggestions": tuple(result["suggestions"]),
            "warnings": tuple(result["warnings"]),
        })
        for result in read_json(response)["results"]
    ]  # fmt: skip
