"""Names are read whatever their order, script and ornament."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.names.parse import ParsedName, other_names, parse_name

CASES = [
    # printed, family, given, patronymic, sex
    ("Ruslan Hisamutdinov", "hisamutdinov", "ruslan", "", "male"),
    ("Hisamutdinov Ruslan", "hisamutdinov", "ruslan", "", "male"),
    ("Хисамутдинов Руслан Рашитович", "hisamutdinov", "ruslan", "rawit", "male"),
    ("Руслан Рашитович Хисамутдинов", "hisamutdinov", "ruslan", "rawit", "male"),
    ("ХИСАМУТДИНОВ, Руслан Рашитович", "hisamutdinov", "ruslan", "rawit", "male"),
    ("Khisamutdinov R. R.", "hisamutdinov", "r", "r", None),
    ("Р.Р. Хисамутдинов", "hisamutdinov", "r", "r", None),
    ("Хисамутдинов Р.", "hisamutdinov", "r", "", None),
    ("Тестова Анна Ивановна", "testov", "ana", "ivan", "female"),
    ("Viktar Uladzimiravich SHEYMAN", "weiman", "viktar", "uladimir", "male"),
    ("Юры Iванавiч ВАСIЛЕВIЧ", "vasilevic", "iuri", "ivan", "male"),
    ("Абрамович Роман Аркадьевич", "abramovic", "roman", "arkad", "male"),
    ("Роман Аркадьевич Абрамович", "abramovic", "roman", "arkad", "male"),
    ("Алиев Ильхам Гейдар оглы", "alev", "ilham", "geidar", "male"),
    ("Тестов-Петров Иван", "testov petrov", "ivan", "", "male"),
    ("рядовой Иванов Сергей Петрович", "ivanov", "sergei", "petr", "male"),
    ("Junior Sergeant Aleksey Borichevsky", "boricevski", "aleksei", "", "male"),
    ("Ivanov, Sergey P.", "ivanov", "sergei", "p", "male"),
    ("Дар'я Іванівна Тестова", "testov", "daria", "ivan", "female"),
    ("Cергей Иванов", "ivanov", "sergei", "", "male"),
    ("Хисамутдинов", "hisamutdinov", "", "", None),
    ("Руслан", "", "ruslan", "", "male"),
    ("Ким Юрий Георгиевич", "kim", "iuri", "georg", "male"),
    ("ст. л-т Хисамутдинов Р.Р.", "hisamutdinov", "r", "r", None),
    ("гв. п/п-к Иванов Сергей", "ivanov", "sergei", "", "male"),
    ("мл. с-т Хисамутдинов Руслан", "hisamutdinov", "ruslan", "", "male"),
    ("Хисамутдинова Руслана", "hisamutdinov", "ruslana", "", None),
    ("Хисамутдиновым Русланом", "hisamutdinov", "ruslanom", "", None),
    ("Борычевского Александра Петровича", "boricevski", "aleksandr", "petr", "male"),
    ("Александра Петровна Борычевская", "boricevski", "aleksandra", "petr", "female"),
    ("Александра Борычевская", "boricevski", "aleksandra", "", "female"),
    ("Борычевского Александра", "boricevski", "aleksandr", "", "male"),
    ("Александра Тестова", "testov", "aleksandra", "", None),
    ("Alexandra Testova", "testov", "aleksandra", "", "female"),
    ("Виктория Тестова", "testov", "viktoria", "", "female"),
    ("Мария Иванова", "ivanov", "maria", "", "female"),
    ("Ивана Петрова", "petrov", "ivana", "", None),
    ("Anna Stepanova", "stepanov", "ana", "", "female"),
    ("Уладзімір Караткевіч", "karatkevic", "uladimir", "", "male"),
    ("Иванова Сергея Петровича", "ivanov", "sergeia", "petr", "male"),
    ("Jurij Xarisov", "harisov", "iuri", "", "male"),
    ("Nikolaj Mixeev", "mihev", "nikolai", "", "male"),
    ("Mixail Mixajlovič Gusev", "gusev", "mihail", "migail", "male"),
    ("Александр Борисовч Тестов", "testov", "aleksandr", "boris", "male"),
    ("Тестова Анна Анатольенва", "testov", "ana", "anatol", "female"),
    ("Владимировна Тестова", "testov", "", "vladimir", "female"),
    ("Юрий Станкевич", "stankevic", "iuri", "", "male"),
    ("Мкртич Тестов", "testov", "mkrtic", "", None),
    ("Ivan Kuznecov", "kuznetsov", "ivan", "", "male"),
    ("Spit\u0361syn Ivan", "spitsin", "ivan", "", "male"),
    ("Alexei Alexeev", "aleksev", "aleksei", "", "male"),
    ("Ковальська Олена Петрівна", "kovalski", "olena", "petr", "female"),
]


@pytest.mark.parametrize(("printed", "family", "given_name", "patronymic", "sex"), CASES)
def test_a_printed_name_is_read(printed: str, family: str, given_name: str, patronymic: str, sex: str | None) -> None:
    read = parse_name(printed)
    assert (read.family, read.given, read.patronymic) == (
        tuple(family.split()),
        tuple(given_name.split()),
        tuple(patronymic.split()),
    )
    assert read.sex == sex


@pytest.mark.parametrize(
    ("printed", "aliases"),
    [
        ("Иванов Сергей «Барс» Петрович", ("bars",)),
        ("Сергей Иванов (позывной «Волк»)", ("volk",)),
        ('Sergey "Wolf" Ivanov', ("volv",)),
        ("Сергей Иванов, он же Тестов", ("testov",)),
        ("Igor BEZLER (a.k.a. Bes)", ("bes",)),
    ],
)
def test_call_signs_and_other_names_are_set_aside(printed: str, aliases: tuple[str, ...]) -> None:
    read = parse_name(printed)
    assert read.aliases == aliases
    assert read.family in (("ivanov",), ("bezler",))


def test_what_no_part_says_is_read_from_the_full_form() -> None:
    whole = parse_name("Тестов Тест Тестович")
    assert parse_name("Тестов Тест", patronymic="Тестович") == whole
    assert parse_name("Тест Тестович Тестов", family="Тестов") == whole
    assert parse_name("Тестов", given="Тест", patronymic="Тестович") == whole


def test_parts_win_over_the_full_form() -> None:
    read = parse_name("Иванов Петров", family="Петров", given="Иван")
    assert (read.family, read.given) == (("petrov",), ("ivan",))


@pytest.mark.parametrize("printed", ["", " ", "🙂", "...", "12345", "-", "«»", "\ud800", None])
def test_nothing_is_read_from_nothing(printed: str | None) -> None:
    assert parse_name(printed).empty


@pytest.mark.parametrize("printed", ["И", "И. И. И.", "محمد علي", "习近平", "а" * 5_000, "Иван " * 1_000, "«" * 5_000])
def test_odd_names_are_read_in_bounded_work(printed: str) -> None:
    read = parse_name(printed)
    assert len(read.family) <= 3
    assert len(read.given) <= 3
    assert sum(map(len, read.shown)) <= 240


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(parse_name(text), ParsedName)


def test_a_whole_name_beside_the_first_is_a_name_of_its_own() -> None:
    (other,) = other_names("Хисамутдинов Руслан, он же Тестов Фома")
    assert (other.family, other.given) == (("testov",), ("foma",))
    assert other_names("Хисамутдинов Руслан (Республика Башкортостан), позывной «Волк»") == ()
