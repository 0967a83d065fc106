"""Charges and sentences in words: `3 years in a penal settlement`, `Criminal Code art. 337 part 5`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from schemas.reference.articles import ARTICLES
from service.web.dates import duration_in_words
from service.web.words import Language

Punishment = Mapping[str, Any]
Charge = Mapping[str, Any]
_RUSSIAN: Final = "uk_rf"


def sentence_in_words(sentence: Sequence[Punishment], language: Language) -> str:
    """All punishments of a sentence, additional ones after the main ones."""
    main = [_punishment(one, language) for one in sentence if not one["additional"]]
    more = [_punishment(one, language) for one in sentence if one["additional"]]
    said = language.listed(main)
    if not more:
        return said
    return language.say("sentence.and_also", main=said, more=language.listed(more)) if main else language.listed(more)


def _punishment(one: Punishment, language: Language) -> str:
    said = _kind(one, language)
    if one["amount"]:
        said = language.say("sentence.amount", kind=said, amount=_money(one["amount"]))
    if one["suspended"]:
        said = language.say("sentence.suspended", sentence=said)
    if one["probation"]:
        said = language.say("sentence.probation", sentence=said, time=duration_in_words(one["probation"], language))
    return said


def _kind(one: Punishment, language: Language) -> str:
    kind, regime = language.name("sentence", one["kind"]), one["regime"]
    where = language.name("regime", regime) if regime and regime != "unspecified" else ""
    if one["duration"] is None:
        return f"{kind} {where}".strip()
    time = duration_in_words(one["duration"], language)
    return f"{time} {where}" if where else language.say("sentence.time_of", time=time, kind=kind)


def _money(amount: Mapping[str, Any]) -> str:
    whole = f"{amount['amount']:,.2f}".removesuffix(".00")
    return f"{whole} {amount['currency']}"


def charge_in_words(charge: Charge, language: Language) -> str:
    """The article as the code names it; the text as printed where no article is known."""
    if not charge["article"]:
        return str(charge["text"] or "")
    return ", ".join(_article(charge, language))


def _article(charge: Charge, language: Language) -> Iterator[str]:
    named = charge["code"] in (None, _RUSSIAN)
    law = language.say("charge.criminal_code") if named else str(charge["code"]).replace("_", " ")
    article = language.say("charge.article", law=law, article=charge["article"])
    if charge["part"]:
        article = language.say("charge.part", article=article, part=charge["part"])
    if charge["points"]:
        article = language.say("charge.points", article=article, points=", ".join(charge["points"]))
    yield article
    yield from (language.name(group, charge[group]) for group in ("attempt", "role") if charge[group])


def title_of(charge: Charge, language: Language) -> str:
    """What the Criminal Code's article is about; empty where that is not known, or the charge is of another code."""
    known = ARTICLES.get(charge["article"] or "") if charge["code"] in (None, _RUSSIAN) else None
    if known is None:
        return ""
    return (known.title_ru if language.code == "ru" else known.title_en) or ""
