# ruff: noqa: N818 - as in service.errors, an error is named by what happened
"""What the client answers with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeVar

import httpx
import orjson

Record = dict[str, Any]
ChangeType = Literal["published", "updated", "merged", "withdrawn", "restored", "redacted"]
Answered = TypeVar("Answered")
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
    """What became of one report; `index` counts from 0 over all that were sent.

    `suggested_records` are the other records of the `suggestions`; `same_record_as` names the sender's other external
    ids whose reports lie in the record of a new report. In a dry run what would be made has ids that lead nowhere.
    """

    index: int
    outcome: Outcome
    report_id: str | None
    record_id: str | None
    suggestions: tuple[str, ...]
    warnings: tuple[Any, ...]
    problem: dict[str, Any] | None
    suggested_records: tuple[str, ...] = ()
    same_record_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What an external id of a partner has become; `record_id` is None where its report was taken back."""

    external_id: str
    report_id: str
    record_id: str | None
    kind: Literal["casualty", "case"]
    source: str
    retracted: bool


def read_json(response: httpx.Response) -> Any:
    """The body of an answer that succeeded. Raises Problem for any other, and for one that nobody here understands."""
    if not response.is_success:
        raise problem_of(response)
    with _understanding(response):
        return orjson.loads(response.content)


@contextmanager
def _understanding(response: httpx.Response) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(response.status_code, {"title": "This is not how Poimenno answers."}) from error


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
    with _understanding(response):
        return ChangePage(tuple(_read(Change, change) for change in page["changes"]), page["next"], page["more"])


def read_results(response: httpx.Response, before: int) -> list[Result]:
    """The results of one batch, `before` which so many were sent."""
    answer = read_json(response)
    with _understanding(response):
        return [_read(Result, result | {"index": before + result["index"]}) for result in answer["results"]]


def read_links(response: httpx.Response) -> tuple[list[Link], str | None]:
    """A page of a partner's links, and the cursor of the next."""
    page = read_json(response)
    with _understanding(response):
        return [_read(Link, link) for link in page["items"]], page["next"]


def _read(of: type[Answered], given: Mapping[str, Any]) -> Answered:
    """An answer of this type; what a later version of the service adds to it is left out."""
    known = {field.name for field in fields(of)}  # type: ignore[arg-type]
    return of(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items() if k in known})
