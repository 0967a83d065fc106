"""Courts found by parts of their names, in either language."""

import pytest

from schemas.reference.court_search import search_courts
from schemas.reference.courts import Court, CourtIndex, court_kind

NAMES = {
    "33GV0001": ("Владимирский гарнизонный военный суд", "RU-VLA"),
    "33OS0000": ("Владимирский областной суд", "RU-VLA"),
    "40GV0001": ("Калужский гарнизонный военный суд", "RU-KLU"),
    "77OV0002": ("2-й Западный окружной военный суд", "RU-MOW"),
    "77OS0000": ("Московский городской суд", "RU-MOW"),
    "77RS0027": ("Тверской районный суд", "RU-MOW"),
    "03RS0004": ("Ленинский районный суд г. Уфы Республики Башкортостан", "RU-BA"),
    "03GV0001": ("Уфимский гарнизонный военный суд", "RU-BA"),
    "61RS0001": ("Ворошиловский районный суд г. Ростова-на-Дону", "RU-ROS"),
}
INDEX = CourtIndex(Court(code, name, region, court_kind(code)) for code, (name, region) in NAMES.items())


def found(text: str | None, region: str | None = None) -> list[str]:
    return [court.code for court in search_courts(INDEX, text, region)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Vladimir", ["33GV0001", "33OS0000"]),
        ("Vladimir Garrison Military Court", ["33GV0001"]),
        ("vladimir regional", ["33OS0000"]),
        ("Владимирск", ["33GV0001", "33OS0000"]),
        ("Kaluga", ["40GV0001"]),
        ("Garrison", ["03GV0001", "33GV0001", "40GV0001"]),
        ("Second Western District Military Court", ["77OV0002"]),
        ("2-й Западный", ["77OV0002"]),
        ("Moscow City Court", ["77OS0000"]),
        ("Мосгорсуд", ["77OS0000"]),
        ("Tverskoy", ["77RS0027"]),
        ("Leninsky District Court of Ufa", ["03RS0004"]),
        ("Bashkiria", ["03GV0001", "03RS0004"]),
        ("Rostov-on-Don", ["61RS0001"]),
        ("77rs", ["77RS0027"]),
        ("GV0001", ["03GV0001", "33GV0001", "40GV0001"]),
        ("Vladimir City Court", []),
        ("Khamovnichesky", []),
        ("%", []),
        ("_", []),
    ],
)
def test_a_part_of_a_name_in_either_language_or_of_a_code(text: str, codes: list[str]) -> None:
    assert found(text) == codes


def test_without_words_all_courts_of_the_region() -> None:
    assert found(None) == sorted(NAMES)
    assert found(None, "RU-MOW") == ["77OS0000", "77OV0002", "77RS0027"]
    assert found("гарнизонный", "RU-BA") == ["03GV0001"]
