"""The client: typed answers, asking again, batches with keys; both forms of it against the same service."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest

from service.client import AsyncPoimenno, ChangePage, Poimenno, Problem, Unreachable
from service.client.asking import pause_after

URL = "http://registry.test"
Answer = Callable[[httpx.Request], httpx.Response]


def page(n: int, more: bool) -> dict[str, Any]:
    change = {"seq": n, "type": "published", "id": f"cas-{n}", "kind": "casualty", "version": 1, "merged_into": None}
    return {"changes": [{**change, "record": {"id": f"cas-{n}"}}], "next": f"c{n}", "more": more}


class Script:
    """Answers in turn (an exception is raised), and what was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = iter(answers)
        self.asked: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def client(self, **more: Any) -> Poimenno:
        return Poimenno(URL, "pmn_test", transport=httpx.MockTransport(self), pause=self.pauses.append, **more)

    def asynchronous(self, **more: Any) -> AsyncPoimenno:
        return AsyncPoimenno(URL, "pmn_test", transport=httpx.MockTransport(self), pause=self.pause, **more)


def later(status: int = 503, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=headers, json={"title": "Busy"})


def test_pages_follow_their_cursors_until_nothing_is_new() -> None:
    script = Script(*(httpx.Response(200, json=page(n, more=n < 3)) for n in (1, 2, 3)))
    with script.client() as client:
        changes = list(client.changes())
    assert [(change.seq, change.record) for change in changes] == [(n, {"id": f"cas-{n}"}) for n in (1, 2, 3)]
    assert [request.url.params["since"] for request in script.asked] == ["0", "c1", "c2"]
    assert all(request.headers["authorization"] == "Bearer pmn_test" for request in script.asked)


def test_who_follows_waits_for_what_is_new() -> None:
    script = Script(*(httpx.Response(200, json=page(n, more=n < 2)) for n in (1, 2, 3)))
    pages: Iterator[ChangePage] = script.client().pages(follow=True)
    assert [next(pages).next for _ in range(3)] == ["c1", "c2", "c3"]
    assert [float(request.url.params["wait"]) for request in script.asked] == [0, 0, 15]


def test_what_can_be_answered_later_is_asked_again() -> None:
    script = Script(
        httpx.ConnectError("refused"), later(), later(429, **{"Retry-After": "7"}), httpx.ReadTimeout("slow"),
        httpx.Response(200, json={"id": "cas-1"}),
    )  # fmt: skip
    assert script.client().record("cas-1") == {"id": "cas-1"}
    assert len(script.asked) == 5
    assert script.pauses[2] == 7
    assert 0.125 <= script.pauses[0] <= 0.25 <= script.pauses[1] <= 0.5


def test_it_gives_up_after_so_many_attempts() -> None:
    script = Script(*(later() for _ in range(3)))
    with pytest.raises(Unreachable, match="answered 503, 3 times"):
        script.client(attempts=3).record("cas-1")
    assert len(script.pauses) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 409, 410, 422, 500])
def test_a_refusal_is_told_and_not_asked_again(status: int) -> None:
    problem = {"title": "Refused", "detail": "because", "status": status}
    with pytest.raises(Problem, match="because") as refused:
        Script(httpx.Response(status, json=problem)).client().record("cas-1")
    assert (refused.value.status, refused.value.document) == (status, problem)
    with pytest.raises(Problem):
        Script(httpx.Response(status, text="<html>")).client().record("cas-1")


def test_reports_go_in_batches_under_keys_that_stay_the_same_when_asked_again() -> None:
    def results(count: int) -> httpx.Response:
        rows = [
            {"index": n, "outcome": "created", "report_id": f"rep-{n}", "record_id": f"cas-{n}", "suggestions": [],
             "warnings": [], "problem": None}
            for n in range(count)
        ]  # fmt: skip
        return httpx.Response(200, json={"results": rows})

    in_flight = httpx.Response(409, json={"type": "urn:poimenno:problem:idempotency-in-flight"})
    script = Script(results(2), httpx.ReadError("cut"), in_flight, results(2), results(1))
    sent = list(script.client().submit(({"n": n} for n in range(5)), batch=2))
    assert [result.index for result in sent] == [0, 1, 2, 3, 4]
    bodies = [[orjson.loads(line)["n"] for line in request.content.splitlines()] for request in script.asked]
    assert bodies == [[0, 1], [2, 3], [2, 3], [2, 3], [4]]
    keys = [request.headers["idempotency-key"] for request in script.asked]
    assert keys[1] == keys[2] == keys[3]
    assert len({*keys}) == 3


async def test_the_asynchronous_one_does_the_same() -> None:
    script = Script(later(), *(httpx.Response(200, json=page(n, more=n < 2)) for n in (1, 2)))
    async with script.asynchronous() as client:
        assert [change.seq async for change in client.changes()] == [1, 2]
    assert len(script.pauses) == 1
    with pytest.raises(Unreachable):
        await Script(httpx.ConnectError("refused")).asynchronous(attempts=1).record("cas-1")
    empty = Script(httpx.Response(200, json={"results": []}))
    assert [result async for result in empty.asynchronous().submit([{}], dry_run=True)] == []
    assert empty.asked[0].url.params["dry_run"] == "true"


def test_both_offer_the_same() -> None:
    def methods(of: type) -> set[str]:
        return {name for name in vars(of) if not name.startswith("_")}

    assert methods(Poimenno) == methods(AsyncPoimenno)
    for name in methods(Poimenno):
        ours, theirs = (inspect.signature(getattr(of, name)).parameters for of in (Poimenno, AsyncPoimenno))
        assert ours == theirs, name


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"changes": [1], "next": "c", "more": false}'])
def test_what_no_poimenno_answers_is_a_problem(body: bytes) -> None:
    with pytest.raises(Problem, match="not how Poimenno answers"):
        Script(httpx.Response(200, content=body)).client().page()


def test_what_a_later_service_adds_is_left_out() -> None:
    change = {**page(1, more=False)["changes"][0], "added": 1}
    client = Script(httpx.Response(200, json={"changes": [change], "next": "c", "more": False, "added": 2})).client()
    assert [one.seq for one in client.page().changes] == [1]


def test_a_report_is_taken_back_and_put_up_again() -> None:
    script = Script(*(httpx.Response(200, json={"retracted": one}) for one in (True, False)))
    client = script.client()
    assert client.retract("rep-1", reason="gone") == {"retracted": True}
    assert client.unretract("rep-1") == {"retracted": False}
    assert [request.url.path for request in script.asked] == [
        "/v1/reports/rep-1/retract",
        "/v1/reports/rep-1/unretract",
    ]
    assert [orjson.loads(request.content) for request in script.asked] == [{"reason": "gone"}, {"reason": None}]


def test_pauses_grow_to_a_limit() -> None:
    class Most:
        def uniform(self, low: float, high: float) -> float:
            return high

    assert [pause_after(n, None, Most()) for n in (0, 1, 2, 20)] == [0.25, 0.5, 1.0, 30.0]  # type: ignore[arg-type]
    assert pause_after(0, "Sun, 06 Nov 1994 08:49:37 GMT", Most()) == 0.25  # type: ignore[arg-type]
