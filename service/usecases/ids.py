"""Ids: a prefix that tells the kind and fifty random bits, safe in a URL, a file name and a spreadsheet cell."""

import secrets
from typing import Literal

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case
LENGTH = 10

Prefix = Literal[
    "cas", "case", "rep", "doc", "sug", "mrg", "lnk", "spl", "jdg", "req", "tal", "key", "red", "whk", "msg"
]


def new_id(prefix: Prefix) -> str:
    """A fresh id such as `cas-7k2m9qxd4t`; a collision is refused by the table's primary key."""
    bits = secrets.randbits(5 * LENGTH)
    return prefix + "-" + "".join(ALPHABET[bits >> 5 * n & 31] for n in range(LENGTH))


def record_id(kind: str) -> str:
    """A fresh id for a record of `kind`."""
    return new_id("cas" if kind == "casualty" else "case")
