from schemas.reference.courts import BUILT_IN_COURTS, Court
from service.storage import courts
from service.storage.engine import Database
from service.storage.transaction import writing
from service.usecases.list_reference import list_articles, list_courts, list_regions


async def test_loaded_courts_stand_before_those_built_in(fresh_database: Database) -> None:
    known = BUILT_IN_COURTS[0]
    async with writing(fresh_database.engine) as tx:
        await courts.replace(
            tx,
            [
                Court(code=known.code, name="Суд с новым именем", region=known.region, kind=known.kind),
                Court(code="99RS0001", name="Тестовый районный суд Щёлково", region="RU-MOS", kind="district"),
            ],
        )
    found = await list_courts(fresh_database, limit=1000)
    by_code = {item["code"]: item for item in found["items"]}
    assert found["next"] is None
    assert list(by_code) == sorted({court.code for court in BUILT_IN_COURTS} | {"99RS0001"})
    assert by_code[known.code]["name"] == "Суд с новым именем"
    assert set(by_code["99RS0001"]) == {"code", "name", "region", "kind"}
    for q in ("щелково", "ЩЁЛКОВО", "99rs", "Shchelkovo", "Testovy District Court"):
        assert [item["code"] for item in (await list_courts(fresh_database, q=q))["items"]] == ["99RS0001"], q
    in_region = await list_courts(fresh_database, q="тестовый", region="RU-KAM")
    assert in_region["items"] == []


async def test_courts_come_in_pages(fresh_database: Database) -> None:
    codes: list[str] = []
    cursor = None
    while True:
        page = await list_courts(fresh_database, cursor=cursor, limit=7)
        codes += [item["code"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert codes == sorted(court.code for court in BUILT_IN_COURTS)


async def test_regions_and_articles_are_listed(database: Database) -> None:
    regions = (await list_regions(database))["items"]
    assert "RU-BA" in {one["code"] for one in regions}
    assert all(set(one) == {"code", "name_ru", "name_en"} for one in regions)
    numbers = [one["number"] for one in (await list_articles(database, q="337"))["items"]]
    assert numbers == ["337"]
    desertion = (await list_articles(database, q="Дезертирство"))["items"]
    assert [one["number"] for one in desertion] == ["338"]
    assert len((await list_articles(database))["items"]) > 100
