"""The commands of `graphmodel`; those that ask about facts are in `questions.py`, how all of them end in `ending.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn, cast

import typer

from graphmodel.cli import completing, ending
from graphmodel.cli.examples import examples
from graphmodel.cli.groups import Sections
from graphmodel.cli.options import Database, Force, ForcePicture, Format, Graph, Out, Pager, User
from graphmodel.cli.questions import questions
from graphmodel.cli.running import RunGroup
from graphmodel.errors import QueryError

app = typer.Typer(
    name="graphmodel",
    cls=Sections,
    help="States, organizations, leaders and pacts in one graph, with the evidence behind every fact.\n\n"
    "Without --graph, and where no setting names a graph, a command uses the curated world, built in a temporary folder.",
    epilog="Begin with `graphmodel tour`. `graphmodel COMMAND --help` has examples.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
run_app = typer.Typer(cls=RunGroup, help="Run an analysis.", epilog=examples("run"))
schema_app = typer.Typer(
    help="The constraints and indexes that the world needs: see, make, check.", epilog=examples("schema")
)
app.add_typer(run_app, name="run", short_help="Run an analysis.")
app.add_typer(schema_app, name="schema", short_help="Constraints and indexes: see, make, check.")
app.add_typer(questions)


def _version(asked: bool) -> None:
    if asked:
        import graphmodel

        print(f"graphmodel {graphmodel.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


@app.command(short_help="A first look: three questions and a picture.", epilog=examples("tour"))
def tour(
    out: Annotated[Path, typer.Option(help="Where to write the picture of the alliances.")] = Path("alliances.html"),
    force: ForcePicture = False,
) -> None:
    """Build the curated world, answer three questions, and draw the alliance picture."""
    from graphmodel.cli.tour import take

    take(out, force=force)


@app.command(short_help="Draw the alliances of a day, to move through the years.", epilog=examples("view"))
def view(  # noqa: PLR0913, PLR0917  (an argument for each option)
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME...",
            help="Only what these states and organizations belong to, and who else does. Left out: everything.",
            show_default=False,
            autocompletion=completing.entities,
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day it opens on. Left out: the day to which the data reach.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it: .html, .svg or .png.")] = Path(
        "alliances.html"
    ),
    ties: Annotated[
        list[str] | None,
        typer.Option("--tie", metavar="TYPE", help="Only these: MEMBER_OF, PARTY_TO, OBLIGED_TO, RIVAL_OF, SANCTIONS."),
    ] = None,
    datasets: Annotated[
        list[str] | None,
        typer.Option(
            "--dataset", metavar="KEY", help="Only facts of these data sets; curated for what rests on claims."
        ),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="An SVG or PNG that is light on dark.")] = False,
    browse: Annotated[bool, typer.Option("--open", help="Also show it in the browser.")] = False,
    graph: Graph = None,
    user: User = None,
    database: Database = None,
    force: ForcePicture = False,
) -> None:
    """Draw who belongs to what and is bound by which pact on a day, as one page that a slider moves through the years.

    Names, days, claims and sources are all in the page: it needs no network. As SVG or PNG it is that day alone.
    """
    from graphmodel.cli.viewing import view as draw

    draw(
        about or [],
        as_of,
        out,
        (graph, user, database),
        ties=ties or [],
        datasets=datasets or [],
        dark=dark,
        browse=browse,
        force=force,
    )


@app.command(short_help="What is there, what is missing, how to get it.", epilog=examples("doctor"))
def doctor(
    graph: Graph = None,
    user: User = None,
    database: Database = None,
    format: Format = None,  # noqa: A002  (the option's name)
    out: Out = None,
    force: Force = False,
    pager: Pager = None,
) -> None:
    """Look at Python, packages, engines, ports, settings and data; say what is missing, and how to get it.

    Ends with 1 when something is broken. What is optional and not there is `missing`, and no fault. Tells of no secret.
    """
    from graphmodel.cli.doctor import examine
    from graphmodel.cli.output import Writing

    raise typer.Exit(examine((graph, user, database), Writing(format, out, force, pager)))


@app.command(short_help="List the analyses, by group.", epilog=examples("analyses"))
def analyses(
    format: Format = None,  # noqa: A002  (the option's name)
    out: Out = None,
    force: Force = False,
    pager: Pager = None,
) -> None:
    """List the analyses, by group."""
    from graphmodel.cli.output import Writing
    from graphmodel.cli.running import list_all

    list_all(Writing(format, out, force, pager))


@app.command(short_help="Run Cypher; it writes only with --write.", epilog=examples("query"))
def query(  # noqa: PLR0913, PLR0917  (an argument for each option)
    cypher: Annotated[str, typer.Argument(metavar="CYPHER", help="The statement; values belong in --param.")],
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A parameter, as JSON or plain text; give it as often as needed."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Allow the statement to write.")] = False,
    graph: Graph = None,
    user: User = None,
    database: Database = None,
    format: Format = None,  # noqa: A002  (the option's name)
    out: Out = None,
    force: Force = False,
    pager: Pager = None,
) -> None:
    """Run Cypher. It may not write unless --write is given."""
    from graphmodel.cli.output import Writing
    from graphmodel.cli.querying import run

    run(cypher, param or [], write=write, place=(graph, user, database), how=Writing(format, out, force, pager))


@app.command(short_help="Ask Cypher and analyses at a prompt.", epilog=examples("shell"))
def shell(graph: Graph = None, user: User = None, database: Database = None, pager: Pager = None) -> None:
    """Ask Cypher and analyses at a prompt, with completion and a history; from a pipe, do what comes.

    Tab completes keywords, labels, types, properties, analyses, their parameters and values. Ctrl-C stops a statement.
    A statement that would write is asked about first. `:help` in the shell says more.
    """
    from graphmodel.cli.shell import shell as talk

    talk((graph, user, database), pager)


@app.command(short_help="Load the curated world into a folder or a server.", epilog=examples("load"))
def load(
    graph: Graph = None,
    user: User = None,
    database: Database = None,
    seeds: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Load these tables in place of the curated ones.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="List the claims that yield no relationship.")] = False,
) -> None:
    """Load the curated world into a folder or a server. Loading it again changes nothing.

    Without --graph, and where no setting names a graph, it goes into the folder alliances.graph.
    """
    from graphmodel.cli.loading import load_into
    from graphmodel.cli.places import kept

    load_into(kept((graph, user, database)), seeds, verbose=verbose)


@app.command("import", short_help="Import a published data set.", epilog=examples("import"))
def import_(  # noqa: PLR0913, PLR0917  (an argument for each option)
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="Which data set: see --list.",
            show_default=False,
            autocompletion=completing.datasets,
        ),
    ] = None,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="Its file or files, CSV or Parquet, in any order.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--list", help="List the data sets, where each is to be had, and how it is cited.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PART", help="Only this session of the votes, or indicator of cow_nmc; as often as needed."
        ),
    ] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write the report, as JSON.")] = None,
    graph: Graph = None,
    user: User = None,
    database: Database = None,
    format: Format = None,  # noqa: A002  (the option's name)
    out: Out = None,
    force: Annotated[bool, typer.Option("--force", help="Write over the file that --report or --out names.")] = False,
    pager: Pager = None,
) -> None:
    """Import a published data set into a folder or a server. Importing it again changes nothing.

    Without --graph, and where no setting names a graph, it goes into the folder alliances.graph.

    States that are not there are made from the tables of graphmodel.
    """
    from graphmodel.cli.importing import import_files, list_all
    from graphmodel.cli.output import Writing
    from graphmodel.cli.places import kept

    if every:
        list_all(Writing(format, out, force, pager))
        return
    if format is not None or out is not None:
        raise QueryError("--format and --out are for --list; --report FILE writes the report of an import as JSON.")
    import_files(name, files or [], kept((graph, user, database)), only or [], report, force=force)


@schema_app.command("plan", epilog=examples("schema plan"))
def schema_plan(graph: Graph = None, user: User = None, database: Database = None) -> None:
    """Show what is missing, and change nothing."""
    from graphmodel.cli.schema import plan

    plan((graph, user, database))


@schema_app.command("apply", epilog=examples("schema apply"))
def schema_apply(graph: Graph = None, user: User = None, database: Database = None) -> None:
    """Make what is missing."""
    from graphmodel.cli.schema import apply

    apply((graph, user, database))


@schema_app.command("check", epilog=examples("schema check"))
def schema_check(graph: Graph = None, user: User = None, database: Database = None) -> None:
    """Fail when a constraint is missing that writing relies on."""
    from graphmodel.cli.schema import check

    check((graph, user, database))


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave the program, with an exit code of `ending.EXIT_CODES`.

    Args:
        arguments: those of the program when None.
    """
    given = sys.argv[1:] if arguments is None else arguments
    ending.ended(lambda: app(args=arguments, prog_name="graphmodel", standalone_mode=False), lambda: _asked(given))


def _asked(arguments: list[str]) -> str:
    """The words of the command that was asked for, as far as there is one, and a space."""
    words = arguments[: next((i for i, word in enumerate(arguments) if word.startswith("-")), len(arguments))]
    command: Any = typer.main.get_command(app)
    said: list[str] = []
    for word in words:
        if isinstance(command, RunGroup):
            known = word.endswith(".cypher") or word in command.list_commands(None)
            return " ".join([*said, *([word] if known else [])]) + " "
        found = cast("dict[str, Any]", getattr(command, "commands", {})).get(word)
        if found is None:
            break
        said.append(word)
        command = found
    return " ".join([*said, ""])
