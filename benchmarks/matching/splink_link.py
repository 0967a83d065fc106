"""The same lists as `benchmarks.matching.link`, linked by Splink with names in our folding and widened blocking.

    python -m benchmarks.matching.splink_link [--reports 100000] [--seed 5] [--threshold-seed 6]

The threshold that gives the best F1 on one seed is judged on another. Splink 5 on DuckDB; parameters by expectation
maximisation, as its own guide trains a model without labels.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from benchmarks.matching.link import judge, reports
from matching.names.fold import consonants
from matching.names.given import given_classes
from matching.names.parse import parse_name

THRESHOLDS: Final = (0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999)
COLUMNS: Final = ("unique_id", "family", "given", "patronymic", "born", "region", "bones", "initial")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--threshold-seed", type=int, default=6)
    options = parser.parse_args(arguments)
    tried = link(options.reports, options.threshold_seed, THRESHOLDS)[0]
    threshold = max(tried, key=lambda one: tried[one]["f1"])
    found, seconds = link(options.reports, options.seed, (threshold,))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result = {"reports": options.reports, "seconds": round(seconds, 1), "threshold": threshold, **found[threshold]}
    print(json.dumps(result | {"process_mb": peak}))
    return 0


def link(count: int, seed: int, thresholds: Sequence[float]) -> tuple[dict[float, dict[str, float]], float]:
    """Precision, recall and F1 of the clusters at each threshold, and the seconds that folding and linking took."""
    made = list(reports(count, seed))
    began = time.perf_counter()
    linker = _trained(made)
    predicted = linker.inference.predict(threshold_match_probability=min(thresholds))
    found = {}
    for threshold in thresholds:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold
        )
        rows = clusters.as_record_list()
        found[threshold] = judge({row["unique_id"]: row["cluster_id"] for row in rows})
    return found, time.perf_counter() - began


def _trained(made: list[dict[str, Any]]) -> Any:
    splink, library = import_module("splink"), import_module("splink.comparison_library")
    arrow = import_module("pyarrow")
    block = splink.block_on
    rules = [block("family"), block("bones", "initial"), block("given", "patronymic", "born"),
             block("given", "born", "region")]  # fmt: skip
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.JaroWinklerAtThresholds("family", [0.93, 0.85]).configure(term_frequency_adjustments=True),
            library.JaroWinklerAtThresholds("given", [0.9]).configure(term_frequency_adjustments=True),
            library.JaroWinklerAtThresholds("patronymic", [0.9]).configure(term_frequency_adjustments=True),
            library.ExactMatch("born"),
            library.ExactMatch("region"),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    columns = dict(zip(COLUMNS, map(list, zip(*_rows(made), strict=True)), strict=True))
    table = splink.DuckDBAPI().register(arrow.table(columns))
    linker = splink.Linker(table, settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match([block("family", "given", "born")], recall=0.4)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block("family", "given"))
    training.estimate_parameters_using_expectation_maximisation(block("born", "region", "given"))
    return linker


def _rows(made: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    for number, report in enumerate(made):
        facts = report["casualty"]
        name = parse_name(facts["names"][0]["full"])
        family, given, father = (" ".join(part) or None for part in (name.family, name.given, name.patronymic))
        home = facts["home"]["region"] if facts["home"] else None
        classes = given_classes(given) if given else frozenset()
        known = f"#{min(classes)}" if classes else given
        yield (
            f"{report['external_id']}-{number}", family, known, father, facts["born"], home,
            consonants(family) if family else None, given[0] if given else None,
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
