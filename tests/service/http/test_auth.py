"""Keys: every route declares its scope, and is shut to whoever lacks it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from service.app import create_app
from service.errors import Unauthorized
from service.http.auth import Anyone, Reader, bearer_token
from service.http.route import Door as DoorRoute
from service.http.route import resource
from service.settings import Settings
from service.web.page import Page
from tests.service.http.door import Door, open_door, problem_in

OPEN = {"/", "/healthz", "/readyz", "/metrics", "/v1/requests", "/reconcile"}
ASKING = {"/v1/match", "/v1/check", "/reconcile"}
ROUTES = [
    (route.path_format, method, route.original_route.needs)
    for route in iter_route_contexts(create_app(Settings()).routes)
    if isinstance(route.original_route, DoorRoute) and not isinstance(route.original_route, Page)
    for method in sorted(route.methods or ())
]


class Filled(dict[str, str]):
    """Values for some parameters of a path; the others stay."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def address(path: str) -> str:
    """The route's path with ids of the right shape in it."""
    record = "case" if path.startswith("/v1/cases") else "cas"
    prefixes = {"report": "rep", "document": "doc", "merge": "mrg", "split": "spl", "link": "lnk", "suggestion": "sug",
                "request": "req", "key": "key", "webhook": "whk", "id": record}  # fmt: skip
    filled = path.format_map(Filled(slug="test", n="1", format="csv", what="entity"))
    return re.sub(r"{(\w+?)(_id)?}", lambda found: f"{prefixes[found[1]]}-0000000000", filled)


def test_every_route_declares_a_scope() -> None:
    app = create_app(Settings())
    undeclared = [
        route.path_format
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and not isinstance(route.original_route, DoorRoute)
    ]
    assert undeclared == []
    assert len(ROUTES) > 50
    assert {path for path, _, scope in ROUTES if scope == "open"} == OPEN
    changing = [(path, method, scope) for path, method, scope in ROUTES if method != "GET" and path not in ASKING]
    assert {scope for path, _, scope in changing if path != "/v1/requests"} == {"submit", "review", "admin"}


def test_a_route_that_declares_no_scope_is_not_built() -> None:
    async def endpoint() -> None: ...

    with pytest.raises(TypeError, match="declare one scope"):
        resource("test").get("/x")(endpoint)


def test_a_route_that_declares_two_scopes_is_not_built() -> None:
    async def endpoint(actor: Reader, other: Anyone) -> None: ...

    with pytest.raises(TypeError, match="declare one scope"):
        resource("test").get("/x")(endpoint)


@pytest.fixture
async def shut(fresh_address: str, tmp_path: Path) -> AsyncIterator[Door]:
    """The service with nothing public."""
    async with open_door(fresh_address, tmp_path, public_read=False) as door:
        yield door


async def test_a_closed_door_stays_closed(shut: Door) -> None:
    lesser = {"open": None, "read": None, "submit": "read", "review": "submit", "admin": "review"}
    for path, method, scope in ROUTES:
        wrong = await shut.ask(method, address(path), headers={"Authorization": "Bearer pmn_" + "x" * 43})
        assert problem_in(wrong, 401), path
        assert wrong.headers["WWW-Authenticate"].startswith("Bearer")
        if scope != "open":
            assert problem_in(await shut.ask(method, address(path)), 401), path
        if lesser[scope] is not None:
            assert problem_in(await shut.ask(method, address(path), key=lesser[scope]), 403), path


async def test_without_public_read_a_record_needs_a_key(shut: Door) -> None:
    problem_in(await shut.get("/v1/casualties/cas-0000000000"), 401)
    problem_in(await shut.get("/v1/casualties/cas-0000000000", key="read"), 404)
    assert (await shut.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic pmn_x", "Bearer x", "pmn_x", "Bearer pmn_ы", "Bearer pmn_" + "x" * 500]
)
def test_a_header_that_holds_no_key(header: str) -> None:
    with pytest.raises(Unauthorized):
        bearer_token(header)


@pytest.mark.parametrize("header", ["Bearer pmn_abc", "bearer pmn_abc", "BEARER   pmn_abc "])
def test_a_header_that_holds_a_key(header: str) -> None:
    assert bearer_token(header) == "pmn_abc"


async def test_a_key_is_shown_once_and_can_be_revoked(door: Door) -> None:
    body = {"name": "Тест", "scope": "submit", "partner": "test-partner"}
    made = await door.post("/v1/keys", body, key="admin", headers={"Idempotency-Key": "k1"})
    assert made.status_code == 201, made.text
    assert made.headers["Cache-Control"] == "no-store"
    again = await door.post("/v1/keys", body, key="admin", headers={"Idempotency-Key": "k1"})
    assert again.status_code == 201
    assert "key" not in again.json()
    assert again.json()["id"] == made.json()["id"]
    secret = made.json()["key"]
    listed = await door.get("/v1/keys", key="admin")
    assert secret not in listed.text
    mine = {"Authorization": f"Bearer {secret}"}
    assert (await door.get("/v1/partners/test-partner/links", headers=mine)).json() == {"items": [], "next": None}
    problem_in(await door.get("/v1/partners/other/links", headers=mine), 403)
    revoked = await door.ask("DELETE", f"/v1/keys/{made.json()['id']}", key="admin")
    assert revoked.json()["revoked_at"]
    problem_in(await door.get("/v1/partners/test-partner/links", headers=mine), 401)
    for wrong in ({"name": "x", "scope": "root"}, {"name": "", "scope": "read"}, {"scope": "read"}):
        problem_in(await door.post("/v1/keys", wrong, key="admin"), 422)
