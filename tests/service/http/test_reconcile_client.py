"""A reconciliation client that others wrote, against the service as users start it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.usecases.open_registry import Database
from tests.served import ServedService
from tests.service.usecases.registry import Registry, case, casualty


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:The inplace keyword")  # it is older than its pandas
async def test_the_client_reconciler_finds_records(
    fresh_database: Database, fresh_address: str, serve_on: Callable[..., ServedService], tmp_path: Path
) -> None:
    pandas = pytest.importorskip("pandas")
    reconcile = pytest.importorskip("reconciler").reconcile
    registry = Registry(fresh_database)
    soldier, other, trial = await registry.put(
        casualty("Хисамутдинов Руслан Рамилевич", born="1985", home={"region": "RU-BA"}),
        casualty("Пробин Проба Пробович", born="1990"),
        case("Тестов Тест Тестович"),
    )
    endpoint = f"{serve_on(fresh_address).url}/reconcile"
    table = pandas.DataFrame({
        "who": ["Khisamutdinov Ruslan", "Probin Proba"], "born": [1985, 1990], "where": ["Башкирия", "RU-KAM"],
    })  # fmt: skip
    found = reconcile(
        table["who"], type_id="casualty", property_mapping={"born": table["born"], "region": table["where"]},
        reconciliation_endpoint=endpoint,
    )  # fmt: skip
    assert list(found["id"]) == [soldier, other]
    assert list(found["input_value"]) == list(table["who"])
    assert list(found["type_id"]) == ["casualty", "casualty"]
    assert found["score"].between(0, 100).all()
    cases = reconcile(pandas.Series(["Testov Test"] * 3), type_id="case", reconciliation_endpoint=endpoint)
    assert list(cases["id"]) == [trial]
    many = pandas.Series([soldier, other, trial])
    assert list(reconcile(many, reconciliation_endpoint=endpoint)["match"]) == [True, True, True]
