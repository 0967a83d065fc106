"""Whether a list's duplicates are found: pair F1 of `poimenno link`, seconds, and the memory of its processes.

Also how many of the pairs that the registry would attach without a maintainer are right.

    python -m benchmarks.matching.link [--reports 100000] [--seed 5] [--threshold 0.5]

Names come from `russiannames` by frequency. A quarter of the persons are in two to five reports; half of the reports
romanised or Ukrainian, half without patronymic, 40 % without birth year, 5 % with a misprint.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.matching.generated import Drawn, Names, printed
from benchmarks.measure import Measure
from matching import model
from matching.score import attach_decision, score
from service.linking.scoring import Profiles, links
from service.linking.workplace import Workplace, open_workplace
from service.usecases.link_list import finish, link_list, working_directory

TITLE = "Linking a generated list with itself"
REPORTS = 100_000
THRESHOLDS = (0.25, 0.35, 0.5, 0.65)
REGIONS = (
    "RU-BA", "RU-TA", "RU-SVE", "RU-CHE", "RU-SAM", "RU-ROS", "RU-KDA", "RU-PER", "RU-BU", "RU-ZAB", "RU-IRK", "RU-VGG",
    "RU-SAR", "RU-ORE", "RU-OMS", "RU-NVS", "RU-ALT", "RU-KEM", "RU-DA", "RU-MOW", "RU-MOS", "RU-LEN", "RU-SPE",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line, and the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threshold", type=float, default=0.5)
    options = parser.parse_args(arguments)
    print(json.dumps(measured(options.reports, options.seed, options.threshold)))
    return 0


def run(scale: float) -> list[Measure]:
    """The threshold that is best on a shorter list of another seed, judged on the long one."""
    tried = {threshold: measured(int(20_000 * scale), 6, threshold)["f1"] for threshold in THRESHOLDS}
    threshold = max(tried, key=lambda one: tried[one])
    found = measured(int(REPORTS * scale), 5, threshold)
    return [
        Measure("reports", found["reports"], ""),
        Measure("threshold", threshold, ""),
        Measure("pair F1", found["f1"], "", goal=0.95),
        Measure("precision", found["precision"], ""),
        Measure("recall", found["recall"], ""),
        Measure("attached without a maintainer: right", found["attached_right"], "", goal=0.995),
        Measure("seconds", found["seconds"], "s"),
        Measure("memory of the largest process", found["largest_process_mb"], "MB"),
    ]


def measured(count: int, seed: int, threshold: float) -> dict[str, float]:
    """What linking so many generated reports finds, how long it takes, and how much memory."""
    with tempfile.TemporaryDirectory() as directory:
        source, output = Path(directory, "list.ndjson"), Path(directory, "clusters.csv")
        write(source, count, seed)
        began = time.perf_counter()
        linked, rows = link_list(source, output, threshold=threshold)
        found = {row.external_id: row.cluster for row in rows}
        seconds = time.perf_counter() - began
        sure = attached(open_workplace(source, working_directory(output)), list(found))
        finish(output)
    result = {"reports": count, "seconds": round(seconds, 1), "compared": linked.compared, **judge(found)}
    result |= {"attached_pairs": sure[0], "attached_right": round(sure[1] / max(1, sure[0]), 5)}
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return result | {"largest_process_mb": peak // 1024}


def write(path: Path, count: int, seed: int) -> None:
    """A list of so many reports; the id says whose each is."""
    with path.open("w", encoding="utf-8") as file:
        for number, report in enumerate(reports(count, seed)):
            report["external_id"] += f"-{number}"
            file.write(json.dumps(report, ensure_ascii=False) + "\n")


def reports(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Reports in random order."""
    names = Names(seed)
    made = [report for number, name in enumerate(names.draw(count)) for report in _of(number, name, names.random)][
        :count
    ]
    names.random.shuffle(made)
    yield from made


def _of(number: int, name: Drawn, chance: random.Random) -> Iterator[dict[str, Any]]:
    born, region = chance.randint(1965, 2004), chance.choice(REGIONS)
    for _ in range(chance.randint(2, 5) if chance.random() < 0.25 else 1):
        yield {
            "kind": "casualty",
            "external_id": str(number),
            "document": {"source": "generated", "type": "list", "title": "Generated", "published_on": "2024-01-01"},
            "casualty": {
                "names": [{"full": printed(name, chance)}],
                "status": "killed",
                "born": None if chance.random() < 0.4 else str(born),
                "home": None if chance.random() < 0.3 else {"region": region},
            },
        }


def attached(place: Workplace, identities: list[str]) -> tuple[int, int]:
    """Pairs that would be attached without a maintainer, and how many of them are right."""
    people = [identity.partition("-")[0] for identity in identities]
    profiles = Profiles(place)
    right: Counter[bool] = Counter()
    for link in links(place):
        if link.log_odds - place.prior + model.PRIOR > 0.0:
            found = score(profiles[link.left][0], profiles[link.right][0])
            if attach_decision(found) == "attach":
                right[people[link.left] == people[link.right]] += 1
    return right.total(), right[True]


def judge(found: dict[str, int]) -> dict[str, float]:
    """Precision, recall and F1 over pairs; an id begins with its person's number."""
    cells = Counter((cluster, identity.partition("-")[0]) for identity, cluster in found.items())
    both = _pairs(cells.values())
    said = _pairs(Counter(found.values()).values())
    true = _pairs(Counter(identity.partition("-")[0] for identity in found).values())
    precision, recall = both / max(1, said), both / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _pairs(sizes: Any) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


if __name__ == "__main__":
    sys.exit(main())
