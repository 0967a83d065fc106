"""Regions: every spelling of the table finds its code, nothing that merely looks like one does."""

import csv
import itertools
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.regions import OCCUPIED, REGIONS, find_region, region_name

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "regions.yaml").read_text(encoding="utf-8"))
SHARED = Path(__file__).parents[4] / "shared" / "data" / "reference" / "regions.csv"


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in CASES["found"].items() for text in texts])
def test_a_spelling_finds_its_region(code: str, text: str) -> None:
    assert find_region(text) == code


@pytest.mark.parametrize("text", [str(text) for text in CASES["unknown"]])
def test_what_names_no_region_or_several_finds_none(text: str) -> None:
    assert find_region(text) is None


@pytest.mark.parametrize("code", list(REGIONS))
def test_every_region_is_found_by_its_code_and_names(code: str) -> None:
    for text in (code, region_name(code, "ru"), region_name(code, "en")):
        assert find_region(text) == code


def test_all_subjects_and_countries_are_there() -> None:
    subjects = [code for code in REGIONS if code.startswith("RU-")]
    countries = [code for code, region in REGIONS.items() if region.kind == "country"]
    ukrainian = [code for code in REGIONS if code.startswith("UA-")]
    assert (len(subjects), len(ukrainian), len(countries)) == (83, 27, 249)
    assert {code for code, region in REGIONS.items() if region.occupied} == OCCUPIED


def test_an_unknown_code_has_no_name() -> None:
    with pytest.raises(KeyError):
        region_name("RU-XX", "ru")


def test_ten_megabytes_are_no_region() -> None:
    assert find_region("Омская область " * 500_000) is None
    assert find_region("[(" * 5_000_000) is None


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert find_region(text) in {None, *REGIONS}


NAMES = [name for region in REGIONS.values() if region.kind != "country" for name in (region.name_ru, region.name_en)]


@given(
    st.sampled_from(NAMES), st.integers(0, 60), st.sampled_from("абвгдежзиклмнопрстуфхцчшщьюяabcdefghiklmnoprstuvyz")
)
def test_one_letter_more_never_makes_it_another_region(name: str, at: int, letter: str) -> None:
    changed = name[: at % len(name)] + letter + name[at % len(name) :]
    if changed.casefold() not in map(str.casefold, NAMES):  # Omsk and Tomsk are one letter apart
        assert find_region(changed) in {None, find_region(name)}


def test_no_two_names_share_a_code() -> None:
    for one, other in itertools.combinations(
        [name for name in NAMES if "Минск" not in name and "Minsk" not in name], 2
    ):
        if find_region(one) == find_region(other):
            assert {one, other} in [{region.name_ru, region.name_en} for region in REGIONS.values()]


@pytest.mark.skipif(not SHARED.exists(), reason="the list of federal subjects lies beside the checkout only")
def test_the_official_list_of_subjects_is_understood() -> None:
    with SHARED.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["name"] not in ("Алтай", "Байконур")]
    assert {row["name"]: find_region(row["name"]) for row in rows} == {row["name"]: row["iso_code"] for row in rows}
    assert [find_region(row["name_with_type"]) for row in rows] == [row["iso_code"] for row in rows]
