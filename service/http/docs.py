"""`/openapi.json`, and `/docs`: the same as a page that needs no scripts and asks nobody else for anything."""

from fastapi import APIRouter, Request, Response
from starlette.routing import Route

from service.http.docs_page import page
from service.http.json_out import dump
from service.http.openapi import openapi_of

# Inline style only; no scripts, no third parties that would learn who reads about whom.
PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


async def read_openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return Response(dump(openapi_of(request.app)), media_type="application/json")


async def read_docs(request: Request) -> Response:
    """The documentation for people."""
    html = page(openapi_of(request.app))
    return Response(html, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": PAGE_POLICY})


router = APIRouter(routes=[Route("/openapi.json", read_openapi), Route("/docs", read_docs)])
