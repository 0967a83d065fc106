"""Courts: kinds from codes, lists from files, names in both languages to the one court they mean."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.courts import BUILT_IN_COURTS, Court, CourtIndex, court_kind, read_courts

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "courts.yaml").read_text(encoding="utf-8"))
SHARED = Path(__file__).parents[4] / "shared" / "data" / "reference" / "courts.csv"
BUILT_IN = CourtIndex(BUILT_IN_COURTS)

with_whole_list = pytest.mark.skipif(not SHARED.exists(), reason="the list of courts lies beside the checkout only")


@pytest.fixture(scope="module")
def whole() -> CourtIndex:
    return CourtIndex(read_courts(SHARED))


def code_of(court: Court | None) -> str | None:
    return court.code if court else None


@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, names in CASES["built_in"].items() for name in names]
)
def test_a_name_finds_its_court(code: str, name: str) -> None:
    assert code_of(BUILT_IN.find(name)) == code


@pytest.mark.parametrize("name", CASES["unknown"])
def test_what_names_no_court_or_several_finds_none(name: str) -> None:
    assert BUILT_IN.find(name) is None


def test_a_court_elsewhere_is_never_taken() -> None:
    assert BUILT_IN.find("Тверской районный суд", "RU-SPE") is None
    assert code_of(BUILT_IN.find("Тверской районный суд", "RU-MOW")) == "77RS0027"
    assert BUILT_IN.find("Басманный районный суд г. Омска") is None


def test_every_built_in_court_finds_itself() -> None:
    assert [court for court in BUILT_IN_COURTS if BUILT_IN.find(court.name, court.region) != court] == []
    assert len(BUILT_IN.courts) == len(BUILT_IN_COURTS) == 245


def test_courts_are_found_by_code() -> None:
    assert BUILT_IN.by_code("77gv0008 ") == BUILT_IN.find("Vladimir Garrison Military Court")
    assert BUILT_IN.by_code("00RS0000") is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("77RS0021", "district"),
        ("52OS0000", "regional"),
        ("33GV0008", "garrison_military"),
        ("61OV0000", "district_military"),
        ("77KJ0002", "cassation"),
        ("77AJ0001", "appeal"),
        ("54KV0000", "cassation_military"),
        ("50AV0000", "appeal_military"),
        ("77MS0001", "magistrate"),
        ("77RS0021-02-2024-008265-86", "district"),
        ("77XX0001", None),
        ("", None),
    ],
)
def test_the_letters_of_a_code_tell_the_kind(code: str, kind: str | None) -> None:
    assert court_kind(code) == kind


@given(st.text(max_size=80), st.sampled_from([None, "RU-MOW", "RU-OMS", "XX"]))
def test_any_text_has_an_answer(name: str, region: str | None) -> None:
    assert code_of(BUILT_IN.find(name, region)) in {None, *BUILT_IN.courts}


def test_ten_megabytes_are_no_court() -> None:
    assert BUILT_IN.find("Омский гарнизонный военный суд " * 300_000) is None


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "code,name,region\n99RS0001,Тестовский районный суд,RU-OMS\n",
        "\ufeffregion;court_name;court_code\nОмская область;Тестовский районный суд;99rs0001\n",
        "Код\tНаименование\n99RS0001\tТестовский районный суд (Омская область)\n\n",
        "code,name\n" + "99RS0001,Тестовский районный суд (Омская область)\n" * 2,
    ],
)
def test_a_list_is_read_in_any_order_of_columns(text: str, tmp_path: Path) -> None:
    courts = set(read_courts(written(tmp_path / "courts.csv", text)))
    assert courts == {Court("99RS0001", "Тестовский районный суд", "RU-OMS", "district")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column for the court's code"),
        ("code,title of it\n", "no column for the court's name"),
        ("code,name\n99RS0001,Суд\n99XX0001,Суд\n", "row 3: '99XX0001' is no court code"),
        ("code,name\n99RS0001,\n", "row 2: the court 99RS0001 needs a name"),
        ("code,name\n99RS0001,Один\n99RS0001,Другой\n", "gives the code 99RS0001 to 'Один' and 'Другой'"),
        (f"code,name\n99RS0001,{'я' * 200_000}\n", "no CSV file"),
    ],
    ids=range(6),
)
def test_a_wrong_list_is_refused_with_its_row(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=words):
        read_courts(written(tmp_path / "courts.csv", text))


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "courts.csv"
    path.write_bytes("code,name\n99RS0001,Тестовский районный суд\n".encode("cp1251"))
    with pytest.raises(ValueError, match="UTF-8"):
        read_courts(path)


@with_whole_list
def test_every_official_name_with_its_region_finds_its_own_court(whole: CourtIndex) -> None:
    courts = list(whole.courts.values())
    assert len(courts) == 2311
    assert [court for court in courts if whole.find(court.name, court.region) != court] == []


@with_whole_list
def test_no_official_name_finds_another_court(whole: CourtIndex) -> None:
    found = [(court, whole.find(court.name)) for court in whole.courts.values()]
    assert [pair for pair in found if pair[1] not in (None, pair[0])] == []


@with_whole_list
@pytest.mark.parametrize(("code", "name", "region"), CASES["whole"])
def test_a_name_is_found_among_all_courts(whole: CourtIndex, code: str, name: str, region: str | None) -> None:
    assert code_of(whole.find(name, region)) == code


@with_whole_list
@pytest.mark.parametrize(
    ("code", "name"), [(code, name) for code, names in CASES["built_in"].items() for name in names]
)
def test_what_the_short_list_knows_the_whole_one_knows(whole: CourtIndex, code: str, name: str) -> None:
    assert code_of(whole.find(name)) == code
