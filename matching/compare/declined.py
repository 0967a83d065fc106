"""Names in running text: «суд над Александром Тестовым», «о гибели Александра Тестова»."""

from typing import Final

from matching.names.family import bearer
from matching.names.given import man_called
from matching.names.parse import ParsedName

_LEVELS: Final[dict[str | None, str | None]] = {"male": "oblique", "female": None, None: "man_or_woman"}


def declined(name: ParsedName, man: ParsedName) -> str | None:
    """The level at which a given name may be the man's in an oblique case, by the surname printed beside it; or None.

    «Тестовым Эльчином» can be nobody else, «Тестова Эльчина» may be a woman.
    """
    if man.sex == "female" or not len(name.given) == len(man.given) == 1 < len(man.given[0]):
        return None
    if name.sex or not name.family or not man_called(name.given[0], man.given[0]):
        return None
    return _LEVELS[bearer(name.shown[0])]
