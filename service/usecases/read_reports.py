"""Reading what a partner sent: each report is checked alone, before any lock is taken."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from matching.block import query_keys
from matching.profile import Profile
from schemas.problem import field_problems
from schemas.report import REPORT, CaseReport, CasualtyReport
from service.errors import FieldError, PoimennoError, Unprocessable
from service.registry.citations import STATEMENTS
from service.registry.fingerprint import document_identity, fingerprint
from service.registry.inputs import Reference
from service.registry.profile import profiles_of_facts
from service.registry.warnings import warnings_of


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report that can be stored: `index` is its place in the batch, `payload` its facts as sent.

    `profiles` and `keys`, which matching compares, are empty until it is `prepared`.
    """

    index: int
    report: CasualtyReport | CaseReport
    payload: dict[str, Any]
    identity: str
    fingerprint: bytes
    warnings: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    keys: tuple[tuple[int, float], ...] = ()

    @property
    def kind(self) -> str:
        """`casualty` or `case`."""
        return self.report.kind


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that can't be stored, and why."""

    index: int
    error: PoimennoError


def read_report(index: int, raw: object, *, secret: bytes, today: date) -> Incoming | Refused:
    """Check one item of a batch that comes `today` (UTC); nothing it may hold raises."""
    if isinstance(raw, PoimennoError):
        return Refused(index, raw)
    if not isinstance(raw, dict):
        return Refused(index, Unprocessable.at("", "a report is a JSON object"))
    try:
        report = parse_report(raw)
    except Unprocessable as error:
        return Refused(index, error)
    return checked(index, report, raw[report.kind], secret=secret, warnings=warnings_of(report, today))


def parse_report(raw: object) -> CasualtyReport | CaseReport:
    """A report by the contract. Raises Unprocessable, also for one that cites the registry itself."""
    try:
        report = REPORT.validate_python(raw)
    except ValidationError as error:
        raise refusal(error, raw, tagged=True) from error
    if report.document.source == STATEMENTS:
        raise Unprocessable.at("/document/source", "is the registry itself, which is no source")
    return report


def checked(
    index: int, report: CasualtyReport | CaseReport, payload: dict[str, Any], *, secret: bytes,
    warnings: tuple[str, ...] = (),
) -> Incoming:  # fmt: skip
    """A report that was found right, with what tells whether it is there already."""
    return Incoming(index, report, payload, document_identity(report.document), fingerprint(report, secret), warnings)


def prepared(item: Incoming, reference: Reference) -> Incoming:
    """The report with what matching compares, which costs more than checking it: not done for what is there already."""
    profiles = profiles_of_facts(item.report.facts, reference, item.report.document.published_on)
    return replace(item, profiles=profiles, keys=keys_of(profiles))


def keys_of(profiles: Iterable[Profile]) -> tuple[tuple[int, float], ...]:
    """The blocking keys of a person, or of all defendants of a case, each once with its greatest weight."""
    weights: dict[int, float] = {}
    for profile in profiles:
        for key, weight in query_keys(profile):
            weights[key] = max(weight, weights.get(key, weight))
    return tuple(weights.items())


def refusal(error: ValidationError, raw: object, *, tagged: bool = False) -> Unprocessable:
    """What Pydantic found wrong with `raw`, as places and sentences; `tagged` for a union told by a tag."""
    fields = [FieldError(one.pointer, one.detail) for one in field_problems(error, raw, tagged=tagged)]
    more = f" (and {len(fields) - 1} more)" if len(fields) > 1 else ""
    return Unprocessable(f"{fields[0].pointer or 'the whole'}: {fields[0].detail}{more}", errors=fields)
