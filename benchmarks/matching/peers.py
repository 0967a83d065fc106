"""What others make of the same pairs and lists; measured where they are installed (`make bench` installs them)."""

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.matching.own_pairs import Pair


def logic_v2() -> Callable[[Pair], float] | None:
    """OpenSanctions' logic-v2 (nomenklatura), 0…1, on two persons of one name each; None where it isn't installed."""
    if find_spec("nomenklatura") is None:
        return None
    algorithm = import_module("nomenklatura.matching").get_algorithm("logic-v2")
    model, config = import_module("followthemoney").model, algorithm.default_config()

    @lru_cache(maxsize=100_000)
    def person(name: str, born: str | None) -> Any:
        entity = model.make_entity("Person")
        entity.id = f"{name} {born}"
        entity.add("name", name)
        entity.add("birthDate", born)
        return entity

    def compare(pair: Pair) -> float:
        left, right = person(pair.left, pair.born[0]), person(pair.right, pair.born[1])
        return float(algorithm.compare(left, right, config).score)

    compare(Pair("Иван", "Ivan", True, ""))  # what it loads belongs to no pair
    return compare
