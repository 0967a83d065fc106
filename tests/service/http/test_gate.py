"""The outermost door: what every answer carries, what nobody foresaw, a database that went away, what is logged."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from service.app import create_app
from service.errors import Busy
from service.http import gate
from service.http.resources import stats
from service.settings import Settings
from tests.service.http.door import Door, casualty, problem_in

AWAY = [
    ConnectionRefusedError(),
    TimeoutError(),
    asyncpg.ConnectionDoesNotExistError(),
    asyncpg.InterfaceError("connection is closed"),
    asyncpg.LockNotAvailableError(),
    asyncpg.DiskFullError(),
    asyncpg.AdminShutdownError(),
    asyncpg.QueryCanceledError(),
    OperationalError("SELECT", {}, asyncpg.TooManyConnectionsError()),
    DBAPIError("SELECT", {}, Exception(), connection_invalidated=True),
    Busy(),
]
SECRET = "Тестов Тест Тестович"


@pytest.fixture
def client(tmp_path: Path) -> httpx.AsyncClient:
    """The service without a database."""
    app = create_app(Settings(data_dir=tmp_path))
    app.state.db = SimpleNamespace()
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://registry.test")


def failing(error: Exception) -> Any:
    async def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
async def test_a_database_that_is_away(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(stats, "counts", failing(error))
    monkeypatch.setattr(gate, "read_current", failing(error))
    for path in ("/v1/stats", "/v1/casualties/cas-0000000000"):
        answer = await client.get(path)
        problem_in(answer, 503)
        assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "error", [RuntimeError(SECRET), KeyError(SECRET), RecursionError(SECRET), AssertionError(SECRET)]
)
async def test_what_nobody_foresaw(
    client: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    monkeypatch.setattr(stats, "counts", failing(error))
    monkeypatch.setattr(gate, "read_current", failing(error))
    for path in ("/v1/stats", "/v1/casualties/cas-0000000000"):
        problem = problem_in(await client.get(path), 500)
        assert SECRET not in str(problem)
        assert problem["reference"] in problem["detail"]


async def test_every_answer_is_told_to_stay_what_it_is(client: httpx.AsyncClient) -> None:
    for path in ("/", "/healthz", "/docs", "/openapi.json", "/nothing", "/metrics"):
        headers = (await client.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_a_method_that_an_address_does_not_take(client: httpx.AsyncClient) -> None:
    for method, path, allowed in (
        ("PUT", "/v1/casualties/cas-0000000000", "GET, HEAD, PATCH"),
        ("DELETE", "/v1/reports", "POST"),
        ("HEAD", "/v1/reports", "POST"),
        ("OPTIONS", "/v1/sources", "GET, HEAD, POST"),
        ("BREW", "/healthz", "GET, HEAD"),
    ):
        answer = await client.request(method, path)
        assert answer.status_code == 405, (method, path)
        assert answer.headers["Allow"] == allowed


async def test_neither_names_nor_clients_are_logged(door: Door, capfd: pytest.CaptureFixture[str]) -> None:
    (record,) = await door.put(casualty(SECRET))
    asked = f"q={SECRET}"
    for path in (
        f"search?{asked}",
        f"search?{asked}&{SECRET}=1",
        SECRET,
        f"casualties/{SECRET}",
        f"casualties/{record}",
    ):
        await door.get(f"/v1/{path}")
    await door.post("/v1/match", {"queries": {SECRET: {"name": SECRET}}})
    await door.post("/v1/match", {"queries": {SECRET: {SECRET: SECRET}}, SECRET: 1})
    logged = capfd.readouterr().err
    assert "route=/v1/search status=422" in logged
    assert "route=/v1/match status=200" in logged
    assert "route=/v1/casualties/{id} status=404" in logged
    assert "Тестов" not in logged
    assert "%D0%A2" not in logged
    assert "127.0.0.1" not in logged


async def test_requests_are_counted_by_route(door: Door) -> None:
    (record,) = await door.put(casualty(SECRET))
    await door.get(f"/v1/casualties/{record}")
    await door.get("/nothing/at/all")
    counted = (await door.get("/metrics")).text
    assert 'poimenno_http_request_seconds_count{method="GET",route="/v1/casualties/{id}",status="200"}' in counted
    assert 'route="-",status="404"' in counted
    assert record not in counted


async def test_health(door: Door) -> None:
    assert (await door.get("/healthz")).json() == {"status": "ok"}
    assert (await door.get("/readyz")).json() == {"status": "ok", "database": "ok", "migrations": "ok"}


async def test_not_ready_without_database_or_schema(door: Door) -> None:
    from sqlalchemy import text

    async with door.app.state.db.engine.begin() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    assert "poimenno migrate" in problem_in(await door.get("/readyz"), 503)["detail"]
    door.app.state.db.reads.terminate()
    problem_in(await door.get("/readyz"), 503)
    problem_in(await door.get("/v1/casualties/cas-0000000000"), 503)
    assert (await door.get("/healthz")).status_code == 200


async def test_an_answer_cut_short_is_not_taken_for_whole(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError(SECRET)

    outer = gate.Gate(broken, public_read=True)
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/x", "query_string": b"", "headers": []}
    with pytest.raises(RuntimeError, match="cut short") as raised:
        await outer(scope, failing(RuntimeError()), send)
    assert SECRET not in str(raised.value)
    assert [message["type"] for message in sent] == ["http.response.start"]
