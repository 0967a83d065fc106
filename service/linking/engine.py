"""Runs the stages on Dask: on all cores here, or on the cluster whose scheduler is named."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import TypeVar

from dask.distributed import Client, LocalCluster, as_completed

from service.errors import PoimennoError
from service.memory import keep_loaded

Task = TypeVar("Task")
Made = TypeVar("Made")

#: Seconds to wait for a scheduler.
WAIT = 10.0

#: Workers that may be lost under one task before it is given up.
RETRIES = 3


class NoSchedulerError(PoimennoError):
    """The scheduler of a cluster doesn't answer."""


@contextmanager
def workers(scheduler: str | None) -> Iterator[Client]:
    """A client of the cluster at `scheduler`, or of one process on each core of this machine, ended on leaving."""
    if scheduler:
        try:
            client = Client(scheduler, timeout=WAIT)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise NoSchedulerError(f"No Dask scheduler answers at {scheduler}: {error}") from error
        with client:
            yield client
        return
    count = os.cpu_count() or 1
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=count, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        yield client


def run(
    client: Client, work: Callable[[Task], Made], tasks: Sequence[Task], progress: Callable[[int], None]
) -> list[Made]:
    """What `work` makes of each task, in their order; tasks of a worker that died run again on another."""
    made: dict[int, Made] = {}
    for n, one in each(client, work, tasks):
        made[n] = one
        progress(len(made))
    return [made[n] for n in range(len(tasks))]


def each(client: Client, work: Callable[[Task], Made], tasks: Sequence[Task]) -> Iterator[tuple[int, Made]]:
    """What `work` makes of each task, with its place, as they end; nothing of it is kept here or on the workers."""
    futures = client.map(partial(_at_ease, work), tasks, pure=False, retries=RETRIES)
    place = {future.key: n for n, future in enumerate(futures)}
    ended = as_completed(futures)  # type: ignore[no-untyped-call]
    del futures
    for future in ended:
        yield place[future.key], future.result()
        future.release()


def _at_ease(work: Callable[[Task], Made], task: Task) -> Made:
    """The task in a process whose collector is told of the tables: it took two thirds of the time of scoring."""
    _keep_loaded_once()
    return work(task)


@cache
def _keep_loaded_once() -> None:
    keep_loaded()
