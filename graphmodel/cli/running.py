"""`graphmodel run NAME` and `graphmodel analyses`: options and help come from the header of each analysis."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core
import typer.main

from graphmodel.cli import completing
from graphmodel.cli.options import (
    Bounds,
    Database,
    Explain,
    Force,
    Format,
    Graph,
    Out,
    Pager,
    Place,
    Plot,
    Profile,
    Replicate,
    Sources,
    User,
)
from graphmodel.errors import QueryError

if TYPE_CHECKING:
    from graphmodel.analyses.headers import Header, Parameter
    from graphmodel.cli.output import Writing

METAVARS = {"date": "DAY", "integer": "N", "number": "X", "boolean": None}
HOW: dict[str, tuple[Any, Any]] = {
    "format": (Format, None),
    "out": (Out, None),
    "force": (Force, False),
    "pager": (Pager, None),
    "sources": (Sources, False),
    "bounds": (Bounds, False),
    "explain": (Explain, False),
    "profile": (Profile, False),
    "plot": (Plot, None),
    "replicate": (Replicate, None),
    "graph": (Graph, None),
    "user": (User, None),
    "database": (Database, None),
}
"""The options that every analysis has beside its own, and what they are when left out."""
KINDS: dict[str, Any] = {"integer": int, "number": float, "boolean": bool}


class RunGroup(typer.core.TyperGroup):
    """A command for each analysis, made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (click gives it)
        """Their names."""
        from graphmodel.analyses import ANALYSES

        return list(ANALYSES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  (click gives it)
        """The command of one analysis."""
        from graphmodel.analyses import ANALYSES

        if cmd_name.endswith(".cypher"):
            from graphmodel.analyses.own import function_of

            return _command(function_of(cmd_name)[1], own=Path(cmd_name))
        if cmd_name not in ANALYSES:
            near = get_close_matches(cmd_name, ANALYSES, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else "`graphmodel analyses` lists them."
            raise typer.BadParameter(f"There is no analysis {cmd_name!r}. {hint}")
        return _command(ANALYSES[cmd_name].header)


def list_all(how: Writing) -> None:
    """Write every analysis with its question, by group."""
    from rich.text import Text

    from graphmodel.analyses import ANALYSES

    headers = [analysis.header for analysis in ANALYSES.values()]
    groups = list(dict.fromkeys(header.group for header in headers))
    ordered = [header for group in groups for header in headers if header.group == group]
    how.check()
    if how.form != "table":
        columns = ("group", "name", "title", "question")
        how.write_plain(columns, [{name: getattr(header, name) for name in columns} for header in ordered])
        return
    lines: list[Text] = []
    for place, header in enumerate(ordered):
        if place == 0 or header.group != ordered[place - 1].group:
            lines.append(Text(header.group, style="bold"))
        lines += [Text(f"  {header.name}"), Text(f"      {header.question}", style="dim")]
    how.show(*lines, "`graphmodel run NAME --help` shows what it takes, how it is defined, and the literature.")


def _command(header: Header, own: Path | None = None) -> Any:
    if taken := [each.name for each in header.parameters if each.name in HOW]:
        raise QueryError(f"{own}: --{taken[0]} is an option of graphmodel run; call the parameter otherwise.")

    def run(**given: Any) -> None:
        from graphmodel.cli.places import opened

        how = {name: given.pop(name) for name in HOW}
        place: Place = how["graph"], how["user"], how["database"]
        _check(how)
        with opened(place) as world:
            analysis = getattr(world.analyses, header.name) if own is None else world.analyses.register(own)
            _answer(analysis, {name: None if value == [] else value for name, value in given.items()}, how)

    parameters = [
        *(_option(each) for each in header.parameters),
        *(
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, (kind, default) in HOW.items()
        ),
    ]
    _typed(run, parameters)
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    single.command(
        header.name if own is None else str(own),
        help=_help(header),
        short_help=header.question,
        epilog=_example(header),
    )(run)
    return typer.main.get_command(single)


def _check(how: Mapping[str, Any]) -> None:
    """See that what was asked for goes together, and can be written, before a world is built for it."""
    from graphmodel.cli.output import check

    shown = [f"--{name}" for name in ("explain", "profile", "bounds") if how[name]]
    if len(shown) > 1:
        raise QueryError(f"{' and '.join(shown)} are two things to show: give one of them.")
    if shown and (how["replicate"] or how["plot"]):
        raise QueryError(f"{shown[0]} shows no rows of the analysis: leave out --replicate and --plot.")
    if (how["explain"] or how["profile"]) and how["format"] not in (None, "table"):
        raise QueryError(f"{shown[0]} has no rows: leave out --format.")
    _writing(how).check()
    if how["plot"] is not None:
        check(None, how["plot"], force=how["force"], option="--plot")


def _answer(analysis: Any, given: dict[str, Any], how: Mapping[str, Any]) -> None:
    from graphmodel.cli.output import waiting

    writing = _writing(how)
    if how["explain"] or how["profile"]:
        writing.show(analysis.explain(**given, profile=how["profile"]))
        return
    with waiting("Asking"):
        rows = (analysis.bounds if how["bounds"] else analysis)(**given)
    if how["replicate"] is not None:
        rows.replicate(how["replicate"])
    if how["plot"] is not None:
        rows.plot(how["plot"])
    writing.write(rows)


def _writing(how: Mapping[str, Any]) -> Writing:
    from graphmodel.cli.output import Writing

    return Writing(**{name: how[name] for name in ("format", "out", "force", "pager", "sources")})


def _option(parameter: Parameter) -> inspect.Parameter:
    meaning = parameter.meaning
    if parameter.choices:
        meaning += f" One of {', '.join(parameter.choices)}."
    if parameter.otherwise:
        meaning += f" Left out: {parameter.otherwise}."
    if parameter.type.startswith("list"):
        meaning += " Give it once for each."
    name, single = parameter.name.replace("_", "-"), parameter.type.removeprefix("list of ")
    single = "status" if single == "statuses" else single.removesuffix("s")
    option = typer.Option(
        f"--{name}/--no-{name}" if parameter.type == "boolean" else f"--{name}",
        help=meaning,
        show_default=False,
        metavar=METAVARS.get(parameter.type, single.upper()),
        autocompletion=completing.values(parameter.type, parameter.choices),
    )
    kind = list[str] if parameter.type.startswith("list") else KINDS.get(parameter.type, str)
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[kind if parameter.required else kind | None, option],
        default=inspect.Parameter.empty if parameter.required else parameter.default,
    )


def _typed(function: Callable[..., None], parameters: list[inspect.Parameter]) -> None:
    # typer reads options off a function's signature; this one is written from a header.
    function.__signature__ = inspect.Signature(parameters)  # pyright: ignore[reportFunctionMemberAccess]
    function.__annotations__ = {each.name: each.annotation for each in parameters}


def _help(header: Header) -> str:
    columns = "\n".join(f"  {each.name}: {each.meaning}" for each in header.columns)
    literature = "\n".join(f"  {work}" for work in header.literature)
    # \b keeps the lines of a paragraph as they are.
    works = f"\n\n\b\nLiterature:\n{literature}" if literature else ""
    return f"{header.question}\n\n{header.method.strip()}\n\n\b\nColumns:\n{columns}{works}"


def _example(header: Header) -> str:
    given = {"state": "IRN", "a": "RUS", "as_of": "2024-07-04"}
    options = [
        f"--{each.name.replace('_', '-')} {given[each.name]}" for each in header.parameters if each.name in given
    ]
    return f"Example: graphmodel run {header.name} {' '.join(options)}"
