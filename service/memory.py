"""Python's cycle collector, told what need not be looked at."""

import gc

_YOUNG = 50_000
_OLDER = 20


def keep_loaded() -> None:
    """Set aside what is loaded by now (modules, name tables, reference lists) and collect less often.

    A batch of reports makes many short-lived objects and no cycles to speak of; looking through the tables again and
    again cost a third of the time of a submission (`python -m benchmarks submit`), and two thirds of that of comparing
    the pairs of a list (`python -m benchmarks link`).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _OLDER, _OLDER)
