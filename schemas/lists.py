"""Lists of reference, and counts."""

from typing import Annotated

from pydantic import Field

from schemas.base import Contract, Kind

Counts = dict[str, int]


class Court(Contract):
    """A court of the list."""

    code: str
    name: str
    region: str | None = None
    kind: str | None = None


class Courts(Contract):
    """One page of courts, by code."""

    items: tuple[Court, ...]
    next: str | None = None
    total: int | None = None


class Region(Contract):
    """A region, by its ISO 3166-2 code."""

    code: str
    name_ru: str
    name_en: str


class Regions(Contract):
    """One page of regions."""

    items: tuple[Region, ...]
    next: str | None = None
    total: int | None = None


class Article(Contract):
    """An article of the Criminal Code; titles are given for those that matter here."""

    code: Annotated[str, Field(description="which code: `uk_rf`")] = "uk_rf"
    number: str
    title_ru: str | None = None
    title_en: str | None = None
    parts: int | None = None


class Articles(Contract):
    """One page of articles, in the order of the Code."""

    items: tuple[Article, ...]
    next: str | None = None
    total: int | None = None


class PartnerLink(Contract):
    """What one external id has become."""

    external_id: str
    record_id: str | None
    kind: Kind
    report_id: str | None = None
    source: str | None = None
    retracted: bool = False


class PartnerLinks(Contract):
    """One page of a partner's ids."""

    items: tuple[PartnerLink, ...]
    next: str | None = None
    total: int | None = None


class KindCounts(Contract):
    """Published records of one kind, altogether and by what matters."""

    total: int
    by_status: Counts = {}
    by_region: Counts = {}
    by_grade: Counts = {}
    by_category: Counts = {}


class Stats(Contract):
    """How much the registry holds. The dead are counted by `by_status`; the captured and missing are not among them."""

    casualties: KindCounts
    cases: KindCounts
    reports: int
    documents: int
    sources: int
    as_of: str | None = None
