from datetime import UTC, datetime

import pytest

from service.errors import Conflict, NotFound, Replay, Unauthorized, Unprocessable
from service.storage.engine import Database
from service.usecases.actor import MACHINE
from service.usecases.idempotency import Idempotency
from service.usecases.keys import (
    authenticate,
    create_key,
    ensure_admin_key,
    list_keys,
    partner_of,
    revoke_key,
    settle,
)

LATER = datetime(2099, 1, 1, tzinfo=UTC)


async def test_a_key_lets_its_scope_in_and_is_stored_as_a_hash(fresh_database: Database) -> None:
    made = await create_key(fresh_database, name="Команда поиска", scope="submit", expires_at=LATER, actor=MACHINE)
    actor = await authenticate(fresh_database, made["key"])
    assert (actor.partner, actor.key_id, sorted(actor.scopes)) == ("komanda-poiska", made["id"], ["read", "submit"])
    assert actor.may("submit")
    assert not actor.may("review")
    await settle()
    stored = await fresh_database.reads.fetchval("SELECT api_key::text FROM api_key")
    assert made["key"].removeprefix("pmn_") not in stored


async def test_a_key_is_listed_without_its_secret_and_with_its_last_use(fresh_database: Database) -> None:
    made = await create_key(fresh_database, name="list", scope="read", actor=MACHINE)
    assert (await list_keys(fresh_database))["items"] == [{**_without_secret(made), "last_used_at": None}]
    await authenticate(fresh_database, made["key"])
    await settle()
    (first,) = (await list_keys(fresh_database))["items"]
    await authenticate(fresh_database, made["key"])
    await settle()
    (second,) = (await list_keys(fresh_database))["items"]
    assert first["last_used_at"] is not None
    assert second == first


async def test_a_revoked_key_is_refused_at_once(fresh_database: Database) -> None:
    made = await create_key(fresh_database, name="revoked", scope="read", actor=MACHINE)
    revoked = await revoke_key(fresh_database, id=made["id"], actor=MACHINE)
    assert revoked["revoked_at"] is not None
    with pytest.raises(Unauthorized):
        await authenticate(fresh_database, made["key"])
    with pytest.raises(Conflict):
        await revoke_key(fresh_database, id=made["id"], actor=MACHINE)
    with pytest.raises(NotFound):
        await revoke_key(fresh_database, id="key-0000000000", actor=MACHINE)


async def test_an_expired_key_is_refused(fresh_database: Database) -> None:
    made = await create_key(fresh_database, name="expiring", scope="read", expires_at=LATER, actor=MACHINE)
    async with fresh_database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE api_key SET expires_at = now()")
    with pytest.raises(Unauthorized):
        await authenticate(fresh_database, made["key"])


@pytest.mark.parametrize("token", ["", "pmn_", "pmn_short", "pmn_" + "A" * 43, "pmn_" + "я" * 43, "pmn_" + "A" * 500])
async def test_what_is_no_key_is_refused(database: Database, token: str) -> None:
    with pytest.raises(Unauthorized):
        await authenticate(database, token)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"scope": "root"}, "/scope"),
        ({"partner": "poimenno"}, "/partner"),
        ({"partner": "registry"}, "/partner"),
        ({"expires_at": datetime(2001, 1, 1, tzinfo=UTC)}, "/expires_at"),
    ],
)
async def test_a_key_that_could_not_serve_is_refused(database: Database, wrong: dict, pointer: str) -> None:
    with pytest.raises(Unprocessable) as refused:
        await create_key(database, **{"name": "x", "scope": "read", "actor": MACHINE, **wrong})
    assert [error.pointer for error in refused.value.errors] == [pointer]


async def test_the_first_start_alone_makes_an_administrator(fresh_database: Database) -> None:
    secret = await ensure_admin_key(fresh_database)
    assert secret is not None
    assert (await authenticate(fresh_database, secret)).may("admin")
    await settle()
    assert await ensure_admin_key(fresh_database) is None


async def test_a_repeated_answer_omits_the_secret(fresh_database: Database) -> None:
    keyed = Idempotency("key-admin", "once", "POST", "/v1/keys", b"body", 201)
    made = await create_key(fresh_database, name="once", scope="read", actor=MACHINE, idempotency=keyed)
    with pytest.raises(Replay) as replay:
        await create_key(fresh_database, name="once", scope="read", actor=MACHINE, idempotency=keyed)
    assert replay.value.body == _without_secret(made)
    assert replay.value.status == 201


@pytest.mark.parametrize(
    ("name", "partner"),
    [
        ("CIT", "cit"),
        ("Поимённый список № 7", "poimennyy-spisok-7"),
        ("  a/b  c ", "a-b-c"),
        ("Poimenno", None),
        ("№!", None),
        ("a" * 62 + " b", "a" * 62),
    ],
)
def test_a_partner_is_called_by_the_letters_of_its_name(name: str, partner: str | None) -> None:
    assert partner_of(name) == partner


def _without_secret(made: dict) -> dict:
    return {name: value for name, value in made.items() if name != "key"}
