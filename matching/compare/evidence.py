"""What one comparison found."""

from typing import NamedTuple


class Evidence(NamedTuple):
    """One finding: the level of `model`, its weight in bits, the two values as shown, whether they contradict."""

    feature: str
    agreement: str
    weight: float
    query: str
    record: str
    contradicts: bool = False
