import pytest

from service.errors import Conflict, NotFound, Unprocessable
from service.usecases.requests import create_request, list_requests, resolve_request
from tests.service.usecases.registry import MAINTAINER, Registry, casualty


async def ask(registry: Registry, message: str, record_id: str | None = None) -> str:
    receipt = await create_request(
        registry.db, type="removal", record_id=record_id, message=message, contact="test@example.test"
    )
    assert set(receipt) == {"id", "state", "received_at"}
    return str(receipt["id"])


async def test_requests_queue_until_they_are_resolved(registry: Registry) -> None:
    (record,) = await registry.put(casualty("Тестов Тест"))
    asked = [await ask(registry, "first", record), await ask(registry, "second"), await ask(registry, "third")]
    first = await list_requests(registry.db, limit=2, count=True)
    assert ([item["id"] for item in first["items"]], first["total"]) == (asked[:2], 3)
    assert first["items"][0]["record_id"] == record
    rest = await list_requests(registry.db, cursor=first["next"])
    assert [item["id"] for item in rest["items"]] == asked[2:]
    resolved = await resolve_request(
        registry.db, id=asked[0], state="declined", resolution="nothing to correct", actor=MAINTAINER
    )
    assert (resolved["state"], resolved["resolved_by"]) == ("declined", MAINTAINER.account)
    assert [item["id"] for item in (await list_requests(registry.db))["items"]] == asked[1:]
    assert (await list_requests(registry.db, state="declined"))["items"] == [resolved]
    assert len((await list_requests(registry.db, state=None))["items"]) == 3
    with pytest.raises(Conflict):
        await resolve_request(registry.db, id=asked[0], state="accepted", resolution="x", actor=MAINTAINER)


async def test_what_is_not_there_is_not_resolved_or_asked_about(registry: Registry) -> None:
    with pytest.raises(NotFound):
        await resolve_request(registry.db, id="req-0000000000", state="accepted", resolution="x", actor=MAINTAINER)
    with pytest.raises(Unprocessable) as refused:
        await ask(registry, "whose?", "cas-0000000000")
    assert refused.value.errors[0].pointer == "/record_id"
