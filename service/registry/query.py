"""A look-up's query as a profile to compare records with."""

from datetime import date

from matching.profile import Profile
from schemas.dates import bounds
from schemas.look_up import MatchQuery
from schemas.reference.case_numbers import parse_case_numbers
from schemas.reference.case_uid import normalise_uid
from schemas.reference.charges import parse_charges
from schemas.reference.ranks import find_rank
from schemas.reference.regions import find_region
from service.registry.inputs import Reference


def profile_of_query(query: MatchQuery, reference: Reference | None) -> Profile:
    """What is asked for, folded and prepared; what is not said stays empty. `reference` is needed for a court."""
    rank = find_rank(query.rank) if query.rank else None
    region = find_region(query.region) if query.region else None
    return Profile.build(
        kind="case" if query.kind == "case" else "casualty",
        names=[(query.name, query.family, query.given, query.patronymic)],
        born=_span(query.born),
        died=_span(query.died),
        regions=[region] if region else (),
        places=[query.place] if query.place else (),
        ranks=[rank.order] if rank else (),
        units=[query.unit] if query.unit else (),
        courts=_court(query, region, reference),
        case_numbers=parse_case_numbers(query.case_number) if query.case_number else (),
        uids=[normalise_uid(query.uid)] if query.uid else (),
        articles=_articles(query.article) if query.article else (),
    )


def _span(edtf: str | None) -> list[tuple[date, date]]:
    if edtf is None:
        return []
    span = bounds(edtf)
    return [(span.first, span.last)]


def _court(query: MatchQuery, region: str | None, reference: Reference | None) -> list[str]:
    """The code where the list has the court, else the name as it was given."""
    if not query.court:
        return []
    court = reference.courts.find(query.court, region) if reference else None
    return [court.code if court else query.court]


def _articles(text: str) -> list[str]:
    return [charge.article for charge in parse_charges(text) if charge.article] or [text]
