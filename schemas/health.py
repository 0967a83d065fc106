"""What operators are told."""

from typing import Literal

from schemas.base import Contract


class Alive(Contract):
    """The process answers."""

    status: Literal["ok"]


class Ready(Contract):
    """Database and schema are as this version needs them."""

    status: Literal["ok"]
    database: Literal["ok"]
    migrations: Literal["ok"]


class Home(Contract):
    """Where to go from here."""

    name: str
    version: str
    documentation: str
    openapi: str
    api: str
