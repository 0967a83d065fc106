"""What the wire takes: addresses as people type them, and a problem for what is no HTTP."""

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import uvicorn
from fastapi import Request, Response

from service.errors import TooLarge
from service.http.body import LARGEST_BODY, read_body
from service.http.problems import answer_to
from service.http.protocol import Protocol, with_escaped_address


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answers the query string and the body; at `/bounded` what reading a body as the service does comes to."""
    if scope["path"] == "/bounded":
        try:
            response = Response(b"%d" % len(await read_body(Request(scope, receive))))
        except TooLarge as error:
            response = answer_to(error, "/bounded").response()
        await response(scope, receive, send)
        return
    body, more = b"", True
    while more:
        event = await receive()
        body, more = body + event.get("body", b""), event.get("more_body", False)
    told = scope["query_string"] + b"|" + body
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(told))]})
    await send({"type": "http.response.body", "body": told})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(echo, http=Protocol, ws="none", lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


def said(port: int, *parts: str) -> bytes:
    """What is answered to one connection's bytes, sent in parts."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part.encode())
            time.sleep(0.05)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return answer


def test_letters_in_an_address_are_taken_as_they_are(port: int) -> None:
    answer = said(port, "GET /v1/search?q=Ёж HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.endswith(b"\r\n\r\nq=%D0%81%D0%B6|")


def test_the_second_request_of_a_connection_too(port: int) -> None:
    head = "GET /?q=ж HTTP/1.1\r\nHost: x\r\n\r\n"
    assert said(port, head, head).count(b"q=%D0%B6|") == 2


def test_a_body_is_never_touched_though_it_looks_like_a_request(port: int) -> None:
    body = "GET /ж HTTP/1.1\r\n"
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body.encode())}\r\n\r\n"
    answer = said(port, head, body)
    assert answer.endswith(b"|" + body.encode())
    assert answer.count(b"HTTP/1.1 200") == 1


def test_what_is_no_http_is_answered_by_a_problem(port: int) -> None:
    head, _, body = said(port, "rubbish\r\n\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head
    assert orjson.loads(body)["status"] == 400


@pytest.mark.parametrize("method", ["FOO", "get", "X-1"])
def test_an_unknown_method_is_answered_by_a_problem_that_names_it(port: int, method: str) -> None:
    head, _, body = said(port, f"{method} /v1/casualties HTTP/1.1\r\nHost: x\r\n\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 405 Method Not Allowed\r\n")
    assert b"content-type: application/problem+json" in head
    assert b"allow: DELETE, GET, HEAD, PATCH, POST" in head
    problem = orjson.loads(body)
    assert (problem["status"], problem["type"]) == (405, "urn:poimenno:problem:method-not-allowed")
    assert f"no method {method};" in problem["detail"]


def test_whoever_asks_for_another_protocol_is_answered_in_this_one(port: int) -> None:
    """`curl --http2` and browsers' web sockets: RFC 9110 §7.8 lets a server go on as it is, also with what follows."""
    upgrade = "GET /?one HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: {}\r\n\r\n"
    plain = "GET /?two HTTP/1.1\r\nHost: x\r\n\r\n"
    for protocol in ("h2c", "websocket"):
        answer = said(port, upgrade.format(protocol), plain)
        assert answer.count(b"HTTP/1.1 200") == 2
        assert answer.endswith(b"two|")


def test_who_sends_too_much_and_then_listens_is_answered(port: int) -> None:
    """urllib closes the connection after one request, and reads nothing before all is sent."""
    too_much = b" " * (LARGEST_BODY + 1)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/bounded", data=too_much, timeout=30)
    assert refused.value.code == 413
    assert "larger than 16 MB" in orjson.loads(refused.value.read())["detail"]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/bounded", data=too_much[1:], timeout=30) as answer:
        assert answer.read() == b"%d" % LARGEST_BODY


def test_who_asks_first_is_answered_before_anything_is_sent(port: int) -> None:
    head = f"POST /bounded HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST_BODY + 1}\r\nExpect: 100-continue\r\n\r\n"
    assert said(port, head).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("data", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nX: \xd0\xb6\r\n\r\n"])
def test_what_needs_no_escape_stays(data: bytes) -> None:
    assert with_escaped_address(data) is data
