"""The statistics: charts, maps and tables of what the registry holds, each also as CSV."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from fastapi import Request, Response

from schemas.reference.regions import region_name
from service.errors import NotFound, Unprocessable
from service.http.auth import Reader
from service.http.parameters import Db
from service.usecases.describe_registry import changes_since, describe_registry, published_figures
from service.usecases.reference import reference_for
from service.web.page import pages
from service.web.rendering import render
from service.web.statistics.chart import chart_of
from service.web.statistics.figure import Figure, as_csv
from service.web.statistics.figures import changes_figure, figures_of
from service.web.statistics.tiles import tiles_of
from service.web.words import Language, language_of

router = pages()

_MONTH: Final = timedelta(days=30)
_FRESH: Final = {"Cache-Control": "no-cache"}
OF_PEOPLE: Final = ("died", "reported", "regions", "categories", "ages", "ranks", "delay")
OF_CASES: Final = ("sentenced", "cases_reported", "case_regions", "articles", "courts", "kinds", "terms", "suspended")
OF_SOURCES: Final = ("sources", "case_sources")


@router.get("/statistics")
async def show_statistics(request: Request, db: Db, actor: Reader, since: str = "") -> Response:
    """All figures; `since` is the day from which changes are told, a month ago unless given."""
    language = language_of(request)
    day = _day(since, language)
    found, changes = await describe_registry(db), await changes_since(db, day)
    courts = (await reference_for(db)).courts
    figures = {one.name: one for one in figures_of(found, courts, language)}
    sections = {"people": OF_PEOPLE, "cases": OF_CASES, "sources": OF_SOURCES}
    told = [{**one, "words": _scope(one["scope"], language)} for one in await published_figures(db)]
    return render(
        request, "statistics/page.html", 200, _FRESH, found=found, figures=figures, sections=sections, told=told,
        changed=changes_figure(changes, language), changes=changes, since=day.isoformat(), draw=_drawer(language),
        tiles=tiles_of, region_name=region_name,
    )  # fmt: skip


@router.get("/statistics/{name}.csv")
async def read_figure(request: Request, name: str, db: Db, actor: Reader, since: str = "") -> Response:
    """One figure's table as CSV."""
    language = language_of(request)
    if name == "changes":
        figure = changes_figure(await changes_since(db, _day(since, language)), language)
    else:
        courts = (await reference_for(db)).courts
        figure = _named(name, {one.name: one for one in figures_of(await describe_registry(db), courts, language)})
    headers = {**_FRESH, "Content-Disposition": f'attachment; filename="poimenno-{name}.csv"'}
    return Response(as_csv(figure), 200, headers, "text/csv; charset=utf-8")


def _named(name: str, figures: Mapping[str, Figure]) -> Figure:
    if name not in figures:
        raise NotFound
    return figures[name]


def _day(text: str, language: Language) -> date:
    """The day asked for. Raises Unprocessable for what is none."""
    if not text:
        return (datetime.now(UTC) - _MONTH).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unprocessable(language.say("stats.since.wrong")) from None


def _drawer(language: Language) -> Callable[[Figure], str]:
    return lambda figure: chart_of(figure, language.say(f"stats.{figure.name}.title"))


def _scope(scope: Mapping[str, Any], language: Language) -> str:
    """What a published figure counts, in words, as its source says it."""
    named = [language.name("kind", scope["kind"])]
    for field in ("status", "category", "stage", "outcome"):
        if field in scope:
            named.append(language.name("verdict_of_court" if field == "outcome" else field, scope[field]))
    if "region" in scope:
        named.append(region_name(scope["region"], language.code))
    named += [
        str(scope[field]) for field in ("counted", "court", "article", "period", "described_as") if field in scope
    ]
    return "; ".join(named)
