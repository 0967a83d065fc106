"""Case identifiers: one spelling, check digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.reference.case_uid import COURT_LETTERS, normalise_uid, uid_problem

GOOD = "77RS0021-02-2024-008265-86"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "77rs0021-02-2024-008265-86",
        "77RS0021–02–2024–008265–86",
        "77RS0021‑02−2024-008265-86",
        " 77RS0021 - 02 - 2024 - 008265 - 86 ",
        "77RS00210220240082658 6",
        "УИД 77RS0021-02-2024-008265-86",
        "УИД: 77РС0021-02-2024-008265-86",
        "UID 77RS0021-02-2024-008265-86",
        "77RS0021\u00a0-02-2024-008265-86",
    ],
)
def test_an_identifier_has_one_spelling(text: str) -> None:
    assert normalise_uid(text) == GOOD
    assert uid_problem(text) is None


@pytest.mark.parametrize(
    ("text", "letters"),
    [("77ОS0000-01", "ОS"), ("77ГВ0001-01-2024-000001-01", "GV"), ("77МС0001-01-2024-000001-01", "MS")],
)
def test_cyrillic_letters_are_read_by_look_or_sound(text: str, letters: str) -> None:
    assert normalise_uid(text)[2:4] == letters


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("77RS0021-02-2024-008265-61", "check digits"),
        ("77RS0021-02-2024-008256-86", "check digits"),
        ("77RS0021-02-2024-008265", "shape"),
        ("77RS0021-02-2024-008265-8", "shape"),
        ("7RS0021-02-2024-008265-86", "shape"),
        ("٧٧RS0021-02-2024-008265-86", "shape"),
        ("", "shape"),
        ("\0", "shape"),
        ("1-25/2025", "shape"),
        ("7" * 10_000_000, "shape"),
    ],
    ids=range(10),
)
def test_a_wrong_identifier_is_reported_in_words(text: str, words: str) -> None:
    problem = uid_problem(text)
    assert problem is not None
    assert words in problem
    assert len(problem) < 200


@given(
    st.integers(1, 99), st.sampled_from(sorted(COURT_LETTERS)), st.integers(0, 9999), st.integers(0, 999999), st.data()
)
def test_one_wrong_digit_is_always_noticed(
    region: int, letters: str, court: int, number: int, data: st.DataObject
) -> None:
    rest = f"{region:02}{letters}{court:04}012024{number:06}"
    value = int("".join(str(int(character, 36)) for character in rest) + "00")
    uid = f"{rest}{98 - value % 97:02}"
    assert uid_problem(uid) is None
    at = data.draw(st.sampled_from([0, 1, *range(4, 22)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != uid[at]]))
    assert uid_problem(uid[:at] + digit + uid[at + 1 :]) is not None


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_uid(normalise_uid(text)) == normalise_uid(text)
