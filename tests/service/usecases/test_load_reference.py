"""A list of courts that an operator loads is used from then on, for the records that are there too."""

from pathlib import Path

import pytest

from service.errors import Unprocessable
from service.readers.errors import UnreadableFile
from service.usecases.load_reference import load_courts, reference_lists
from service.usecases.verify import verify
from tests.service.usecases.registry import Registry, case, casualty

COURTS = "code,name,region\n99RS0001,Тестовский районный суд,RU-BA\n99RS0002,Примеровский районный суд,\n"


def write(directory: Path, text: str) -> Path:
    path = directory / "courts.csv"
    path.write_text(text)
    return path


async def test_records_follow_the_list(registry: Registry, tmp_path: Path) -> None:
    id_, other = await registry.put(
        case("Тестов Тест", court={"name": "Тестовский районный суд", "region": "RU-BA"}), casualty("Тестов Пётр")
    )
    assert (await registry.read(id_))["court"]["value"]["code"] is None
    done = await load_courts(registry.db, path=write(tmp_path, COURTS))
    assert (done.courts, done.changed) == (2, 1)
    read = await registry.read(id_)
    assert (read["court"]["value"]["code"], read["court"]["value"]["region"]) == ("99RS0001", "RU-BA")
    assert (read["version"], (await registry.read(other))["version"]) == (2, 1)
    assert (await verify(registry.db)).faults == {}
    assert (await load_courts(registry.db, path=tmp_path / "courts.csv")).changed == 0
    assert ("courts", 2, "loaded") in await reference_lists(registry.db)


@pytest.mark.parametrize("text", ["", "code,name\n", "a,b\n1,2\n", "code,name\nXX,Тестовский суд\n"])
async def test_what_is_no_list_of_courts_is_refused(registry: Registry, tmp_path: Path, text: str) -> None:
    with pytest.raises(Unprocessable, match=r"courts\.csv"):
        await load_courts(registry.db, path=write(tmp_path, text))
    assert ("courts", 0, "loaded") in await reference_lists(registry.db)


async def test_a_missing_file_is_told(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        await load_courts(registry.db, path=tmp_path / "courts.csv")
