"""The documentation as a page of plain HTML, made from the OpenAPI document."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any, Final

import orjson

_STYLE: Final = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h2{margin-top:3rem;text-transform:capitalize}h3{margin:2rem 0 .5rem;font-size:1.05rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{overflow:auto;padding:.75rem;border:1px solid #8884}
table{border-collapse:collapse}td,th{padding:.15rem .75rem .15rem 0;text-align:left;vertical-align:top}
nav a{margin-right:1rem}summary{cursor:pointer}
"""

Operation = tuple[str, str, dict[str, Any]]


def page(document: dict[str, Any]) -> str:
    """The page of an OpenAPI document."""
    found = sorted(_operations(document), key=lambda one: one[2]["tags"][0])
    groups = [(tag, list(some)) for tag, some in groupby(found, key=lambda one: one[2]["tags"][0])]
    links = "".join(f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag, _ in groups)
    about = "".join(f"<p>{escape(part)}</p>" for part in document["info"]["description"].strip().split("\n\n"))
    body = "".join(_group(tag, some) for tag, some in groups)
    title = f"{escape(document['info']['title'])} {escape(document['info']['version'])}: the API"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f'<h1>{title}</h1>{about}<p><a href="/openapi.json">OpenAPI document</a></p><nav>{links}</nav>{body}'
        "</body></html>"
    )


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _group(tag: str, operations: list[Operation]) -> str:
    return f'<section id="{escape(tag)}"><h2>{escape(tag)}</h2>{"".join(map(_operation, operations))}</section>'


def _operation(one: Operation) -> str:
    method, path, operation = one
    name = escape(operation["operationId"])
    needs = next((scope["key"][0] for scope in operation.get("security", []) if scope), None)
    key = f"<p>Scope: <code>{escape(needs)}</code>{_unless_public(operation)}</p>" if needs else "<p>No key needed.</p>"
    return (
        f'<h3 id="{name}"><code>{method} {escape(path)}</code></h3>'
        f"<p>{escape(operation.get('description', ''))}</p>{key}"
        f"{_parameters(operation)}{_request(operation)}{_answers(operation)}"
    )


def _unless_public(operation: dict[str, Any]) -> str:
    return ", or no key at all" if {} in operation["security"] else ""


def _parameters(operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><th><code>{escape(one['name'])}</code></th><td>{escape(one['in'])}{' (required)' * one['required']}</td>"
        f"<td>{escape(one.get('description', ''))}</td><td>{_example(one.get('example'))}</td></tr>"
        for one in operation.get("parameters", [])
    )
    return f"<table>{rows}</table>" if rows else ""


def _example(value: Any) -> str:
    return "" if value is None else f"<code>{escape(str(value))}</code>"


def _request(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    return "".join(_block("Request", media, one.get("example")) for media, one in content.items())


def _answers(operation: dict[str, Any]) -> str:
    return "".join(
        _block(f"{status} {answer['description']}", media, one.get("example"))
        for status, answer in sorted(operation["responses"].items())
        for media, one in (answer.get("content") or {"": {}}).items()
    )


def _block(title: str, media: str, value: Any) -> str:
    shown = value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    summary = f"<summary>{escape(title)} <small>{escape(media)}</small></summary>"
    return f"<details>{summary}<pre>{escape(shown)}</pre></details>" if media else f"<p>{escape(title)}</p>"
