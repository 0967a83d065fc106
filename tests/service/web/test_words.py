"""Words: every code of the contract has one, every phrase that a template names is there, dates and sentences read."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from schemas import case, casualty, document, names, record_parts
from service.web import rendering
from service.web.dates import date_in_words, duration_in_words
from service.web.record.facts import CASUALTY, DEFENDANT, INSTANCE
from service.web.record.sentences import charge_in_words, sentence_in_words
from service.web.words import ENGLISH

TEMPLATES = Path(rendering.__file__).parent / "templates"
GROUPS = {
    "status": casualty.Status, "category": casualty.Category, "stage": case.Stage, "event": case.EventType,
    "outcome": case.EventOutcome, "verdict_of_court": case.Verdict, "instance": case.Instance, "measure": case.Measure,
    "document": document.DocumentType, "sentence": case.SentenceKind, "role": case.Role, "name_type": names.NameType,
    "grade": record_parts.Evidence.model_fields["grade"].annotation,
    "relation": record_parts.Related.model_fields["relation"].annotation,
    "relation_grade": record_parts.Related.model_fields["grade"].annotation,
}  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_every_code_has_a_word(group: str) -> None:
    assert [code for code in get_args(GROUPS[group]) if f"{group}.{code}" not in ENGLISH.phrases] == []


def test_every_regime_and_field_has_a_word() -> None:
    assert [
        one for one in get_args(case.Regime) if one != "unspecified" and f"regime.{one}" not in ENGLISH.phrases
    ] == []
    assert [one for one in (*CASUALTY, *DEFENDANT, *INSTANCE) if f"field.{one}" not in ENGLISH.phrases] == []


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_phrase_that_a_template_names_is_there(template: Path) -> None:
    named = re.findall(r"say\('([\w.-]+)'(?! ~)", template.read_text())
    assert [key for key in named if key not in ENGLISH.phrases] == []
    rendering.TEMPLATES.get_template(str(template.relative_to(TEMPLATES)))


def test_no_word_of_a_person_stands_in_a_template() -> None:
    """Texts have one place; a template holds marks, calls and punctuation."""
    for template in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", " ", template.read_text(), flags=re.DOTALL)
        text = re.sub(r'<[^<>]*>|\blang="', " ", text)
        assert not re.search(r"[A-Za-zА-Яа-я]{2,}", text), template.name


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2022-11-16", "16 November 2022"), ("2022-11", "November 2022"), ("2022", "2022"), ("2022~", "about 2022"),
        ("2022-11?", "November 2022 (uncertain)"), ("[1984,1985]", "1984 or 1985"),
        ("[1984,1985,1990]", "1984, 1985 or 1990"), ("198X", "the 1980s"), ("2022-21", "spring 2022"),
        ("2022-11-XX", "November 2022"), ("2022-XX-XX", "2022"), ("../2022", "until 2022"),
        ("2022/..", "2022 or later"), ("2022-11-01/2022-11-05", "between 1 November 2022 and 5 November 2022"),
        ("2022%", "about 2022 (uncertain)"),
        ("1982/1984", "between 1982 and 1984"), ("nothing", "nothing"),
    ],
)  # fmt: skip
def test_a_date(edtf: str, words: str) -> None:
    assert date_in_words(edtf, ENGLISH) == words


def test_a_duration() -> None:
    assert duration_in_words("P8Y6M", ENGLISH) == "8 years 6 months"
    assert duration_in_words("P1Y", ENGLISH) == "1 year"


def punishment(kind: str, **more: Any) -> dict[str, Any]:
    empty = {
        "regime": None,
        "duration": None,
        "suspended": False,
        "probation": None,
        "amount": None,
        "additional": False,
    }
    return {"kind": kind, **empty, **more}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ([punishment("imprisonment", regime="penal_settlement", duration="P3Y")], "3 years in a penal settlement"),
        ([punishment("imprisonment", duration="P1Y6M", suspended=True, probation="P2Y")],
         "1 year 6 months of imprisonment, suspended, with 2 years of probation"),
        ([punishment("imprisonment", regime="unspecified", duration="P2Y")], "2 years of imprisonment"),
        ([punishment("fine", amount={"amount": 100000.0, "currency": "RUB"})], "a fine of 100,000 RUB"),
        ([punishment("life_imprisonment", regime="special"), punishment("loss_of_rank", additional=True)],
         "imprisonment for life in a special-regime colony; in addition loss of military rank"),
        ([punishment("loss_of_rank", additional=True)], "loss of military rank"),
    ],
)  # fmt: skip
def test_a_sentence(sentence: list[dict[str, Any]], words: str) -> None:
    assert sentence_in_words(sentence, ENGLISH) == words


def charge(**more: Any) -> dict[str, Any]:
    empty = {"text": None, "code": None, "article": None, "part": None, "points": [], "attempt": None, "role": None}
    return {**empty, **more}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (charge(article="337", part="5"), "Criminal Code art. 337 part 5"),
        (charge(article="105", part="2", points=["а", "ж"], attempt="attempt", role="aider"),
         "Criminal Code art. 105 part 2 p. а, ж, attempt, as aider"),
        (charge(text="AWOL"), "AWOL"),
    ],
)  # fmt: skip
def test_a_charge(given: dict[str, Any], words: str) -> None:
    assert charge_in_words(given, ENGLISH) == words
