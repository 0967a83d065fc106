"""The verdict follows from scores and namesakes as the contract says."""

import pytest

from service.registry.verdict import Candidate, Verdict, verdict


def made(*rows: tuple[float, bool]) -> list[Candidate]:
    return [Candidate(f"cas-{n}", score, agrees, contradicted=False) for n, (score, agrees) in enumerate(rows)]


@pytest.mark.parametrize(
    ("candidates", "expected", "namesakes"),
    [
        (made(), "not_listed", 0),
        (made((0.97, True)), "listed", 0),
        (made((0.95, True), (0.49, False)), "listed", 0),
        (made((0.97, True), (0.5, True)), "likely", 1),
        (made((0.97, True), (0.96, True)), "likely", 1),
        (made((0.949, True)), "likely", 0),
        (made((0.75, True)), "likely", 0),
        (made((0.74, True)), "possible", 1),
        (made((0.25, False)), "possible", 0),
        (made((0.24, False)), "not_listed", 0),
        (made((0.01, True), (0.01, True), (0.001, False)), "possible", 2),
    ],
)
def test_verdict(candidates: list[Candidate], expected: Verdict, namesakes: int) -> None:
    assert verdict(candidates) == (expected, namesakes)
    assert verdict(candidates[::-1]) == (expected, namesakes)


def test_a_contradicted_record_is_no_namesake() -> None:
    assert verdict([Candidate("cas-1", 0.01, name_agrees=True, contradicted=True)]) == ("not_listed", 0)
