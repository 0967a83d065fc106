"""Whether a score means what it says: generated reports of known persons, scored pair by pair.

    python -m benchmarks.matching.calibration [--persons 40000]

Names come from `russiannames`. A quarter of the persons are in two to five reports; half of the
reports romanised or Ukrainian, half without patronymic, 40 % without birth year, 5 % with a misprint; homonyms as
frequent as in life. The prior is that of a list so long. Shown: the share of true pairs by score, and what would be
attached without a maintainer.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import log2

from benchmarks.matching.generated import Drawn, Names, printed
from matching.block import query_keys, record_keys
from matching.profile import Profile
from matching.score import attach_decision, score

REGIONS = [f"RU-{n:02}" for n in range(85)]
BINS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.01)
#: Candidates of one report that are scored, as a look-up in the registry does.
CANDIDATES = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=40_000)
    options = parser.parse_args(arguments)
    names = Names(seed=3)
    made = list(reports(names.draw(options.persons), names.random))
    table = [[0, 0] for _ in BINS]
    attached, wrong, missed = 0, [], 0
    prior = -log2(len(made))
    for left, right in candidate_pairs(made):
        found = score(made[left][1], made[right][1], prior=prior)
        same = made[left][0] == made[right][0]
        table[next(n for n, top in enumerate(BINS) if found.probability < top)][same] += 1
        if attach_decision(found) == "attach":
            attached += 1
            if not same:
                wrong.append((left, right))
        missed += same and found.probability < 0.5
    true_pairs = sum(count * (count - 1) // 2 for count in counts(made).values())
    low = 0.0
    for top, (others, sames) in zip(BINS, table, strict=True):
        if others + sames:
            print(f"{low:5.3f} – {min(top, 1):5.3f}  {others + sames:7} pairs, same {sames / (others + sames):.3f}")
        low = top
    found_same = sum(row[1] for row in table)
    print(f"{true_pairs} true pairs, {found_same} among candidates, {missed} of them below one half")
    print(f"attached {attached}, of them right {1 - len(wrong) / max(1, attached):.4f}")
    for left, right in wrong[:12]:
        print("   ", made[left][1].names[0].raw, "|", made[right][1].names[0].raw)
    return 0


def reports(people: list[Drawn], chance: random.Random) -> Iterator[tuple[int, Profile]]:
    """The reports of all, each with its person's number."""
    for number, name in enumerate(people):
        born, region = chance.randint(1965, 2004), chance.choice(REGIONS)
        for _ in range(chance.randint(2, 5) if chance.random() < 0.25 else 1):
            yield number, report(name, born, region, chance)


def report(name: Drawn, born: int, region: str, chance: random.Random) -> Profile:
    """One report of a person."""
    text = printed(name, chance)
    years = [] if chance.random() < 0.4 else [(date(born, 1, 1), date(born, 12, 31))]
    regions = [] if chance.random() < 0.3 else [region]
    return Profile.build(kind="casualty", names=[(text, None, None, None)], born=years, regions=regions)


def candidate_pairs(made: list[tuple[int, Profile]]) -> Iterator[tuple[int, int]]:
    """What arrival one by one would compare: each report with the best candidates before it."""
    lists: dict[int, list[int]] = defaultdict(list)
    for number, (_, profile) in enumerate(made):
        shared: dict[int, float] = defaultdict(float)
        for key, weight in query_keys(profile):
            for other in lists[key]:
                shared[other] += weight
        for other in sorted(shared, key=lambda n: -shared[n])[:CANDIDATES]:
            yield number, other
        for key in record_keys(profile):
            lists[key].append(number)


def counts(made: list[tuple[int, Profile]]) -> dict[int, int]:
    """Reports by person."""
    found: dict[int, int] = defaultdict(int)
    for number, _ in made:
        found[number] += 1
    return found


if __name__ == "__main__":
    sys.exit(main())
