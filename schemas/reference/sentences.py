"""Kinds of punishment (Criminal Code of Russia, articles 44 and 45) and the institutions of article 58."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from schemas.reference.folding import fold_words
from schemas.reference.tables import listed, read_table

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class SentenceKind:
    """A punishment; `order` grows with severity, as article 44 lists them. It may be given as `main`, `additional`."""

    code: str
    order: int
    point: str
    """Its letter in article 44."""
    main: bool
    additional: bool
    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Regime:
    """Where imprisonment is served; `order` grows with severity, `unspecified` is last and says nothing."""

    code: str
    order: int
    ru: str
    en: str


SENTENCE_KINDS: Mapping[str, SentenceKind] = MappingProxyType(
    {
        row["code"]: SentenceKind(
            row["code"], order, row["point"], row["main"] == "yes", row["additional"] == "yes", row["ru"], row["en"]
        )
        for order, row in enumerate(read_table("sentence_kinds.csv"), start=1)
    }
)
"""All thirteen, by code, the mildest first."""

REGIMES: Mapping[str, Regime] = MappingProxyType(
    {
        row["code"]: Regime(row["code"], order, row["ru"], row["en"])
        for order, row in enumerate(read_table("regimes.csv"), start=1)
    }
)
"""By code, in the order of severity."""


def find_sentence_kind(text: str) -> SentenceKind | None:
    """The punishment of which the text is a code or a name («штраф», "forced labor"), in either language, or None."""
    return SENTENCE_KINDS.get(_codes("sentence_kinds.csv").get(_key(text), ""))


def find_regime(text: str) -> Regime | None:
    """The institution of which the text is a code or a name («колония строгого режима»), or None."""
    return REGIMES.get(_codes("regimes.csv").get(_key(text), ""))


def _key(text: str) -> str:
    return fold_words(text[:LONGEST_NAME])


@lru_cache(maxsize=2)
def _codes(table: str) -> dict[str, str]:
    return {
        fold_words(name): row["code"]
        for row in read_table(table)
        for name in (row["code"], row["ru"], row["en"], *listed(row["other"]))
    }
