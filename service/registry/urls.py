"""One spelling for each web address, so that one page is one document."""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = ("utm_", "fbclid", "gclid", "yclid", "igshid")
_PORTS = {"http": ":80", "https": ":443"}


@lru_cache(maxsize=65536)
def canonical_url(url: str) -> str:
    """The address without what does not change the page.

    Scheme (http is taken as https), case of the host, default port, fragment, last slash and tracking parameters.
    A text that is no address comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        return url
    host = parts.netloc.lower().removesuffix(_PORTS[scheme])
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(key)]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"https://{host}{parts.path.rstrip('/')}{query}"


def _tracks(key: str) -> bool:
    return key.lower().startswith(_TRACKING)
