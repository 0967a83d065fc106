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


def many(count: int) -> list[dict[str, Any] | str]:
    """`count` persons with a surname of their own, each in two reports, the second romanised."""
    letters = "бвгдзклмнпрстфх"
    rows: list[dict[str, Any] | str] = []
    for n in range(count):
        chance = Random(n)
        name = "".join(chance.choice(letters) + chance.choice("аоуи") for _ in range(4)).title()
        rows.append(report(f"{n}-a", f"{name}в Тестослав Олегович", "1985", "RU-BA"))
        rows.append(report(f"{n}-b", f"{name}в Тестослав", "1985-03-14", "RU-BA"))
    return rows
