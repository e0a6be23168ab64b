"""The one place that writes HTML for notebooks: tables, cards of fields, chains of steps. Pure, and it knows no model.

All text is escaped here, whatever it holds. Colours are those of the page it stands in, so that dark and light both read well:
text inherits its colour, and lines are a half-transparent gray.

>>> said("<b>"), said(Html("<b>"))
('&lt;b&gt;', '<b>')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from html import escape
from typing import Any, cast

ROWS = 50
"""So many rows of a long table are drawn; how many there are is said."""
SHORT = 24
"""Texts of so many letters are not broken into lines."""
LONG = 400
"""Longer texts are cut in cards and cells, with the number of letters that are left out."""


PICTURES: dict[str, Callable[..., str]] = {}
"""Who draws what is more than a table: `subgraph` takes nodes and relationships. Filled by rooms that know how."""


class Html(str):
    """Text that is markup already: made here and nowhere else out of anything that is not."""

    __slots__ = ()


STYLE = (
    "<style>"
    ".gm{font-size:13px;line-height:1.45;color:inherit;max-width:100%;margin:.3em 0}"
    ".gm .gm-wide{overflow-x:auto;max-width:100%}"
    ".gm .gm-wide table{border-collapse:collapse;margin:.4em 0;border:0;color:inherit;font-size:12.5px;table-layout:auto}"
    ".gm .gm-wide th,.gm .gm-wide td{text-align:left;vertical-align:top;padding:.25em .9em .25em .3em;border:0;"
    "border-bottom:1px solid rgba(128,128,128,.3);max-width:34em;white-space:normal;overflow-wrap:break-word;color:inherit}"
    ".gm .gm-wide thead th{font-weight:600;vertical-align:bottom;border-bottom:1px solid rgba(128,128,128,.75)}"
    ".gm .gm-wide .gm-n{text-align:right;font-variant-numeric:tabular-nums}"
    ".gm .gm-wide td.gm-s{white-space:nowrap}.gm .gm-wide td.gm-l{min-width:15em}"
    ".gm .gm-wide tbody th{font-weight:400;opacity:.75;white-space:nowrap}"
    ".gm-title{font-weight:600;font-size:14px}.gm-name,.gm-name .gm-chain{display:inline-block}"
    ".gm-dim{opacity:.75;font-size:12px}.gm-unit{font-weight:400;opacity:.75}"
    ".gm-card{border:1px solid rgba(128,128,128,.5);border-radius:8px;padding:.5em .8em;max-width:46em;box-sizing:border-box}"
    ".gm-kind{display:inline-block;border:1px solid rgba(128,128,128,.6);border-radius:9px;padding:0 .6em;font-size:11px;"
    "margin-right:.5em;white-space:nowrap}"
    ".gm-beside{display:flex;flex-wrap:wrap;gap:0 2.5em;align-items:flex-start}"
    ".gm-chain{line-height:2.2}.gm-node{display:inline-block;border:1px solid rgba(128,128,128,.75);border-radius:13px;"
    "padding:0 .75em;line-height:1.8;overflow-wrap:anywhere}"
    ".gm-tie{opacity:.85;font-size:11.5px;padding:0 .4em}"
    ".gm pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px;margin:.3em 0;color:inherit;background:none}"
    ".gm summary{cursor:pointer}.gm ul{margin:.2em 0;padding-left:1.4em}.gm li{overflow-wrap:anywhere}"
    "</style>"
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
        case Enum():
            return shown(value.value)
        case list() | tuple():
            texts = [shown(each) for each in cast("Sequence[object]", value)]
            rest = len(texts) - items if items is not None else 0
            return ", ".join(texts) if rest <= 0 else f"{', '.join(texts[:items])} and {rest} more"
        case _:
            return str(value)


def cut(text: str, most: int = LONG) -> str:
    """A long text, shortened, with what is left out counted.

    >>> cut("abcdef", 4)
    'abcd … (2 more letters)'
    """
    return text if len(text) <= most else f"{text[:most]} … ({len(text) - most:,} more letters)"


def said(value: object) -> Html:
    """A value as it stands in HTML."""
    return value if isinstance(value, Html) else Html(escape(cut(shown(value))))


def block(*parts: str) -> str:
    """Parts of markup as what a notebook is given."""
    return f'{STYLE}<div class="gm">{"".join(parts)}</div>'


def heading(text: str) -> Html:
    """A title."""
    return Html(f'<div class="gm-title">{escape(text)}</div>')


def dim(text: str) -> Html:
    """What is to be known beside: a caption, a count."""
    return Html(f'<div class="gm-dim">{escape(text)}</div>' if text else "")


def code(text: str) -> Html:
    """A program, a statement, a plan."""
    return Html(f"<pre>{escape(text)}</pre>")


def beside(*parts: str) -> Html:
    """Parts side by side, one below the other where there is no room."""
    return Html(f'<div class="gm-beside">{"".join(parts)}</div>')


def folded(summary: str, lines: Iterable[str]) -> Html:
    """Lines that open with a click."""
    return Html(f'<details class="gm-dim"><summary>{escape(summary)}</summary>{listed(lines)}</details>')


def opened(summary: str, *parts: str) -> Html:
    """Parts that open with a click."""
    return Html(f'<details><summary class="gm-dim">{escape(summary)}</summary>{"".join(parts)}</details>')


def listed(lines: Iterable[str]) -> Html:
    """Lines, each with a mark before it."""
    return Html(f"<ul>{''.join(f'<li>{escape(cut(line))}</li>' for line in lines)}</ul>")


def table(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    title: str = "",
    caption: str = "",
    meanings: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    total: int | None = None,
    after: Iterable[str] = (),
) -> str:
    """Rows as a table with a heading.

    Args:
        columns: the names of those that are shown.
        rows: values by column, of which the first `ROWS` are drawn.
        title: stands above.
        caption: what is to be known of all rows.
        meanings: what a column holds, by its name: shows where a pointer rests on it.
        units: what its numbers count, by name.
        total: how many rows there are, where `rows` are only the first of them.
        after: markup that stands below, such as the sources.
    """
    drawn, all_rows = rows[:ROWS], len(rows) if total is None else total
    counted = f"The first {len(drawn)} of {all_rows:,} rows." if all_rows > len(drawn) else ""
    inner = _table(columns, drawn, meanings or {}, units or {}) if rows else dim("No rows.")
    return block(heading(title) if title else "", dim(caption), inner, dim(counted), *after)


def _table(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], meanings: Mapping[str, str], units: Mapping[str, str]
) -> str:
    kind = {name: ' class="gm-n"' if _numeric([row[name] for row in rows]) else "" for name in columns}
    head = "".join(_head(name, kind[name], meanings.get(name, ""), units.get(name, "")) for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td{kind[name] or _width(row[name])}>{said(row[name])}</td>' for name in columns)}</tr>"
        for row in rows
    )
    return f'<div class="gm-wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _width(value: object) -> str:
    """Short texts, such as dates, stay on one line, and long ones get some room."""
    letters = 0 if isinstance(value, Html) else len(shown(value))
    return ' class="gm-s"' if 0 < letters <= SHORT else ' class="gm-l"' if letters > 3 * SHORT else ""


def _head(name: str, kind: str, meaning: str, unit: str) -> str:
    told = f' title="{escape(meaning)}"' if meaning else ""
    counted = f' <span class="gm-unit">({escape(unit)})</span>' if unit else ""
    return f'<th scope="col"{kind}{told}>{escape(name.replace("_", " "))}{counted}</th>'


def _numeric(values: Sequence[Any]) -> bool:
    known = [each for each in values if each is not None]
    return bool(known) and all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in known)


def fields(rows: Iterable[tuple[str, object]]) -> Html:
    """Names and values, one below the other."""
    inner = "".join(
        f'<tr><th scope="row">{escape(name.replace("_", " "))}</th><td>{said(value)}</td></tr>' for name, value in rows
    )
    return Html(f'<div class="gm-wide"><table><tbody>{inner}</tbody></table></div>' if inner else "")


def card(kind: str, name: str | Html, rows: Iterable[tuple[str, object]], *, after: Iterable[str] = ()) -> Html:
    """One thing with its fields in a frame."""
    return Html(
        f'<div class="gm-card"><div><span class="gm-kind">{escape(kind)}</span>'
        f'<div class="gm-title gm-name">{said(name)}</div></div>{fields(rows)}{"".join(after)}</div>'
    )


def chain(first: str, steps: Iterable[tuple[str, bool, str]]) -> Html:
    """A walk: the first stop, then of each step what it is called, whether it goes along its arrow, and the next stop."""
    parts = [_stop(first)]
    for tie, along, stop in steps:
        before, behind = ("—", "→") if along else ("←", "—")
        parts.append(f'<span class="gm-tie">{before} {escape(cut(tie))} {behind}</span>{_stop(stop)}')
    return Html(f'<div class="gm-chain">{" ".join(parts)}</div>')


def _stop(text: str) -> str:
    return f'<span class="gm-node">{escape(cut(text, 80))}</span>'
