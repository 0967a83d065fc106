"""Profiles go through JSON unchanged and combine to what both say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.names.parse import parse_name
from matching.profile import Profile, Span, combine, profile_from_json, profile_to_json

TEXTS = st.frozensets(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=3)
SPANS = st.lists(st.builds(Span, st.integers(1, 800_000), st.integers(1, 800_000)), max_size=2).map(tuple)
PROFILES = st.builds(
    Profile,
    kind=st.sampled_from(["casualty", "case"]),
    names=st.lists(st.text(max_size=40).map(parse_name), max_size=3).map(tuple),
    sex=st.sampled_from(["male", "female", None]),
    born=SPANS,
    died=SPANS,
    regions=TEXTS,
    places=TEXTS,
    ranks=st.frozensets(st.integers(0, 30), max_size=2),
    courts=TEXTS,
    case_numbers=TEXTS,
    articles=TEXTS,
    events=SPANS,
)


@given(PROFILES)
def test_json_both_ways(profile: Profile) -> None:
    assert profile_from_json(profile_to_json(profile)) == profile


@given(PROFILES, PROFILES)
def test_combining_holds_what_both_say(left: Profile, right: Profile) -> None:
    both = combine([left, right])
    assert both.regions == left.regions | right.regions
    assert set(both.born) == {*left.born, *right.born}
    assert combine([both, both]).born == both.born


def test_nothing_cannot_be_combined() -> None:
    with pytest.raises(ValueError, match="nothing"):
        combine([])


def test_json_stays_small() -> None:
    profile = Profile.build(
        kind="casualty",
        names=[("Ruslan Hisamutdinov", None, None, None)],
        born=[(date(1984, 1, 1), date(1985, 12, 31))],
        regions=["RU-BA"],
        places=["Meleuz"],
    )
    assert len(profile_to_json(profile)) < 250
    assert profile.sex == "male"
    assert profile.places == {"melevz"}
