"""How many of a record's sources speak independently."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.registry.evidence import Report, independent_groups
from service.registry.urls import canonical_url
from tests.service.registry.making import BASED_ON, SOURCES, casualty_report, correction


def _count(*reports: Report) -> int:
    return len(set(independent_groups(reports).values()))


def test_one_source_is_one_however_often_it_reports() -> None:
    assert _count(casualty_report(1, {}), casualty_report(2, {})) == 1


def test_two_sources_are_two() -> None:
    assert _count(casualty_report(1, {}, "s1"), casualty_report(2, {}, "s2")) == 2


def test_one_address_under_two_sources_is_one() -> None:
    about = {"url": "https://s1.example/1"}
    assert _count(casualty_report(1, {}, "s1", about=about), casualty_report(2, {}, "s2", about=about)) == 1


def test_two_reposts_of_one_page_are_one_even_where_the_page_is_not_there() -> None:
    about = {"repost_of": "https://elsewhere.example/post"}
    assert _count(casualty_report(1, {}, "s1", about=about), casualty_report(2, {}, "s2", about=about)) == 1


def test_a_report_based_on_a_source_counts_with_it() -> None:
    assert _count(casualty_report(1, {}, "s1"), casualty_report(2, {}, "s2", based_on=[{"source": "s1"}])) == 1


def test_a_report_based_on_two_sources_does_not_make_them_one() -> None:
    both = casualty_report(3, {}, "s3", based_on=[{"source": "s1"}, {"source": "s2"}])
    assert _count(casualty_report(1, {}, "s1"), casualty_report(2, {}, "s2"), both) == 2


def test_a_correction_is_no_source() -> None:
    assert independent_groups([correction(1, "casualty", {"died": "2022"})]) == {}


def test_one_page_has_one_address() -> None:
    spellings = (
        "https://Site.example/a",
        "http://site.example/a/",
        "https://site.example:443/a#top",
        "https://site.example/a?utm_source=x",
    )
    assert {canonical_url(one) for one in spellings} == {"https://site.example/a"}
    assert canonical_url("https://site.example/a?id=2") != canonical_url("https://site.example/a?id=3")
    assert canonical_url("https://[broken") == "https://[broken"


@settings(max_examples=75, deadline=None)
@given(data=st.data())
def test_a_further_report_never_lowers_the_number_by_more_than_it_joins_and_a_new_source_adds_one(
    data: st.DataObject,
) -> None:
    count = data.draw(st.integers(1, 5))
    reports = [casualty_report(n, {}, data.draw(SOURCES), based_on=data.draw(BASED_ON)) for n in range(1, count + 1)]
    assert _count(*data.draw(st.permutations(reports))) == _count(*reports)
    assert _count(*reports, casualty_report(99, {}, "fresh")) == _count(*reports) + 1
    assert _count(*reports, casualty_report(99, {}, reports[0].document.source)) == _count(*reports)  # type: ignore[union-attr]
