"""Whether the right name is found: keys, ranking by shared bits, scores, as the storage does it, in memory.

    python -m benchmarks.matching.look_up [--records 200000] [--queries 400] [--limit 200]

Names come from `russiannames`. Records are printed in Russian with patronymic (half of them) and
looked up by family and given name in another print; the right one is any record of that family and given name.
"""

import argparse
import random
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from heapq import nlargest

from benchmarks.matching.generated import Drawn, Names, misprint, romanise, ukrainian
from benchmarks.measure import Measure
from matching.block import query_keys, record_keys
from matching.nearest import in_order, nearest
from matching.profile import Profile, profile_to_json
from matching.score import score

Print = Callable[[Drawn, random.Random], str]

PRINTS: dict[str, Print] = {
    "romanised": lambda name, chance: romanise(f"{name.given} {name.family}", chance.randrange(12)),
    "romanised, surname first": lambda name, chance: romanise(f"{name.family} {name.given}", chance.randrange(12)),
    "Ukrainian": lambda name, chance: ukrainian(f"{name.family} {name.given}"),
    "initials": lambda name, chance: f"{name.family} {name.given[0]}.{name.patronymic[0]}.",
    "surname alone": lambda name, chance: name.family,
    "misprint in the surname": lambda name, chance: f"{name.given} {misprint(name.family, chance)}",
    "romanised, misprint": lambda name, chance: misprinted(name, chance),
    "misprint in the given name": lambda name, chance: f"{misprint(name.given, chance)} {name.family}",
    "surname alone, misprint": lambda name, chance: misprint(name.family, chance),
}


TITLE = "The right name looked up"
RECORDS = 1_000_000
#: What each print should reach: first, among five.
GOALS = {
    "romanised": (0.97, 0.99),
    "romanised, surname first": (0.97, 0.99),
    "misprint in the surname": (0.85, 0.95),
    "romanised, misprint": (0.85, 0.95),
}
#: Records that the storage hands over for one query.
FETCHED = 400


def misprinted(name: Drawn, chance: random.Random) -> str:
    """Romanised, with a misprint in the surname."""
    family, given = romanise(name.family, chance.randrange(12)), romanise(name.given, chance.randrange(12))
    return f"{given} {misprint(family, chance)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each way of printing a name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--limit", type=int, default=200, help="records compared in full, of 400 that share most bits")
    parser.add_argument("--only", default="", help="prints whose label holds this")
    parser.add_argument("--missed", action="store_true")
    options = parser.parse_args(arguments)
    names = Names(seed=1)
    drawn = names.draw(options.records)
    index = Index(drawn, options.limit)
    index.show_missed = options.missed
    chosen = names.random.sample(range(len(drawn)), options.queries)
    for label, printed in PRINTS.items():
        if options.only not in label:
            continue
        index.measure(label, [(drawn[n], printed(drawn[n], names.random)) for n in chosen])
    return 0


def run(scale: float) -> list[Measure]:
    """The prints that the goals are set for, among so many records."""
    names = Names(seed=1)
    drawn = names.draw(int(RECORDS * scale))
    index = Index(drawn, limit=200)
    chosen = names.random.sample(range(len(drawn)), min(1000, len(drawn)))
    measures = [Measure("records", len(drawn), "")]
    for label, (first, five) in GOALS.items():
        queries = [(drawn[n], PRINTS[label](drawn[n], names.random)) for n in chosen]
        _, at_first, among_five = index.measure(label, queries)
        measures += [Measure(f"{label}: first", at_first, "", goal=first)]
        measures += [Measure(f"{label}: among five", among_five, "", goal=five)]
    return measures


def profile(printed: str) -> Profile:
    """A name and nothing else."""
    return Profile.build(kind="casualty", names=[(printed, None, None, None)])


class Index:
    """An inverted table in memory."""

    show_missed = False

    def __init__(self, drawn: list[Drawn], limit: int) -> None:
        self.drawn, self.limit = drawn, limit
        self.lists: dict[int, array[int]] = defaultdict(lambda: array("i"))
        started = time.perf_counter()
        self.printed = [self._printed(n, name) for n, name in enumerate(drawn)]
        keys = 0
        for n, text in enumerate(self.printed):
            for key in record_keys(profile(text)):
                self.lists[key].append(n)
                keys += 1
        seconds = time.perf_counter() - started
        lengths = sorted(map(len, self.lists.values()), reverse=True)
        print(
            f"{len(drawn)} records, {keys / len(drawn):.1f} keys each, {seconds / len(drawn) * 1e6:.0f} µs each;",
            end=" ",
        )
        print(f"longest lists {lengths[:5]}")

    @staticmethod
    def _printed(n: int, name: Drawn) -> str:
        return f"{name.family} {name.given} {name.patronymic}" if n % 2 else f"{name.family} {name.given}"

    def candidates(self, query: Profile) -> list[int]:
        """The records with the most shared bits, and of them those with the nearest surname, as a look-up does it."""
        found: dict[int, float] = defaultdict(float)
        for key, weight in query_keys(query):
            for n in self.lists.get(key, ()):
                found[n] += weight
        self.touched = len(found)
        most = nlargest(FETCHED, found, key=lambda n: found[n])
        near = nearest(query, [(found[n], profile_to_json(profile(self.printed[n]))) for n in most], self.limit)
        return [most[place] for place in near]

    def measure(self, label: str, queries: list[tuple[Drawn, str]]) -> tuple[float, float, float]:
        """Recall among the candidates, first, among five; what the worst query touched is printed besides."""
        hits, first, five, touched = 0, 0, 0, []
        for meant, printed in queries:
            query = profile(printed)
            near = self.candidates(query)
            touched.append(self.touched)
            records = [profile(self.printed[n]) for n in near]
            scored = [(score(query, one).log_odds, f"{n:08}", one) for n, one in zip(near, records, strict=True)]
            ranked = [near[place] for place in in_order(scored)[:5]]
            right = self._right if "alone" not in label else self._same_family
            hits += any(right(n, meant) for n in near)
            first += bool(ranked) and right(ranked[0], meant)
            five += any(right(n, meant) for n in ranked)
            if self.show_missed and not any(right(n, meant) for n in ranked):
                print(f"    {printed}: {meant} not among {[self.printed[n] for n in ranked]}")
        count = len(queries)
        touched.sort()
        print(
            f"{label:28} found {hits / count:.3f}  first {first / count:.3f}  five {five / count:.3f}   "
            f"rows touched: median {touched[count // 2]}, 95 % {touched[count * 95 // 100]}, most {touched[-1]}"
        )
        return hits / count, first / count, five / count

    def _same_family(self, n: int, meant: Drawn) -> bool:
        return self.drawn[n].family == meant.family

    def _right(self, n: int, meant: Drawn) -> bool:
        return (self.drawn[n].family, self.drawn[n].given) == (meant.family, meant.given)


if __name__ == "__main__":
    sys.exit(main())
