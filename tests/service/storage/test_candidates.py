"""Candidates are found in one order, wherever their rows lie."""

from typing import Any

import pytest
from sqlalchemy import text

from service.storage import candidates
from service.storage.transaction import Tx


def row(identity: str, *keys: int) -> dict[str, Any]:
    return {
        "record_id": identity, "kind": "casualty", "public": True, "keys": list(keys), "profile": b"{}",
        "public_profile": None,
    }  # fmt: skip


@pytest.mark.parametrize("stored", [("cas-a", "cas-b", "cas-c"), ("cas-c", "cas-a", "cas-b")])
async def test_of_those_that_share_as_much_the_lowest_ids_are_taken(tx: Tx, stored: tuple[str, ...]) -> None:
    await tx.execute(text("SET LOCAL session_replication_role = replica"))
    for identity in stored:
        await candidates.put(tx, [row(identity, 1)])
    await candidates.put(tx, [row("cas-z", 1, 2)])
    connection = await tx.driver()
    found = await candidates.find(connection, [((1, 5.0), (2, 3.0))], ["casualty"], public=False, limit=3)
    assert [one.record_id for one in next(iter(found.values()))] == ["cas-z", "cas-a", "cas-b"]
