"""Only the public internet is reached, however an address is written."""

from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from service.delivery.addresses import Reach, Refused, Unresolved, is_public, look_up, networks_of

INNER = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.8.8.8", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "fc00::1", "fd12::1",
    "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "2a00:1450:4001::1"]


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not(address: str) -> None:
    assert is_public(ip_address(address))


def reaching(*addresses: str, allowed: str = "") -> Reach:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return Reach(networks_of(allowed), resolve)


async def test_a_name_is_what_it_leads_to() -> None:
    assert await reaching("8.8.8.8", "2606:4700::1111").addresses("a.example", 443) == ["8.8.8.8", "2606:4700::1111"]
    for addresses in (["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["fe80::1%eth0"]):
        with pytest.raises(Refused, match="public internet"):
            await reaching(*addresses).addresses("a.example", 443)
    with pytest.raises(Unresolved):
        await reaching().addresses("a.example", 443)


async def test_what_the_operator_allows_is_reached_and_nothing_beside_it() -> None:
    inside = "10.1.0.0/16, fd00::/8"
    assert await reaching("10.1.2.3", "fd00::1", allowed=inside).addresses("a.example", 80)
    with pytest.raises(Refused):
        await reaching("10.2.2.3", allowed=inside).addresses("a.example", 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "localhost", "::1"])
async def test_odd_ways_of_writing_an_address_are_seen_through(host: str) -> None:
    with pytest.raises(Refused):
        await Reach(resolve=look_up).addresses(host, 80)


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long"), TimeoutError()])
async def test_a_name_that_leads_nowhere(error: Exception) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise error

    with pytest.raises(Unresolved, match="resolved"):
        await Reach(resolve=resolve).addresses("a.example", 443)


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0.1/8", "inside"])
def test_a_network_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        networks_of(text)
