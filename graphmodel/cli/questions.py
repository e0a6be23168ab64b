"""The commands that ask the world a question about facts and the evidence behind them."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmodel.cli import completing
from graphmodel.cli.asking import Question, asking
from graphmodel.cli.examples import examples
from graphmodel.cli.options import CitationFormat, ConceptName, Database, DayRuleName, Force, Graph, Out, UnitName, User
from graphmodel.errors import QueryError

questions = typer.Typer()


@questions.command("why", short_help="Why a fact is in the world, and who says so.", epilog=examples("why"))
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


@questions.command(
    "claims", short_help="The claims that fit, each with its source and speaker.", epilog=examples("claims")
)
@asking
def claims(  # noqa: PLR0913, PLR0917  (an argument for each option)
    about: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ENTITY",
            help="What they are about: a key or name. Give it once for each of several.",
            autocompletion=completing.entities,
        ),
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


@questions.command(
    "contradictions", short_help="The pairs of claims that are against each other.", epilog=examples("contradictions")
)
@asking
def contradictions(
    about: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ENTITY",
            help="What one side is about: a key or name. Give it once for each of several.",
            autocompletion=completing.entities,
        ),
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


@questions.command(
    "assessment", short_help="Independent sources for and against a claim.", epilog=examples("assessment")
)
@asking
def assessment(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The key of a claim; `graphmodel claims` lists them.")],
) -> Question:
    """Count the independent sources for and against a claim."""
    return lambda world: world.assessment(claim)


@questions.command(
    "status", short_help="What a state is in an organization, as known on a day.", epilog=examples("status")
)
@asking
def status(
    state: Annotated[
        str, typer.Argument(metavar="STATE", help="A state: key, code or name.", autocompletion=completing.states)
    ],
    organization: Annotated[
        str,
        typer.Argument(
            metavar="ORGANIZATION", help="An organization: key or name.", autocompletion=completing.organizations
        ),
    ],
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day on which it holds. Left out: the day of --known-on.")
    ] = None,
    known_on: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what had been published by then. Left out: all.")
    ] = None,
) -> Question:
    """Say what a state is in an organization on a day, as it was known on a day."""
    return lambda world: world.status(state, organization, as_of=as_of, known_on=known_on)


@questions.command("dyad", short_help="Everything between two states over time.", epilog=examples("dyad"))
@asking
def dyad(
    a: Annotated[
        str, typer.Argument(metavar="STATE", help="A state: key, code or name.", autocompletion=completing.states)
    ],
    b: Annotated[str, typer.Argument(metavar="STATE", help="The other state.", autocompletion=completing.states)],
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what may have been on this day or later.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what may have been before this day.")] = None,
    continuity: Annotated[bool, typer.Option(help="Count a state that continues another as one with it.")] = True,
) -> Question:
    """List everything between two states over time: pacts, organizations, events, sanctions, rivalries, votes."""
    return lambda world: world.dyad(a, b, since=since, until=until, continuity=continuity)


@questions.command("panel", short_help="A balanced panel: states, pairs or leaders by year.", epilog=examples("panel"))
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
    system: Annotated[str, typer.Option(metavar="LIST", help="The list of states: cow, gw, un, ...")] = "cow",
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


@questions.command("known", short_help="Facts as they were known on a day.", epilog=examples("known"))
@asking
def known(
    day: Annotated[str, typer.Argument(metavar="DAY", help="Only what had been published by then counts.")],
    facts: Annotated[str, typer.Argument(metavar="RELATIONSHIP", help="Which facts, such as MEMBER_OF or PARTY_TO.")],
    start: Annotated[
        str | None,
        typer.Option(
            metavar="ENTITY", help="Only those from this one: key or name.", autocompletion=completing.entities
        ),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option(metavar="ENTITY", help="Only those to this one: key or name.", autocompletion=completing.entities),
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DAY", help="Only what possibly holds on this day.")] = None,
    recorded: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only what had been entered here by this day counts.")
    ] = None,
) -> Question:
    """List facts as they were known on a day: by the claims that had been published, and entered, by then."""
    return lambda world: world.known_on(day, recorded=recorded).table(facts, start=start, end=end, on=as_of)


@questions.command("policies", short_help="Which facts differ between two policies.", epilog=examples("policies"))
@asking
def policies(
    one: Annotated[
        str,
        typer.Argument(
            metavar="POLICY", help="official_first, latest, earliest or majority.", autocompletion=completing.policies
        ),
    ],
    other: Annotated[
        str, typer.Argument(metavar="POLICY", help="The policy to compare it with.", autocompletion=completing.policies)
    ],
    concept: ConceptName = None,
) -> Question:
    """Show which facts differ between two policies, and which claims decide; nothing is written."""
    return lambda world: world.compare_policies(one, other, concept=concept)


@questions.command("resolve", short_help="Derive the world anew under a policy.", epilog=examples("resolve"))
@asking
def resolve(
    policy: Annotated[
        str,
        typer.Argument(
            metavar="POLICY", help="official_first, latest, earliest or majority.", autocompletion=completing.policies
        ),
    ],
    concept: ConceptName = None,
) -> Question:
    """Derive the world anew where claims differ as a policy decides, and show what has changed. `load` goes back."""
    return lambda world: world.resolve(policy, concept=concept)


@questions.command("cite", short_help="Sources as text, BibTeX or CSL-JSON.", epilog=examples("cite"))
def cite(
    source: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE", help="Keys of sources. Left out: every source.", autocompletion=completing.sources
        ),
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
