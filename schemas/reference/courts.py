from dataclasses import dataclass
from collections.abc import Iterable
@dataclass(frozen=True)
class Court:
    code: str
    name: str
    region: str | None
    kind: str | None
_K={"RS":"district","OS":"regional","GV":"garrison_military","OV":"district_military","KJ":"cassation_general","AJ":"appeal_general","KV":"cassation_military","AV":"appeal_military","VS":"supreme","MS":"magistrate"}
def court_kind(code: str) -> str | None:
    return _K.get(code[2:4].upper())
class CourtIndex:
    def __init__(self, courts: Iterable[Court]) -> None:
        self._by={c.name.lower(): c for c in courts}
    def find(self, name: str, region: str | None = None) -> Court | None:
        return self._by.get(name.lower())
BUILT_IN_COURTS=(Court("77GV0008","Владимирский гарнизонный военный суд","RU-VLA","garrison_military"),Court("77GV0008","Vladimir Garrison Military Court","RU-VLA","garrison_military"))
