"""One target, and POSTs to it: to the very address that was checked, without proxies, redirects or long waits."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Final

import httpx

from service.delivery.addresses import Reach, Refused, Unresolved
from service.version import VERSION

_PORTS: Final = {"http": 80, "https": 443}
_READ: Final = 64 * 1024
"""Bytes of an answer that are read, so that the connection can be used again; the rest is cut off."""
_CONNECTING: Final = 0.3
"""Share of the time in which one address must be connected to, so that one that hangs leaves some to the others."""
_AGENT: Final = f"Poimenno/{VERSION}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an attempt: the status of the answer, or why there is none; how long it took."""

    ms: int
    status: int | None = None
    error: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether the target took the message (2xx). A redirect is no answer: it may lead anywhere."""
        return self.error is None and self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the target wants no more (410)."""
        return self.status == 410


def read_url(url: str) -> httpx.URL:
    """A target's address. Raises ValueError, in words, for one that can't be connected to or carries a password."""
    try:
        read = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ValueError("is no address") from error
    if read.scheme not in _PORTS or not read.raw_host:
        raise ValueError("must be an absolute http or https address")
    if read.userinfo:
        raise ValueError("must not hold a user name or password")
    if read.port is not None and not 0 < read.port < 1 << 16:
        raise ValueError("has no port that can be connected to")
    return read.copy_with(fragment=None)


async def check_target(url: str, reach: Reach) -> None:
    """Raises ValueError, in words, for an address that can't be a target. A name that leads nowhere yet may be one."""
    read = read_url(url)
    try:
        await reach.addresses(_host(read), _port(read))
    except Refused as error:
        raise ValueError(str(error)) from error
    except Unresolved:
        return


class Target:
    """An open way to one address (URL); connections last as long as the `with` of `open_target`."""

    def __init__(self, client: httpx.AsyncClient, url: httpx.URL, seconds: float) -> None:
        self._client = client
        self._url = url
        self._seconds = seconds

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Answered:
        """Send JSON; whatever goes wrong is told in the answer, in words that quote nothing from inside."""
        started = perf_counter()
        status, error = None, None
        try:
            async with asyncio.timeout(self._seconds):
                status = await self._post(body, headers)
        except TimeoutError:
            error = f"no answer within {self._seconds:g} seconds"
        except (Refused, Unresolved) as why:
            error = f"not sent: {why}"
        except httpx.HTTPError as why:
            error = _in_words(why)
        if status is not None and 300 <= status < 400:
            error = "a redirect, which is not followed: register the address that it leads to"
        return Answered(round((perf_counter() - started) * 1000), status, error)

    async def _post(self, body: bytes, headers: Mapping[str, str]) -> int:
        sent = {**headers, "content-type": "application/json", "user-agent": _AGENT}
        async with self._client.stream("POST", self._url, content=body, headers=sent) as response:
            length = 0
            async for chunk in response.aiter_raw():
                length += len(chunk)
                if length > _READ:
                    break
            return response.status_code


@asynccontextmanager
async def open_target(url: str, reach: Reach, seconds: float) -> AsyncIterator[Target]:
    """A way to a target, each attempt at which may take so many seconds."""
    read = read_url(url)
    limits = httpx.Limits(max_connections=1)
    inner = httpx.AsyncHTTPTransport(verify=_certificates(), trust_env=False, limits=limits)
    # trust_env: the environment's proxies would connect to whatever they like.
    async with httpx.AsyncClient(
        transport=Checked(inner, reach), trust_env=False, follow_redirects=False,
        timeout=httpx.Timeout(seconds, connect=seconds * _CONNECTING),
    ) as client:  # fmt: skip
        yield Target(client, read, seconds)


class Checked(httpx.AsyncBaseTransport):
    """Looks a host up, has its addresses checked, and connects to one of these and to nothing else.

    The request goes to the address itself, with the name in `Host` and in TLS, so that no second look-up can lead
    elsewhere. One instance serves one target: connections are kept by address, and two names may share one.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, reach: Reach) -> None:
        self._inner = inner
        self._reach = reach

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Try the addresses in turn until one can be connected to. Raises Refused, Unresolved, httpx.HTTPError."""
        url = request.url
        request.extensions = {**request.extensions, "sni_hostname": _host(url)}
        unreachable: httpx.HTTPError | None = None
        for address in await self._reach.addresses(_host(url), _port(url)):
            request.url = url.copy_with(host=address)
            try:
                return await self._inner.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                unreachable = error
        raise unreachable or Unresolved("its name can't be resolved")

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii")


def _port(url: httpx.URL) -> int:
    return url.port or _PORTS[url.scheme]


def _in_words(error: httpx.HTTPError) -> str:
    if isinstance(error.__cause__, ssl.SSLError) or isinstance(error.__context__, ssl.SSLError) or "SSL" in str(error):
        return "its certificate is not valid for its name, or TLS failed"
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return "can't be connected to"
    if isinstance(error, httpx.TimeoutException):
        return "did not answer in time"
    return "the connection broke, or what answered is not HTTP"


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """The authorities that targets' certificates are checked by; reading them takes long, so once."""
    return httpx.create_ssl_context(trust_env=True)
