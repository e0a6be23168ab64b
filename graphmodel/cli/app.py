"""The commands, and how every one of them ends: with 0, or with one clear line on stderr and 2."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn, cast

import typer

from graphmodel.cli.asking import Question, asking
from graphmodel.cli.options import (
    CitationFormat,
    ConceptName,
    Database,
    DayRuleName,
    Force,
    Format,
    Graph,
    Out,
    UnitName,
    User,
)
from graphmodel.cli.running import RunGroup
from graphmodel.errors import QueryError

# typer brings its own click and shows little of it: the root of its usage errors is the parent of the one that it does show.
UsageProblem: type[Exception] = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="graphmodel",
    help="States, organizations, leaders and pacts in one graph, with the evidence behind every fact.\n\n"
    "Without --graph a command uses the curated world, built in a temporary folder.",
    epilog="Begin with `graphmodel tour`.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
run_app = typer.Typer(
    cls=RunGroup, help="Run an analysis.", epilog="Example: graphmodel run co_membership --state IRN --as-of 2024-07-04"
)
schema_app = typer.Typer(help="The constraints and indexes that the world needs: see, make, check.")
app.add_typer(run_app, name="run")
app.add_typer(schema_app, name="schema")


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


@app.command(epilog="Example: graphmodel tour --out alliances.html")
def tour(
    out: Annotated[Path, typer.Option(help="Where to write the picture of the alliances.")] = Path("alliances.html"),
    force: Annotated[bool, typer.Option("--force", help="Write over a file of another make.")] = False,
) -> None:
    """Build the curated world, answer three questions, and draw the alliance picture."""
    from graphmodel.cli.tour import take

    take(out, force=force)


@app.command(epilog="Example: graphmodel analyses")
def analyses() -> None:
    """List the analyses, by group."""
    from graphmodel.cli.running import list_all

    list_all()


@app.command(
    epilog="Example: graphmodel query "
    '"MATCH (s:State)-[m:MEMBER_OF]->(o) WHERE o.key = \\$org RETURN s.name AS state ORDER BY state" --param org=sco'
)
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
    format: Format = "table",  # noqa: A002  (the option's name)
    out: Out = None,
    force: Force = False,
) -> None:
    """Run Cypher. It may not write unless --write is given."""
    from graphmodel.cli.querying import run

    run(cypher, param or [], write=write, place=(graph, user, database), form=format, out=out, force=force)


@app.command(epilog="Example: graphmodel load --into alliances.graph")
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

    Without --graph it goes into the folder alliances.graph.
    """
    from graphmodel.cli.loading import load_into

    load_into((graph or ["alliances.graph"], user, database), seeds, verbose=verbose)


@app.command(
    "import", epilog="Example: graphmodel import atop atop5_1ddyr.csv --into alliances.graph --report report.json"
)
def import_(  # noqa: PLR0913, PLR0917  (an argument for each option)
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Which data set: see --list.", show_default=False)
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
    force: Annotated[bool, typer.Option("--force", help="Write over the file that --report names.")] = False,
) -> None:
    """Import a published data set into a folder or a server. Importing it again changes nothing.

    Without --graph it goes into the folder alliances.graph. States that are not there are made from the tables of graphmodel.
    """
    from graphmodel.cli.importing import import_files, list_all

    if every:
        list_all()
        return
    import_files(name, files or [], (graph or ["alliances.graph"], user, database), only or [], report, force=force)


@app.command(epilog="Example: graphmodel why IRN MEMBER_OF sco --on 2010-01-01")
@asking
def why(
    fact: Annotated[
        list[str],
        typer.Argument(
            metavar="FACT",
            help="START RELATIONSHIP END; or the key of a spell, claim or entity, such as sco.IRN.2; or a name.",
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="A day on which it holds, where the two have several spells; left out: the last day that is known.",
        ),
    ] = None,
) -> Question:
    """Say why a fact is in the world: the claims for it and against it, and who makes them."""
    match fact:
        case [key]:
            return lambda world: world.why(key, on=on)
        case [start, relationship, end]:
            return lambda world: world.why(relationship, start=start, end=end, on=on)
        case _:
            raise QueryError(
                "Give the key of a spell, claim or entity, or start, relationship and end: graphmodel why IRN MEMBER_OF sco."
            )


@app.command(epilog="Example: graphmodel claims --about IRN --mode speculative")
@asking
def claims(  # noqa: PLR0913, PLR0917  (an argument for each option)
    about: Annotated[
        list[str] | None,
        typer.Option(metavar="ENTITY", help="What they are about: a key or name. Give it once for each of several."),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="WHO", help="Whose words they are: a speaker, or a source.")] = None,
    source: Annotated[str | None, typer.Option(metavar="KEY", help="Which source states them.")] = None,
    predicate: Annotated[str | None, typer.Option(metavar="WORD", help="What they say, such as member_of.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="WORD", help="Their kind, such as sanction.")] = None,
    mode: Annotated[
        str | None, typer.Option(metavar="WORD", help="How they say it: asserted, planned, speculative, denied.")
    ] = None,
    positive: Annotated[
        bool | None, typer.Option("--positive/--negative", help="Only those that say that it is, or is not, so.")
    ] = None,
    counted: Annotated[
        bool | None, typer.Option("--counted/--uncounted", help="Only those with, or without, a quantity.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only those by which it possibly is so, or happened, on this day.")
    ] = None,
    parts: Annotated[bool, typer.Option("--parts", help="Also those about what is part of it, or lies in it.")] = False,
) -> Question:
    """List the claims that fit, each with its source, place and speaker."""
    return lambda world: world.claims(
        about=about,
        by=by,
        source=source,
        predicate=predicate,
        kind=kind,
        mode=mode,
        positive=positive,
        counted=counted,
        on=on,
        including_parts=parts,
    )


@app.command(epilog="Example: graphmodel contradictions --about IRN --kind tension")
@asking
def contradictions(
    about: Annotated[
        list[str] | None,
        typer.Option(metavar="ENTITY", help="What one side is about: a key or name. Give it once for each of several."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help="In which way, such as tension. Left out: contradicts, corrects, refutes."),
    ] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option(metavar="SOURCE SOURCE", help="The two sources that disagree.")
    ] = None,
    parts: Annotated[bool, typer.Option("--parts", help="Also about what is part of it, or lies in it.")] = False,
) -> Question:
    """List the pairs of claims that are against each other."""
    return lambda world: world.contradictions(about, kind, between, including_parts=parts)


@app.command(epilog="Example: graphmodel assessment F002-007")
@asking
def assessment(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The key of a claim; `graphmodel claims` lists them.")],
) -> Question:
    """Count the independent sources for and against a claim."""
    return lambda world: world.assessment(claim)


@app.command(epilog="Example: graphmodel status IRN sco --known-on 2017-04-01")
@asking
def status(
    state: Annotated[str, typer.Argument(metavar="STATE", help="A state: key, code or name.")],
    organization: Annotated[str, typer.Argument(metavar="ORGANIZATION", help="An organization: key or name.")],
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day on which it holds. Left out: the day of --known-on.")
    ] = None,
    known_on: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what had been published by then. Left out: all.")
    ] = None,
) -> Question:
    """Say what a state is in an organization on a day, as it was known on a day."""
    return lambda world: world.status(state, organization, as_of=as_of, known_on=known_on)


@app.command(epilog="Example: graphmodel dyad RUS IRN --since 2014-01-01")
@asking
def dyad(
    a: Annotated[str, typer.Argument(metavar="STATE", help="A state: key, code or name.")],
    b: Annotated[str, typer.Argument(metavar="STATE", help="The other state.")],
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what may have been on this day or later.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what may have been before this day.")] = None,
) -> Question:
    """List everything between two states over time: pacts, organizations, events, sanctions, rivalries, votes."""
    return lambda world: world.dyad(a, b, since=since, until=until)


@app.command(epilog="Example: graphmodel panel dyad-year --start 2000 --end 2016 --format parquet --out dyads.parquet")
@asking
def panel(  # noqa: PLR0913, PLR0917  (an argument for each option)
    unit: Annotated[UnitName, typer.Argument(metavar="UNIT", help="state-year, dyad-year or leader-year.")],
    start: Annotated[
        int | None, typer.Option(metavar="YEAR", help="The first year. Left out: the first of the list.")
    ] = None,
    end: Annotated[
        int | None, typer.Option(metavar="YEAR", help="The last year. Left out: the last that the list looks at.")
    ] = None,
    directed: Annotated[
        bool, typer.Option("--directed", help="Each pair twice, with what the first owes the second.")
    ] = False,
    system: Annotated[str, typer.Option(metavar="LIST", help="The list of states: cow, gw, un_members, ...")] = "cow",
    day: Annotated[
        DayRuleName, typer.Option(help="What makes something hold in a year: its first day, its last, or any.")
    ] = "any",
    column: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Only this column; give it once for each. Left out: all.")
    ] = None,
    dataset: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Take facts only from this data set; give it once for each. Left out: any."),
    ] = None,
    certain: Annotated[bool, typer.Option("--certain", help="Count only what certainly holds.")] = False,
) -> Question:
    """Make a balanced panel: a row for every state, pair of states or leader, and every year."""
    return lambda world: world.panel(
        unit,
        start=start,
        end=end,
        directed=directed,
        system=system,
        day=day,
        columns=column or None,
        datasets=dataset or None,
        certain=certain,
    )


@app.command(epilog="Example: graphmodel known 2016-01-01 MEMBER_OF --start IRN")
@asking
def known(
    day: Annotated[str, typer.Argument(metavar="DAY", help="Only what had been published by then counts.")],
    facts: Annotated[str, typer.Argument(metavar="RELATIONSHIP", help="Which facts, such as MEMBER_OF or PARTY_TO.")],
    start: Annotated[str | None, typer.Option(metavar="ENTITY", help="Only those from this one: key or name.")] = None,
    end: Annotated[str | None, typer.Option(metavar="ENTITY", help="Only those to this one: key or name.")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="Only what possibly holds on this day.")] = None,
    recorded: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what had been entered here by this day counts.")
    ] = None,
) -> Question:
    """List facts as they were known on a day: by the claims that had been published, and entered, by then."""
    return lambda world: world.known_on(day, recorded=recorded).table(facts, start=start, end=end, on=as_of)


@app.command(epilog="Example: graphmodel policies official_first latest")
@asking
def policies(
    one: Annotated[str, typer.Argument(metavar="POLICY", help="official_first, latest, earliest or majority.")],
    other: Annotated[str, typer.Argument(metavar="POLICY", help="The policy to compare it with.")],
    concept: ConceptName = None,
) -> Question:
    """Show which facts differ between two policies, and which claims decide; nothing is written."""
    return lambda world: world.compare_policies(one, other, concept=concept)


@app.command(epilog="Example: graphmodel resolve latest --graph alliances.graph")
@asking
def resolve(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="official_first, latest, earliest or majority.")],
    concept: ConceptName = None,
) -> Question:
    """Derive the world anew where claims differ as a policy decides, and show what has changed. `load` goes back."""
    return lambda world: world.resolve(policy, concept=concept)


@app.command(epilog="Example: graphmodel cite S01 S106 --format bibtex")
def cite(
    source: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="Keys of sources. Left out: every source.")
    ] = None,
    graph: Graph = None,
    user: User = None,
    database: Database = None,
    format: Annotated[CitationFormat, typer.Option("--format", help="How to write them.")] = "text",  # noqa: A002
    out: Out = None,
    force: Force = False,
) -> None:
    """Write sources as citations: text, BibTeX or CSL-JSON."""
    from graphmodel.cli.citing import cite as write

    write(source or [], format, (graph, user, database), out, force=force)


@schema_app.command("plan", epilog="Example: graphmodel schema plan --url neo4j://localhost:7687")
def schema_plan(graph: Graph = None, user: User = None, database: Database = None) -> None:
    """Show what is missing, and change nothing."""
    from graphmodel.cli.schema import plan

    plan((graph, user, database))


@schema_app.command("apply", epilog="Example: graphmodel schema apply --url neo4j://localhost:7687")
def schema_apply(graph: Graph = None, user: User = None, database: Database = None) -> None:
    """Make what is missing."""
    from graphmodel.cli.schema import apply

    apply((graph, user, database))


@schema_app.command("check", epilog="Example: graphmodel schema check --url neo4j://localhost:7687")
def schema_check(graph: Graph = None, user: User = None, database: Database = None) -> None:
    """Fail when a constraint is missing that writing relies on."""
    from graphmodel.cli.schema import check

    check((graph, user, database))


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave the program: 0 when all went well, 2 for what the user can mend.

    Args:
        arguments: those of the program when None.
    """
    from graphmodel.errors import DataError, GraphModelError

    try:
        app(args=arguments, prog_name="graphmodel", standalone_mode=False)
        sys.stdout.flush()
    except UsageProblem as problem:
        if (
            type(problem).__name__ == "NoArgsIsHelpError"
        ):  # its message is the help, of a command given without anything
            print(cast("Any", problem).format_message())
            sys.exit(0)
        command = _command(sys.argv[1:] if arguments is None else arguments)
        said = (
            _one_line(cast("Any", problem).format_message())
            .removeprefix("Invalid value: ")
            .replace("Value error, ", "")
        )
        said = said.rstrip(".")
        _fail(f"{said}{'' if said.endswith('?') else '.'} See graphmodel {command}--help.")
    except (GraphModelError, OSError) as error:
        if isinstance(error, BrokenPipeError):  # `graphmodel ... | head`: nobody listens any more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        if isinstance(error, DataError) and len(error.problems) > 1:  # a line each
            _fail(str(error).strip())
        _fail(_one_line(_said(error)))
    except (KeyboardInterrupt, typer.Abort):
        _fail("Stopped.")
    sys.exit(0)


def _command(arguments: list[str]) -> str:
    words = arguments[: next((i for i, word in enumerate(arguments) if word.startswith("-")), len(arguments))]
    match words:
        case ["run", name, *_]:
            from graphmodel.analyses import ANALYSES

            return f"run {name} " if name in ANALYSES or name.endswith(".cypher") else "run "
        case ["schema", ("plan" | "apply" | "check") as name, *_]:
            return f"schema {name} "
        case [name, *_] if name in {
            command.name or command.callback.__name__ for command in app.registered_commands if command.callback
        }:
            return f"{name} "
        case [("run" | "schema") as name, *_]:
            return f"{name} "
        case _:
            return ""


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return str(error) or type(error).__name__


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _fail(line: str) -> NoReturn:
    print(f"graphmodel: {line}", file=sys.stderr)
    sys.exit(2)
