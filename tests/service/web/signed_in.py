"""A browser that signed in, for tests of maintainers' pages."""

from typing import Any

import httpx

from tests.service.web.browsing import Browsing

OWN = {"Sec-Fetch-Site": "same-origin"}


async def sign_in(site: Browsing, scope: str = "review", **more: Any) -> httpx.Response:
    """Send the form with the key of a scope; the browser keeps the cookie that it is given."""
    form = {"key": site.door.keys[scope], "next": "/review", **more}
    return await send(site, "/sign-in", **form)


async def send(site: Browsing, path: str, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
    """Send a form of our own."""
    return await site.ask(path, method="POST", data=fields, headers={**OWN, **(headers or {})})
