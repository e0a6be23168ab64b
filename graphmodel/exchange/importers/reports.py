"""What an import did: nothing of a file is lost without being counted here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphmodel import markup
from graphmodel.sessions import COUNTS, MergeReport

if TYPE_CHECKING:
    from rich.console import Group


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A code or name of a file, the years of the rows that have it, and how many rows these are.

    `meant` is the state that it was taken for, where it was taken for one.
    """

    scheme: str
    code: str
    first_year: int | None
    last_year: int | None
    rows: int
    meant: tuple[str, ...] = ()

    def __str__(self) -> str:
        years = {str(year) for year in (self.first_year, self.last_year) if year is not None}
        when = f" {'-'.join(sorted(years))}" if years else ""
        who = f" as {', '.join(self.meant)}" if self.meant else ""
        return f"{self.scheme} {self.code}{who}{when} ({self.rows} {'row' if self.rows == 1 else 'rows'})"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import read and what it changed in the graph.

    `rows` counts the rows read by file, `dropped` those of which nothing is stored, by reason. `unresolved` are codes and names
    that mean no known state: their rows are among the dropped. `outside` are codes in years in which their list has nobody under
    them: the rows were taken for the state that held the code before or after. `merged` counts what was created, updated and
    unchanged by kind; `removed` the facts of an earlier import that the files have no more. `notes` say what else was decided.
    """

    dataset: str
    title: str
    rows: dict[str, int]
    merged: MergeReport
    dropped: dict[str, int]
    unresolved: tuple[CodeSpan, ...] = ()
    outside: tuple[CodeSpan, ...] = ()
    removed: int = 0
    notes: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the graph is another one than before."""
        return bool(self.merged.created or self.merged.updated or self.removed)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        spans = {
            name: [
                {
                    "scheme": s.scheme,
                    "code": s.code,
                    "first_year": s.first_year,
                    "last_year": s.last_year,
                    "rows": s.rows,
                }
                | ({"meant": list(s.meant)} if s.meant else {})
                for s in found
            ]
            for name, found in (("unresolved", self.unresolved), ("outside", self.outside))
        }
        kinds = {
            kind: {"created": each.created, "updated": each.updated, "unchanged": each.unchanged}
            for kind, each in self.merged
        }
        return {
            "dataset": self.dataset,
            "title": self.title,
            "rows": self.rows,
            "created": self.merged.created,
            "updated": self.merged.updated,
            "unchanged": self.merged.unchanged,
            "removed": self.removed,
            "dropped": self.dropped,
            **spans,
            "kinds": kinds,
            "notes": list(self.notes),
        }

    def to_json(self) -> str:
        """All of it as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def __str__(self) -> str:
        return "\n".join([self._headline(), *self._lines()])

    def _repr_html_(self) -> str:
        dropped = [{"reason": reason, "rows": rows} for reason, rows in sorted(self.dropped.items())]
        files = [{"file": name, "rows": rows} for name, rows in self.rows.items()]
        spans = (("Codes not resolved", self.unresolved), ("Codes outside their list", self.outside))
        return markup.block(
            markup.heading(f"Import of {self.title}"),
            markup.dim(self._headline()),
            markup.beside(
                markup.table(["file", "rows"], files, title="Read"),
                markup.table(["kind", *COUNTS], self.merged.rows(), title="In the graph"),
                markup.table(["reason", "rows"], dropped, title="Dropped") if dropped else "",
            ),
            *(markup.folded(f"{what}: {len(found)}", map(str, found)) for what, found in spans if found),
            *map(markup.dim, self.notes),
            markup.dim("" if self.changed else "The graph was up to date; nothing changed."),
        )

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table("kind", box=None, pad_edge=False)
        for name in ("created", "updated", "unchanged"):
            table.add_column(name, justify="right")
        for kind, each in self.merged:
            table.add_row(Text(kind), str(each.created), str(each.updated), str(each.unchanged))
        return Group(Text(self._headline()), table, *map(Text, self._lines()))

    def _headline(self) -> str:
        gone = f", {self.removed} removed" if self.removed else ""
        return f"{self.title}: {sum(self.rows.values())} rows read, {self.merged}{gone}"

    def _lines(self) -> list[str]:
        lines = [
            f"Dropped, {rows} {'row' if rows == 1 else 'rows'}: {reason}"
            for reason, rows in sorted(self.dropped.items())
        ]
        for what, found in (("Codes not resolved", self.unresolved), ("Codes outside their list", self.outside)):
            if found:
                lines.append(
                    f"{what}: {'; '.join(map(str, found[:10]))}{f'; and {len(found) - 10} more' if len(found) > 10 else ''}"
                )
        return [*lines, *self.notes, *([] if self.changed else ["The graph was up to date; nothing changed."])]
