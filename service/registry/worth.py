"""What it is worth to decide whether two records are one: the order of the maintainers' queue.

They stand apart until somebody decides. If they are one, deciding brings the documents of the side that has fewer to
those of the other, and the more documents, the less each further one adds. If they are two, nothing is brought
together, but the doubt is gone for good, and the answer teaches the weights. Both are counted in bits:

    value = p · log2(1 + documents of the side with fewer) + ½ · doubt(p)

with p the score, and doubt(p) the entropy of a coin that falls so. So, of pairs of single documents, one at 0.8 comes
first: at 0.99 the answer is foreseen, and at 0.2 little is brought together.
"""

from math import log2
from typing import Final

#: What a bit of doubt removed is worth, beside a document that finds its record.
DOUBT: Final = 0.5


def worth(score: float, documents: tuple[int, int]) -> float:
    """The value, in bits, of deciding a pair of a score (0…1) whose sides rest on so many documents."""
    gain = log2(1 + max(1, min(documents)))
    return score * gain + DOUBT * _doubt(score)


def _doubt(score: float) -> float:
    return -sum(p * log2(p) for p in (score, 1.0 - score) if p > 0.0)
