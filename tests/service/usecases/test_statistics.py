from service.usecases.statistics import counts
from tests.service.usecases.registry import Registry, case, casualty
from tests.service.usecases.seed import row, store

SENTENCED = (
    "article:337", "article:337/5", "court:77GV0008", "outcome:convicted", "sentence:imprisonment", "term:36",
    "suspended:12", "sentenced:2023-09",
)  # fmt: skip


async def test_the_dead_are_counted_apart_and_the_disputed_nowhere(registry: Registry) -> None:
    home = ("region:RU", "region:RU-BA")
    await store(
        registry.db,
        row("cas-a", "status:killed", *home, "grade:single_source", "category:mobilised", "rank:private"),
        row("cas-b", "status:killed", "region:RU", "grade:two_independent", "rank:private", "age:37"),
        row("cas-c", "status:died_of_wounds", *home, "grade:single_source"),
        row("cas-d", "status:missing", *home, "grade:single_source", "category:mobilised", "age:20"),
        row("cas-e", "status:captured", "region:RU", "region:RU-KAM"),
        row("cas-f", "status:disputed", *home, "grade:two_independent"),
        row("cas-g", "status:killed", *home, state="withdrawn"),
        row("case-a", "stage:trial", "stage:wanted", "region:RU", "region:RU-VLA", "grade:official_document"),
        row("case-b", "stage:trial", "category:contract", *SENTENCED),
    )
    found = await counts(registry.db)
    assert found["casualties"] == {
        "total": 3,
        "by_status": {"killed": 2, "captured": 1, "died_of_wounds": 1, "missing": 1},
        "by_region": {"RU-BA": 2, "RU": 1},
        "by_grade": {"single_source": 2, "two_independent": 1},
        "by_category": {"mobilised": 1},
        "by_rank": {"private": 2},
        "by_age": {"37": 1},
    }
    assert found["cases"] == {
        "total": 2,
        "by_status": {"trial": 2, "wanted": 1},
        "by_region": {"RU-VLA": 1},
        "by_grade": {"official_document": 1},
        "by_category": {"contract": 1},
        "by_article": {"337": 1, "337/5": 1},
        "by_court": {"77GV0008": 1},
        "by_outcome": {"convicted": 1},
        "by_sentence": {"imprisonment": 1},
        "by_term": {"36": 1},
        "by_suspended": {"12": 1},
        "by_sentenced": {"2023-09": 1},
    }


async def test_reports_documents_and_sources_are_counted(registry: Registry) -> None:
    empty = await counts(registry.db)
    assert (empty["casualties"]["total"], empty["reports"], empty["documents"], empty["sources"]) == (0, 0, 0, 0)
    await registry.put(
        casualty("Тестов Тест", home={"region": "RU-BA"}),
        casualty("Примеров Пример"),
        case("Образцов Образец", source="b"),
    )
    found = await counts(registry.db)
    assert (found["reports"], found["documents"], found["sources"]) == (3, 2, 2)
    assert found["casualties"]["by_grade"] == {"single_source": 2}
    assert found["casualties"]["by_region"] == {"RU-BA": 1}
    assert found["cases"]["by_grade"] == {"single_source": 1}
    assert found["as_of"] > empty["as_of"]
