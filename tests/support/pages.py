"""The pages of the guides that are made of the program: `make pages` writes them, and a test sees that they are current.

`docs/domain.md` is made of the models, the second half of `docs/command-line.md` of the commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import typer

from graphmodel.cli.app import app
from graphmodel.cli.asking import SHARED
from graphmodel.cli.ending import EXIT_CODES
from graphmodel.cli.examples import EXAMPLES
from graphmodel.cli.groups import SECTIONS
from graphmodel.domain import NODES, RELATIONSHIPS, Entity
from graphmodel.model import mapping_of
from graphmodel.model.mapping import NodeMapping, RelationshipMapping

DOCS = Path(__file__).parents[2] / "docs"
BEGIN = "<!-- What follows is made by `make pages`. -->"

LAYERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "Who there is, and who belongs where": (
        "State Organization Person Leader Territory Collective CodeList",
        ("MEMBER_OF", "HOLDS_OFFICE", "IN_SYSTEM", "SUCCEEDED_BY"),
    ),
    "What they agree, and what it obliges to": (
        "Instrument Pact Alliance Measure Resolution Obligation",
        ("TREATY_ACT", "PARTY_TO", "SIGNED", "OBLIGES", "OWED_BY", "OWED_TO", "AMENDS"),
    ),
    "What happens, where, and about what": (
        "Event Project Place Topic",
        ("ATTENDED", "INVOLVES", "LOCATED_IN", "CONCERNS", "STANCE_ON", "PART_OF"),
    ),
    "What is counted and observed": (
        "Indicator RollCall",
        ("MEASURED", "VOTED", "OBLIGED_TO", "RIVAL_OF", "SANCTIONS", "NOT_CODED"),
    ),
    "Who says so": (
        "Source Claim",
        (
            "STATES", "ATTRIBUTED_TO", "SUBJECT", "OBJECT", "QUALIFIED_BY", "SUPPORTS", "CONTRADICTS", "MENTIONS", "BASED_ON",
        ),
    ),
}  # fmt: skip
"""Each label and type stands in one layer: `_complete` sees to it."""

INTRODUCTION = """\
# The domain

What the world is made of, layer by layer. Every node is an `Entity` with a `key`; a dotted line says that one label is another too.
A box that names several labels stands for any of them, `Entity` for any node. The field `valid` of a relationship is a
[period](time.md), and `evidence` lists the keys of the claims that it was derived from ([Evidence](evidence.md)).

This page is made of the models by `make pages`; `graphmodel/domain` has them, and `help()` of each says what its fields mean."""


def domain_page() -> str:
    """The whole of `docs/domain.md`."""
    nodes = {m.label: m for model in NODES if isinstance(m := mapping_of(model), NodeMapping)}
    types = {m.type: m for model in RELATIONSHIPS if isinstance(m := mapping_of(model), RelationshipMapping)}
    _complete(nodes, types)
    parts = [INTRODUCTION]
    for title, (labels, names) in LAYERS.items():
        own = [nodes[label] for label in labels.split()]
        ties = [types[name] for name in names]
        parts += [f"## {title}", "\n".join(_diagram(own, ties)), "\n".join(_labels(own)), "\n".join(_types(ties))]
    return "\n\n".join(parts) + "\n"


def _complete(nodes: dict[str, NodeMapping], types: dict[str, RelationshipMapping]) -> None:
    placed = [name for labels, names in LAYERS.values() for name in (*labels.split(), *names)]
    assert sorted(placed) == sorted([*nodes, *types]), set(placed) ^ {*nodes, *types}


def _diagram(nodes: Sequence[NodeMapping], ties: Sequence[RelationshipMapping]) -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart LR"
    boxes: dict[str, str] = {}

    def box(classes: Sequence[type]) -> str:
        names = ["Entity" if each is Entity else each.__name__ for each in classes]
        name = "_".join(names)
        boxes[name] = " / ".join(names)
        return name

    lines: dict[tuple[str, str], list[str]] = {}
    for tie in ties:
        # Two labels are drawn apart; more of them in one box, or their lines would hide the rest.
        starts = [tie.start] if len(tie.start) > 2 else [(each,) for each in tie.start]
        ends = [tie.end] if len(tie.end) > 2 else [(each,) for each in tie.end]
        for start in starts:
            for end in ends:
                if len(ends) == 1 or tie.start != tie.end or start == end:  # what succeeds another is of its kind
                    lines.setdefault((box(start), box(end)), []).append(tie.type)
    parents: list[str] = []
    for node in nodes:
        box((node.model,))
        parent = node.model.__bases__[0]
        if parent is not Entity:
            parents.append(f"    {box((node.model,))} -.->|is a| {box((parent,))}")
    yield from (f'    {name}["{text}"]' for name, text in boxes.items())
    yield from (f"    {start} -->|{', '.join(types)}| {end}" for (start, end), types in lines.items())
    yield from parents
    yield "```"


def _labels(nodes: Sequence[NodeMapping]) -> Iterator[str]:
    yield "| label | is | fields |"
    yield "|---|---|---|"
    for node in nodes:
        inherited = set[str]()
        parent: Any = node.model.__bases__[0]
        if parent is not Entity:
            inherited = {p.name for p in mapping_of(parent).properties}
        own = [p.name for p in node.properties if p.name not in inherited]
        more = f"as {parent.__name__}" + (", and " if own else "") if inherited else ""
        yield f"| `{node.label}` | {_first(node.model)} | {more}{_named(own)} |"


def _types(ties: Sequence[RelationshipMapping]) -> Iterator[str]:
    yield "| relationship | from | to | says | fields |"
    yield "|---|---|---|---|---|"
    for tie in ties:
        ends = (" / ".join(each.__name__ for each in classes) for classes in (tie.start, tie.end))
        said = " | ".join(ends)
        yield f"| `{tie.type}` | {said} | {_first(tie.model)} | {_named([p.name for p in tie.properties])} |"


def _named(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _first(model: type) -> str:
    """The first sentences of a docstring: its first paragraph."""
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


# --- commands ----------------------------------------------------------------------------------------------------------


def command_page() -> str:
    """`docs/command-line.md` with its second half made anew."""
    written = (DOCS / "command-line.md").read_text("utf-8").partition(BEGIN)[0]
    return f"{written}{BEGIN}\n\n" + "\n\n".join(_commands()) + "\n"


def _commands() -> Iterator[str]:
    yield "## Exit codes"
    yield "\n".join(
        ["| code | means |", "|---|---|", *(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())]
    )
    yield "## Every command"
    root: Any = typer.main.get_command(app)
    for title, names in SECTIONS.items():
        yield f"### {title}"
        for name in names:
            command = root.commands[name]
            subs = cast("dict[str, Any]", getattr(command, "commands", {})) if name != "run" else {}
            yield from _command(name, command)
            for sub, each in subs.items():
                yield from _command(f"{name} {sub}", each)


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"#### graphmodel {name}"
    yield re.sub(r"\s*\n\s*\n\s*", "\n\n", command.help.strip())
    yield "\n".join(["```console", *(f"graphmodel {each}" for each in EXAMPLES[name]), "```"])
    shared = {each for each, _, _ in SHARED}
    own = [each for each in command.params if each.name not in {*shared, "help"}]
    if own:
        yield "\n".join(["| give | to say |", "|---|---|", *(f"| {_spelled(each)} | {_meant(each)} |" for each in own)])
    common = [each for each in command.params if each.name in shared]
    if common:
        yield f"And as everywhere: {', '.join(f'`{each.opts[0]}`' for each in common)}."


def _spelled(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar}`"
    names = "/".join([*parameter.opts, *parameter.secondary_opts])
    taken = "" if parameter.is_flag else f" {parameter.metavar or 'WORD'}"
    return f"`{names}{taken}`"


def _meant(parameter: Any) -> str:
    return " ".join((parameter.help or "").split()).replace("|", "\\|")


def made() -> dict[Path, str]:
    """Every page that is made, and what it should say."""
    return {DOCS / "domain.md": domain_page(), DOCS / "command-line.md": command_page()}


if __name__ == "__main__":
    for page, text in made().items():
        page.write_text(text, "utf-8")
        print(page.relative_to(DOCS.parent))  # noqa: T201  (it says what it has written)
