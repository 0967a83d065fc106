"""The queue: one pair at a time, for one reviewer; decided, skipped, undone, and told what moved meanwhile."""

import pytest

from service.usecases.decide_suggestion import claim
from tests.service.http.door import case, casualty
from tests.service.usecases.pairs import REVIEWERS, pair
from tests.service.web.browsing import Browsing
from tests.service.web.reading import Element
from tests.service.web.signed_in import send, sign_in

HOSTILE = 'Тестов <script>alert(1)</script> "Тест"'


def decision_form(page: Element) -> tuple[str, dict[str, str]]:
    """Where the form of a pair leads, and what it carries."""
    form = page.one("form", id="decide")
    return form.attributes["action"], {
        one.attributes["name"]: one.attributes.get("value", "") for one in form.every("input")
    }


async def decide(site: Browsing, page: Element, decision: str, status: int = 303, **more: str) -> str:
    """Press a button of the page; where it leads."""
    action, fields = decision_form(page)
    answer = await send(site, action, **{**fields, "decision": decision, **more})
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", answer.text)


async def two_pairs(site: Browsing) -> None:
    """Four records, two pairs in the queue."""
    for name in ("Тестов Пример Образцович", "Пробин Образец Примерович"):
        await site.put(casualty(name))
        await site.put(casualty(name, source="other"))


async def test_both_records_stand_side_by_side_with_everything_at_hand(site: Browsing) -> None:
    a, b, suggestion = await pair(site.registry)
    await sign_in(site)
    page = await site.visit("/review")
    assert page.one("section", id="pair").attributes["data-id"] == suggestion
    sides = page.one("table", class_="sides")
    assert {a, b} <= {one.text for one in sides.every("a")}
    assert "If merged" in sides.one("thead").text
    assert len(page.every("ol", class_="sources")) == 2
    weights = page.one("table", class_="weights")
    assert len(weights.every("rect")) == len(weights.every("tbody")[0].every("tr")) > 2
    assert "surname the same" in weights.text
    assert "1 pair waits" in page.one("div", id="left").text


async def test_what_a_merge_would_change_is_told_and_nothing_is_changed(site: Browsing) -> None:
    site.registry.db.settings = site.registry.db.settings.model_copy(update={"auto_attach": False})
    await site.put(casualty("Тестов Пример Образцович", rank="рядовой", died="2023-01-01"))
    await site.put(casualty("Тестов Пример Образцович", source="other", died="2023-01-02"))
    await sign_in(site)
    before = await site.registry.changes()
    page = await site.visit("/review")
    died = next(row for row in page.one("table", class_="sides").every("tr") if row.text.startswith("Died"))
    assert died.attributes["class"] == "conflict"
    assert "a new conflict" in died.text
    grades = [one.text for one in page.one("table", class_="sides").every("tbody")[-1].every("td")]
    assert grades == ["One source", "One source", "Independent sources"]
    assert await site.registry.changes() == before


async def test_a_pair_is_decided_and_the_next_one_shown(site: Browsing) -> None:
    await two_pairs(site)
    await sign_in(site)
    first = await site.visit("/review")
    second = await site.visit(await decide(site, first, "same", reason="one list copies the other"))
    assert (
        second.one("section", id="pair").attributes["data-id"] != first.one("section", id="pair").attributes["data-id"]
    )
    last = await site.visit(await decide(site, second, "different"))
    assert last.one("h2").text == "Nothing waits here"
    history = await site.visit("/review/decisions")
    rows = history.one("tbody").every("tr")
    assert [row.every("td")[2].text for row in rows] == ["Different", "Same"]
    assert "one list copies the other" in rows[1].text
    counts = last.one("div", id="left").one("tbody").one("tr")
    assert [one.text for one in counts.every("td")] == ["1", "1", "0", "0"]


async def test_undoing_gives_the_pair_back(site: Browsing) -> None:
    _, _, suggestion = await pair(site.registry)
    await sign_in(site)
    await decide(site, await site.visit("/review"), "same")
    answer = await send(site, "/review/undo", after="")
    assert answer.headers["Location"] == f"/review/pairs/{suggestion}"
    page = await site.visit(answer.headers["Location"])
    assert page.one("form", id="decide")
    assert (await send(site, "/review/undo", after="")).status_code == 404
    await decide(site, page, "different")
    decided = await site.visit(f"/review/pairs/{suggestion}")
    assert not decided.every("form", id="decide")
    await send(site, "/review/undo", suggestion=suggestion)
    history = await site.visit("/review/decisions?by=me")
    assert len(history.every("del")) == 2


async def test_what_is_skipped_waits_for_others(site: Browsing) -> None:
    await two_pairs(site)
    await sign_in(site)
    first = await site.visit("/review")
    onward = await decide(site, first, "skip")
    skipped = first.one("section", id="pair").attributes["data-id"]
    second = await site.visit(onward)
    assert second.one("section", id="pair").attributes["data-id"] != skipped
    held = (await claim(site.registry.db, count=5, actor=REVIEWERS[0]))["items"]
    assert [one["id"] for one in held] == [skipped]
    end = await site.visit(await decide(site, second, "skip"))
    assert end.every("a", href="/review")


async def test_two_reviewers_never_get_the_same_pair(site: Browsing) -> None:
    await pair(site.registry)
    await claim(site.registry.db, count=5, actor=REVIEWERS[0])
    await sign_in(site)
    assert (await site.visit("/review")).one("h2").text == "Nothing waits here"


async def test_a_decision_on_what_has_moved_is_not_taken_and_tells_what_moved(site: Browsing) -> None:
    _, b, suggestion = await pair(site.registry)
    await sign_in(site)
    page = await site.visit("/review")
    await site.registry.correct(b, {"rank": "сержант"})
    action, fields = decision_form(page)
    fresh = await send(site, action, **fields, decision="same")
    assert fresh.status_code == 412
    assert f"{b} was at version 1 and is at version 2" in fresh.text
    part = await send(site, action, {"HX-Request": "true"}, **fields, decision="same")
    assert (part.status_code, "<html" in part.text) == (412, False)
    assert f"/review/pairs/{suggestion}" in part.text
    await decide(site, await site.visit("/review"), "same")


async def test_a_merge_that_a_decision_forbids_is_not_offered(site: Browsing) -> None:
    a, b, suggestion = await pair(site.registry)
    await sign_in(site)
    page = await site.visit("/review")
    await site.registry.withdraw(b)
    refused = await site.visit(f"/review/pairs/{suggestion}")
    (same,) = refused.every("button", value="same")
    assert "disabled" in same.attributes
    assert "withdrawn" in refused.one("section", id="pair").text
    await decide(site, page, "same", 409, left="1", right="2")


async def test_a_script_gets_the_pair_alone_and_an_empty_answer_to_a_decision(site: Browsing) -> None:
    await two_pairs(site)
    await sign_in(site)
    page = await site.visit("/review")
    onward = page.one("section", id="pair").attributes["data-next"]
    part = await site.ask(onward, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert 'id="pair"' in part.text
    action, fields = decision_form(page)
    assert (await send(site, action, {"HX-Request": "true"}, **fields, decision="unsure")).status_code == 204
    counts = await site.ask("/review/left", headers={"HX-Request": "true"})
    assert "1 pair waits. 1 is put aside" in counts.text


async def test_the_queue_is_filtered_by_kind_and_probability(site: Browsing) -> None:
    await two_pairs(site)
    await sign_in(site)
    assert (await site.visit("/review?kind=case")).one("h2").text == "Nothing waits here"
    page = await site.visit("/review?kind=casualty&least=0.25&utm=x")
    assert page.one("form", id="decide").one("input", name="least").attributes["value"] == "0.25"
    assert page.one("select", id="kind").every("option", value="casualty")[0].has({"selected": ""})
    await site.visit("/review?least=nonsense&kind=x")


async def test_cases_are_laid_out_by_defendant(site: Browsing) -> None:
    site.registry.db.settings = site.registry.db.settings.model_copy(update={"auto_attach": False})
    await site.put(case("Тестов Пример Образцович", court="Мелеузовский районный суд"))
    await site.put(case("Тестов Пример Образцович", source="other", court="Мелеузовский районный суд"))
    await sign_in(site)
    page = await site.visit("/review")
    assert "Defendant 1" in page.one("table", class_="sides").text


@pytest.mark.parametrize("path", ["/review/pairs/sug-00000000", "/review/pairs/x"])
async def test_a_pair_that_is_not_there(site: Browsing, path: str) -> None:
    await sign_in(site)
    await site.visit(path, 404)


@pytest.mark.parametrize(
    "wrong", [{"decision": "merge"}, {"left": ""}, {"left": "x"}, {"reason": "a\nb"}, {"more": "x"}]
)
async def test_a_form_that_says_something_else_is_refused(site: Browsing, wrong: dict[str, str]) -> None:
    await pair(site.registry)
    await sign_in(site)
    await decide(site, await site.visit("/review"), **{"decision": "different", "status": 422, **wrong})  # type: ignore[arg-type]


async def test_what_is_hostile_is_shown_and_not_carried_out(site: Browsing) -> None:
    site.registry.db.settings = site.registry.db.settings.model_copy(update={"auto_attach": False})
    await site.put(casualty(HOSTILE))
    await site.put(casualty(HOSTILE, source="other"))
    await sign_in(site)
    page = await site.visit("/review?after=%22%3E%3Cb%3E", 422)
    page = await site.visit("/review")
    assert page.one("section", id="pair").attributes["data-id"]
    assert not page.one("main").every("script")


async def test_nobody_without_the_scope_sees_the_queue(site: Browsing) -> None:
    await pair(site.registry)
    key = {"Authorization": f"Bearer {site.door.keys['submit']}"}
    await site.visit("/review", 403, headers=key)
    assert (await site.ask("/review", headers={"Accept": "*/*"})).status_code == 401
