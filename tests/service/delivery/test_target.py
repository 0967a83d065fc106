"""One POST to a target: to the address that was checked, and whatever the target does, an answer in words."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import pytest

from service.delivery.addresses import Reach, networks_of
from service.delivery.target import Answered, check_target, open_target, read_url
from tests.receiving import LOOPBACK, Receiver, Reply, receiving, signature
from tests.served import free_port

LOCAL = Reach(networks_of(LOOPBACK))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


def leading_to(*addresses: str) -> Reach:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return Reach(networks_of(LOOPBACK), resolve)


async def post(url: str, reach: Reach = LOCAL, seconds: float = 5) -> Answered:
    async with open_target(url, reach, seconds) as target:
        return await target.post(b"{}", {"webhook-id": "m"})


def test_a_message_is_signed_as_the_specification_shows() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_the_name_is_told_and_the_checked_address_is_connected_to(receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2]
    answered = await post(f"http://hooks.partner.example:{port}?a=b", leading_to("127.0.0.1"))
    assert answered.accepted, answered
    (received,) = receiver.received
    assert received.headers["host"] == f"hooks.partner.example:{port.partition('/')[0]}"
    assert received.headers["user-agent"].startswith("Poimenno/")
    assert received.path == "/hook?a=b"


async def test_the_next_address_is_tried_where_one_cannot_be_connected_to(receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2]
    assert (await post(f"http://hooks.partner.example:{port}", leading_to("127.0.0.2", "127.0.0.1"))).accepted


async def test_an_address_that_hangs_leaves_time_for_the_next(receiver: Receiver) -> None:
    port = int(receiver.url.rpartition(":")[2].partition("/")[0])
    with ExitStack() as stack:
        stack.enter_context(socket.create_server(("127.0.0.2", port), backlog=0))
        for _ in range(3):  # who comes after these is kept waiting
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.2", port))
        answered = await post(f"http://hooks.partner.example:{port}", leading_to("127.0.0.2", "127.0.0.1"), seconds=4)
    assert answered.accepted, answered
    assert answered.ms >= 1000


async def test_the_environments_proxies_are_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert (await post(receiver.url)).accepted


async def test_an_inner_address_is_never_connected_to(receiver: Receiver) -> None:
    answered = await post(receiver.url, Reach())
    assert not answered.accepted
    assert answered.error == "not sent: it leads to an address that isn't on the public internet"
    assert receiver.received == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    with receiving() as inside:
        receiver.answers(Reply(status, {"location": inside.url}))
        answered = await post(receiver.url)
        assert (answered.status, answered.accepted) == (status, False)
        assert "redirect" in str(answered.error)
        assert inside.received == []


@pytest.mark.parametrize(("status", "accepted"), [(200, True), (202, True), (204, True), (400, False), (500, False)])
async def test_only_2xx_is_a_yes(receiver: Receiver, status: int, accepted: bool) -> None:
    receiver.answers(Reply(status, body=b"" if status == 204 else b"words"))
    answered = await post(receiver.url)
    assert (answered.status, answered.accepted, answered.error) == (status, accepted, None)


async def test_a_target_that_hangs_is_left(receiver: Receiver) -> None:
    receiver.answers(Reply(hangs=True))
    answered = await post(receiver.url, seconds=0.1)
    assert (answered.status, answered.error) == (None, "no answer within 0.1 seconds")


async def test_a_long_answer_is_not_read_to_its_end(receiver: Receiver) -> None:
    receiver.answers(Reply(200, body=b"x" * 50_000_000))
    assert (await post(receiver.url)).accepted


async def test_nobody_listens() -> None:
    answered = await post(f"http://127.0.0.1:{free_port()}/")
    assert (answered.status, answered.error) == (None, "can't be connected to")


def answering(raw: bytes) -> tuple[int, threading.Thread, list[bytes]]:
    """A server for one connection that answers bytes to whatever comes first; its port, thread, and what came."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        with listener, listener.accept()[0] as connection:
            heard.append(connection.recv(65536))
            connection.sendall(raw)

    thread = threading.Thread(target=serve)
    thread.start()
    return listener.getsockname()[1], thread, heard


async def test_what_answers_may_be_no_http() -> None:
    port, thread, _ = answering(b"SSH-2.0-test\r\n")
    answered = await post(f"http://127.0.0.1:{port}/")
    thread.join()
    assert answered.error == "the connection broke, or what answered is not HTTP"


async def test_tls_names_the_host_and_not_the_address() -> None:
    port, thread, heard = answering(b"this is no TLS at all, so the handshake fails")
    answered = await post(f"https://hooks.partner.example:{port}/", leading_to("127.0.0.1"))
    thread.join()
    assert b"hooks.partner.example" in heard[0]
    assert "TLS" in str(answered.error)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://a.example/", "http or https"),
        ("//a.example/", "http or https"),
        ("https://", "http or https"),
        ("https://user:password@a.example/", "user name"),
        ("https://a.example:99999/", "no port"),
        ("https://a.example:0/", "no port"),
        ("https://a.example\n/", "no address"),
    ],
)
def test_an_address_that_is_no_target(url: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_url(url)


async def test_a_target_is_checked_when_it_is_named() -> None:
    with pytest.raises(ValueError, match="public internet"):
        await check_target("http://127.0.0.1/", Reach())
    await check_target("http://a.example/", leading_to())
