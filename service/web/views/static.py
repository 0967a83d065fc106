"""Static files."""

from typing import Final

from fastapi import Request, Response

from service.http.auth import Anyone
from service.web.assets import read_asset
from service.web.page import pages

router = pages()
_FOR_GOOD: Final = "public, max-age=31536000, immutable"


@router.get("/static/{file}")
async def read_static(request: Request, file: str, actor: Anyone) -> Response:
    """A file, to be kept for good: with other content it gets another address."""
    found = read_asset(request.url.path)
    return Response(found.body, media_type=found.media, headers={"Cache-Control": _FOR_GOOD})
