"""Which version of the programme this is."""

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("poimenno")
    except PackageNotFoundError:  # a checkout that was not installed
        return "0"


VERSION = _installed()
