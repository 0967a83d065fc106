"""What reading, keying and scoring names cost: microseconds a name, pairs a second of processor time.

    python -m benchmarks.matching.speed [--names 20000]

Names come from `russiannames`. Pairs are half strangers, half candidates that share a surname.
"""

import argparse
import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.matching.generated import Names
from matching.block import record_keys
from matching.profile import Profile, profile_from_json, profile_to_json
from matching.score import score

T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=20_000)
    options = parser.parse_args(arguments)
    names = Names(seed=2)
    printed = [f"{name.family} {name.given} {name.patronymic}" for name in names.draw(options.names)]
    profiles = timed("read and fold", len(printed), lambda: [profile(text) for text in printed])
    timed("keys", len(profiles), lambda: [record_keys(one) for one in profiles])
    stored = timed("to JSON", len(profiles), lambda: [profile_to_json(one) for one in profiles])
    timed("from JSON", len(profiles), lambda: [profile_from_json(one) for one in stored])
    pairs = [tuple(names.random.choices(profiles, k=2)) for _ in range(options.names)]
    families: dict[tuple[str, ...], list[Profile]] = defaultdict(list)
    for one in profiles:
        families[one.names[0].family].append(one)
    pairs += [(group[0], other) for group in families.values() for other in group[1:]]
    for label in ("score, first time", "score, again"):
        timed(label, len(pairs), lambda: [score(left, right) for left, right in pairs])
    return 0


def profile(printed: str) -> Profile:
    """A name with a region."""
    return Profile.build(kind="casualty", names=[(printed, None, None, None)], regions=["RU-BA"])


def timed(label: str, count: int, work: Callable[[], list[T]]) -> list[T]:
    """Run without the garbage collector, as timeit does, and print the cost of one."""
    gc.collect()
    gc.disable()
    started = time.process_time()
    made = work()
    seconds = time.process_time() - started
    gc.enable()
    print(f"{label:18} {seconds / count * 1e6:7.1f} µs each, {count / seconds:9.0f} a second")
    return made


if __name__ == "__main__":
    sys.exit(main())
