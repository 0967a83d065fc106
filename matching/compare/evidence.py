"""What one comparison found."""

from typing import NamedTuple


class Feature(NamedTuple):
    """One line of an explanation: the values as shown, the level of `model` at which they agree, its weight in bits.

    The prior has neither values nor agreement.
    """

    feature: str
    query: str | None
    record: str | None
    agreement: str | None
    weight: float
