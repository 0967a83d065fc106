"""How much the registry holds."""

from fastapi import Response

from schemas.lists import Stats
from service.http.answers import answer
from service.http.auth import Reader
from service.http.parameters import Db
from service.http.route import resource
from service.usecases.statistics import counts

router = resource("stats")


@router.get("/stats", operation_id="read_stats", response_model=Stats)
async def read(db: Db, actor: Reader) -> Response:
    """Published records by kind, status, region and grade of evidence; the dead by age and rank, cases by sentence."""
    return answer(await counts(db))
