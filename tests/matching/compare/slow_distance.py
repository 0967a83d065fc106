"""The weighted distance as one would write it down: the oracle of the fast one."""

from matching.compare.words import FAR, Costs, costs

VOWELS = "aeiou"


def loss(word: str, place: int, table: Costs) -> float:
    """What it costs to lose a letter: a vowel between two consonants costs more."""
    around = word[place - 1 : place] + word[place + 1 : place + 2]
    if word[place] in VOWELS and len(around) == 2 and not set(around) & set(VOWELS):
        return table.lonely
    return table.losses.get(word[place], 1.0)


def slow_distance(left: str, right: str, *, across: bool) -> float:
    """Every cell of the table, each the least of all the steps that lead there."""
    table = costs(across=across)
    rows: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            steps = [rows[i, j]] if (i, j) in rows else []
            if i:
                steps.append(rows[i - 1, j] + loss(left, i - 1, table))
            if j:
                steps.append(rows[i, j - 1] + loss(right, j - 1, table))
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
