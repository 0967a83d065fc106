"""Bodies that are forms: `application/x-www-form-urlencoded`, and files in `multipart/form-data`."""

from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request

from service.errors import Unprocessable, Unreadable, UnsupportedMedia
from service.http.body import media_type

FORM: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 20


async def read_form(request: Request, *known: str) -> dict[str, str]:
    """The fields of an URL-encoded body. Raises Unreadable, UnsupportedMedia; Unprocessable for a field not `known`."""
    if media_type(request, expected=f"`{FORM}`") != FORM:
        raise UnsupportedMedia(f"Send `{FORM}`.")
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise Unreadable("The form is not URL-encoded UTF-8.") from None
    except ValueError:
        raise Unreadable(f"The form has more than {_MOST_FIELDS} fields.") from None
    return _checked(pairs, known)


def _checked(pairs: list[tuple[str, str]], known: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in known:
            raise Unprocessable.at("", f"the form has a field {name[:80]!r}; known are {', '.join(known)}")
        if name in found:
            raise Unprocessable.at(f"/{name}", "given more than once")
        found[name] = value
    return found
