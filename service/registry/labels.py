"""Defendants' labels along merge edges: each edge maps the absorbed case's `d1, d2 …` to the survivor's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edge:
    """An active merge edge out of an absorbed record: where it leads, and the labels there of its defendants."""

    survivor: str
    labels: dict[str, str]
    id: str = ""


def label_in_root(label: str, base: str, edges: Mapping[str, Edge]) -> str:
    """The label in the root's case of `label` in `base`'s; KeyError where an edge does not know it."""
    while base in edges:
        label, base = edges[base].labels[label], edges[base].survivor
    return label


def path_to_root(base: str, edges: Mapping[str, Edge]) -> list[str]:
    """The records on the way from `base`, itself first, to its root, left out."""
    path = []
    while base in edges:
        path.append(base)
        base = edges[base].survivor
    return path


def root_of(base: str, edges: Mapping[str, Edge]) -> str:
    """The record that holds `base`."""
    while base in edges:
        base = edges[base].survivor
    return base


def next_label(used: Collection[str]) -> str:
    """The first of `d1, d2 …` after every label ever used, so that none comes back with another meaning."""
    return f"d{1 + max((int(label[1:]) for label in used), default=0)}"
