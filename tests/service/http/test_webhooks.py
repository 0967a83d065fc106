"""Webhooks over HTTP: whose they are, what is refused, and that secrets are shown once."""

from typing import Any

import pytest

from service.delivery.addresses import Reach, networks_of
from service.usecases.actor import MACHINE
from service.usecases.deliver_changes import Means, claim, deliver
from service.usecases.keys import create_key
from tests.receiving import LOOPBACK, is_signed, receiving
from tests.service.http.door import Door, casualty, problem_in

URL = "http://93.184.216.34/hook"


async def created(door: Door, key: str = "submit", **given: Any) -> dict[str, Any]:
    answer = await door.post("/v1/webhooks", {"url": URL, **given}, key=key)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_the_life_of_a_webhook(door: Door) -> None:
    door.app.state.reach = Reach(networks_of(LOOPBACK))
    with receiving() as receiver:
        made = await created(door, url=receiver.url, kind="casualty", region="Башкирия", description="ours")
        path = f"/v1/webhooks/{made['id']}"
        assert made["secret"].startswith("whsec_")
        assert (await door.get(path, key="submit")).json() == {k: v for k, v in made.items() if k != "secret"}
        await door.put(casualty("Тестов Тест", home={"region": "RU-BA"}), casualty("Пробин Проба", source="other"))
        await delivered(door)
        (received,) = receiver.received
        assert is_signed(received, made["secret"])
        log = (await door.get(f"{path}/deliveries?count=true", key="submit")).json()
        assert (log["total"], log["items"][0]["status"], log["items"][0]["outcome"]) == (1, 204, "delivered")

        changed = await door.ask("PATCH", path, key="submit", json={"region": None, "include": "record"})
        assert (changed.json()["region"], changed.json()["include"], changed.json()["kind"]) == (
            [],
            "record",
            "casualty",
        )
        again = await door.post(f"{path}/replay", {"since": "0"}, key="submit")
        assert again.json()["behind"] == 2
        await delivered(door)
        names = [one.message["data"]["record"]["display_name"] for one in receiver.received[1:]]
        assert names == ["Тестов Тест", "Пробин Проба"]

        off = (await door.post(f"{path}/disable", key="submit")).json()
        assert (off["state"], off["disabled_reason"]) == ("disabled", "by its owner")
        asked = await door.post(f"{path}/test", key="submit")
        assert asked.status_code == 202
        await delivered(door)
        assert receiver.received[-1].id == asked.json()["message_id"]
        assert (await door.post(f"{path}/enable", key="submit")).json()["state"] == "active"
        pages = [(await door.get(f"{path}/deliveries?limit=3", key="submit")).json()]
        pages.append((await door.get(f"{path}/deliveries?limit=3&cursor={pages[0]['next']}", key="submit")).json())
        assert [len(page["items"]) for page in pages] == [3, 1]
        assert (await door.ask("DELETE", path, key="submit")).json()["id"] == made["id"]
        problem_in(await door.get(path, key="submit"), 404)


async def delivered(door: Door) -> None:
    """Deliver what is due."""
    means = Means(door.app.state.db, door.app.state.reach)
    while (held := await claim(means)) is not None:
        await deliver(means, held)


async def test_a_webhook_is_its_partners_and_an_administrators(door: Door) -> None:
    made = await created(door)
    path = f"/v1/webhooks/{made['id']}"
    colleague = await create_key(door.app.state.db, name="x", scope="submit", partner="test-submit", actor=MACHINE)
    headers = {"Authorization": f"Bearer {colleague['key']}"}
    assert (await door.get(path, headers=headers)).status_code == 200
    assert (await door.get(path, key="admin")).status_code == 200
    assert [one["id"] for one in (await door.get("/v1/webhooks", key="admin")).json()["items"]] == [made["id"]]
    assert (await door.get("/v1/webhooks?count=true", key="review")).json() == {"items": [], "next": None, "total": 0}
    for method, rest, body in (
        ("GET", "", None), ("PATCH", "", {"description": "x"}), ("DELETE", "", None), ("GET", "/deliveries", None),
        ("POST", "/test", None), ("POST", "/rotate-secret", None), ("POST", "/replay", {"since": "0"}),
        ("POST", "/enable", None), ("POST", "/disable", None),
    ):  # fmt: skip
        more = {} if body is None else {"json": body}
        problem_in(await door.ask(method, path + rest, key="review", **more), 404)
        problem_in(await door.ask(method, path + rest, key="read", **more), 403)
        problem_in(await door.ask(method, path + rest, **more), 401)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/url"),
        ({"url": "ftp://a.example/"}, "/url"),
        ({"url": "https://user:word@a.example/"}, "/url"),
        ({"url": "http://127.0.0.1/"}, "/url"),
        ({"url": "http://[::1]/"}, "/url"),
        ({"url": "http://[::ffff:10.0.0.1]/"}, "/url"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "/url"),
        ({"url": "http://2130706433/"}, "/url"),
        ({"url": "http://localhost:5432/"}, "/url"),
        ({"url": URL, "kind": "soldier"}, "/kind"),
        ({"url": URL, "region": ["Atlantis"]}, "/region/0"),
        ({"url": URL, "types": ["deleted"]}, "/types/0"),
        ({"url": URL, "q": "?"}, "/q"),
        ({"url": URL, "q": "я"}, "/q"),
        ({"url": URL, "include": "everything"}, "/include"),
        ({"url": URL, "since": "nonsense"}, "/since"),
        ({"url": URL, "since": "WyJhbm90aGVyIiwzXQ"}, "/since"),
        ({"url": URL, "secret": "whsec_mine"}, "/secret"),
    ],
)
async def test_what_cannot_be_registered(door: Door, body: dict[str, Any], pointer: str) -> None:
    problem = problem_in(await door.post("/v1/webhooks", body, key="submit"), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


async def test_a_change_is_checked_as_a_new_one_is(door: Door) -> None:
    path = f"/v1/webhooks/{(await created(door))['id']}"
    for body, pointer in (({"url": "http://10.0.0.1/"}, "/url"), ({"q": "?"}, "/q"), ({"since": "0"}, "/since")):
        problem = problem_in(await door.ask("PATCH", path, key="submit", json=body), 422)
        assert [error["pointer"] for error in problem["errors"]] == [pointer]
    answer = await door.ask("PATCH", path, key="submit", json={"url": None, "kind": None, "q": "Тестов Тест"})
    assert (answer.json()["url"], answer.json()["kind"], answer.json()["q"]) == (URL, "any", "Тестов Тест")
    assert (await door.ask("PATCH", path, key="submit", json={"q": None})).json()["q"] is None


async def test_a_repetition_makes_no_second_one_and_shows_no_secret(door: Door) -> None:
    headers = {"Idempotency-Key": "one"}
    first = await door.post("/v1/webhooks", {"url": URL}, key="submit", headers=headers)
    again = await door.post("/v1/webhooks", {"url": URL}, key="submit", headers=headers)
    assert again.status_code == 201
    assert again.json() == {name: value for name, value in first.json().items() if name != "secret"}
    path = f"/v1/webhooks/{first.json()['id']}/rotate-secret"
    rotated = await door.post(path, key="submit", headers=headers)
    assert rotated.headers["cache-control"] == "no-store"
    assert rotated.json()["secret"] != first.json()["secret"]
    assert "secret" not in (await door.post(path, key="submit", headers=headers)).json()
    assert (await door.get("/v1/webhooks?count=true", key="submit")).json()["total"] == 1


async def test_lists_are_paged(door: Door) -> None:
    made = [(await created(door, description=f"n {n}"))["id"] for n in range(3)]
    first = await door.get("/v1/webhooks?limit=2", key="submit")
    assert 'rel="next"' in first.headers["link"]
    rest = await door.get(f"/v1/webhooks?limit=2&cursor={first.json()['next']}", key="submit")
    assert [one["id"] for page in (first, rest) for one in page.json()["items"]] == made


async def test_a_partner_may_have_a_hundred(door: Door) -> None:
    for _ in range(100):
        await created(door)
    problem_in(await door.post("/v1/webhooks", {"url": URL}, key="submit"), 409)
    assert (await door.post("/v1/webhooks", {"url": URL}, key="review")).status_code == 201
