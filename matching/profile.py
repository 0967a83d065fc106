"""What is compared of a person or a defendant: everything folded and prepared, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, NamedTuple

import orjson

from matching.names.fold import fold_text
from matching.names.parse import ParsedName, other_names, parse_name


class Span(NamedTuple):
    """An inclusive range of days, as proleptic Gregorian ordinals (`date.toordinal`)."""

    first: int
    last: int


NameParts = tuple[str | None, str | None, str | None, str | None]
"""A name as reports give it: full, family, given, patronymic; each may be None."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, or one defendant together with the facts of the case.

    Places, units and courts without a code are folded texts; ranks are orders of seniority; sentences are any canonical
    text (`imprisonment P3Y`); numbers of cases are normalised texts. `events` are days in court, `verdicts` those of
    them on which the first instance decided. Tuples are sorted and without repetition.
    """

    kind: str
    names: tuple[ParsedName, ...] = ()
    sex: str | None = None
    born: tuple[Span, ...] = ()
    died: tuple[Span, ...] = ()
    regions: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    ranks: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    courts: frozenset[str] = frozenset()
    case_numbers: frozenset[str] = frozenset()
    uids: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    sentences: frozenset[str] = frozenset()
    events: tuple[Span, ...] = ()
    verdicts: tuple[Span, ...] = ()

    @classmethod
    def build(
        cls,
        *,
        kind: str,
        names: Iterable[NameParts] = (),
        sex: str | None = None,
        born: Iterable[tuple[date, date]] = (),
        died: Iterable[tuple[date, date]] = (),
        regions: Iterable[str] = (),
        places: Iterable[str] = (),
        ranks: Iterable[int] = (),
        categories: Iterable[str] = (),
        units: Iterable[str] = (),
        courts: Iterable[str] = (),
        case_numbers: Iterable[str] = (),
        uids: Iterable[str] = (),
        articles: Iterable[str] = (),
        sentences: Iterable[str] = (),
        events: Iterable[tuple[date, date]] = (),
        verdicts: Iterable[tuple[date, date]] = (),
    ) -> "Profile":
        """Build a profile from plain values: names are parsed, texts folded; the names may tell the sex."""
        parsed = _distinct(name for parts in names for name in (parse_name(*parts), *other_names(parts[0])))
        return cls(
            kind=kind,
            names=parsed,
            sex=sex or _sex_of(parsed),
            born=_spans(born),
            died=_spans(died),
            regions=frozenset(regions),
            places=_folded(places),
            ranks=frozenset(ranks),
            categories=frozenset(categories),
            units=_folded(units),
            courts=_folded(courts),
            case_numbers=frozenset(case_numbers),
            uids=frozenset(uids),
            articles=frozenset(articles),
            sentences=frozenset(sentences),
            events=_spans(events),
            verdicts=_spans(verdicts),
        )


#: Names of one profile that are compared and keyed; more are variants of variants.
MOST_NAMES: Final = 12


def _distinct(names: Iterable[ParsedName]) -> tuple[ParsedName, ...]:
    return tuple(dict.fromkeys(name for name in names if not name.empty))[:MOST_NAMES]


def _sex_of(names: Sequence[ParsedName]) -> str | None:
    sexes = {name.sex for name in names if name.sex}
    return sexes.pop() if len(sexes) == 1 else None


def _spans(ranges: Iterable[tuple[date, date]]) -> tuple[Span, ...]:
    return tuple(sorted({Span(first.toordinal(), last.toordinal()) for first, last in ranges}))


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for folded in map(fold_text, texts) if folded)


def combine(profiles: Sequence[Profile]) -> Profile:
    """One profile with everything that several say of one person; raises ValueError when there is none."""
    if not profiles:
        raise ValueError("nothing to combine")
    sexes = {profile.sex for profile in profiles if profile.sex}
    values: dict[str, object] = {"kind": profiles[0].kind, "sex": sexes.pop() if len(sexes) == 1 else None}
    values["names"] = _distinct(name for profile in profiles for name in profile.names)
    for field in fields(Profile):
        if field.name not in values:
            parts = [getattr(profile, field.name) for profile in profiles]
            spans = isinstance(parts[0], tuple)
            values[field.name] = tuple(sorted(set().union(*parts))) if spans else frozenset().union(*parts)
    return Profile(**values)  # type: ignore[arg-type]


_SETS: Final = (
    "regions", "places", "ranks", "categories", "units", "courts", "case_numbers", "uids", "articles", "sentences",
)  # fmt: skip
_SPANS: Final = ("born", "died", "events", "verdicts")


def profile_to_json(profile: Profile) -> bytes:
    """Compact JSON: what is empty is left out."""
    data: dict[str, object] = {"kind": profile.kind, "names": [_name_to_list(name) for name in profile.names]}
    if profile.sex:
        data["sex"] = profile.sex
    for field in _SPANS:
        if spans := getattr(profile, field):
            data[field] = [list(span) for span in spans]
    for field in _SETS:
        if values := getattr(profile, field):
            data[field] = sorted(values)
    return orjson.dumps(data)


def _name_to_list(name: ParsedName) -> list[object]:
    return [name.shown, name.family, name.given, name.patronymic, name.sex, name.aliases, name.sure]


Stored = Mapping[str, Any]
"""A profile as it is stored: the JSON object of `profile_to_json`."""


def profile_from_json(data: bytes | str) -> Profile:
    """The profile that `profile_to_json` wrote; ValueError or KeyError for anything else."""
    return profile_from_stored(orjson.loads(data))


def profile_from_stored(found: Stored) -> Profile:
    """The same from the JSON object; KeyError for another."""
    values: dict[str, object] = {field: frozenset(found[field]) for field in _SETS if field in found}
    for field in _SPANS:
        if field in found:
            values[field] = tuple(Span(first, last) for first, last in found[field])
    names = tuple(_name_from_list(*row) for row in found["names"])
    return Profile(kind=found["kind"], names=names, sex=found.get("sex"), **values)  # type: ignore[arg-type]


def _name_from_list(
    shown: list[str],
    family: list[str],
    given: list[str],
    patronymic: list[str],
    sex: str | None,
    aliases: list[str],
    sure: bool,
) -> ParsedName:
    return ParsedName(
        (shown[0], shown[1], shown[2]), tuple(family), tuple(given), tuple(patronymic), sex, tuple(aliases), sure
    )


def profiles_to_bytes(profiles: Iterable[Profile]) -> bytes:
    """Several profiles as JSON lines, in order."""
    return b"\n".join(map(profile_to_json, profiles))


def profiles_from_bytes(data: bytes) -> tuple[Profile, ...]:
    """The profiles that `profiles_to_bytes` wrote."""
    return tuple(map(profile_from_json, data.splitlines()))
