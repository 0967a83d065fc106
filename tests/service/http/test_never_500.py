"""No input makes the service fail: every example of the documentation, spoilt in every place."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import orjson

from service.app import create_app
from service.http.examples import EXAMPLES, people
from service.http.examples.example import Example
from service.http.openapi import openapi_of
from service.settings import Settings
from tests.service.http.door import Door, case, casualty

ODD: list[Any] = [None, "", "\0", " ", -1, 10**15, 1.5, True, [], {}, "я" * 400, "2022-13", ["a"], {"a": "b"}]
ONE_IN: Final = 11  # all of them take a minute
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in openapi_of(create_app(Settings()))["paths"].items()
    for method, operation in methods.items()
}


def spoilt(value: Any) -> Iterator[Any]:
    """`value` with one place made odd, or left out, for each place in it and each odd value."""
    yield from ODD
    if isinstance(value, dict):
        yield {**value, "shoe_size": 44}
        for name, inner in value.items():
            yield {key: one for key, one in value.items() if key != name}
            for odd in spoilt(inner):
                yield {**value, name: odd}
    elif isinstance(value, list):
        yield value * 2
        for n, inner in enumerate(value):
            for odd in spoilt(inner):
                yield [*value[:n], odd, *value[n + 1 :]]


def addressed(path: str, parameters: dict[str, Any]) -> str:
    """The path with the example's ids in it."""
    return path.format_map({name: quote(str(value), safe="") for name, value in parameters.items()})


async def living(door: Door, example: Example) -> tuple[dict[str, Any], Any]:
    """The example's parameters and body with ids of records, reports and documents that are there."""
    reports = [casualty("Тестов Тест"), casualty("Пробин Проба", source="other"), case("Тестов Тест", source="court")]
    fresh = [{**one, "document": {**one["document"], "title": str(uuid4())}} for one in reports]
    answer = await door.post("/v1/reports", fresh, key="submit")
    soldier, other, trial = answer.json()["results"]
    document = (await door.get(f"/v1/casualties/{soldier['record_id']}")).json()["citations"][0]["document_id"]
    text = orjson.dumps([dict(example.parameters), example.request]).decode()
    hook = {"id": people.WEBHOOK}
    if people.WEBHOOK in text:
        hook = (await door.post("/v1/webhooks", {"url": "https://hooks.partner.example"}, key="admin")).json()
    for shown, real in (
        (people.SOLDIER, soldier["record_id"]),
        (people.SAME_SOLDIER, other["record_id"]),
        (people.CASE, trial["record_id"]),
        (people.REPORT, soldier["report_id"]),
        (people.CASE_REPORT, trial["report_id"]),
        (people.DOCUMENT, document),
        (people.WEBHOOK, hook["id"]),
    ):
        text = text.replace(shown, real)
    parameters, body = orjson.loads(text)
    return parameters, body


async def test_no_spoilt_body_makes_it_fail(door: Door) -> None:
    headers = {"Content-Type": "application/json", "If-Match": "*"}
    for name, (method, path, operation) in sorted(OPERATIONS.items()):
        if "requestBody" not in operation:
            continue
        parameters, sound = await living(door, EXAMPLES[name])
        where = addressed(path, parameters)
        for number, body in enumerate(spoilt(sound)):
            if number % ONE_IN == 0:
                sent = orjson.dumps(body)
                answer = await door.ask(method.upper(), where, key="admin", content=sent, headers=headers)
                assert answer.status_code < 500, (name, body, answer.text)
        sound_answer = await door.ask(method.upper(), where, key="admin", json=sound, headers=headers)
        assert sound_answer.status_code < 500, (name, sound_answer.text)


async def test_no_spoilt_parameter_makes_it_fail(door: Door) -> None:
    odd = [
        "",
        "\0",
        "я" * 400,
        "-1",
        "99999999999999999999",
        "1e9",
        "null",
        "2022-13",
        "%ED%A0%80",
        "[]",
        "a/../b",
        "%25",
    ]
    for name, (method, path, operation) in sorted(OPERATIONS.items()):
        example = EXAMPLES[name]
        for parameter in operation.get("parameters", []):
            for value in odd:
                given = {**example.parameters, parameter["name"]: value}
                query = {one["name"]: given[one["name"]] for one in operation["parameters"]
                         if one["in"] == "query" and one["name"] in given}  # fmt: skip
                headers = {}
                if parameter["in"] == "header":
                    headers[parameter["name"]] = value.encode("utf-8", "replace").replace(b"\0", b"?")
                body = {"json": example.request} if "requestBody" in operation else {}
                answer = await door.ask(
                    method.upper(), addressed(path, given), key="admin", params=query, headers=headers, **body
                )
                assert answer.status_code < 500, (name, parameter["name"], value, answer.text)
