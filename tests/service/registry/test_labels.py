"""Merges of cases are edges: undoing them in any order gives the same end, and no label ever means two people."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from service.registry.canonical import canonical
from service.registry.evidence import Report
from service.registry.fold import fold
from service.registry.inputs import RecordInputs
from service.registry.labels import Edge, label_in_root, next_label, path_to_root
from tests.service.registry.making import REFERENCE, case_report


@dataclass
class Registry:
    """A registry in a few lines: bases that never change, and edges that come and go."""

    base_of: dict[str, str] = field(default_factory=dict)
    label_of: dict[str, str] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)

    def root(self, base: str) -> str:
        path = path_to_root(base, self.edges)
        return self.edges[path[-1]].survivor if path else base

    def labels_in(self, root: str) -> dict[str, str]:
        """Report id → label, of the reports that the root holds."""
        inside = [one for one, base in self.base_of.items() if self.root(base) == root]
        return {one: label_in_root(self.label_of[one], self.base_of[one], self.edges) for one in inside}

    def merge(self, survivor: str, absorbed: str) -> None:
        used = set(self.labels_in(survivor).values())
        mapped: dict[str, str] = {}
        for label in sorted(set(self.labels_in(absorbed).values())):
            mapped[label] = next_label({*used, *mapped.values()})
        self.edges[absorbed] = Edge(survivor, mapped)

    def documents(self) -> dict[str, bytes]:
        folded = {}
        for root in sorted({self.root(base) for base in self.base_of.values()}):
            labels = self.labels_in(root)
            inputs = RecordInputs(
                root, "case", [self.reports[one] for one in labels], {(one, 0): label for one, label in labels.items()}
            )
            folded[root] = canonical(fold(inputs, REFERENCE).document)
        return folded


def _registry(count: int) -> Registry:
    registry = Registry()
    for n in range(1, count + 1):
        report = case_report(n, {"defendants": [{"names": [{"full": f"Тестов{'абвгде'[n]} Тест"}]}]}, f"s{n}")
        registry.reports[report.id], registry.base_of[report.id] = report, f"case-{n}"
        registry.label_of[report.id] = "d1"
    return registry


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_undoing_merges_in_any_order_gives_the_same_end(data: st.DataObject) -> None:
    registry = _registry(5)
    before = registry.documents()
    for _ in range(data.draw(st.integers(1, 4))):
        survivor, absorbed = data.draw(st.permutations(sorted(registry.documents())))[:2]
        registry.merge(survivor, absorbed)
        labels = registry.labels_in(registry.root(survivor))
        assert len(set(labels.values())) == len(labels)
    for absorbed in data.draw(st.permutations(sorted(registry.edges))):
        del registry.edges[absorbed]
    assert registry.documents() == before


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_merge_undone_leaves_the_other_merges(data: st.DataObject) -> None:
    registry, only = _registry(4), _registry(4)
    registry.merge("case-1", "case-2")
    registry.merge("case-3", "case-1")
    only.merge("case-3", "case-1")
    del registry.edges["case-2"]
    assert set(registry.documents()) == set(only.documents()) == {"case-2", "case-3", "case-4"}
    assert registry.documents()["case-2"] == only.documents()["case-2"]
