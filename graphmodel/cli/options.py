"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

FormatName = Literal["table", "csv", "json", "markdown", "parquet"]
UnitName = Literal["state-year", "dyad-year", "leader-year"]
DayRuleName = Literal["01-01", "12-31", "any"]
CitationFormat = Literal["text", "bibtex", "csl-json"]

# One option for both, as World.connect takes both in one place.
# --into reads better where something is written, --url where a server is meant.
# A list, so that the second of two is not taken silently: `opened` refuses them.
Graph = Annotated[
    list[str] | None,
    typer.Option(
        "--graph",
        "--into",
        "--url",
        metavar="FOLDER|URL",
        help="A folder of the embedded engine, or the URL of a Neo4j server. Left out: GRAPHMODEL_URL or a settings file.",
    ),
]
User = Annotated[
    str | None,
    typer.Option(
        help="The user at a server. The password is taken from GRAPHMODEL_PASSWORD or a settings file, or asked for.",
        metavar="NAME",
    ),
]
Database = Annotated[str | None, typer.Option(help="The database at a server.", metavar="NAME")]
Format = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        help="How to write the rows. Left out: as the ending of --out says (.csv, .json, .md, .parquet), else as a setting "
        "says, or as a table.",
    ),
]
Pager = Annotated[
    bool | None,
    typer.Option(
        "--pager/--no-pager",
        help="Show a table that is longer than the terminal page by page, or not. Left out: page by page.",
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to write them; to the terminal when left out.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over the files that the options name.")]
ForcePicture = Annotated[
    bool,
    typer.Option("--force", help="Write over any file; a page of graphmodel's (.html) is written over without it."),
]
Sources = Annotated[bool, typer.Option("--sources", help="List every source below the table, not only the first.")]

Explain = Annotated[
    bool, typer.Option("--explain", help="Show the Cypher, its parameters and the plan of the engine in place of rows.")
]
Profile = Annotated[bool, typer.Option("--profile", help="As --explain, but run it, and show what each step took.")]
Bounds = Annotated[
    bool,
    typer.Option(
        "--bounds", help="Show low and high: when only what certainly holds counts, and all that possibly does."
    ),
]
Replicate = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Also write all that it takes to make this table again into this new folder."),
]
Plot = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Also draw it into a file that ends in .html, .svg or .png."),
]
ConceptName = Annotated[
    str | None,
    typer.Option(
        "--concept", metavar="WORD", help="Which days are reported, such as election. Left out: the legal effect."
    ),
]

Place = tuple[list[str] | None, str | None, str | None]
"""Where a command works: folder or URL, user, database."""
