"""Whole lists: what of them is missing, and that an empty or halved list takes nothing back."""

from collections.abc import Sequence
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.client import AsyncPoimenno, Link, Poimenno, Result, Synced, TooManyMissingError, WholeList

URL = "http://registry.test"


def link(n: int | str) -> Link:
    return Link(str(n), f"rep-{n}", f"cas-{n}", "casualty", "test", False)


def result(index: int, report_id: str | None, outcome: str = "unchanged") -> Result:
    return Result(index, outcome, report_id, "cas-1", (), (), None)  # type: ignore[arg-type]


def sent(standing: int, sending: Sequence[int], at_most: int | None = None) -> WholeList:
    """A list of which so many stood, and these are sent again."""
    whole = WholeList(map(link, range(standing)), at_most)
    for n, report in enumerate(whole.watched([{"external_id": str(id_)} for id_ in sending])):
        whole.note(result(n, f"rep-{report['external_id']}"))
    return whole


@pytest.mark.parametrize(
    ("standing", "kept", "at_most", "retracted"),
    [
        (100, 100, None, 0),
        (100, 95, None, 5),
        (100, 94, None, None),
        (100, 50, None, None),
        (100, 0, None, None),
        (100, 50, 50, 50),
        (100, 50, 49, None),
        (100, 99, 0, None),
        (3, 2, None, 1),
        (3, 1, None, None),
        (1, 0, None, None),
        (1, 0, 1, 1),
        (0, 0, None, 0),
    ],
)
def test_what_may_be_taken_back(standing: int, kept: int, at_most: int | None, retracted: int | None) -> None:
    whole = sent(standing, range(kept), at_most)
    assert len(whole.synced().missing) == standing - kept
    if retracted is None:
        with pytest.raises(TooManyMissingError) as refused:
            whole.to_retract()
        assert len(refused.value.synced.missing) == standing - kept
    else:
        assert len(whole.to_retract()) == retracted


@given(st.sets(st.integers(0, 30)), st.lists(st.integers(0, 40)))
def test_missing_is_what_stood_and_was_not_sent(standing: set[int], sending: list[int]) -> None:
    whole = WholeList(map(link, sorted(standing)))
    for n, _ in enumerate(whole.watched([{"external_id": f" {id_} "} for id_ in sending])):
        whole.note(result(n, None, "rejected"))
    assert {one.external_id for one in whole.synced().missing} == {str(id_) for id_ in standing - set(sending)}
    assert len(whole.synced().rejected) == len(sending)


def test_a_report_that_the_service_knows_is_not_missing_however_its_id_was_written() -> None:
    whole = WholeList([link("é")])
    for n, _ in enumerate(whole.watched([{"external_id": "e\u0301"}])):
        whole.note(result(n, "rep-é"))
    assert whole.synced().missing == ()


@pytest.mark.parametrize("report", [{}, {"external_id": None}, {"external_id": " "}])
def test_a_report_without_an_id_has_no_place_in_a_whole_list(report: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="Report 2 of the list"):
        list(WholeList([]).watched([{"external_id": "1"}, report]))


class Service:
    """A registry in which some reports of a partner stand."""

    def __init__(self, standing: int) -> None:
        self.standing = [f"{n:03d}" for n in range(standing)]
        self.retracted: list[tuple[str, str | None]] = []
        self.links_asked: list[dict[str, str]] = []
        self.dry: list[bool] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/v1/partners/test/links":
            return self._links(dict(request.url.params))
        if path == "/v1/reports":
            self.dry.append(request.url.params.get("dry_run") == "true")
            lines = request.read().splitlines()
            return httpx.Response(
                200, json={"results": [self._taken(n, orjson.loads(one)) for n, one in enumerate(lines)]}
            )
        report_id, verb = path.removeprefix("/v1/reports/").split("/")
        assert verb == "retract"
        self.retracted.append((report_id, orjson.loads(request.read())["reason"]))
        return httpx.Response(200, json={"report_id": report_id, "record_id": None, "retracted": True})

    def _links(self, asked: dict[str, str]) -> httpx.Response:
        self.links_asked.append(asked)
        after = asked.get("cursor", "")
        page = [id_ for id_ in self.standing if id_ > after][:2]
        items = [
            {"external_id": id_, "report_id": f"rep-{id_}", "record_id": None, "kind": "case", "source": "s",
             "retracted": False, "added_later": 1}
            for id_ in page
        ]  # fmt: skip
        return httpx.Response(200, json={"items": items, "next": page[-1] if page else None})

    def _taken(self, n: int, report: dict[str, Any]) -> dict[str, Any]:
        return {
            "index": n, "outcome": "unchanged", "report_id": f"rep-{report['external_id']}", "record_id": "case-1",
            "suggestions": [], "warnings": [], "problem": None, "same_record_as": ["x"],
        }  # fmt: skip


async def synced(service: Service, asynchronous: bool, kept: int, **more: Any) -> Synced:
    reports = [{"external_id": id_} for id_ in service.standing[:kept]]
    transport = httpx.MockTransport(service)
    if asynchronous:
        async with AsyncPoimenno(URL, "pmn_test", transport=transport) as client:
            return await client.sync(reports, partner="test", **more)
    with Poimenno(URL, "pmn_test", transport=transport) as plain:
        return plain.sync(reports, partner="test", **more)


@pytest.mark.parametrize("asynchronous", [False, True])
async def test_a_whole_list_is_sent_and_what_is_missing_taken_back_on_demand(asynchronous: bool) -> None:
    service = Service(40)
    seen: list[Result] = []
    tried = await synced(service, asynchronous, 38, source="s", dry_run=True, retract=True, on_result=seen.append)
    assert (service.dry, service.retracted, tried.retracted) == ([True], [], False)
    assert service.links_asked[0] == {"source": "s", "retracted": "false", "limit": "1000"}
    assert [one.external_id for one in tried.missing] == ["038", "039"]
    assert [one.same_record_as for one in seen] == [("x",)] * 38
    only_named = await synced(service, asynchronous, 38)
    assert (service.retracted, only_named.retracted) == ([], False)
    done = await synced(service, asynchronous, 38, retract=True, reason="gone")
    assert (done.retracted, done.outcomes) == (True, {"unchanged": 38})
    assert service.retracted == [("rep-038", "gone"), ("rep-039", "gone")]


@pytest.mark.parametrize("asynchronous", [False, True])
async def test_a_halved_list_takes_nothing_back(asynchronous: bool) -> None:
    service = Service(40)
    with pytest.raises(TooManyMissingError, match="20 reports are missing from the list, more than the 2"):
        await synced(service, asynchronous, 20, retract=True)
    assert service.retracted == []
    await synced(service, asynchronous, 20, retract=True, at_most=20)
    assert len(service.retracted) == 20
