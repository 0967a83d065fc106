"""The lists that values are checked and named by: courts, regions, articles."""

from schemas.reference.articles import ARTICLES
from schemas.reference.court_search import search_courts
from schemas.reference.regions import REGIONS
from service.storage.engine import Database
from service.usecases.cursors import page_of
from service.usecases.idempotency import Answer
from service.usecases.reference import reference_for


async def list_courts(
    db: Database, *, q: str | None = None, region: str | None = None, cursor: str | None = None, limit: int = 100,
    count: bool = False,
) -> Answer:  # fmt: skip
    """Courts by code, those an operator loaded over those built in; `q` is part of a name in either language, or of a
    code.
    """
    reference = await reference_for(db)
    items = [
        {"code": court.code, "name": court.name, "region": court.region, "kind": court.kind}
        for court in search_courts(reference.courts, q, region)
    ]
    return page_of(items, ("code",), cursor=cursor, limit=limit, count=count)


async def list_regions(db: Database, *, cursor: str | None = None, limit: int = 1000, count: bool = False) -> Answer:
    """Every region and country that a place may lie in."""
    items = [{"code": one.code, "name_ru": one.name_ru, "name_en": one.name_en} for one in REGIONS.values()]
    return page_of(items, ("code",), cursor=cursor, limit=limit, count=count)


async def list_articles(
    db: Database, *, q: str | None = None, cursor: str | None = None, limit: int = 1000, count: bool = False
) -> Answer:
    """Articles of the Criminal Code in its order; `q` is the beginning of a number or part of a title."""
    sought = _folded(q)
    items = [
        {
            "code": "uk_rf", "number": one.number, "title_ru": one.title_ru, "title_en": one.title_en,
            "parts": len(one.parts) or None,
        }
        for one in ARTICLES.values()
        if not sought or one.number.startswith(sought) or sought in _folded(f"{one.title_ru} {one.title_en}")
    ]  # fmt: skip
    return page_of(items, ("number",), cursor=cursor, limit=limit, count=count)


def _folded(text: str | None) -> str:
    """Capitals and ё don't count."""
    return (text or "").lower().replace("ё", "е").strip()
