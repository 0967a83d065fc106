"""An example of every operation, by its id."""

from typing import Final

from service.http.examples import (
    asking,
    keeping_up,
    operating,
    reconciling,
    records,
    reporting,
    reviewing,
    watching,
)
from service.http.examples.example import Example

EXAMPLES: Final[dict[str, Example]] = {
    **reporting.EXAMPLES,
    **records.EXAMPLES,
    **reviewing.EXAMPLES,
    **asking.EXAMPLES,
    **keeping_up.EXAMPLES,
    **watching.EXAMPLES,
    **reconciling.EXAMPLES,
    **operating.EXAMPLES,
}
