"""What must hold of scores, whatever the weights."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.profile import Profile
from matching.score import attach_decision, name_agrees, name_similarity, score, score_case, score_person
from service.registry.verdict import LIKELY, POSSIBLE

Build = Callable[..., Profile]


def test_the_soldier_of_the_brief_is_found(person: Build) -> None:
    left = person("Ruslan Hisamutdinov", 1984, 1985, regions=["RU-BA"])
    right = person("Руслан Хисамутдинов", 1984, 1985, regions=["RU-BA"])
    found = score(left, right)
    assert found.probability >= 0.97
    assert attach_decision(found) == "attach"


def test_a_rare_name_alone_is_listed_but_never_attached(person: Build) -> None:
    found = score(person("Тестопримеров Ерофей"), person("Yerofey Testoprimerov"))
    assert found.probability >= 0.95
    assert attach_decision(found) == "suggest"


def test_name_and_region_alone_never_attach(person: Build) -> None:
    found = score(
        person("Тестопримеров Ерофей Ермилович", regions=["RU-BA"]),
        person("Тестопримеров Ерофей Ермилович", regions=["RU-BA"]),
    )
    assert found.probability >= 0.99
    assert attach_decision(found) == "suggest"


SURNAME = "Тестопримеров"
HOME = {"regions": ["RU-BA"], "places": ["Meleuz"]}


@pytest.mark.parametrize(
    ("name", "facts", "likely"),
    [
        (SURNAME, {}, False),
        (SURNAME, HOME, False),
        (f"{SURNAME} Ерофей", {}, True),
        (f"{SURNAME} Е.", {}, True),
    ],
)
def test_a_surname_alone_is_possible_at_most(
    person: Build, defendant: Build, name: str, facts: dict[str, list[str]], likely: bool
) -> None:
    for build in (person, defendant):
        found = score(build(name, **facts), build(f"{SURNAME} Ерофей", **facts))
        assert (found.probability >= LIKELY) == likely
        assert found.probability >= POSSIBLE
        assert sum(feature.weight for feature in found.features) == found.log_odds
    assert name_similarity(name, SURNAME).probability > 0.99


def test_a_surname_with_a_court_and_an_article_is_more_than_a_surname(defendant: Build) -> None:
    said = {"courts": ["77GV0008"], "articles": ["337"]}
    assert score(defendant(SURNAME, **said), defendant(f"{SURNAME} Ерофей", **said)).probability >= LIKELY


def test_a_common_name_alone_is_a_namesake(person: Build) -> None:
    found = score(person("Иванов Сергей"), person("Сергей Иванов"))
    assert found.probability < 0.1
    assert not found.contradicted
    assert name_agrees(found)


CONTRADICTIONS = [
    # a rare name and a region agree, one thing does not
    ("Тестопримеров Ерофей Ермилович", {}, "Тестопримеров Ерофей Иванович", {}),
    ("Тестопримеров Ерофей Ермилович", {}, "Тестопримеров Е. И.", {}),
    ("Тестопримеров Ерофей", {"sex": "male"}, "Тестопримеров Ерофей", {"sex": "female"}),
    ("Тестопримеров Александр", {}, "Тестопримерова Александра Ильинична", {}),
    ("Тестопримеров Александр", {}, "Тестопримерова Александра", {"sex": "female"}),
    ("Тестопримеров Александр", {}, "Aleksandra Testoprimerova", {}),
    ("Тестопримеровский Александр", {}, "Тестопримеровская Александра", {}),
    ("Тестопримеров Ерофей Ермилович", {"years": (1980,)}, "Тестопримеров Ерофей Ермилович", {"years": (1985,)}),
    ("Тестопримеров Ерофей Ермилович", {"years": (1980,)}, "Тестопримеров Андрей Ермилович", {"years": (1980,)}),
    ("Хисамутдинов Руслан Рашитович", {}, "Хисамутдинов Ринат Рашитович", {}),
]


@pytest.mark.parametrize(("name", "facts", "other", "facts_of_other"), CONTRADICTIONS)
def test_a_contradiction_tells_apart(
    person: Build, name: str, facts: dict[str, object], other: str, facts_of_other: dict[str, object]
) -> None:
    def made(printed: str, given_facts: dict[str, object]) -> Profile:
        more = {key: value for key, value in given_facts.items() if key != "years"}
        return person(printed, *given_facts.get("years", ()), regions=["RU-BA"], places=["Meleuz"], **more)  # type: ignore[misc]

    found = score(made(name, facts), made(other, facts_of_other))
    assert found.contradicted
    assert found.probability < 0.5
    assert attach_decision(found) != "attach"


def test_the_same_brief_naming_a_man_twice_attaches_only_with_more_than_a_name(person: Build) -> None:
    bare = person("Хисамутдинов Руслан")
    assert attach_decision(score(bare, bare)) != "attach"
    told = person("Хисамутдинов Руслан", 1984, 1985, regions=["RU-BA"])
    assert attach_decision(score(told, told)) == "attach"


def test_a_defendant_who_died_before_is_another_man(person: Build, defendant: Build) -> None:
    dead = person("Тестопримеров Ерофей", died=[(date(2022, 11, 16), date(2022, 11, 16))])
    tried = defendant("Тестопримеров Ерофей", events=[(date(2023, 9, 14), date(2023, 9, 14))])
    assert score(dead, tried).contradicted


def test_missing_weighs_nothing(person: Build) -> None:
    bare = score(person("Иванов Сергей"), person("Иванов Сергей"))
    half = score(person("Иванов Сергей", 1985, regions=["RU-BA"], ranks=[3]), person("Иванов Сергей"))
    assert half.log_odds == bare.log_odds


COURT = {"courts": ["77GV0008"], "articles": ["337"]}


def test_the_same_identifier_or_number_in_the_same_court_is_the_same_case(defendant: Build) -> None:
    unnamed = defendant("", uids=["77GV0008-01-2023-000001-01"])
    assert attach_decision(score_case([unnamed], [unnamed])) == "attach"
    numbered = defendant("", courts=["77GV0008"], case_numbers=["1-1/2023"])
    assert attach_decision(score_case([numbered], [numbered])) == "attach"
    elsewhere = defendant("", courts=["77GV0001"], case_numbers=["1-1/2023"])
    assert attach_decision(score_case([numbered], [elsewhere])) != "attach"


def test_an_unnamed_defendant_never_attaches_by_court_and_article(defendant: Build) -> None:
    unnamed = defendant("", **COURT)
    assert attach_decision(score_case([unnamed], [unnamed])) == "apart"


def test_name_court_article_and_sentence_are_strong(defendant: Build) -> None:
    said = COURT | {"sentences": ["imprisonment P5Y"]}
    named = defendant("Тестопримеров Ерофей", **said)
    assert attach_decision(score_case([named], [named])) == "attach"
    other = defendant("Другов Ерофей", **said)
    assert score_case([named], [other]).probability < 0.5


def test_a_case_is_compared_by_its_best_pair(defendant: Build) -> None:
    one, two = defendant("Тестопримеров Ерофей", **COURT), defendant("Образцовский Фома", **COURT)
    both, best = score_case([one, two], [two, one]), score_case([one], [one, two])
    assert both.log_odds > best.log_odds > 0
    assert both.features[-1].feature == "defendants"
    with pytest.raises(ValueError, match="at least one"):
        score_case([], [one])


NAMES = st.sampled_from(
    [
        "Иванов Сергей",
        "Ivanov S. P.",
        "Хисамутдинов Руслан Рашитович",
        "Hisamutdinov",
        "Руслан",
        "И.",
        "",
        "习近平",
        "Анна-Мария О.",
    ]
) | st.text(max_size=30)


@given(NAMES, NAMES, st.booleans())
def test_weights_add_up_to_the_log_odds(left: str, right: str, near: bool) -> None:
    found = name_similarity(left, right)
    assert sum(feature.weight for feature in found.features) == found.log_odds
    assert found.probability == pytest.approx(1 / (1 + 2**-found.log_odds))
    assert found.features[0].feature == "prior"


@given(NAMES, NAMES)
def test_comparison_is_symmetric(left: str, right: str) -> None:
    assert name_similarity(left, right).log_odds == pytest.approx(name_similarity(right, left).log_odds)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ruslan Hisamutdinov", "Хисамутдинов Руслан Рашитович"),
        ("Олексій Боричевський", "Алексей Боричевский"),
        ("Уладзімір Сотнікаў", "Vladimir Sotnikov"),
        ("Женя Тестопримеров", "Евгений Тестопримеров"),
        ("Тестопримеров Е.И.", "Ерофей Иванович Тестопримеров"),
        ("Cергей Tестопримеров", "Сергей Тестопримеров"),
        ("Тестопримирова Анна", "Тестопримерова Анна"),
        ("Нурия Яумөхәммәтова", "Нурия Яумухамметова"),
        ("Тестопримерова Ивана", "Иван Тестопримеров"),
        ("Тестопримеровского Игоря Петровича", "Игорь Петрович Тестопримеровский"),
        ("Тестопримерову Сергею", "Сергей Тестопримеров"),
        ("Алиев Ильхам Гейдар оглы", "Ilham Aliyev"),
        ("Тестопримеров-Образцовский Фома", "Фома Образцовский"),
        ("Волков Сергей Петрович", "Волкова Сергея Петровича"),
        ("Тестопримеров Иван Петрович", "Тестопрмеров Иван Петрович"),
        ("Тестопримерин Иван Петрович", "Тестопримерни Иван Петрович"),
        ("Федоров Иван Петрович", "Федооров Иван Петрович"),
        ("Ковалёв Иван Петрович", "Kovalev Ivan Petrovich"),
        ("Сoлoвкин Арсений", "Соловкин Арсений"),
    ],
)
def test_one_name_in_two_prints(left: str, right: str) -> None:
    assert name_similarity(left, right).probability > 0.9


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Иванов Сергей Петрович", "Иванов Сергей Павлович"),
        ("Иванов Сергей", "Петров Сергей"),
        ("Мария Тестопримерова", "Марина Тестопримерова"),
        ("Тестопримеров Иван", "Тестопримеров Пётр"),
        # one stem, two families
        ("Степин Иван Петрович", "Степян Иван Петрович"),
        ("Захаров Иван Петрович", "Захарченко Иван Петрович"),
        ("Морозов Иван Петрович", "Мороз Иван Петрович"),
        ("Токарев Иван Петрович", "Токарич Иван Петрович"),
        ("Соловьев Иван Петрович", "Solovich Ivan Petrovich"),
        ("Ivanov Sergey", "Ivanko Sergey"),
        ("Кушнерев Иван", "Кушнерук Иван"),
        ("Тестопримеров Иван", "Тестопримерин Иван"),
        # a letter apart, and many bear either
        ("Федоров Иван Петрович", "Федотов Иван Петрович"),
        ("Носов Сергей", "Носков Сергей"),
        ("Nosov Sergey", "Носков Сергей"),
    ],
)
def test_two_names(left: str, right: str) -> None:
    assert name_similarity(left, right).probability < 0.5


def test_two_defendants_of_one_numbered_case_are_one_case(defendant: Build) -> None:
    uid = {"uids": ["77GV0008-01-2023-000001-01"], **COURT}
    found = score_case([defendant("Тестопримеров Ерофей", **uid)], [defendant("Образцовский Фома", **uid)])
    assert attach_decision(found) == "attach"


def test_another_case_of_the_same_man_is_not_attached(defendant: Build) -> None:
    born = [(date(1990, 1, 1), date(1990, 1, 1))]
    one = defendant("Тестопримеров Ерофей Ермилович", born=born, articles=["337"], uids=["77GV0008-01-2023-000001-01"])
    other = defendant(
        "Тестопримеров Ерофей Ермилович", born=born, articles=["337"], uids=["77GV0008-01-2024-000002-01"]
    )
    assert score_case([one], [other]).contradicted
    bare = defendant("Тестопримеров Ерофей Ермилович", born=born, articles=["337"])
    assert attach_decision(score_case([one], [bare])) == "suggest"


def test_a_bare_country_says_nothing_about_its_regions(person: Build) -> None:
    one, other = person("Иванов Сергей", regions=["RU"]), person("Иванов Сергей", regions=["RU-BA"])
    assert "region" not in {feature.feature for feature in score(one, other).features}
    assert "region" in {feature.feature for feature in score(other, person("Иванов Сергей", regions=["UA"])).features}


def test_a_bare_name_of_the_record_does_not_hide_another_patronymic() -> None:
    def made(*names: str) -> Profile:
        return Profile.build(kind="casualty", names=[(name, None, None, None) for name in names])

    found = score(made("Тестопримеров Ерофей Иванович"), made("Тестопримеров", "Тестопримеров Ерофей Ермилович"))
    assert found.contradicted
    agreed = score(made("Тестопримеров Ерофей Иванович"), made("Тестопримеров Е.", "Тестопримеров Ерофей Иванович"))
    assert not agreed.contradicted


@pytest.mark.parametrize("name", ["", "И", "И. И. И.", "🙂", "محمد علي", "习近平", "а" * 5_000, "Иван " * 1_000])
def test_odd_names_score(name: str) -> None:
    found = name_similarity(name, "Иванов Сергей Петрович")
    assert 0.0 <= found.probability <= 1.0
    assert name_similarity(name, name).log_odds >= 0.0


def test_defendants_of_one_case_are_told_by_themselves(defendant: Build) -> None:
    uid = {"uids": ["77GV0008-01-2023-000001-01"], **COURT}
    one, other = defendant("Тестопримеров Ерофей", **uid), defendant("Образцовский Фома", **uid)
    assert score_person(one, other).log_odds < 0 < score_person(one, one).log_odds


def test_a_call_sign_is_no_other_surname(person: Build) -> None:
    found = score(person("Барс"), person("Иванов Сергей (позывной «Барс»)"))
    assert not found.contradicted
    assert "alias" in {feature.feature for feature in found.features}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Хисамутдинова Руслана", "Руслан Хисамутдинов"),
        ("Сапрыкина Александра Петровича", "Александр Сапрыкин"),
        ("Хисамутдинов Руслан, он же Тестов Фома", "Фома Тестов"),
        ("Борычевская (Тестова) Мария Петровна", "Тестова Мария Петровна"),
        ("Уладзімір Караткевіч", "Владимир Короткевич"),
        ("мл. с-т Хисамутдинов Руслан", "Руслан Хисамутдинов"),
    ],
)
def test_names_as_running_text_and_lists_print_them_agree(left: str, right: str) -> None:
    assert name_similarity(left, right).probability > 0.95


@pytest.mark.parametrize(
    ("printed", "nominative"),
    [
        ("Александра Тестопримерова", "Александр Тестопримеров"),
        ("Тестопримерова Александра", "Тестопримеров Александр Петрович"),
        ("Тестопримерова Александра П.", "Тестопримеров Александр Петрович"),
        ("Олександра Тестопримеренка", "Александр Тестопримеренко"),
        ("Александра Тестопримеренко", "Oleksandr Testoprymerenko"),
        ("Тестопримерова Евгения", "Евгений Тестопримеров"),
        ("Валентина Тестопримеровых", "Валентин Тестопримеровых"),
        ("Мамедова Эльчина", "Мамедов Эльчин"),
        ("Мамедову Эльчину", "Эльчин Мамедов"),
    ],
)
def test_who_may_be_a_woman_or_a_man_in_the_genitive_is_a_doubtful_namesake(
    person: Build, printed: str, nominative: str
) -> None:
    for left, right in ((printed, nominative), (nominative, printed)):
        home = score(person(left, 1984, **HOME), person(right, 1984, **HOME))
        assert "man_or_woman" in {feature.agreement for feature in home.features}
        assert POSSIBLE <= home.probability < 0.5
        assert name_agrees(home)
        assert not home.contradicted
        assert 0.25 <= name_similarity(left, right).probability < 0.5


@pytest.mark.parametrize(
    ("printed", "nominative"),
    [
        ("Тестопримеровского Александра", "Александр Тестопримеровский"),
        ("Тестопримеровым Эльчином", "Эльчин Тестопримеров"),
        ("Тестопримеровского Эльчина", "Эльчин Тестопримеровский"),
    ],
)
def test_a_surname_that_only_a_man_bears_so_tells_his_case(printed: str, nominative: str) -> None:
    assert name_similarity(printed, nominative).probability > 0.99


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Александр Тестов", "Александра Тестова"),
        ("Виктор Тестов", "Виктория Тестова"),
        ("Тестов Александр", "Тестов Александра"),
    ],
)
def test_a_womans_name_without_more_is_not_taken_for_a_mans(left: str, right: str) -> None:
    assert name_similarity(left, right).probability < 0.5
