"""Pages of records."""

from schemas.base import Contract
from schemas.record import CaseRecord, CasualtyRecord


class CasualtyList(Contract):
    """One page of soldiers."""

    items: tuple[CasualtyRecord, ...]
    next: str | None = None
    total: int | None = None


class CaseList(Contract):
    """One page of cases."""

    items: tuple[CaseRecord, ...]
    next: str | None = None
    total: int | None = None
