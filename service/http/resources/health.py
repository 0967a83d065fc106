"""For operators: is the process alive, can it serve, what has it served."""

from fastapi import Response

from schemas.health import Alive, Home, Ready
from service.http.answers import answer
from service.http.auth import Anyone
from service.http.metrics import exposition
from service.http.parameters import Db
from service.http.route import resource
from service.usecases.readiness import readiness
from service.version import VERSION

router = resource("operation", prefix="")


@router.get("/", operation_id="read_home", response_model=Home)
async def home(actor: Anyone) -> Response:
    """Where to go from here."""
    return answer(
        {"name": "Poimenno", "version": VERSION, "documentation": "/docs", "openapi": "/openapi.json", "api": "/v1"}
    )


@router.get("/healthz", operation_id="read_health", response_model=Alive)
async def alive(actor: Anyone) -> Response:
    """Whether the process answers; it asks nothing of the database."""
    return answer({"status": "ok"})


@router.get("/readyz", operation_id="read_readiness", response_model=Ready)
async def ready(db: Db, actor: Anyone) -> Response:
    """Whether the database answers and its schema is the one that this version needs; else 503."""
    return answer(await readiness(db))


@router.get("/metrics", operation_id="read_metrics", response_class=Response)
async def metrics(actor: Anyone) -> Response:
    """Requests and their times, in Prometheus' text format."""
    return Response(exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
