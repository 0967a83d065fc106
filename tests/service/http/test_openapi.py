"""The OpenAPI document: every operation is described, shows examples that hold, and names its problems."""

from typing import Any

import httpx
import pytest
from fastapi.openapi.models import OpenAPI
from jsonschema import Draft202012Validator

from service.app import create_app
from service.http.docs_page import page
from service.http.examples import EXAMPLES
from service.http.openapi import openapi_of
from service.http.resources.record_reading import MEDIA
from service.settings import Settings

DOCUMENT = openapi_of(create_app(Settings()))
OPERATIONS = [
    (method, path, operation) for path, methods in DOCUMENT["paths"].items() for method, operation in methods.items()
]
BY_ID = {operation["operationId"]: operation for _, _, operation in OPERATIONS}


def check(value: Any, schema: dict[str, Any]) -> None:
    """Hold `value` against a schema of the document."""
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(value)


def test_the_document_is_valid() -> None:
    OpenAPI.model_validate(DOCUMENT)
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_operation_ids_are_the_examples_and_unique() -> None:
    assert len(BY_ID) == len(OPERATIONS)
    assert set(BY_ID) == set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_an_operation_is_described(name: str) -> None:
    operation = BY_ID[name]
    assert len(operation["tags"]) == 1
    assert len(operation["description"]) > 20
    assert operation["description"][0].isupper()
    for parameter in operation.get("parameters", []):
        assert parameter["schema"], parameter


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_examples_hold(name: str) -> None:
    operation = BY_ID[name]
    for parameter in operation.get("parameters", []):
        assert "example" in parameter or not parameter["required"], parameter["name"]
        if "example" in parameter:
            example = parameter["example"]
            repeated = "array" in str(parameter["schema"]) and not isinstance(example, list)
            check([example] if repeated else example, parameter["schema"])
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert content["example"] is not None
        check(content["example"], content["schema"])
    for status, answer in operation["responses"].items():
        for media, content in answer.get("content", {}).items():
            assert content["example"] not in (None, ""), status
            if content.get("schema"):
                check(content["example"], content["schema"])
            assert (media == "application/problem+json") is (int(status) >= 400)


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_problems_are_named(name: str) -> None:
    statuses = {int(status) for status in BY_ID[name]["responses"]}
    assert {500, 503} <= statuses
    assert len([status for status in statuses - {206} if 200 <= status < 300]) == 1
    if "requestBody" in BY_ID[name]:
        assert {400, 413, 415, 422} <= statuses
    if "security" in BY_ID[name]:
        assert {401, 403} <= statuses


def test_no_schema_of_the_framework_is_left() -> None:
    assert not {"HTTPValidationError", "ValidationError"} & set(DOCUMENT["components"]["schemas"])


async def test_the_document_and_its_page_are_served() -> None:
    transport = httpx.ASGITransport(create_app(Settings()))
    async with httpx.AsyncClient(transport=transport, base_url="http://registry.test") as client:
        assert (await client.get("/openapi.json")).json() == DOCUMENT
        docs = await client.get("/docs")
    assert docs.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in docs.text
    assert "http://" not in docs.text.split("<body>")[0]
    assert all(f'id="{name}"' in docs.text for name in BY_ID)


def test_the_page_escapes_what_it_shows() -> None:
    document = {
        "info": {"title": "<b>", "version": "1", "description": "<i>"},
        "paths": {"/<x>": {"get": {"tags": ["t"], "operationId": "o", "responses": {"200": {"description": "<u>"}}}}},
    }
    shown = page(document)
    assert not any(tag in shown for tag in ("<b>", "<i>", "<u>", "<x>"))


@pytest.mark.parametrize("plural", ["casualties", "cases"])
def test_every_style_of_citation_is_documented(plural: str) -> None:
    answers = create_app(Settings()).openapi()["paths"][f"/v1/{plural}/{{id}}/cite"]["get"]["responses"]
    assert set(answers["200"]["content"]) == {media.partition(";")[0] for media in MEDIA.values()}
