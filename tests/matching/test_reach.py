"""The bound on the score: never below what the full comparison gives, and low for most strangers."""

from datetime import date, timedelta

import orjson
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.learn import Weights
from matching.model import PRIOR
from matching.profile import Profile, Stored, profile_to_json
from matching.reach import Reach, odds
from matching.score import score

FAMILIES = ("Иванов", "Ivanova", "Хисамутдинов", "Khisamutdinov", "Hisamutdinov", "Тестов-Образцов", "Т.", "Шмидт",
            "Schmidt", "Тестоев", "Testov", "Мороз", "Морозов", "Тестова")  # fmt: skip
GIVEN = ("Сергей", "Sergey", "Siarhei", "Серёжа", "С.", "Руслан", "Ruslan", "Руслон", "Qwertan", "Qwertam", "Иван",
         "Жан Клод", "Александр", "Александра", "Ивана", "")  # fmt: skip
FATHERS = ("Иванович", "Ivanovich", "И.", "Рашитович", "Рашидович", "Qwertovich", "Мамед оглы", "")
NIGHT = (date(2022, 11, 16), date(2022, 11, 17))
DAYS = st.dates(date(1960, 1, 1), date(2024, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    first = draw(DAYS)
    return first, first + timedelta(days=draw(st.sampled_from((0, 0, 1, 2, 30, 365, 800))))


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    some = st.lists(st.sampled_from(("RU-BA", "RU-TA", "RU", "UA-14")), max_size=2)
    name = st.tuples(st.none(), st.sampled_from(FAMILIES), st.sampled_from(GIVEN), st.sampled_from(FATHERS))
    free = st.sampled_from(("Тестов Иван", "Иван Тестов", "Руслан", "Тестов «Образец» Иван", "Тестов «Тестов» Иван"))
    return Profile.build(
        kind="casualty",
        names=draw(st.lists(name | st.tuples(free, st.none(), st.none(), st.none()), max_size=2)),
        sex=draw(st.sampled_from((None, "male", "female"))),
        born=draw(st.lists(spans(), max_size=2)),
        died=draw(st.lists(spans(), max_size=2)),
        regions=draw(some),
        places=draw(st.lists(st.sampled_from(("Тестово", "Образцово")), max_size=2)),
        ranks=draw(st.lists(st.sampled_from((1, 2, 7)), max_size=2)),
        categories=draw(st.lists(st.sampled_from(("mobilised", "convict")), max_size=2)),
        units=draw(st.lists(st.sampled_from(("1 полк", "2 полк")), max_size=1)),
    )


def stored(profile: Profile) -> Stored:
    found: Stored = orjson.loads(profile_to_json(profile))
    return found


def man(family: str, given_name: str, **facts: object) -> Profile:
    return Profile.build(kind="casualty", names=[(None, family, given_name, None)], **facts)  # type: ignore[arg-type]


@settings(max_examples=400)
@given(profiles(), profiles(), st.floats(-60.0, 20.0))
@example(man("Тестов", "Qwertan"), man("Testov", "Qwertam"), -18.0)
@example(man("Тестова", "Александра"), man("Тестов", "Александр"), -18.0)
@example(man("Т.", "Руслан"), man("Тестов", "Руслан"), -12.0)
@example(man("Testov", ""), man("Т.", ""), 20.0)
@example(man("Тестов", "Иван", died=[NIGHT]), man("Testov", "Ivan", died=[(NIGHT[0], NIGHT[0])]), 20.0)
def test_whoever_reaches_the_odds_is_within_reach(query: Profile, record: Profile, least: float) -> None:
    found = score(query, record).log_odds
    assert Reach(query, min(least, found))(stored(record))


@given(profiles(), profiles())
def test_what_was_learnt_widens_the_reach(query: Profile, record: Profile) -> None:
    learnt = Weights("test", {("family_name", "different"): 7.0, ("born", "apart"): 5.0, ("sex", "same"): -3.0})
    found = score(query, record, weights=learnt).log_odds
    assert Reach(query, found, weights=learnt)(stored(record))


def test_the_prior_counts() -> None:
    query, record = man("Хисамутдинов", "Руслан"), man("Hisamutdinov", "Ruslan")
    found = score(query, record, prior=PRIOR - 9.0).log_odds
    assert Reach(query, found, prior=PRIOR - 9.0)(stored(record))
    assert not Reach(query, found + 9.0, prior=PRIOR - 9.0)(stored(record))


def test_strangers_of_one_given_name_are_out_of_reach() -> None:
    dead = [(date(2022, 11, 16),) * 2]
    query = man("Хисамутдинов", "Руслан", born=[(date(1985, 1, 1), date(1985, 12, 31))], died=dead, regions=["RU-BA"])
    others = [
        man("Хасанутдинов", "Руслан", born=[(date(1999, 1, 1), date(1999, 12, 31))]),
        man("Хасанутдинов", "Руслан", died=[(date(2024, 1, 1),) * 2], regions=["RU-TA"]),
        man("Хисамутдинов", "Ильдар", regions=["RU-TA"]),
    ]
    reach = Reach(query)
    assert [reach(stored(one)) for one in others] == [False, False, False]
    assert reach(stored(query))


def test_odds_are_the_inverse_of_the_probability() -> None:
    assert odds(0.5) == 0.0
    assert round(odds(0.99), 3) == 6.629
