"""Signing in: the key stays out of the browser, the session ends with the key, and no other site can use it."""

from datetime import timedelta
from hashlib import sha256

import pytest

from service.usecases import sessions
from service.usecases.actor import MACHINE
from service.usecases.keys import list_keys, revoke_key
from tests.service.web.browsing import Browsing
from tests.service.web.signed_in import send, sign_in

COOKIE = "poimenno_session"


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(site: Browsing) -> None:
    answer = await site.ask("/review?kind=case")
    assert answer.status_code == 303
    page = await site.visit(answer.headers["Location"])
    assert page.one("input", name="next").attributes["value"] == "/review?kind=case"
    assert page.one("input", name="key").attributes["type"] == "password"
    assert (await sign_in(site, next="/review?kind=case")).headers["Location"] == "/review?kind=case"
    await site.visit("/review?kind=case")


async def test_the_cookie_is_closed_to_scripts_and_other_sites_and_is_not_the_key(site: Browsing) -> None:
    set_ = (await sign_in(site)).headers["Set-Cookie"]
    parts = {part.strip().lower() for part in set_.split(";")}
    assert {"httponly", "samesite=strict", "path=/", "max-age=43200"} <= parts
    assert site.door.keys["review"] not in set_
    stored = await site.registry.db.reads.fetchval("SELECT hash FROM session")
    assert stored == sha256(site.door.client.cookies[COOKIE].encode()).digest()


async def test_under_https_the_cookie_is_bound_to_the_host(site: Browsing) -> None:
    site.door.client.base_url = "https://registry.test"
    set_ = (await sign_in(site)).headers["Set-Cookie"]
    assert set_.startswith(f"__Host-{COOKIE}=")
    assert "; Secure" in set_
    await site.visit("/review")


@pytest.mark.parametrize(("key", "status"), [("pmn_" + "x" * 43, 401), ("", 401), ("ключ", 401), ("read", 403)])
async def test_what_may_not_review_opens_nothing(site: Browsing, key: str, status: int) -> None:
    answer = await send(site, "/sign-in", key=site.door.keys.get(key, key), next="/review")
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert "Set-Cookie" not in answer.headers


async def test_revoking_the_key_ends_its_sessions(site: Browsing) -> None:
    await sign_in(site)
    await site.visit("/review")
    (key,) = [one for one in (await list_keys(site.registry.db))["items"] if one["scope"] == "review"]
    await revoke_key(site.registry.db, id=key["id"], actor=MACHINE)
    assert (await site.ask("/review")).status_code == 303
    assert (await send(site, "/review/undo")).status_code == 401


async def test_a_session_ends_by_itself(site: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "LIFETIME", timedelta(seconds=-1))
    secret = await sessions.sign_in(site.registry.db, key=site.door.keys["review"], scope="review")
    assert await sessions.read_session(site.registry.db, secret) is None
    monkeypatch.undo()
    await sign_in(site)
    assert await site.registry.db.reads.fetchval("SELECT count(*) FROM session") == 1


async def test_signing_out_ends_the_session_and_not_the_cookie_alone(site: Browsing) -> None:
    await sign_in(site)
    secret = site.door.client.cookies[COOKIE]
    assert (await send(site, "/sign-out")).headers["Location"] == "/"
    assert COOKIE not in site.door.client.cookies
    site.door.client.cookies.set(COOKIE, secret)
    assert (await site.ask("/review")).status_code == 303


async def test_signing_in_never_goes_on_with_a_session_that_was_there(site: Browsing) -> None:
    site.door.client.cookies.set(COOKIE, "planted-by-somebody-else")
    assert "planted" not in (await sign_in(site)).headers["Set-Cookie"]
    before = site.door.client.cookies.get(COOKIE, domain="registry.test")
    site.door.client.cookies.clear()
    site.door.client.cookies.set(COOKIE, before or "")
    await sign_in(site)
    assert await site.registry.db.reads.fetchval("SELECT count(*) FROM session") == 1


@pytest.mark.parametrize(
    "onward", ["//other.example", "https://other.example", "/\\other.example", "/a\r\nX: y", "javascript:alert(1)"]
)
async def test_signing_in_leads_to_no_other_site(site: Browsing, onward: str) -> None:
    assert (await sign_in(site, next=onward)).headers["Location"] == "/review"


@pytest.mark.parametrize("foreign", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/review/undo"])
async def test_forms_of_other_sites_are_refused(site: Browsing, path: str, foreign: dict[str, str]) -> None:
    await sign_in(site)
    assert (await send(site, path, foreign)).status_code == 403


async def test_a_session_opens_pages_and_never_the_api(site: Browsing) -> None:
    await sign_in(site)
    assert (await site.ask("/v1/suggestions", headers={"Accept": "*/*"})).status_code == 401
