"""Finding the duplicates in a list of reports, without any registry."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from math import log2
from pathlib import Path

import orjson

from matching.cluster import cluster
from matching.model import SHIPPED, Weights
from matching.score import probability
from service.linking import engine
from service.linking.pairing import pair_part
from service.linking.reading import Rejected, read_chunk
from service.linking.scoring import Profiles, links, log_odds, score_chunk
from service.linking.workplace import CHUNK, KEY_PARTS, Workplace, open_workplace
from service.usecases.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found: lines that are no report, pairs compared, groups of two and more, and reports in them."""

    reports: int
    rejected: tuple[Rejected, ...]
    compared: int
    clusters: int
    members: int


@dataclass(frozen=True, slots=True)
class Row:
    """One report: the number of its group, and the probability of the weakest link that holds it; None when alone."""

    external_id: str
    cluster: int
    score: float | None


def link_list(
    source: Path,
    output: Path,
    *,
    threshold: float = 0.5,
    scheduler: str | None = None,
    weights: Weights = SHIPPED,
    progress: Progress = silent,
    chunk: int = CHUNK,
) -> tuple[Linked, Iterator[Row]]:
    """Match every report of the NDJSON file with every other; the rows come in the order of the file.

    What the stages make lies in `OUTPUT.work` until `finish`; an interrupted run goes on from there. `chunk`: reports
    of one task. All workers must see both paths. Raises OSError, and NoSchedulerError when `scheduler` doesn't answer.
    """
    place = open_workplace(source, working_directory(output), chunk, weights)
    with engine.workers(scheduler) as client:
        total = len(place.chunks)
        rejected = engine.run(client, partial(read_chunk, place), place.chunks, lambda n: progress("reading", n, total))
        parts = range(KEY_PARTS)
        engine.run(client, partial(pair_part, place), parts, lambda n: progress("pairing", n, KEY_PARTS))
        scored = engine.run(client, partial(score_chunk, place), place.chunks, lambda n: progress("scoring", n, total))
    held = _clusters(place, threshold)
    refused = tuple(one for some in rejected for one in some)
    reports = sum(chunk.lines for chunk in place.chunks) - len(refused)
    linked = Linked(reports, refused, sum(scored), len({cluster for cluster, _ in held.values()}), len(held))
    return linked, _rows(place, held)


def working_directory(output: Path) -> Path:
    """Where the stages work for this output."""
    return output.with_name(output.name + ".work")


def finish(output: Path) -> None:
    """Drop what the stages left, once the output is written."""
    shutil.rmtree(working_directory(output))


def _clusters(place: Workplace, threshold: float) -> dict[int, tuple[int, float]]:
    """Number of the group and score of each report that is in one."""
    profiles = Profiles(place)
    least = log2(max(threshold, 1e-9) / max(1.0 - threshold, 1e-9))

    def between(left: int, right: int) -> float:
        return log_odds(profiles[left], profiles[right], place.prior, place.weights)

    found = cluster(links(place), between, threshold=least)
    return {number: (member.cluster, probability(member.log_odds)) for number, member in found.items()}


def _rows(place: Workplace, held: dict[int, tuple[int, float]]) -> Iterator[Row]:
    numbers: dict[int, int] = {}
    for chunk in place.chunks:
        rows = place.file(f"profiles-{chunk.number}").read_bytes().split(b"\n")
        for number, raw in enumerate(rows, chunk.first_line - 1):
            identity = orjson.loads(raw)[0]
            if identity:
                first, score = held.get(number, (number, None))
                yield Row(identity, numbers.setdefault(first, len(numbers) + 1), score)
