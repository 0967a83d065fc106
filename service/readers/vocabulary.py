"""Words that spreadsheets use for the contract's codes, in Russian and English, by the name of the coded field.

The codes themselves always count; a mapping adds words of its own. Words are compared as `fold_word` has them.
"""

from collections.abc import Mapping


def fold_word(text: str) -> str:
    """`text` in lower case, ё as е, white space squeezed, without a full stop at the end."""
    return " ".join(text.casefold().replace("ё", "е").split()).rstrip(".")


WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {
        "погиб": "killed", "погибший": "killed", "убит": "killed", "dead": "killed", "kia": "killed",
        "умер от ран": "died_of_wounds", "скончался от ран": "died_of_wounds", "died of wounds": "died_of_wounds",
        "умер": "died_other", "скончался": "died_other", "died": "died_other",
        "пропал без вести": "missing", "пропал": "missing", "без вести": "missing", "mia": "missing",
        "в плену": "captured", "пленный": "captured", "взят в плен": "captured", "pow": "captured",
        "освобожден": "released", "освобожден из плена": "released",
        "жив": "reported_alive", "alive": "reported_alive",
    },
    "categories": {
        "мобилизованный": "mobilised", "мобилизован": "mobilised", "mobilized": "mobilised",
        "контрактник": "contract", "контракт": "contract", "по контракту": "contract",
        "срочник": "conscript", "призывник": "conscript",
        "доброволец": "volunteer",
        "заключенный": "convict", "осужденный": "convict", "prisoner": "convict", "inmate": "convict",
        "чвк": "pmc", "наемник": "pmc", "вагнер": "pmc", "wagner": "pmc",
        "офицер": "officer",
        "другое": "other", "прочее": "other", "иное": "other",
    },
    "sex": {
        "м": "male", "муж": "male", "мужской": "male", "мужчина": "male", "m": "male",
        "ж": "female", "жен": "female", "женский": "female", "женщина": "female", "f": "female",
    },
    "stage": {
        "следствие": "investigation", "расследование": "investigation",
        "суд": "trial", "рассматривается": "trial", "в суде": "trial",
        "приговор": "sentenced", "осужден": "sentenced", "осуждена": "sentenced",
        "вступил в силу": "in_force", "в законной силе": "in_force",
        "оправдан": "acquitted", "оправдана": "acquitted",
        "прекращено": "terminated", "отменен": "quashed", "отменено": "quashed",
        "возвращено прокурору": "returned_to_prosecutor",
        "приостановлено": "suspended", "в розыске": "wanted", "розыск": "wanted",
        "помилован": "pardoned", "помилована": "pardoned",
    },
    "verdict": {
        "осужден": "convicted", "осуждена": "convicted", "виновен": "convicted", "виновна": "convicted",
        "обвинительный": "convicted", "guilty": "convicted",
        "оправдан": "acquitted", "оправдана": "acquitted", "оправдательный": "acquitted", "not guilty": "acquitted",
        "прекращено": "terminated", "принудительное лечение": "compulsory_treatment",
    },
    "kind": {
        "штраф": "fine", "лишение свободы": "imprisonment", "пожизненное лишение свободы": "life_imprisonment",
        "пожизненно": "life_imprisonment", "принудительные работы": "forced_labour", "forced labor": "forced_labour",
        "обязательные работы": "compulsory_works", "исправительные работы": "correctional_works",
        "ограничение свободы": "restriction_of_liberty", "арест": "arrest",
        "ограничение по военной службе": "restriction_in_military_service",
        "содержание в дисциплинарной воинской части": "disciplinary_unit", "дисбат": "disciplinary_unit",
        "лишение звания": "loss_of_rank", "лишение права занимать должности": "ban_on_activities",
    },
    "regime": {
        "колония-поселение": "penal_settlement", "колония поселение": "penal_settlement",
        "общий": "general", "общий режим": "general", "строгий": "strict", "строгий режим": "strict",
        "особый": "special", "особый режим": "special", "тюрьма": "prison", "воспитательная колония": "educational",
    },
    "measure": {
        "сизо": "detention", "заключение под стражу": "detention", "под стражей": "detention",
        "домашний арест": "house_arrest", "залог": "bail", "запрет определенных действий": "ban_on_actions",
        "подписка о невыезде": "recognizance",
    },
    "instance": {
        "первая": "first", "апелляция": "appeal", "апелляционная": "appeal",
        "кассация": "cassation", "кассационная": "cassation", "надзор": "supervisory", "надзорная": "supervisory",
    },
    "outcome": {
        "оставлен без изменения": "upheld", "оставлено без изменения": "upheld", "без изменения": "upheld",
        "изменен": "changed", "отменен": "quashed",
        "осужден": "convicted", "оправдан": "acquitted", "переквалифицировано": "reclassified",
    },
}  # fmt: skip
"""Each code is one that the field of that name allows somewhere in the contract."""
