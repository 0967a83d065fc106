"""Names for display in Latin letters, by the named standards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.names.transliterate import to_latin


@pytest.mark.parametrize(
    ("text", "lang", "latin"),
    [
        ("Руслан Хисамутдинов", "ru", "Ruslan Khisamutdinov"),
        ("ХИСАМУТДИНОВ Руслан", "ru", "KHISAMUTDINOV Ruslan"),
        ("Евгений Ельцин", "ru", "Yevgeniy Yeltsin"),
        ("Аксёнов", "ru", "Aksënov"),
        ("Подъячев Юрьев", None, "Podyachev Yuryev"),
        ("Згурський Олексій Їжакевич", "uk", "Zghurskyi Oleksii Yizhakevych"),
        ("Дар'я ЮЩЕНКО", "uk", "Daria YUSHCHENKO"),
        ("Уладзімір", "be", "Uladzimir"),
        ("Петров-Водкин", "ru", "Petrov-Vodkin"),
        ("Smith", "ru", "Smith"),
        ("", "ru", ""),
    ],
)
def test_display_forms(text: str, lang: str | None, latin: str) -> None:
    assert to_latin(text, lang) == latin


@given(st.text(), st.sampled_from(["ru", "uk", "be", "tt", None]))
def test_any_text_is_taken(text: str, lang: str | None) -> None:
    assert not any("а" <= char <= "я" for char in to_latin(text, lang))
