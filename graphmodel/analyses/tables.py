"""Rows as a table that fits its terminal: for results of analyses and of hand-written Cypher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

SHORT = 16
"""Columns whose values are no longer than this keep their width; the others share what is left."""
NARROW = 100
"""Terminals below this show fewer items of a list."""


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
            items = 3 if options.max_width < NARROW else 12
            cells = [[shown(row[name], items) for name in columns] for row in self._rows]
            yield from self._drawn(columns, cells, options.max_width)
        else:
            yield Text("No rows.")
        if self._caption:
            yield Text(self._caption, style="dim")
        if same:
            said = "; ".join(f"{name.replace('_', ' ')} {shown(value)}" for name, value in same.items())
            yield Text(f"In all rows: {said}.", style="dim")

    def _drawn(self, columns: list[str], cells: list[list[str]], width: int) -> Iterator[RenderableType]:
        from rich import box
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        longest = [max(len(row[place]) for row in cells) for place in range(len(columns))]
        heads = [_header(name, most) for name, most in zip(columns, longest, strict=True)]
        needed = [max(min(most, SHORT), *map(len, head.split("\n"))) for most, head in zip(longest, heads, strict=True)]
        if sum(needed) + 2 * len(needed) > width:
            for row in cells:  # too wide for a table: a heading and a paragraph a row
                rest = zip(columns[2:], row[2:], strict=True)
                yield Text(" ".join(row[:2]), style="bold")
                said = "; ".join(f"{name.replace('_', ' ')} {cell}" for name, cell in rest if cell)
                yield Padding(Text(said), (0, 0, 0, 4))
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1), collapse_padding=True)
        for name, head, most in zip(columns, heads, longest, strict=True):
            value = self._rows[0][name]
            numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
            table.add_column(Text(head), justify="right" if numeric else "left", no_wrap=most <= SHORT, overflow="fold")
        for row in cells:
            table.add_row(*map(Text, row))
        yield table

    def _is_same(self, name: str) -> bool:
        return (
            len(self._rows) > 1
            and len(self._columns) > 4
            and all(row[name] == self._rows[0][name] for row in self._rows)
        )


def shown(value: object, items: int | None = None) -> str:
    """A value as people read it, lists with so many items and the number of the rest.

    >>> shown(["a", "b", "c"], 1), shown(True), shown(None), shown(0.5)
    ('a and 2 more', 'yes', '', '0.500')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.3f}"
        case list():
            texts = [shown(each) for each in cast("list[object]", value)]
            rest = len(texts) - items if items is not None else 0
            return ", ".join(texts) if rest <= 0 else f"{', '.join(texts[:items])} and {rest} more"
        case _:
            return str(value)


def _header(name: str, width: int) -> str:
    """A column's name, broken where it is much wider than what stands below it."""
    words = [
        word if len(word) <= max(width, 8) else f"{word[: len(word) // 2]}-\n{word[len(word) // 2 :]}"
        for word in name.split("_")
    ]
    return "\n".join(words)
