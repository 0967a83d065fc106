"""The example of a receiver takes what the registry sends, once, and nothing else."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from service.storage.engine import Database
from service.usecases import webhooks
from tests.receiving import signature
from tests.service.usecases.hooks import open_hooks
from tests.service.usecases.registry import Registry, casualty

SCRIPT = Path(__file__).parents[2] / "examples" / "receive_webhooks.py"


@pytest.fixture
def receivers() -> Iterator[list["subprocess.Popen[str]"]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def start(receivers: list["subprocess.Popen[str]"], secret: str) -> tuple["subprocess.Popen[str]", str]:
    """The example on a free port, and its address."""
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), "0"], env={**os.environ, "WEBHOOK_SECRET": secret}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    receivers.append(process)
    assert process.stdout is not None
    return process, f"http://127.0.0.1:{process.stdout.readline().split()[-1]}/"


async def test_it_takes_what_the_registry_sends(
    fresh_database: Database, receivers: list["subprocess.Popen[str]"]
) -> None:
    registry = Registry(fresh_database)
    hooks = await open_hooks(registry)
    hook = await hooks.add("http://127.0.0.1:1/")
    process, url = start(receivers, hook["secret"])
    await webhooks.change_webhook(
        registry.db, id=hook["id"], change={"url": url}, reach=hooks.means.reach, actor=hooks.actor
    )
    (record,) = await registry.put(casualty("Тестов Тест"))
    await hooks.go()
    await webhooks.replay(registry.db, id=hook["id"], since="0", actor=hooks.actor)
    await webhooks.ask_test(registry.db, id=hook["id"], actor=hooks.actor)
    await hooks.go()
    assert [one["outcome"] for one in await hooks.log(hook)] == ["delivered"] * 3
    process.terminate()
    assert process.communicate()[0].splitlines() == [f"casualty.published {record}", "webhook.test "]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b"{}"),
        ({"webhook-id": "m", "webhook-timestamp": "1", "webhook-signature": "old"}, b"{}"),
        ({"webhook-id": "m", "webhook-timestamp": "now", "webhook-signature": "v1,AAAA"}, b"{}"),
        ({"webhook-id": "m", "webhook-timestamp": "now", "webhook-signature": "right"}, b'{"other": 1}'),
        ({"webhook-id": "n", "webhook-timestamp": "now", "webhook-signature": "right"}, b"{}"),
    ],
)
def test_it_refuses_what_others_send(
    receivers: list["subprocess.Popen[str]"], headers: dict[str, str], body: bytes
) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    _, url = start(receivers, secret)
    now = str(int(time.time()))
    signed = {
        "now": now,
        "right": signature(secret, "m", now, b"{}"),
        "old": signature(secret, "m", "1", b"{}"),
    }
    sent = {name: signed.get(value, value) for name, value in headers.items()}
    assert httpx.post(url, headers=sent, content=body, trust_env=False).status_code == 401
