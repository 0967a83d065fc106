"""Exports over HTTP: whole, in parts, unchanged, described; and their forms."""

import base64
import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from followthemoney import model
from followthemoney.cli.cli import cli as ftm
from frictionless import Package, system

from service.http.resources.records import PLURALS
from service.storage import exports
from tests.service.http.door import Door, case, casualty, problem_in

NAMES = [f"{what}.{form}" for what in ("casualties", "cases") for form in ("ndjson", "csv", "ftm.ndjson")]
NAMES += ["redirects.csv"]
FAMILIES = ("Тестов", "Примеров", "Образцов", "Пробный")


@pytest.fixture
async def filled(door: Door) -> Door:
    """Some soldiers, one missing, one merged away; a case."""
    facts = {"home": {"region": "RU-BA", "place": "=Тестово"}, "born": "1985"}
    ids = await door.put(
        *(casualty(f"{name} Тест", source=f"s{n}", **facts) for n, name in enumerate(FAMILIES)),
        casualty("Пробин Проба", status="missing"),
        case("Тестов Тест", "Пробин Проба", source="court"),
    )
    assert (await door.post("/v1/merges", {"ids": ids[:2], "reason": "test"}, key="review")).status_code == 201
    return door


async def test_a_download_is_whole_named_and_tagged(filled: Door) -> None:
    for name in NAMES:
        await check_download(filled, name)


async def check_download(filled: Door, name: str) -> None:
    """Ask for a file twice and hold the answers to each other and to their headers."""
    answer = await filled.get(f"/v1/export/{name}")
    again = await filled.get(f"/v1/export/{name}")
    assert answer.status_code == again.status_code == 200
    assert answer.content == again.content
    for header in ("etag", "poimenno-cursor", "content-type"):
        assert answer.headers[header] == again.headers[header]
    digest = base64.b64encode(hashlib.sha256(answer.content).digest()).decode()
    assert again.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert int(again.headers["content-length"]) == len(answer.content) > 0
    assert name in answer.headers["content-disposition"]
    page = (await filled.get("/v1/changes", params={"since": answer.headers["poimenno-cursor"]})).json()
    assert page["changes"] == []


async def test_ndjson_is_what_the_addresses_answer(filled: Door) -> None:
    for plural, status, count in (("casualties", "?status=*", 4), ("casualties", "", 3), ("cases", "?status=*", 1)):
        lines = (await filled.get(f"/v1/export/{plural}.ndjson{status}")).content.splitlines()
        assert len(lines) == count
        ids = [orjson.loads(line)["id"] for line in lines]
        assert ids == sorted(ids)
        for id_, line in zip(ids, lines, strict=True):
            assert (await filled.get(f"/v1/{plural}/{id_}")).content == line


async def test_a_download_that_broke_off_is_resumed_even_when_the_registry_has_moved_on(filled: Door) -> None:
    url = "/v1/export/casualties.ndjson"
    whole = await filled.get(url)
    await filled.put(casualty("Новый Тест", source="new"))
    asked = {"Range": "bytes=100-", "If-Range": whole.headers["etag"]}
    rest = await filled.get(url, headers=asked)
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert rest.headers["content-range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    assert rest.headers["poimenno-cursor"] == whole.headers["poimenno-cursor"]
    anew = await filled.get(url)
    assert anew.headers["etag"] != whole.headers["etag"]
    other = await filled.get(url, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, anew.content)


async def test_no_part_is_served_of_a_file_with_somebody_who_was_withdrawn_or_redacted_since(filled: Door) -> None:
    url = "/v1/export/casualties.ndjson"
    for verb, body in (("withdraw", {}), ("redact", {"fields": ["names"]})):
        whole = await filled.get(url)
        hidden = orjson.loads(whole.content.splitlines()[0])
        path = f"/v1/casualties/{hidden['id']}/{verb}"
        answer = await filled.post(path, {**body, "reason": "test"}, key="admin", headers={"If-Match": "*"})
        assert answer.status_code == 200
        for more in ({}, {"If-Range": whole.headers["etag"]}):
            part = await filled.get(url, headers={"Range": "bytes=0-", **more})
            assert hidden["display_name"].encode() not in part.content
            assert part.headers["etag"] != whole.headers["etag"]


async def test_parts(filled: Door) -> None:
    url = "/v1/export/casualties.csv"
    whole = (await filled.get(url)).content
    for asked, part in (
        ("0-0", slice(0, 1)), ("10-19", slice(10, 20)), ("10-", slice(10, None)), ("-7", slice(-7, None)),
        ("5-999999999", slice(5, None)), ("-999999999", slice(0, None)),
    ):  # fmt: skip
        answer = await filled.get(url, headers={"Range": f"bytes={asked}"})
        assert (answer.status_code, answer.content) == (206, whole[part]), asked
        assert int(answer.headers["content-length"]) == len(answer.content)
    for asked in ("bytes=0-1,3-4", "bytes=", "bytes=-", "lines=1-2", "bytes=a-b"):
        answer = await filled.get(url, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (200, whole), asked
    for asked in ("999999999-", "5-4", "-0"):
        answer = await filled.get(url, headers={"Range": f"bytes={asked}"})
        problem_in(answer, 416)
        assert answer.headers["content-range"] == f"bytes */{len(whole)}"


async def test_who_holds_it_is_told_so_and_head_sends_no_body(filled: Door) -> None:
    whole = await filled.get("/v1/export/casualties.csv")
    held = await filled.get("/v1/export/casualties.csv", headers={"If-None-Match": whole.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    asked = await filled.ask("HEAD", "/v1/export/casualties.csv")
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-length"] == str(len(whole.content))


async def test_a_table_for_a_spreadsheet(filled: Door) -> None:
    plain = await filled.get("/v1/export/casualties.csv?status=*")
    marked = await filled.get("/v1/export/casualties.csv?status=*&bom=true")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    rows = list(csv.DictReader(io.StringIO(plain.text)))
    assert {row["home_place"] for row in rows} == {"'=Тестово", ""}
    assert plain.headers["content-type"].startswith("text/csv; charset=utf-8")


async def test_what_is_described_is_what_is_there(filled: Door, tmp_path: Path) -> None:
    described = await filled.get("/v1/export/datapackage.json")
    (tmp_path / "datapackage.json").write_bytes(described.content)
    assert {resource["path"] for resource in described.json()["resources"]} == set(NAMES)
    for name in NAMES:
        (tmp_path / name).write_bytes((await filled.get(f"/v1/export/{name}")).content)
    with system.use_context(trusted=True):
        package = Package(str(tmp_path / "datapackage.json"))
        for resource in [one for one in package.resources if not one.path.endswith(".csv")]:
            package.remove_resource(resource.name)
        report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == 3


async def test_entities_are_what_the_library_reads(filled: Door) -> None:
    soldiers = [
        orjson.loads(line) for line in (await filled.get("/v1/export/casualties.ftm.ndjson")).content.splitlines()
    ]
    trial = [orjson.loads(line) for line in (await filled.get("/v1/export/cases.ftm.ndjson")).content.splitlines()]
    for entity in (*soldiers, *trial):
        model.get(entity["schema"]).validate(entity)
    assert [entity["schema"] for entity in soldiers] == ["Person"] * 3
    assert [entity["schema"] for entity in trial] == ["CourtCase", *["Person", "CourtCaseParty"] * 2]
    for kind, found in (("casualty", soldiers[0]), ("case", {**trial[0], "entities": trial[1:]})):
        assert (await filled.get(f"/v1/{PLURALS[kind]}/{found['id']}.ftm.json")).json() == found


async def test_entities_are_what_its_own_commands_load(filled: Door, tmp_path: Path) -> None:
    for what in ("casualties", "cases"):
        file = tmp_path / f"{what}.ftm.json"
        file.write_bytes((await filled.get(f"/v1/export/{what}.ftm.ndjson")).content)
        sent = [orjson.loads(line) for line in file.read_bytes().splitlines()]
        for command in ("validate", "aggregate"):
            ran = CliRunner().invoke(ftm, [command, "-i", str(file)])
            assert ran.exit_code == 0, ran.output
            loaded = [orjson.loads(line) for line in ran.stdout.splitlines()]
            assert {one["id"]: one["properties"].keys() for one in loaded} == {
                one["id"]: one["properties"].keys() for one in sent
            }


async def test_an_entity_of_a_record_without_a_name_or_that_moved(filled: Door) -> None:
    answer = await filled.get("/v1/export/redirects.csv")
    away, _, into, _ = answer.text.splitlines()[1].split(",")
    moved = await filled.get(f"/v1/casualties/{away}.ftm.json")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/v1/casualties/{into}.ftm.json")
    assert (await filled.change(f"/v1/casualties/{into}/redact", {"fields": ["names"]}, key="admin")).status_code == 200
    problem_in(await filled.get(f"/v1/casualties/{into}.ftm.json"), 404)


async def test_an_export_that_fails_midway_is_cut_and_no_clean_end(
    filled: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = exports.copy_records

    async def failing(conn: Any, query: Any, sink: Any) -> None:
        await copy(conn, query, sink)
        raise ConnectionResetError("the database is gone")

    monkeypatch.setattr(exports, "copy_records", failing)
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/v1/export/casualties.ndjson", "raw_path": b"", "query_string": b"",
        "headers": [], "http_version": "1.1", "scheme": "http", "server": ("registry.test", 80), "root_path": "",
        "app": filled.app,
    }  # fmt: skip
    with pytest.raises(RuntimeError):
        await filled.app(scope, receive, send)  # type: ignore[arg-type]
    assert messages[0]["status"] == 200
    assert not any(name == b"content-length" for name, _ in messages[0]["headers"])
    assert all(message.get("more_body") for message in messages[1:])
    monkeypatch.undo()
    assert (await filled.get("/v1/export/casualties.ndjson")).text.count("\n") == 3


async def test_what_cannot_be_exported(door: Door) -> None:
    for path, status in (
        ("casualties.xlsx", 404), ("people.csv", 404), ("redirects.ndjson", 404),
        ("casualties.ndjson?status=odd", 422), ("casualties.ndjson?bom=true", 422), ("cases.csv?status=killed", 422),
        ("casualties.csv?region=RU-BA", 422),
    ):  # fmt: skip
        problem_in(await door.get(f"/v1/export/{path}"), status)
