"""`make bench`: run benchmarks, show tables with ratios, keep them as JSON; `python -m benchmarks NAME…` runs some."""

import argparse
import importlib

from benchmarks.measure import keep, show

BENCHMARKS = {
    "read": "benchmarks.registry.read",
    "submit": "benchmarks.registry.submit",
    "resend": "benchmarks.registry.resend",
    "load": "benchmarks.registry.load",
    "pairs": "benchmarks.matching.judge",
    "calibration": "benchmarks.matching.reliability",
    "look_up": "benchmarks.matching.look_up",
    "link": "benchmarks.matching.link",
    "feed": "benchmarks.registry.feed",
    "export": "benchmarks.registry.export",
    "ask": "benchmarks.registry.ask",
}


def main() -> None:
    """Each benchmark is a module with `TITLE` and `run(scale) -> list[Measure]`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which; all when none is named")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size, for a quick try")
    given = parser.parse_args()
    for name in given.names or BENCHMARKS:
        module = importlib.import_module(BENCHMARKS[name])
        measures = module.run(given.scale)
        show(module.TITLE, measures)
        if given.scale == 1.0:
            keep(name, measures)


if __name__ == "__main__":
    main()
