"""The palochka of Caucasian languages («МухӀаммад», «ЦӀечоев»), as keyboards without it print it.

A Latin or Ukrainian I, a Latin l, a 1 or a bar is printed for it, and with a blank after it the name falls in two. It
stands after a letter of К, П, Т, Х, Ц, Ч, Г, Л (кӀ, хӀ …), or first before a vowel («Ӏумар»).
"""

import re
from typing import Final

#: The letter itself; most print its capital among small letters too.
PALOCHKA: Final = "Ӏ"

_AFTER: Final = "(?<=[гкптхцчлГКПТХЦЧЛ])"
_PRINTED: Final = re.compile(
    # a sign that no Cyrillic word has
    f"{_AFTER}[1|](?=[а-яёА-ЯЁ])|(?<![\\w|])[1|](?=[аеиоуэюяАЕИОУЭЮЯ])"
    # a capital among small letters, or a Latin l
    f"|{_AFTER}[IІl](?=[а-яё])|(?<!\\w)I(?=[ауэАУЭ])"
    # all in capitals or all small: where no Ukrainian i is, which is Latin too: not «Христiан», «Гiоргадзе»
    "|(?<=[ГКХЦ])I(?=[АУЭ])|(?<=[гкхц])i(?=[ауэ])"
)
_PARTED: Final = re.compile(rf"{_AFTER}[IІ1|ӏӀ]\s+(?=[а-яё])")
#: Where nothing of this stands, there is none.
_MAY_BE: Final = re.compile("[1|IІliӀӏ]")


def with_palochka(text: str) -> str:
    """The text with the letter where a stand-in was printed for it."""
    if not _MAY_BE.search(text):
        return text
    return _PRINTED.sub(PALOCHKA, _PARTED.sub(PALOCHKA, text))
