"""Short words for what tests of the HTTP doors do again and again."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from jsonschema import Draft202012Validator

from service.app import create_app
from service.delivery.addresses import Reach, look_up
from service.http.openapi import openapi_of
from service.http.route import Door as Route
from service.settings import Settings
from service.usecases.actor import MACHINE
from service.usecases.keys import create_key
from tests.service.usecases.registry import case, casualty

__all__ = ["Door", "case", "casualty", "open_door", "problem_in"]


@dataclass(frozen=True, slots=True)
class Door:
    """A client of the service, the keys it may use by scope, and the application itself."""

    client: httpx.AsyncClient
    keys: Mapping[str, str]
    app: FastAPI

    async def ask(self, method: str, path: str, *, key: str | None = None, **more: Any) -> httpx.Response:
        """Send a request; `key` is a scope (`submit`, `review`, `admin`) whose key is sent."""
        headers = dict(more.pop("headers", None) or {})
        if key is not None:
            headers["Authorization"] = f"Bearer {self.keys[key]}"
        response = await self.client.request(method, path, headers=headers, **more)
        hold_to_document(self.app, response)
        return response

    async def get(self, path: str, *, key: str | None = None, **more: Any) -> httpx.Response:
        """`GET`."""
        return await self.ask("GET", path, key=key, **more)

    async def post(self, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> httpx.Response:
        """`POST` of a JSON body."""
        return await self.ask("POST", path, key=key, **({"json": body} if body is not None else {}), **more)

    async def put(self, *reports: Any) -> list[str]:
        """Submit reports that are to be taken; the ids of their records."""
        answer = await self.post("/v1/reports", list(reports), key="submit")
        assert answer.status_code == 200, answer.text
        results = answer.json()["results"]
        assert all(result["problem"] is None for result in results), results
        return [result["record_id"] for result in results]

    async def change(
        self, path: str, body: Any, *, key: str = "review", method: str = "POST", match: str | None = None
    ) -> httpx.Response:
        """A change of the record that `path` begins with, made from the version that stands now."""
        record = "/".join(path.split("/")[:4])
        tag = match or (await self.get(record)).headers["ETag"]
        return await self.ask(method, path, key=key, json=body, headers={"If-Match": tag})


@asynccontextmanager
async def open_door(address: str, data_dir: Path, **settings: Any) -> AsyncIterator[Door]:
    """The service on a database's address, for as long as the `with` lasts."""
    app = create_app(Settings(database_url=address, data_dir=data_dir, **settings))
    async with app.router.lifespan_context(app):
        await app.state.courier.close()  # a test delivers when it says so
        app.state.reach = Reach(app.state.reach.allows, _look_up)
        keys = {scope: await _key(app, scope) for scope in ("read", "submit", "review", "admin")}
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
            yield Door(client, keys, app)


def hold_to_document(app: FastAPI, response: httpx.Response) -> None:
    """See that an answer is one that the OpenAPI document tells of, in status, media type and shape."""
    method, url = response.request.method, httpx.URL(response.request.url)
    path = next((path for path, pattern in _paths(app).items() if pattern.match(url.path)), "")
    operation = openapi_of(app)["paths"].get(path, {}).get(method.lower())
    if operation is None:
        return
    assert str(response.status_code) in operation["responses"], f"{method} {path}: {response.status_code}"
    content = operation["responses"][str(response.status_code)].get("content")
    media = response.headers.get("content-type", "").split(";")[0]
    if response.content and content and "style" not in url.params:
        assert media in content, f"{method} {path}: {media}"
        if media.endswith(("/json", "+json")) and "fields" not in url.params:
            _validator(app, path, method.lower(), response.status_code, media).validate(response.json())


@lru_cache(maxsize=4)
def _paths(app: FastAPI) -> dict[str, re.Pattern[str]]:
    found = [one for one in iter_route_contexts(app.routes) if isinstance(one.original_route, Route)]
    return {str(one.path_format): one.path_regex for one in found}


@lru_cache(maxsize=500)
def _validator(app: FastAPI, path: str, method: str, status: int, media: str) -> Draft202012Validator:
    document = openapi_of(app)
    schema = document["paths"][path][method]["responses"][str(status)]["content"][media]["schema"]
    return Draft202012Validator({**schema, "components": document["components"]})


async def _look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, where no network has to be asked."""
    if host.endswith(".example"):
        raise OSError("no such name")
    return await look_up(host, port)


async def _key(app: FastAPI, scope: str) -> str:
    made = await create_key(app.state.db, name=f"test {scope}", scope=scope, partner=f"test-{scope}", actor=MACHINE)
    return str(made["key"])


def problem_in(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of an answer that has to be one."""
    assert response.status_code == status, f"{response.status_code} {response.text}"
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "instance"} <= problem.keys()
    assert problem["status"] == status
    assert "Traceback" not in response.text
    assert "<html" not in response.text.lower()
    return problem
