"""What holds of every page: scopes, errors as pages for people alone, forms of other sites, closed registries."""

from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from service.app import create_app
from service.http.openapi import openapi_of
from service.settings import Settings
from service.web.page import Page
from tests.service.http.door import casualty, problem_in
from tests.service.web.browsing import Browsing, open_site

APP = create_app(Settings())
PAGES = [one for one in iter_route_contexts(APP.routes) if isinstance(one.original_route, Page)]


def test_every_page_declares_who_may_see_it_and_the_api_leaves_it_out() -> None:
    assert {"/", "/casualties/{id}", "/cases/{id}", "/statistics", "/static/{file}", "/review"} <= {
        one.path_format for one in PAGES
    }
    scopes = {str(one.path_format): one.original_route.needs for one in PAGES}  # type: ignore[attr-defined]
    assert set(scopes.values()) == {"open", "read", "review"}
    assert not {path for path in scopes if path != "/"} & set(openapi_of(APP)["paths"])


@pytest.mark.parametrize(
    "path", ["/casualties/cas-0000000000", "/casualties/x", "/cases/cas-0000000000", "/static/x.css"]
)
async def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(site: Browsing, path: str) -> None:
    page = await site.visit(path, 404)
    assert page.one("h1").text == "There is no such page"
    for accepted in ("*/*", "application/json", "application/problem+json"):
        problem_in(await site.ask(path, headers={"Accept": accepted}), 404)


async def test_what_nobody_foresaw_is_told_under_a_reference(site: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Тестов")

    monkeypatch.setattr("service.web.views.look_up.match", fail)
    page = await site.visit("/", 500, params={"q": "Тестов"})
    assert "reference" in page.one("main").text
    assert "Тестов" not in page.one("main").text


async def test_a_database_that_is_away(site: Browsing) -> None:
    site.door.app.state.db.reads.terminate()
    answer = await site.ask("/", params={"q": "Тестов Тест"})
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "can&#39;t be reached" in answer.text


async def test_a_closed_registry_shows_nothing_without_a_key(fresh_address: str, tmp_path: Path) -> None:
    async with open_site(fresh_address, tmp_path, public_read=False) as site:
        (record,) = await site.put(casualty("Тестов Тест"))
        for path in ("/", f"/casualties/{record}"):
            page = await site.visit(path, 401)
            assert "Тестов" not in page.text
            await site.visit(path, headers={"Authorization": f"Bearer {site.door.keys['read']}"})


async def test_every_link_of_a_page_leads_somewhere(site: Browsing) -> None:
    await site.put(casualty("Тестов Тест"))
    for start in ("/", "/?q=Тестов", "/statistics"):
        page = await site.visit(start)
        for one in page.walk():
            address = one.attributes.get("href") or one.attributes.get("src") or ""
            if address.startswith("/") and one.tag in ("a", "link", "script"):
                assert (await site.ask(address)).status_code == 200, address
