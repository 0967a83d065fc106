"""Static files: kept for good under the hash of their content; what others wrote is listed and unchanged."""

import tomllib
from hashlib import sha256
from typing import Any

import pytest

from service.web.assets import DIRECTORY, MEDIA, address_of, read_asset
from tests.service.web.browsing import Browsing

LISTED: list[dict[str, Any]] = tomllib.loads((DIRECTORY / "vendored.toml").read_text())["file"]
OWN = {"style.css", "mark.svg", "review.js"}


def test_every_file_is_ours_or_listed() -> None:
    served = {path.name for path in DIRECTORY.iterdir() if path.suffix in MEDIA}
    assert served == OWN | {one["name"] for one in LISTED}


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one["name"])
def test_what_is_listed_is_what_was_published(one: dict[str, Any]) -> None:
    body = (DIRECTORY / one["name"]).read_bytes()
    assert sha256(body).hexdigest() == one["sha256"]
    assert one["version"].encode() in body
    assert (DIRECTORY / one["licence_file"]).read_text().strip()
    assert {"package", "version", "licence", "origin"} <= one.keys()


def test_the_style_asks_nobody_for_anything() -> None:
    style = (DIRECTORY / "style.css").read_text()
    assert "url(" not in style
    assert "@import" not in style


def test_another_content_is_another_address() -> None:
    address = address_of("style.css")
    assert sha256(read_asset(address).body).hexdigest()[:12] in address


async def test_a_file_is_kept_for_good(site: Browsing) -> None:
    answer = await site.ask(address_of("htmx.min.js"), headers={"Accept": "*/*"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


async def test_nothing_else_is_served(site: Browsing) -> None:
    for path in ("style.css", "vendored.toml", "htmx.LICENSE.txt", "..%2Fpage.py", "style.000000000000.css"):
        assert (await site.ask(f"/static/{path}", headers={"Accept": "*/*"})).status_code == 404
