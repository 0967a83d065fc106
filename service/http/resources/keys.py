"""API keys: shown once, stored as a hash."""

from fastapi import Request, Response

from schemas.keys import Key, Keys, NewKey, ShownKey
from service.http.answers import answer, answer_list
from service.http.auth import Administrator
from service.http.idempotency import Once
from service.http.parameters import Count, Cursor, Db, KeyPath, Limit
from service.http.route import resource
from service.usecases.keys import create_key, list_keys, revoke_key

router = resource("keys")


@router.post("/keys", operation_id="create_key", status_code=201, response_model=ShownKey)
async def create(body: NewKey, db: Db, actor: Administrator, once: Once) -> Response:
    """Make a key. Its secret is in this answer and nowhere else; a repetition under an idempotency key omits it."""
    made = await create_key(
        db, name=body.name, scope=body.scope, partner=body.partner, expires_at=body.expires_at, actor=actor,
        idempotency=once,
    )  # fmt: skip
    return answer(made, 201, {"Cache-Control": "no-store"})


@router.get("/keys", operation_id="list_keys", response_model=Keys)
async def list_(
    request: Request, db: Db, actor: Administrator, cursor: Cursor = None, limit: Limit = 1000, count: Count = False
) -> Response:
    """All keys, without their secrets, oldest first."""
    return answer_list(request, await list_keys(db, cursor=cursor, limit=limit, count=count))


@router.delete("/keys/{key_id}", operation_id="revoke_key", response_model=Key)
async def revoke(key_id: KeyPath, db: Db, actor: Administrator) -> Response:
    """Revoke a key, at once and for good."""
    return answer(await revoke_key(db, id=key_id, actor=actor))
