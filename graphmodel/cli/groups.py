"""The list of commands in `graphmodel --help`: by what one wants to do."""

from __future__ import annotations

from typing import Any

import typer.core

SECTIONS = {
    "Begin": ("tour", "doctor"),
    "Ask": ("analyses", "run", "dyad", "panel", "view", "query", "shell"),
    "Evidence": ("why", "claims", "contradictions", "assessment", "status", "known", "policies", "resolve", "cite"),
    "Data": ("load", "import", "schema"),
}
"""Every command, by section: a test sees that none is left out."""


class Sections(typer.core.TyperGroup):
    """A group that lists its commands by section."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, in the order of the sections; what has none comes last."""
        names = super().list_commands(ctx)
        placed = [name for section in SECTIONS.values() for name in section if name in names]
        return [*placed, *(name for name in names if name not in placed)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the sections."""
        names = self.list_commands(ctx)
        wide = max(map(len, names), default=0)
        rest = [name for name in names if not any(name in section for section in SECTIONS.values())]
        for title, section in {**SECTIONS, "More": tuple(rest)}.items():
            rows = [
                (name.ljust(wide), self.commands[name].get_short_help_str(formatter.width))
                for name in section
                if name in names
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows, col_max=16)
