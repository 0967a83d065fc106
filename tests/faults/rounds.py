"""How often faults are tried: a little in every run, thoroughly by `make test-full`, which prints the counts."""

import os

TRIED = "tried"
"""The property under which a test records what it tried; `tests/conftest.py` shows it at the end."""
FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"


def rounds(few: int, many: int) -> int:
    """`few`, or `many` in the full run."""
    return many if FULL else few
