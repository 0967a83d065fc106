"""The weighted distance as one would write it down: the oracle of the fast one."""

from matching.compare.words import FAR, costs

VOWELS = "aeiou"


def slow_distance(left: str, right: str, *, across: bool) -> float:
    """Every cell of the table, each the least of all the steps that lead there."""
    table = costs(across=across)
    rows: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            steps = [rows[i, j]] if (i, j) in rows else []
            if i:
                steps.append(rows[i - 1, j] + table.losses.get(left[i - 1], 1.0))
            if j:
                steps.append(rows[i, j - 1] + table.losses.get(right[j - 1], 1.0))
            if i and j:
                a, b = left[i - 1], right[j - 1]
                steps.append(rows[i - 1, j - 1] + (0.0 if a == b else table.swaps.get(a, {}).get(b, 1.0)))
            if i > 1 and j > 1 and left[i - 2 : i] == right[j - 2 : j][::-1]:
                steps.append(rows[i - 2, j - 2] + 0.8)
            for one, others in table.groups.items():
                for other, cost in others:
                    if left[:i].endswith(one) and right[:j].endswith(other):
                        steps.append(rows[i - len(one), j - len(other)] + cost)
            rows[i, j] = min(steps)
    return min(rows[len(left), len(right)], FAR)
