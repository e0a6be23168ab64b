"""`graphmodel schema`."""

from __future__ import annotations

from graphmodel.cli.options import Place
from graphmodel.cli.places import opened


def plan(place: Place) -> None:
    """Print what is missing."""
    from graphmodel.statements.constraints import create

    with opened(place) as world:
        missing, unsupported = world.schema.plan(*world.models), world.schema.unsupported(*world.models)
    for item in missing:
        print(f"{create(item).text};")
    for item in unsupported:
        print(f"// This engine has no {item}.")
    if not missing:
        print("Nothing is missing.")


def apply(place: Place) -> None:
    """Make what is missing, and print it. Raises SchemaError when the data are against it."""
    with opened(place) as world:
        made = world.schema.apply(*world.models)
    for item in made:
        print(f"Made the {item}.")
    if not made:
        print("Nothing was missing.")


def check(place: Place) -> None:
    """Raise SchemaError when a constraint is missing."""
    with opened(place) as world:
        world.schema.check(*world.models)
    print("Every constraint is there.")
