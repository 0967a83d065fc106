"""The embedded server, with real processes: who starts it, who stops it, and what nobody else may touch."""

import asyncio
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from service.storage.embedded import EmbeddedError, embedded_database
from service.storage.embedded.cluster import SYSTEM_PLACE
from tests.service.storage.holders import Holder, listens_on_tcp, postmasters, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is asked of the kernel is asked through /proc")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory every account may pass through (pytest's own are closed), with no server left in it afterwards."""
    path = Path(tempfile.mkdtemp(prefix="poimenno-test-")).resolve()
    path.chmod(0o755)
    yield path
    left = postmasters(path)
    elsewhere = [Path(pointer.read_text().strip()) for pointer in path.rglob("pg.place")]
    left += [pid for home in elsewhere for pid in postmasters(home)]
    for folder in (path, *elsewhere):
        shutil.rmtree(folder, ignore_errors=True)
    assert left == []


@pytest.fixture(scope="module")
def prototype() -> Iterator[Path]:
    """A data directory made once, for the tests that are not about making it."""
    path = Path(tempfile.mkdtemp(prefix="poimenno-test-")).resolve()
    path.chmod(0o755)
    with embedded_database(path / "var"):
        pass
    yield path / "var"
    shutil.rmtree(path)


@pytest.fixture
def data(place: Path, prototype: Path) -> Path:
    subprocess.run(["cp", "-a", prototype, place / "var"], check=True)
    return place / "var"


def query(address: str, sql: str) -> object:
    async def ask() -> object:
        connection = await asyncpg.connect(address)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(ask())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_written_is_there_after_a_restart(place: Path) -> None:
    with embedded_database(place / "var") as address:
        query(address, "CREATE TABLE kept AS SELECT upper('хисамутдинов') AS name")
    assert postmasters(place) == []
    with embedded_database(place / "var") as address:
        assert query(address, "SELECT name FROM kept") == "ХИСАМУТДИНОВ"
    assert postmasters(place) == []


def test_the_last_one_out_stops_it(data: Path) -> None:
    with Holder(data) as first, Holder(data) as second:
        assert first.address() == second.address()
        [server] = postmasters(data)
        first.leave()
        assert postmasters(data) == [server]
        second.leave()
    assert postmasters(data) == []


def test_two_shares_in_one_process_are_two(data: Path) -> None:
    with embedded_database(data) as address:
        with embedded_database(data) as again:
            assert again == address
        assert query(address, "SELECT 1") == 1
    assert postmasters(data) == []


def test_two_processes_at_once_on_nothing_both_get_the_same_server(place: Path) -> None:
    with Holder(place / "var") as first, Holder(place / "var") as second:
        address = first.address()
        assert second.address() == address
        assert query(address, "SELECT 1") == 1
        assert len(postmasters(place)) == 1


def test_it_survives_its_only_holder_and_the_next_one_out_stops_it(data: Path) -> None:
    with Holder(data) as killed:
        killed.address()
        [server] = postmasters(data)
        killed.kill()
    assert postmasters(data) == [server]
    with Holder(data) as heir:
        assert query(heir.address(), "SELECT 1") == 1
        assert postmasters(data) == [server]
    assert postmasters(data) == []


def test_a_killed_holder_does_not_keep_it_running(data: Path) -> None:
    with Holder(data) as killed, Holder(data) as other:
        killed.address()
        other.address()
        killed.kill()
        other.leave()
    assert postmasters(data) == []


@pytest.mark.parametrize("moment", ["pg.draft-*", "pg.draft-*/PG_VERSION", "pg.draft-*/base/5", "pg", "pg.socket"])
def test_a_first_start_killed_on_the_way_does_not_spoil_the_next(place: Path, moment: str) -> None:
    with Holder(place / "var") as killed:
        wait_until(lambda: list((place / "var").glob(moment)))
        killed.kill()
    with Holder(place / "var") as next_one:
        assert query(next_one.address(), "SELECT 1") == 1
        assert list((place / "var").glob("pg.draft-*")) == []
    assert postmasters(place) == []


def test_a_server_killed_with_its_backends_is_started_again(data: Path) -> None:
    with Holder(data) as holder:
        address = holder.address()
        query(address, "CREATE TABLE kept AS SELECT 1 AS one")
        [server] = postmasters(data)
        os.kill(server, 9)
        wait_until(lambda: server not in postmasters(data))
        with Holder(data) as other:
            assert query(other.address(), "SELECT one FROM kept") == 1
    assert postmasters(data) == []


def test_the_number_of_a_dead_server_may_be_somebody_elses_by_now(data: Path) -> None:
    with Holder(data) as holder:
        holder.address()
        pid_file = (data / "pg" / "postmaster.pid").read_text()
    stale = data / "pg" / "postmaster.pid"
    stale.write_text("\n".join([str(os.getpid()), *pid_file.splitlines()[1:]]) + "\n")
    os.chown(stale, (data / "pg").stat().st_uid, (data / "pg").stat().st_gid)
    with embedded_database(data) as address:
        assert query(address, "SELECT 1") == 1


def test_it_listens_on_no_port_and_lives_in_a_session_of_its_own(data: Path) -> None:
    with embedded_database(data) as address:
        [server] = postmasters(data)
        assert query(address, "SHOW listen_addresses") == ""
        assert not listens_on_tcp(server)
        assert os.getsid(server) == server


def test_nobody_else_gets_at_data_or_socket_and_no_parent_changes(place: Path) -> None:
    place.chmod(0o751)
    before = {parent: mode(parent) for parent in place.parents}
    with embedded_database(place / "var"):
        assert mode(place / "var") & 0o066 == 0
        assert mode(place / "var" / "pg") == 0o700
        assert mode(place / "var" / "pg.socket") == 0o700
        assert mode(place / "var" / "pg.start.lock") == mode(place / "var" / "pg.shares.lock") == 0o600
    assert mode(place) == 0o751
    assert {parent: mode(parent) for parent in place.parents} == before


@needs_root
def test_under_a_closed_directory_it_lies_elsewhere_and_nothing_is_opened(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with embedded_database(closed / "var") as address:
        home = Path((closed / "var" / "pg.place").read_text().strip())
        query(address, "CREATE TABLE kept AS SELECT 1 AS one")
        assert home.parent == SYSTEM_PLACE
        assert len(postmasters(home)) == 1
        assert (mode(home / "pg"), mode(home / "pg.socket")) == (0o700, 0o700)
        assert (home / "pg").stat().st_uid != 0
    assert postmasters(home) == []
    assert (mode(closed), mode(place)) == (0o700, 0o755)
    (closed / "var").rename(closed / "moved")
    with embedded_database(closed / "moved") as address:
        assert query(address, "SELECT one FROM kept") == 1


@needs_root
def test_a_copied_data_directory_does_not_share_the_originals_database(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with embedded_database(closed / "var"):
        pass
    shutil.copytree(closed / "var", closed / "copy")
    with pytest.raises(EmbeddedError, match="is a copy of"), embedded_database(closed / "copy"):
        pass
    (closed / "copy" / "pg.place").unlink()


@needs_root
def test_programs_out_of_reach_are_copied_with_the_data_left_in_place(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.storage.embedded.binaries import Binaries

    monkeypatch.setattr(Binaries, "usable_by", lambda self, account: False)
    with embedded_database(place / "var") as address:
        [server] = postmasters(place / "var" / "pg")
        assert query(address, "SELECT 1") == 1
        assert Path(f"/proc/{server}/exe").readlink().is_relative_to(SYSTEM_PLACE)
        assert SYSTEM_PLACE.stat().st_uid == 0


@needs_root
def test_an_ordinary_account_runs_it_as_itself(place: Path) -> None:
    uid = 65534
    place.chmod(0o777)
    with Holder(place / "var", uid=uid) as holder:
        holder.address()
        [server] = postmasters(place)
        assert Path(f"/proc/{server}").stat().st_uid == uid
        assert (mode(place / "var"), mode(place / "var" / "pg")) == (0o700, 0o700)
    assert postmasters(place) == []
    # Root comes to data of theirs: it steps into the owner's account, and shares the server.
    with Holder(place / "var") as root:
        assert query(root.address(), "SELECT 1") == 1
        assert (place / "var" / "pg").stat().st_uid == uid


@needs_root
def test_an_ordinary_account_is_told_that_the_data_is_not_its_own(data: Path) -> None:
    with Holder(data, uid=65534) as stranger:
        assert "EmbeddedError" in (said := stranger.address())
        assert "Permission denied" in said


@pytest.mark.parametrize("name", ["with space", 'quote\'d $HOME `id` "x"', "данные", "x" * 120])
def test_any_path_will_do(place: Path, prototype: Path, name: str) -> None:
    (place / name).mkdir(mode=0o755)
    subprocess.run(["cp", "-a", prototype, place / name / "var"], check=True)
    with embedded_database(place / name / "var") as address:
        assert query(address, "SELECT 1") == 1
        socket_directory = Path(str(query(address, "SHOW unix_socket_directories")))
        assert mode(socket_directory) == 0o700
    assert socket_directory == place / name / "var" / "pg.socket" or not socket_directory.exists()


def test_stray_variables_send_it_nowhere_else(data: Path) -> None:
    stray = {"PGPORT": "1", "PGDATA": "/nowhere", "PGHOST": "192.0.2.1", "LC_ALL": "xx_XX"}
    with Holder(data, environment=stray) as holder:
        assert query(holder.address(), "SELECT 1") == 1


def test_data_of_another_version_is_refused_by_name(data: Path) -> None:
    (data / "pg" / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedError, match="made by PostgreSQL 16"), embedded_database(data):
        pass


def test_a_wrong_setting_is_told_in_postgresqls_words(data: Path) -> None:
    with pytest.raises(EmbeddedError, match="shared_buffers"), embedded_database(data, changes={"shared_buffers": "x"}):
        pass


@needs_root
def test_a_full_disk_is_told_and_room_made_is_enough(place: Path) -> None:
    disk = place / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m,mode=755", "none", disk], check=False).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        with pytest.raises(EmbeddedError, match="No space left"), embedded_database(disk / "var"):
            pass
        assert [path.name for path in (disk / "var").glob("pg.*") if path.is_dir()] == []
        subprocess.run(["mount", "-o", "remount,size=400m", disk], check=True)
        with embedded_database(disk / "var") as address:
            assert query(address, "SELECT 1") == 1
    finally:
        subprocess.run(["umount", disk], check=True)


async def test_a_start_that_is_cancelled_leaves_nothing_running(data: Path) -> None:
    starting = asyncio.ensure_future(embedded_database(data).__aenter__())
    await asyncio.sleep(0.05)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert postmasters(data) == []


async def test_the_loop_goes_on_while_it_starts(data: Path) -> None:
    async with embedded_database(data) as address:
        connection = await asyncpg.connect(address)
        assert await connection.fetchval("SELECT current_user || '@' || current_database()") == "poimenno@poimenno"
        await connection.close()
    assert postmasters(data) == []
