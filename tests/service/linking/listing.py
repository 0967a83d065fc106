"""Lists of generated reports to link."""

import json
from pathlib import Path
from random import Random
from typing import Any


def report(identity: str | None, name: str, born: str | None = None, region: str | None = None) -> dict[str, Any]:
    return {
        "kind": "casualty",
        "external_id": identity,
        "document": {"source": "test", "type": "list", "title": "Test", "published_on": "2024-01-01"},
        "casualty": {
            "names": [{"full": name}], "status": "killed", "born": born, "home": region and {"region": region},
        },
    }  # fmt: skip


def write(path: Path, rows: list[dict[str, Any] | str]) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def made_up_surname(n: int) -> str:
    """The same for the same number, and far from those of others."""
    chance, letters = Random(n), "бвгдзклмнпрстфх"
    return "".join(chance.choice(letters) + chance.choice("аоуи") for _ in range(4)).title() + "в"


def many(count: int) -> list[dict[str, Any] | str]:
    """`count` persons with a surname of their own, each in two reports, the second romanised."""
    rows: list[dict[str, Any] | str] = []
    for n in range(count):
        rows.append(report(f"{n}-a", f"{made_up_surname(n)} Тестослав Олегович", "1985", "RU-BA"))
        rows.append(report(f"{n}-b", f"{made_up_surname(n)} Тестослав", "1985-03-14", "RU-BA"))
    return rows
