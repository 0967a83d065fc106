"""What stands where a name should be and is none: «неизвестно», "N/A", «ім'я не вказано»; in three languages.

A surname may be nearly any word: «Неизвестный», «Невідома», «Не», "Null", "No" and "Na" are people's. So a text is
refused only when all of its words are ones that say it, and what a person might be called needs the company of others.
"""

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALONE: Final = _words("""
    неизвестно неизвестна неизвестны неизвестен неопознан неопознана неопознанный неопознанная неустановлен
    неустановлена неустановленный неустановленная нет отсутствует отсутствуют уточняется устанавливается выясняется
    засекречено аноним анонимно анонимный безымянно
    невідомо невідоме невідомі неопізнаний неопізнана невстановлений невстановлена немає відсутнє відсутні
    уточнюється анонім анонімно
    unknown unnamed unidentified undisclosed anonymous nameless noname withheld undefined
    нд xxx ххх
""")
"""Says by itself that there is no name."""
_TOGETHER: Final = _words("""
    не без нема неизвестный неизвестная неизвестное неназванный неназванная
    невідомий невідома неназваний неназвана відсутня відсутній
    no not none without missing
""")
"""Says so only beside a word of `_BESIDE`."""
_BESIDE: Final = _words("""
    имя имени фамилия фамилии отчество отчества фио личность данные данных сведения сведений информация информации
    известно известна известны известен указано указана указаны указан названо названа названы назван установлено
    установлена установлены установлен опознан опознана опознанный сообщается сообщаются раскрывается разглашается
    приводится опубликовано опубликованы определено определен заполнено найдено мужчина женщина человек солдат боец
    военный военнослужащий и
    імʼя імені прізвище прізвища піб батькові по особа дані даних відомості відомостей інформація інформації
    відомо відоме відома відомі відомий вказано вказана вказаний вказане зазначено названий названа названо встановлено
    встановлена встановлений опізнаний повідомляється чоловік жінка людина військовий військовослужбовець та
    name names surname patronymic full first last family given identity data information info known named stated
    specified available reported disclosed published provided identified found released established applicable is was
    yet man woman person soldier serviceman fighter and
""")
_SHORT: Final = re.compile(r"\W*\w ?[/\\|] ?\w\W*")
"""N/A, н/д, б/и; with full stops they would be somebody's initials."""
_OF_PROGRAMS: Final = frozenset({"null", "NULL", "(null)", "None", "none", "NaN", "nan", "nil", "<NA>"})
"""As programs write them; Null, Nan and Nil are people's names."""
_NO_NICKNAME: Final = frozenset({"неизвестно", "невідомо", "нд"})


def is_placeholder(text: str, *, nickname: bool = False) -> bool:
    """Whether `text` says that no name is known; a `nickname` (call sign, alias) may be a word such as «Аноним»."""
    if _SHORT.fullmatch(text):
        return True
    words = re.findall(r"[\wʼ]+", re.sub("['`’ʹ]", "ʼ", text.casefold().replace("ё", "е")))
    if nickname and len(words) < 2:
        return words[:1] != [] and words[0] in _NO_NICKNAME
    return _says_nothing(set(words)) or text in _OF_PROGRAMS


def _says_nothing(words: set[str]) -> bool:
    if not words or not words <= _ALONE | _TOGETHER | _BESIDE:
        return False
    return bool(words & _ALONE) or bool(words & _TOGETHER and words & _BESIDE)
