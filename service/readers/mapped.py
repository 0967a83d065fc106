"""A sheet's rows as reports, by a mapping."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from service.readers.convert import quoted
from service.readers.errors import WrongMapping
from service.readers.mapping import ColumnMapping, ColumnRule
from service.readers.paths import EACH, Tree, expand, find, plain, put
from service.readers.rows import Cells, Row, Sheet

REJECTED_COLUMNS = ("rejected_line", "rejected_field", "rejected_reason")
"""What a file of rejected rows has before its own columns; ignored when the corrected file is read again."""


def check_columns(columns: tuple[str, ...], mapping: ColumnMapping) -> None:
    """Raise WrongMapping, naming the columns, unless the header has each required one, none twice and none unknown."""
    mapped = {rule.column for rule in mapping.rules}
    known = mapped | mapping.ignored | set(REJECTED_COLUMNS)
    problems = [f"column {quoted(name)} comes twice" for name, times in Counter(columns).items() if times > 1]
    problems += [
        f"column {quoted(rule.column)} is missing"
        for rule in mapping.rules
        if rule.required and rule.column not in columns
    ]
    problems += [_unknown(name, mapped) for name in columns if name not in known]
    if problems:
        raise WrongMapping(f"The mapping doesn't fit the header: {'; '.join(problems)}.")


def map_rows(sheet: Sheet, mapping: ColumnMapping) -> Iterator[Row]:
    """Each row of `sheet` as a report, or with every cell named that can't be one; WrongMapping as `check_columns`."""
    check_columns(sheet.columns, mapping)
    places = {column: index for index, column in enumerate(sheet.columns)}
    bound = [(rule, places[rule.column]) for rule in mapping.rules if rule.column in places]
    return (_map_row(cells, bound, mapping) for cells in sheet.rows)


def _map_row(cells: Cells, bound: list[tuple[ColumnRule, int]], mapping: ColumnMapping) -> Row:
    if cells.problem:
        return Row(cells.line, None, cells.problem, cells.field, cells.values)
    tree: Tree = {}
    problems: list[tuple[str, str]] = []
    for rule, place in bound:
        problem = _fill(tree, rule, cells.values[place])
        if problem:
            problems.append((rule.column, f"column {quoted(rule.column)}: {problem}"))
    if problems:
        return Row(cells.line, None, "; ".join(text for _, text in problems), problems[0][0], cells.values)
    _add_constants(tree, mapping)
    put(tree, ("kind",), mapping.kind)
    return Row(cells.line, {str(name): plain(part) for name, part in tree.items()}, raw=cells.values)


def _fill(tree: Tree, rule: ColumnRule, text: str) -> str | None:
    """Put what the cell says into `tree`; the problem in words when it says nothing that can be read."""
    parts = [part.strip() for part in text.split(rule.split)] if rule.split else [text]
    parts = [part for part in parts if part]
    if not parts:
        return "is empty" if rule.required else None
    try:
        values = [rule.convert(part) for part in parts]
    except ValueError as error:
        return str(error)
    if rule.many:
        put(tree, rule.path, values)
    elif EACH in rule.path:
        at = rule.path.index(EACH)
        for index, value in enumerate(values):
            put(tree, (*rule.path[:at], index, *rule.path[at + 1 :]), value)
    else:
        put(tree, rule.path, values[0])
    return None


def _add_constants(tree: Tree, mapping: ColumnMapping) -> None:
    for constant in mapping.constants:
        for path in expand(tree, constant.path):
            if not constant.beside_columns or find(tree, path[:-1]) is not None:
                put(tree, path, list(constant.value) if isinstance(constant.value, tuple) else constant.value)


def _unknown(name: str, mapped: set[str]) -> str:
    near = get_close_matches(name, mapped, n=1)
    hint = f" (meant {quoted(near[0])}?)" if near else "; map it or put it into `ignore`"
    return f"column {quoted(name)} is unknown{hint}"
