"""Doubtful pairs: what tests of the queue do again and again."""

from typing import Any

from service.usecases.actor import Actor, scopes_up_to
from service.usecases.decide_suggestion import decide, list_suggestions
from tests.service.usecases.registry import MAINTAINER, Registry, casualty

NAME = "Тестов Пример Образцович"
SURE: dict[str, Any] = {"born": "1990-05-17", "home": {"region": "RU-BA", "place": "Мелеуз"}}
REVIEWERS = [Actor(f"reviewer-{n}", "test", scopes_up_to("review"), f"key-{n}") for n in range(2)]


async def pair(registry: Registry) -> tuple[str, str, str]:
    """Two records of one name, and the suggestion between them."""
    (a,) = await registry.put(casualty(NAME))
    (result,) = await registry.submit(casualty(NAME, source="other"))
    (suggestion,) = result["suggestions"]
    return a, result["record_id"], suggestion


async def decided(registry: Registry, suggestion: str, decision: str, **more: Any) -> dict[str, Any]:
    given = {"reason": None, "versions": None, "actor": MAINTAINER, **more}
    return await decide(registry.db, id=suggestion, decision=decision, **given)


async def queue(registry: Registry, state: str = "open") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await list_suggestions(registry.db, state=state))["items"]
    return items
