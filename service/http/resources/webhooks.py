"""Webhooks: a partner's targets, which are told of changes as they happen (Standard Webhooks)."""

from fastapi import Request, Response

from schemas.webhook import (
    Deliveries,
    NewWebhook,
    Replay,
    ShownWebhook,
    TestAsked,
    Webhook,
    WebhookChange,
    Webhooks,
)
from service.http.answers import answer, answer_list
from service.http.auth import Submitter
from service.http.idempotency import Once
from service.http.parameters import Count, Cursor, Db, Limit, Reaching, WebhookPath
from service.http.route import resource
from service.usecases import webhooks

router = resource("webhooks")

_SECRET = {"Cache-Control": "no-store"}
_FILTERS = {"kind", "types", "region", "court", "q"}


@router.post("/webhooks", operation_id="create_webhook", status_code=201, response_model=ShownWebhook)
async def create(body: NewWebhook, db: Db, reach: Reaching, actor: Submitter, once: Once) -> Response:
    """Have changes sent to an address of yours, each signed after the Standard Webhooks specification.

    The secret is in this answer and nowhere else; a repetition under an idempotency key omits it. Addresses that
    are not on the public internet are refused.
    """
    made = await webhooks.create_webhook(
        db, url=body.url, description=body.description, filters=body.model_dump(include=_FILTERS),
        include=body.include, since=body.since, reach=reach, actor=actor, idempotency=once,
    )  # fmt: skip
    return answer(made, 201, _SECRET)


@router.get("/webhooks", operation_id="list_webhooks", response_model=Webhooks)
async def list_(
    request: Request, db: Db, actor: Submitter, cursor: Cursor = None, limit: Limit = 100, count: Count = False
) -> Response:
    """The webhooks of the key's partner, oldest first; everybody's for an administrator."""
    page = await webhooks.list_webhooks(db, actor=actor, cursor=cursor, limit=limit, count=count)
    return answer_list(request, page)


@router.get("/webhooks/{webhook_id}", operation_id="read_webhook", response_model=Webhook)
async def read(webhook_id: WebhookPath, db: Db, actor: Submitter) -> Response:
    """What it asks for, how far it was told, and whether attempts fail."""
    return answer(await webhooks.read_webhook(db, id=webhook_id, actor=actor))


@router.patch("/webhooks/{webhook_id}", operation_id="update_webhook", response_model=Webhook)
async def update(
    webhook_id: WebhookPath, body: WebhookChange, db: Db, reach: Reaching, actor: Submitter, once: Once
) -> Response:
    """Change the address, the description or the filters; what is left out stays. It goes on from where it was."""
    change = body.model_dump(exclude_unset=True)
    # An address and a kind there always are.
    given = {name: value for name, value in change.items() if value is not None or name not in ("url", "kind")}
    made = await webhooks.change_webhook(db, id=webhook_id, change=given, reach=reach, actor=actor, idempotency=once)
    return answer(made)


@router.delete("/webhooks/{webhook_id}", operation_id="delete_webhook", response_model=Webhook)
async def delete(webhook_id: WebhookPath, db: Db, actor: Submitter) -> Response:
    """Delete a webhook and its log; the answer is what it was. An attempt on its way may still arrive."""
    return answer(await webhooks.delete_webhook(db, id=webhook_id, actor=actor))


@router.post("/webhooks/{webhook_id}/rotate-secret", operation_id="rotate_webhook_secret", response_model=ShownWebhook)
async def rotate(webhook_id: WebhookPath, db: Db, actor: Submitter, once: Once) -> Response:
    """Make another secret, which is shown in this answer only.

    For a day every message carries two signatures, one by the secret before, so that none is refused meanwhile.
    """
    made = await webhooks.rotate_secret(db, id=webhook_id, actor=actor, idempotency=once)
    return answer(made, headers=_SECRET)


@router.post("/webhooks/{webhook_id}/test", operation_id="test_webhook", status_code=202, response_model=TestAsked)
async def test(webhook_id: WebhookPath, db: Db, actor: Submitter, once: Once) -> Response:
    """Have a `webhook.test` sent within seconds, once, also to a disabled webhook; the deliveries tell the outcome."""
    return answer(await webhooks.ask_test(db, id=webhook_id, actor=actor, idempotency=once), 202)


@router.post("/webhooks/{webhook_id}/replay", operation_id="replay_webhook", response_model=Webhook)
async def replay(webhook_id: WebhookPath, body: Replay, db: Db, actor: Submitter, once: Once) -> Response:
    """Have everything after a cursor of the feed sent again, under the same `webhook-id`s; or skip to a later one."""
    return answer(await webhooks.replay(db, id=webhook_id, since=body.since, actor=actor, idempotency=once))


@router.post("/webhooks/{webhook_id}/enable", operation_id="enable_webhook", response_model=Webhook)
async def enable(webhook_id: WebhookPath, db: Db, actor: Submitter, once: Once) -> Response:
    """Enable a webhook again. It goes on from where it was told last, so nothing is missed."""
    return answer(await webhooks.enable_webhook(db, id=webhook_id, actor=actor, idempotency=once))


@router.post("/webhooks/{webhook_id}/disable", operation_id="disable_webhook", response_model=Webhook)
async def disable(webhook_id: WebhookPath, db: Db, actor: Submitter, once: Once) -> Response:
    """Send nothing more until the webhook is enabled again."""
    return answer(await webhooks.disable_webhook(db, id=webhook_id, actor=actor, idempotency=once))


@router.get("/webhooks/{webhook_id}/deliveries", operation_id="list_deliveries", response_model=Deliveries)
async def list_deliveries(
    request: Request,
    webhook_id: WebhookPath,
    db: Db,
    actor: Submitter,
    cursor: Cursor = None,
    limit: Limit = 100,
    count: Count = False,
) -> Response:
    """Every attempt of the last 30 days, newest first, and what was answered. What was sent is not kept."""
    page = await webhooks.list_deliveries(db, id=webhook_id, actor=actor, cursor=cursor, limit=limit, count=count)
    return answer_list(request, page)
