"""Rows as a table that fits its terminal: for results of analyses and of hand-written Cypher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, cast

from graphmodel.markup import shown

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

SHORT = 16
"""Columns whose values are no longer than this keep their width where there is room; the others share what is left."""
LINES = 4
"""A list that takes more lines in its cell is cut, where there are more rows than FEW."""
FEW = 4
_MARKUP = re.compile(r"[\\\\`*\[\]<>|~]|\b_|_\b")
CUT = "Some lists are cut to fit: --format json or --format csv gives all of them (in Python, to_dicts())."


class FittedTable:
    """A table for rich. What is the same in all rows is said once below it, where that saves a column.

    Args:
        columns: their names.
        rows: values by column.
        title: stands above.
        caption: stands below.
    """

    def __init__(
        self, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], *, title: str = "", caption: str = ""
    ) -> None:
        self._columns, self._rows, self._title, self._caption = columns, rows, title, caption

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        from rich.text import Text

        same = {name: self._rows[0][name] for name in self._columns if self._is_same(name)}
        columns = [name for name in self._columns if name not in same]
        if self._title:
            yield Text(self._title, style="bold")
        if self._rows:
            yield from self._drawn(columns, options.max_width)
        else:
            yield Text("No rows.")
        if self._caption:
            yield Text(self._caption, style="dim")
        if same:
            said = "; ".join(f"{name.replace('_', ' ')} {shown(value)}" for name, value in same.items())
            yield Text(f"In all rows: {said}.", style="dim")

    def _drawn(self, columns: list[str], width: int) -> Iterator[RenderableType]:
        from rich import box
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        fitted = _fitted(columns, [[shown(row[name]) for row in self._rows] for name in columns], width)
        if fitted is None:
            for row in self._rows:  # too wide for a table: a heading and a paragraph a row
                yield Text(" ".join(shown(row[name]) for name in columns[:2]), style="bold")
                rest = ((name, shown(row[name])) for name in columns[2:])
                said = "; ".join(f"{name.replace('_', ' ')} {cell}" for name, cell in rest if cell)
                yield Padding(Text(said), (0, 0, 0, 4))
            return
        fitted, gap = fitted
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, gap - 1), collapse_padding=True)
        for name, (head, wide) in zip(columns, fitted, strict=True):
            value = self._rows[0][name]
            numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
            table.add_column(Text(head), justify="right" if numeric else "left", width=wide, overflow="fold")
        is_cut = False
        for row in self._rows:
            cells: list[Text] = []
            for name, (_, wide) in zip(columns, fitted, strict=True):
                lines = _lines(row[name], wide) if len(self._rows) > FEW else wrap(shown(row[name]), wide)
                is_cut = is_cut or " ".join(lines) != " ".join(wrap(shown(row[name]), wide))
                cells.append(Text("\n".join(lines)))
            table.add_row(*cells)
        yield table
        if is_cut:
            yield Text(CUT, style="dim")

    def _is_same(self, name: str) -> bool:
        return (
            len(self._rows) > 1
            and len(self._columns) > 4
            and all(row[name] == self._rows[0][name] for row in self._rows)
        )


def markdown(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    r"""Rows as a table in Markdown.

    >>> print(markdown(["org", "terms"], [{"org": "sco", "terms": ["a|b", "c"]}]))
    | org | terms |
    | --- | --- |
    | sco | a\|b, c |
    """
    lines = [
        list(columns),
        ["---"] * len(columns),
        *([in_markdown(shown(row[name])) for name in columns] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def in_markdown(text: str) -> str:
    """Text as it stands in Markdown: on one line, and what would be markup is none."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))


def _fitted(columns: Sequence[str], texts: list[list[str]], room: int) -> tuple[list[tuple[str, int]], int] | None:
    """Header and width of each column and the gap between them, or None when that is too wide however narrow."""
    longest = [max(map(len, cells)) for cells in texts]
    words = [
        max((len(word) for cell in cells for word in wrap(cell, 1, break_long_words=False)), default=0)
        for cells in texts
    ]
    # From comfortable to tight: least width of the cells, and its bound, least width of the headers, gap.
    tight = [(words, bound, unbroken, 1) for unbroken in (6, 4) for bound in (12, 11, 10, 9)]
    for least, bound, unbroken, gap in ((longest, SHORT, 12, 2), (longest, SHORT, 8, 2), (words, SHORT, 8, 2), *tight):
        heads = [_header(name, most, unbroken) for name, most in zip(columns, least, strict=True)]
        head = [max(map(len, each.split("\n"))) for each in heads]
        widths = [max(min(some, bound), wide) for some, wide in zip(least, head, strict=True)]
        left = room - sum(widths) - gap * (len(columns) - 1)
        if left >= 0:
            break
    else:
        return None
    for _ in range(left):  # what is left goes to the columns with the most lines
        place = max(range(len(columns)), key=lambda place: longest[place] / widths[place])
        if longest[place] <= widths[place]:
            break
        widths[place] += 1
    return list(zip(heads, widths, strict=True)), gap


def _lines(value: object, width: int) -> list[str]:
    """A cell's lines; a list that needs more than a few is cut after as many items as fit."""
    lines = wrap(shown(value), width)
    if not isinstance(value, list):
        return lines
    items = len(cast("list[object]", value))
    while len(lines) > LINES and items > 1:
        items -= 1
        lines = wrap(shown(cast("object", value), items), width)
    return lines


def _header(name: str, width: int, unbroken: int) -> str:
    """A column's name, broken where it is much wider than what stands below it."""
    words = [
        word if len(word) <= max(width, unbroken) else f"{word[: len(word) // 2]}-\n{word[len(word) // 2 :]}"
        for word in name.split("_")
    ]
    return "\n".join(words)
