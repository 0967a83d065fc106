"""How a command ends: one line on standard error and an exit code."""

import sys
from enum import IntEnum
from typing import NoReturn

import typer

from service.errors import Busy, PoimennoError
from service.readers.errors import RejectsNotWritten
from service.settings import SettingsError


class Exit(IntEnum):
    """What a caller's script may rely on."""

    DONE = 0
    SOME_REJECTED = 1
    WRONG_CALL = 2
    UNREACHABLE = 3


class UnwritableError(PoimennoError):
    """A file that a command makes can't be written, because the disk is full, say."""


def say(line: str) -> None:
    """A line for the person at the terminal; standard output is kept for results."""
    print(line, file=sys.stderr, flush=True)


def leave(code: Exit, line: str | None = None) -> NoReturn:
    """End the command."""
    if line:
        say(line)
    raise typer.Exit(code)


def code_of(error: Exception) -> Exit:
    """Which exit code an expected failure has."""
    unreachable = isinstance(error, Busy | UnwritableError | RejectsNotWritten | OSError)
    return Exit.UNREACHABLE if unreachable else Exit.WRONG_CALL


def words_of(error: Exception) -> str:
    """An expected failure in one line."""
    if isinstance(error, PoimennoError):
        return " ".join(error.detail.split())
    if isinstance(error, OSError):
        return f"{error.filename or 'The file'}: {error.strerror or error}"
    return str(error)


EXPECTED = (PoimennoError, SettingsError, OSError)
"""Failures that are told in one line; anything else is a defect and shows its traceback."""
