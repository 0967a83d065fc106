"""What the tests of matching share."""

from collections.abc import Callable
from datetime import date

import pytest

from matching.profile import Profile

Build = Callable[..., Profile]


@pytest.fixture
def person() -> Build:
    """Build a casualty's profile from a printed name, birth years and anything `Profile.build` takes."""

    def build(name: str, *years: int, **facts: object) -> Profile:
        born = [(date(years[0], 1, 1), date(years[-1], 12, 31))] if years else []
        return Profile.build(kind="casualty", names=[(name, None, None, None)], born=born, **facts)  # type: ignore[arg-type]

    return build


@pytest.fixture
def defendant() -> Build:
    """Build a defendant's profile; an empty name leaves the defendant unnamed."""

    def build(name: str, **facts: object) -> Profile:
        names = [(name, None, None, None)] if name else []
        return Profile.build(kind="case", names=names, **facts)  # type: ignore[arg-type]

    return build
