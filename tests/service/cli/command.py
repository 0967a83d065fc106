"""Commands called as the console script calls them, in the test's own process."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from service.cli import main


@dataclass(frozen=True, slots=True)
class Called:
    """How a command ended: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Command = Callable[..., Called]


def calling(capsys: pytest.CaptureFixture[str]) -> Command:
    """A function that carries out a command line and answers how it ended."""

    def call(*arguments: object) -> Called:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        code = ended.value.code
        return Called(code if isinstance(code, int) else 0, printed.out, printed.err)

    return call
