# ruff: noqa: N818 - an error is named by what happened, as in service.errors
"""What stops the reading of a whole file. What is wrong with one row alone is no exception: it is in `Row.problem`."""

from service.errors import PoimennoError


class UnreadableFile(PoimennoError):
    """The file isn't there, isn't of a kind that is read here, or is damaged; no more rows can come from it."""

    default = "The file can't be read."


class WrongMapping(PoimennoError):
    """The mapping of columns to fields is wrong in itself, or doesn't fit the sheet's header."""

    default = "The mapping can't be used."


class RejectsNotWritten(PoimennoError):
    """The file of rejected rows couldn't be written, because the disk is full or the folder closed."""

    default = "The file of rejected rows can't be written."
