"""The application: settings in, an ASGI application out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from service.delivery.addresses import Reach, networks_of
from service.errors import PoimennoError, Replay
from service.http.cross_origin import CrossOrigin
from service.http.docs import router as docs
from service.http.gate import Gate
from service.http.handlers import on_error, on_replay
from service.http.openapi import openapi_of
from service.http.protocol import RELEASE
from service.http.resources import (
    cases,
    casualties,
    changes,
    check,
    documents,
    exports,
    feeds,
    health,
    keys,
    links,
    look_up,
    merges,
    partners,
    reconcile,
    reference,
    reports,
    requests,
    sources,
    splits,
    stats,
    suggestions,
    tallies,
    webhooks,
)
from service.logs import configure_logs
from service.memory import keep_loaded
from service.settings import Settings, load_settings
from service.storage.engine import open_database
from service.usecases.courier import Courier
from service.usecases.deliver_changes import Means
from service.usecases.export_files import Shelf
from service.usecases.keys import settle
from service.usecases.readiness import check_schema
from service.version import VERSION
from service.web.site import ROUTERS as PAGES

ROUTERS = (
    casualties, cases, changes, exports, reports, documents, look_up, check, reconcile, suggestions, merges, splits,
    links, sources, tallies, reference, stats, partners, webhooks, feeds, requests, keys, health,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service for these settings (absent: the environment's). Its database is open while its lifespan lasts.

    Starting raises Busy when the database can't be reached or its schema isn't this version's.
    """
    settings = settings or load_settings()
    configure_logs(settings.log_format)
    # Telemetry would put addresses with their queries, which are names, into spans.
    app = FastAPI(
        title="Poimenno",
        version=VERSION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = settings
    for pages in PAGES:  # before the API, as one shares an address with it
        app.include_router(pages)
    for module in ROUTERS:
        app.include_router(module.router)
    app.include_router(docs)
    for kind in (PoimennoError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, on_error)
    app.add_exception_handler(Replay, on_replay)
    app.add_middleware(Gate, public_read=settings.public_read)
    app.add_middleware(CrossOrigin, prefix="/reconcile")
    app.openapi = lambda: openapi_of(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[dict[str, object]]:
    async with open_database(app.state.settings) as db:
        await check_schema(db)
        app.state.db = db
        app.state.shelf = Shelf(app.state.settings.data_dir)
        app.state.shelf.tend(db)
        app.state.reach = Reach(networks_of(app.state.settings.webhook_networks))
        app.state.courier = Courier(Means(db, app.state.reach, app.state.settings.webhook_timeout))
        app.state.courier.start()
        keep_loaded()
        yield {RELEASE: db.tail.release}
        await app.state.courier.close()
        await app.state.shelf.close()
        await settle()
