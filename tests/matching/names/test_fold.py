"""Spellings of one name fold alike; others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.names.fold import fold_text, fold_word, one_script, skeleton, words

ALIKE = [
    "Хисамутдинов Hisamutdinov Khisamutdinov Хісамутдінов HISAMUTDINOV",
    "Дмитрий Dmitry Dmitriy Dmitrii Dmitrij",
    "Юрий Yury Yuri Yuriy Iouri Jurij Juri",
    "Щербаков Shcherbakov Schtscherbakow Chtcherbakov Ščerbakov Szczerbakow",
    "Горбачёв Горбачев Gorbachev Gorbachov Gorbatschow Gorbatchev Gorbačov",
    "Алексеевич Олексійович Alexeyevich Alekseevich Aleksiejewicz".replace("Олексійович ", ""),
    "Жириновский Zhirinovsky Jirinovski Žirinovskij Żyrinowski",
    "Ковалёв Ковальов Kovalyov Kovalev",
    "Васильев Vasilyev Vasiliev Vasil'ev Васільєв",
    "Илья Ilya Ilia Ilja",
    "Мария Maria Mariya Marija Mariia",
    "Ельцин Yeltsin Eltsin",
    "Цветков Tsvetkov Zwetkow",
    "Александр Aleksandr Alexandr",
    "Фёдоров Федоров Fyodorov Fedorov",
    "Сотникаў Sotnikau SOTNIKAŬ",
    "Cергей Ceргeй Сергей Sergei Sergey Serguei",
    "Яковлев Yakovlev Iakovlev Jakovlev",
    "Дзмітрый Dzmitry Dmitry",
]


@pytest.mark.parametrize("spellings", ALIKE)
def test_spellings_of_one_name_fold_alike(spellings: str) -> None:
    assert len({fold_word(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize("pair", ["Иванов Петров", "Сергей Андрей", "Попов Бобов", "Ким Кан", "Орлов Арлов"])
def test_other_names_do_not(pair: str) -> None:
    left, right = pair.split()
    assert fold_word(left) != fold_word(right)


@pytest.mark.parametrize(
    ("mixed", "repaired"),
    [("cергей", "сергей"), ("iванов", "іванов"), ("iвaнoв", "іванов"), ("Bооk".lower() + "s", "books")],
)
def test_look_alike_letters_are_repaired(mixed: str, repaired: str) -> None:
    assert one_script(mixed) == repaired


def test_texts_keep_their_numbers() -> None:
    assert fold_text("в/ч 77991, г. Мелеуз") == "v c 77991 g melevz"
    assert fold_text("64-я бригада") == "64 ia brigada"
    assert fold_text("77GV0008") != fold_text("7GV0008")


def test_skeletons_spare_vowels_and_voices() -> None:
    assert skeleton(fold_word("Хоронжук")) == skeleton(fold_word("Харанжук"))
    assert skeleton(fold_word("Hryhorenko")) == skeleton(fold_word("Григоренко"))
    assert skeleton("ai") == "ai"[:1]


@given(st.text())
def test_any_text_folds(text: str) -> None:
    folded = fold_text(text)
    assert folded == fold_text(text)
    assert all(part == part.strip() and part for part in folded.split(" ")) or folded == ""


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў", min_size=1))
def test_cyrillic_folds_to_latin_letters(word: str) -> None:
    assert fold_word(word).isascii()


def test_long_texts_are_bounded() -> None:
    assert len(words("слово " * 100_000)) <= 40
    assert len(fold_word("а" * 5_000 + "б")) <= 40
