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


class CasualtyCounts(KindCounts):
    """The dead, also by rank and by age in full years, where these are known."""

    by_rank: Counts = {}
    by_age: Counts = {}


class CaseCounts(KindCounts):
    """Cases, also by what their defendants are charged with and sentenced to; one may count under several values."""

    by_article: Annotated[Counts, Field(description="`337`, and `337/5` with its part")] = {}
    by_court: Annotated[Counts, Field(description="by code, or by the folded name of a court no list knows")] = {}
    by_outcome: Counts = {}
    by_sentence: Annotated[Counts, Field(description="by kinds of sentences that stand")] = {}
    by_term: Annotated[Counts, Field(description="by full months of imprisonment to be served")] = {}
    by_suspended: Annotated[Counts, Field(description="by full months of suspended imprisonment")] = {}
    by_sentenced: Annotated[Counts, Field(description="by the month of a sentence that stands")] = {}


class Stats(Contract):
    """How much the registry holds. The dead are counted by `by_status`; the captured and missing are not among them."""

    casualties: CasualtyCounts
    cases: CaseCounts
    reports: int
    documents: int
    sources: int
    as_of: str | None = None
