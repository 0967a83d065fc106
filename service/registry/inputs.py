"""What the fold takes and gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from matching.profile import Profile
from schemas.dates import DateRange
from schemas.reference.courts import BUILT_IN_COURTS, CourtIndex
from service.registry.evidence import Report

RULES_VERSION = "rules-2026.1"
"""Stored with every version; a change of what the fold answers for the same inputs changes it."""

Kind = Literal["casualty", "case"]
Relation = Literal["same_person", "prior_case", "separated_from"]
Grade = Literal["possible", "confirmed"]


@dataclass(frozen=True, slots=True)
class Link:
    """A graded relation to another record; `report_ids` are the reports of this record that it rests on.

    One that rests on none was decided by a maintainer, or found by the registry's own matching (`found`): `id` is the
    link's or the split's, `made_on` the day (UTC).
    """

    id: str
    record_id: str
    relation: Relation
    grade: Grade
    report_ids: frozenset[str] = frozenset()
    made_on: str | None = None
    found: bool = False


@dataclass(frozen=True, slots=True)
class RecordInputs:
    """Everything a record is folded from.

    `reports` are the live ones (not superseded, neither they nor their document retracted), corrections included, in
    any order. `assignments` maps (report id, index of the defendant in it) to the label within this case; labels in
    correction paths and redactions are this record's, too (see `merge.relabel`).
    """

    id: str
    kind: Kind
    reports: Sequence[Report]
    assignments: Mapping[tuple[str, int], str] = field(default_factory=dict)
    redactions: frozenset[str] = frozenset()
    merged_ids: Sequence[str] = ()
    links: Sequence[Link] = ()
    created_at: datetime | None = None
    withdrawn: bool = False
    withdrawn_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference lists that the fold looks things up in."""

    courts: CourtIndex = field(default_factory=lambda: CourtIndex(BUILT_IN_COURTS))
    readings: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What `court.read_court` has looked up in it."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A record as its reports make it.

    `document` is what the public sees, `full` the same before `public.mask`, `profiles` and `private_profiles` what
    matching compares of the one and the other, `tags` what lists filter on, `dates` the ranges of `died`, `born` and
    `events`, `review` why a maintainer should look at it.
    """

    document: dict[str, Any]
    full: dict[str, Any]
    profiles: tuple[Profile, ...] = ()
    private_profiles: tuple[Profile, ...] = ()
    tags: tuple[str, ...] = ()
    dates: Mapping[str, DateRange] = field(default_factory=dict)
    first_reported: str | None = None
    review: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """`published` or `withdrawn`."""
        state: str = self.document["state"]
        return state
