"""NDJSON: a broken line costs only itself, and its reason is in words."""

import json
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.readers.errors import UnreadableFile
from service.readers.files import MAX_LINE
from service.readers.ndjson import read_ndjson
from service.readers.rows import Row

GOOD = b'{"kind": "casualty"}'


def rows_of(content: bytes) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.ndjson"
        path.write_bytes(content)
        return list(read_ndjson(path))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"kind": "casu', "breaks off"),
        (b'{"kind": casualty}', "not JSON at character 10"),
        (b'{"kind": "\xd2\xe5\xf1\xf2"}', "not UTF-8 at byte 11"),
        (b'{"full": "\xed\xa0\x80"}', "not UTF-8"),
        (b'{"full": "\\ud800"}', "not JSON"),
        (b'{"full": "\xd0\xa2\\u0000"}', "NUL"),
        (b'{"full": "\x00"}', "not JSON"),
        (b'{"score": NaN}', "not JSON"),
        (b'["kind"]', "a list where a report is a JSON object"),
        (b"37", "a lone value"),
        (b"[", "JSON array"),
        (b'[{"kind": "casualty"},', "JSON array"),
        (b'{"full": "' + b"x" * (10 << 20) + b'"}', "longer than"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "not JSON"),
    ],
)
def test_a_broken_line_is_named_and_the_good_ones_stand(line: bytes, words: str) -> None:
    first, broken, last = rows_of(GOOD + b"\n" + line + b"\n" + GOOD)
    assert (first.report, last.report, last.line) == ({"kind": "casualty"}, {"kind": "casualty"}, 3)
    assert broken.report is None
    assert broken.line == 2
    assert words in (broken.problem or "")
    assert len(broken.raw) < 10_000


def test_a_nul_is_shown_by_its_pointer() -> None:
    (row,) = rows_of(b'{"a": [{"b/c": "x\\u0000"}]}')
    assert row.field == "/a/0/b~1c"


def test_nesting_deeper_than_python_calls_is_no_failure() -> None:
    (row,) = rows_of(b'{"a":' * 900 + b'"\\u0000"' + b"}" * 900)
    assert row.problem == "holds a NUL character (U+0000)"


def test_byte_order_mark_blank_lines_and_windows_line_ends() -> None:
    rows = rows_of(b"\xef\xbb\xbf" + GOOD + b"\r\n\r\n  \n" + GOOD + b"\r\n")
    assert [(row.line, row.problem) for row in rows] == [(1, None), (4, None)]


def test_a_corrected_rejected_row_is_read_as_what_it_holds() -> None:
    held, as_text = rows_of(
        b'{"rejected": {"line": 3}, "row": {"kind": "case"}}\n{"rejected": {}, "row": "{\\"kind\\": \\"case\\"}"}'
    )
    assert held.report == as_text.report == {"kind": "case"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"kind": "case"}'.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04", "XLSX"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_what_is_not_text_in_utf_8_is_refused_whole(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        rows_of(content)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        list(read_ndjson(tmp_path / "gone.ndjson"))
    with pytest.raises(UnreadableFile, match="a folder"):
        list(read_ndjson(tmp_path))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.ndjson"
    path.write_bytes((json.dumps({"kind": "casualty", "note": "x" * 1_000}) + "\n").encode() * 10_000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_ndjson(path)) == 10_000
        assert tracemalloc.get_traced_memory()[1] < MAX_LINE
    finally:
        tracemalloc.stop()


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_untyped(content: bytes) -> None:
    try:
        rows = rows_of(content)
    except UnreadableFile:
        return
    assert all((row.report is None) != (row.problem is None) for row in rows)
    assert [row.line for row in rows] == sorted({row.line for row in rows})


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.integers(0, 99))))
def test_every_good_line_comes_back(reports: list[dict[str, int]]) -> None:
    content = "".join(json.dumps(report, ensure_ascii=False) + "\n" for report in reports).encode()
    kept = [report for report in reports if report.keys() != {"rejected", "row"}]
    assert [row.report for row in rows_of(content)] == kept


@pytest.mark.parametrize("line", [b'{"kind": "casualty", "kind": "case"}', b'{"a": [{"b": 1, "c": 2, "b": 1}]}'])
def test_a_name_that_stands_twice_is_refused_since_one_value_would_be_lost(line: bytes) -> None:
    (row,) = rows_of(line)
    assert row.report is None
    assert "twice in one object" in str(row.problem)


def test_a_number_of_any_length_is_read() -> None:
    (row,) = rows_of(b'{"a": ' + b"1" * 5_000 + b"}")
    assert row.line == 1
