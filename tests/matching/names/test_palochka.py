"""The palochka is read whatever was printed for it, and a Ukrainian or Belarusian i stays one."""

import pytest

from matching.names.fold import fold_word
from matching.names.palochka import with_palochka
from matching.names.parse import parse_name
from matching.score import name_similarity

PRINTED = [
    "МухӀаммад", "Мухӏаммад", "МухIаммад", "МухІаммад", "Мух1аммад", "Мухlаммад", "Мух|аммад", "мухiаммад",
    "МУХIАММАД", "МУХ1АММАД", "МухI аммад", "Мухӏ аммад", "Мух1 аммад",
]  # fmt: skip


@pytest.mark.parametrize("printed", PRINTED)
def test_a_stand_in_is_read_as_the_letter(printed: str) -> None:
    assert parse_name(None, "Тестов", printed).given == (fold_word("Мухаммад"),)
    case = str.upper if printed.isupper() else str
    assert name_similarity(f"{printed} {case('Тестов')}", "Магомед Тестов").probability > 0.99


@pytest.mark.parametrize(
    "name",
    [
        "Гiоргадзе",
        "ГIГIН",
        "Iван",
        "Іван",
        "Iов",
        "ВАСIЛЕВIЧ",
        "Христiан",
        "Вiктар",
        "ПIОТРОВСЬКИЙ",
        "Ivan",
        "Alik",
        "Олiйник",
    ],
)
def test_a_ukrainian_i_is_none(name: str) -> None:
    assert with_palochka(name) == name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Chechen and Ingush
        ("Мохьмад", "Магомед"), ("Ахьмад", "Ахмад"), ("Хьасан", "Хасан"), ("Хьусен", "Хусейн"), ("Iумар", "Умар"),
        ("Ӏабдулла", "Абдулла"), ("Юьнус", "Юнус"), ("Аьрби", "Арби"), ("Къурбан", "Курбан"),
        # Avar, Dargin, Lak, Lezgin
        ("ГIумар", "Омар"), ("ГIали", "Али"), ("ХIасан", "Гасан"), ("ХIусен", "Гусейн"), ("ИсмагIил", "Исмаил"),
        ("Тlагьир", "Тагир"), ("Ибрагьим", "Ибрагим"), ("Кӏурбан", "Курбан"), ("Гъази", "Гази"),
    ],
)  # fmt: skip
def test_forms_of_caucasian_languages_are_the_russian_names(left: str, right: str) -> None:
    found = name_similarity(f"Тестов {left}", f"{right} Тестов")
    assert found.features[2].agreement in ("transliteration", "same_name")


@pytest.mark.parametrize(
    "spellings",
    ["ЦӀечоев Цечоев", "ГӀалгӀаев Галгаев", "КӀоштоев Коштоев", "ТӀангиев Тангиев", "ПӀатӀиев Патиев", "ЧӀаниев Чаниев",
     "Оьздоев Оздоев", "Уьзденов Узденов", "Хьамхоев Хамхоев"],
)  # fmt: skip
def test_letters_of_caucasian_languages_fold_as_russian_prints_them(spellings: str) -> None:
    assert len({fold_word(word) for word in spellings.split()}) == 1
