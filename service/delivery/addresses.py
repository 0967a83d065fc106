"""Which addresses of the network a partner may make the service connect to: those of the public internet alone.

A target inside (a database's console, a cloud's metadata service) must not be reached by naming it, nor by a name that
leads there, nor by one that leads there later (OWASP, "Server-Side Request Forgery Prevention").
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

RESOLVING: Final = 5.0
"""Seconds that looking a name up may take."""
_TRANSLATED: Final = tuple(
    ip_network(text)
    for text in (
        "::ffff:0:0/96",  # IPv4-mapped, RFC 4291
        "::/96",  # IPv4-compatible, the same
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 of local use, RFC 8215
        "2002::/16",  # 6to4, RFC 3056
        "2001::/32",  # Teredo, RFC 4380
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
    )
)
"""Ways to name an IPv4 address by another: they lead to wherever that one does."""


class Refused(Exception):  # noqa: N818 - named by what happened
    """The target may not be connected to; the text says why, and not where it lies."""


class Unresolved(Exception):  # noqa: N818 - named by what happened
    """The target's name leads nowhere at present."""


async def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host as the system gives them. Raises OSError, UnicodeError for what is no name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, for one host, and names no other address in disguise."""
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return not any(address in network for network in _TRANSLATED if network.version == address.version)


def networks_of(text: str) -> tuple[Network, ...]:
    """The networks of a setting, `10.0.0.0/8, fd00::/8`. Raises ValueError naming one that isn't."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Reach:
    """What the service may connect to: the public internet, and the networks that the operator `allows` besides."""

    allows: tuple[Network, ...] = ()
    resolve: Resolve = look_up

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a target, each of which may be connected to. Raises Refused, Unresolved.

        A name that leads to one public and one inner address is refused: nobody has an honest reason for it.
        """
        try:
            async with asyncio.timeout(RESOLVING):
                found = await self.resolve(host, port)
        except (OSError, UnicodeError, TimeoutError) as error:
            raise Unresolved("its name can't be resolved") from error
        if not found:
            raise Unresolved("its name can't be resolved")
        if not all(self._may_reach(address) for address in _read(found)):
            raise Refused("it leads to an address that isn't on the public internet")
        return list(found)

    def _may_reach(self, address: Address) -> bool:
        allowed = any(address in network for network in self.allows if network.version == address.version)
        return allowed or is_public(address)


def _read(addresses: Iterable[str]) -> list[Address]:
    """Addresses without the zone that link-local ones carry (`fe80::1%eth0`)."""
    return [ip_address(text.partition("%")[0]) for text in addresses]
