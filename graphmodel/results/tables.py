"""Rows as a table that fits its terminal: for results of analyses and of hand-written Cypher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from graphmodel.markup import shown

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

SHORT = 16
"""Columns whose values are no longer than this keep their width where there is room; the others share what is left."""
LINES = 4
"""A list that takes more lines in its cell is cut, where there are more rows than FEW."""
FEW = 4
_MARKUP = re.compile(r"[\\\\`*\[\]<>|~]|\b_|_\b")
WHOLE = "--format json or --format csv gives all (in Python, to_dicts())."
NARROW, LONGEST = 10, 24
"""A column of long texts is not narrower; longer words may be broken anywhere, others only behind `_`, `.`, `/`, `-`."""
LEAST = ("evidence", "claims", "keys", "a_sources", "b_sources", "sources", "certain", "confidence", "contested")
"""What is left out first where there is no room for all columns; then what stands at the right, but never most of them."""
_PIECES = re.compile(r"[^_./=:-]*[_./=:-]+|[^_./=:-]+")


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

        sizes = {name: _size(name, [shown(row[name]) for row in self._rows]) for name in columns}
        kept = columns
        for out in _left_out(columns) if len(self._rows) > FEW else ([],):
            kept = [name for name in columns if name not in out]
            if (fitted := _fitted([sizes[name] for name in kept], width)) is not None:
                break
        else:
            for row in self._rows:  # too wide for a table: a heading and a paragraph a row
                yield Text(" ".join(shown(row[name]) for name in columns[:2]), style="bold")
                rest = ((name, shown(row[name])) for name in columns[2:])
                said = "; ".join(f"{name.replace('_', ' ')} {cell}" for name, cell in rest if cell)
                if said:
                    yield Padding(Text(said), (0, 0, 0, 4))
            return
        widths, gap = fitted
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, gap - 1), collapse_padding=True)
        for name, wide in zip(kept, widths, strict=True):
            value = self._rows[0][name]
            numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
            head = "\n".join(_wrapped(name.replace("_", " "), wide))
            table.add_column(Text(head), justify="right" if numeric else "left", width=wide, overflow="fold")
        is_cut = False
        for row in self._rows:
            cells: list[Text] = []
            for name, wide in zip(kept, widths, strict=True):
                whole = _wrapped(shown(row[name]), wide)
                lines = _lines(row[name], wide) if len(self._rows) > FEW else whole
                is_cut = is_cut or lines != whole
                cells.append(Text("\n".join(lines)))
            table.add_row(*cells)
        yield table
        said = [f"no room for {', '.join(name.replace('_', ' ') for name in out)}"] if out else []
        said += ["some lists are cut"] if is_cut else []
        if said:
            yield Text(f"{'; '.join(said).capitalize()}: {WHOLE}", style="dim")

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


def _left_out(columns: Sequence[str]) -> Iterator[list[str]]:
    """What to leave out: nothing, then one column more each time, as long as most stay."""
    order = [name for name in LEAST if name in columns]
    order += [name for name in reversed(columns) if name not in LEAST]
    for count in range(max(1, len(columns) // 2)):
        yield sorted(order[:count], key=list(columns).index)


class _Size(NamedTuple):
    """How wide a column may be: with every cell on a line, with every word on one, and at least; and its name on a line."""

    longest: int
    word: int
    least: int
    head: int


def _size(name: str, cells: Sequence[str]) -> _Size:
    longest = max(map(len, cells))
    word = max((len(word) for cell in cells for word in cell.split()), default=0)
    piece = max((len(piece) for cell in cells for piece in _pieces(cell)), default=0) if word > NARROW else word
    head = max(map(len, name.split("_")))
    return _Size(longest, word, max(min(piece, LONGEST), min(longest, NARROW), head), len(name))


def _fitted(sizes: Sequence[_Size], room: int) -> tuple[list[int], int] | None:
    """The width of each column and the gap between them, or None when that is too wide however narrow."""
    comfortable, without_breaks = [each.longest for each in sizes], [each.word for each in sizes]
    least = [each.least for each in sizes]
    for wanted, gap in ((comfortable, 2), (without_breaks, 2), (least, 1)):
        widths = [max(min(some, SHORT), narrow) for some, narrow in zip(wanted, least, strict=True)]
        left = room - sum(widths) - gap * (len(sizes) - 1)
        if left >= 0:
            break
    else:
        return None
    # What is left goes to the columns with the most lines, then to names that stand on several.
    for whole in (comfortable, [each.head for each in sizes]):
        while left > 0:
            place = max(range(len(sizes)), key=lambda place: whole[place] / widths[place])
            if whole[place] <= widths[place]:
                break
            widths[place] += 1
            left -= 1
    return widths, gap


def _pieces(text: str) -> list[str]:
    """Where a text may be broken: between words, and behind what joins the parts of a name."""
    return [piece for word in text.split() for piece in _PIECES.findall(word)]


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text: a word that fits into a line is never broken.

    >>> _wrapped("in conflicts/C10.b/brics of 2024-07-04", 12)
    ['in', 'conflicts/', 'C10.b/brics', 'of', '2024-07-04']
    """
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        elif len(word) <= width:
            lines.append(word)
        else:
            lines.append("")
            for piece in _PIECES.findall(word):
                for part in wrap(piece, width):
                    if len(lines[-1]) + len(part) > width:
                        lines.append("")
                    lines[-1] += part
    return lines or [""]


def _lines(value: object, width: int) -> list[str]:
    """A cell's lines; a list that needs more than a few is cut after as many items as fit."""
    lines = _wrapped(shown(value), width)
    if not isinstance(value, list):
        return lines
    items = len(cast("list[object]", value))
    while len(lines) > LINES and items > 1:
        items -= 1
        lines = _wrapped(shown(cast("object", value), items), width)
    return lines
