"""`graphmodel tour`: the curated world, three questions a newcomer would ask, and a picture."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.cli.output import cited, console
from graphmodel.cli.places import loaded
from graphmodel.cli.viewing import may_write
from graphmodel.errors import MissingExtra

if TYPE_CHECKING:
    from graphmodel.analyses import ObligationProfile
    from graphmodel.results import Row, Table

NEXT = """\
What to try next
  graphmodel run co_membership --state IRN --other RUS
  graphmodel run co_membership --help     what it takes, how it is defined
  graphmodel why IRN MEMBER_OF sco        why the world says so, after whom
  graphmodel view Iran --out iran.html    a picture of what Iran belongs to
  graphmodel shell                        Cypher and analyses at a prompt
  graphmodel load --into alliances.graph  keep the world in a folder; then add
                                          --graph alliances.graph
  graphmodel --help                       all that there is
"""


def take(out: Path, *, force: bool) -> None:
    """Build, ask, draw.

    Raises:
        QueryError: the file to write is there and is no picture of ours.
    """
    from rich.text import Text

    from graphmodel.results import FittedTable
    from graphmodel.world import World

    may_write(out, force=force)
    screen = console()
    began = time.perf_counter()
    with World.connect() as world:
        loaded(world)
        counts = world.run("MATCH (n) RETURN count(n) AS found", into=int, reads=True)[0]
        built = time.perf_counter() - began
        screen.print(f"The curated world: {counts} nodes, built in {built:.1f} s in the embedded engine.\n")

        def answer(question: str, rows: Table[Row], shown: int) -> None:
            screen.print(Text(question, style="bold cyan"))
            first = rows.head(shown)
            screen.print(first)
            if len(rows) > shown:
                screen.print(Text(f"The first {shown} of {len(rows)} rows.", style="dim"))
            screen.print(cited(first.citations(), 3, hint=""))
            screen.print()

        analyses = world.analyses
        answer("1. To what does Iran belong?", analyses.ego_portfolio("Iran"), 6)
        answer("2. Who is in most organizations with Iran?", analyses.co_membership("Iran"), 6)
        screen.print(Text("3. What have Russia and North Korea promised each other?", style="bold cyan"))
        owed = analyses.obligation_profile("Russia", "North Korea")
        owing = analyses.obligation_profile("North Korea", "Russia")
        promises = [promise for row in (*owed, *owing) for promise in _promises(row)]
        screen.print(FittedTable(list(promises[0]), promises, caption=str(owed.about)))
        both = {source.key: source for rows in (owed, owing) for source in rows.citations()}
        screen.print(cited(list(both.values()), 3, hint=""))
        screen.print()
        day = world.coverage()
        try:
            world.as_of(day).show().save(out)
            drawn = f"The alliances of {day} are drawn in {out}: open it in a browser.\n"
        except MissingExtra as missing:  # the answers are worth having without it
            drawn = f"The picture is not drawn. {missing}\n"
    screen.print(Text(drawn))
    screen.print(Text(NEXT), end="")


def _promises(row: ObligationProfile) -> list[dict[str, str]]:
    """A line for each promise; the analysis writes one as pact, term and article."""
    parts = [(*each.split(" ", 2), "")[:3] for each in row.promises]
    return [{"from": row.a, "to": row.b, "pact": pact, "term": term, "article": at} for pact, term, at in parts]
