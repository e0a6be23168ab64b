"""All that somebody else needs to make a table again: what was asked of which data with what, and a script that does it."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from graphmodel.analyses.recipes import Recipe, Replicable
from graphmodel.domain.policies import POLICIES
from graphmodel.errors import QueryError

PACKAGES = ("graphmodel", "arcadedb", "neo4j", "numpy", "scipy", "polars", "rustworkx", "graspologic-native")
"""What rows may depend on."""


def write(table: Replicable[Any], folder: Path) -> Path:
    """Write everything into a folder. Arguments and errors as for `Replicable.replicate`."""
    recipe = table.recipe
    if getattr(recipe.world, "assumed", ()):
        raise QueryError("This result is of a supposed world, which is stored nowhere: there is nothing to run again.")
    if not table.is_whole:
        raise QueryError(
            "This is a part of a table (head, select, filter): replicate the whole, and take the part of that."
        )
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise QueryError(f"{folder} is there and not empty: give another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "analysis": recipe.name,
        "way": recipe.way,
        "ours": recipe.ours,
        "parameters": recipe.parameters,
        "told": list(recipe.told),
        "policy": _policy(recipe.world),
        "rows": len(table),
        "data": recipe.hashes(),
        "versions": _versions(),
    }
    (folder / "manifest.json").write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, text in recipe.cypher.items():
        (folder / name).write_text(text, encoding="utf-8")
    table.to_csv(folder / "rows.csv")
    (folder / "sources.bib").write_text(table.citations().bibtex(), encoding="utf-8")
    (folder / "rebuild.py").write_text(SCRIPT.replace("TITLE", recipe.title), encoding="utf-8")
    (folder / "README.md").write_text(_readme(recipe, written), encoding="utf-8")
    return folder


def _policy(world: Any) -> dict[str, str] | None:
    """The policy under which the world was derived; None where it is no named one, or the world does not say."""
    policy = getattr(world, "policy", None)
    if policy is None or policy.name not in POLICIES:
        return None
    return {"policy": policy.name, "concept": policy.concept.value}


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _readme(recipe: Recipe, written: dict[str, Any]) -> str:
    given = "\n".join(f"- {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in recipe.parameters.items())
    return README.format(
        title=recipe.title,
        question=recipe.question,
        version=written["versions"].get("graphmodel", ""),
        given=given,
        made=MADE[recipe.way].format(name=recipe.name),
        files=", ".join(f"`{name}`" for name in recipe.cypher),
    )


MADE = {
    "call": "the analysis `{name}`",
    "bounds": "the bounds of the analysis `{name}`",
    "robustness": "the analysis `{name}` for every combination of choices",
    "world": "`World.{name}`",
}

README = """# {title}

{question}

`rows.csv` has the rows of {made}, run by graphmodel {version} with

{given}

{files} is what was sent, with its definitions; `manifest.json` has the parameters, the policy, the
versions and a hash of each kind of node and relationship that was read; `sources.bib` the sources.

To make the rows again:

    pip install graphmodel
    python rebuild.py

That builds the curated world and compares. `python rebuild.py --graph FOLDER` asks a graph of yours, where data sets were
imported; `--url URL` one at a server. It writes `rebuilt.csv` and ends with 0 when the rows are the same, else with 1.
"""

SCRIPT = '''"""Makes the rows of `rows.csv` again and compares: TITLE.

    python rebuild.py                  on the curated world that ships with graphmodel
    python rebuild.py --graph FOLDER   on a graph in a folder, where data sets were imported
    python rebuild.py --url URL        on a graph at a server; user and password from GRAPHMODEL_USER and GRAPHMODEL_PASSWORD
"""

import argparse
import csv
import json
import math
import os
import sys
from pathlib import Path

from graphmodel import World

HERE = Path(__file__).resolve().parent


def opened(given: argparse.Namespace, policy: dict[str, str] | None) -> World:
    """The world to ask."""
    if given.url:
        return World.connect(given.url, auth=(os.environ.get("GRAPHMODEL_USER", "neo4j"), os.environ["GRAPHMODEL_PASSWORD"]))
    if given.graph:
        return World.connect(given.graph, schema="off")
    world = World.connect()
    world.load_seeds()
    if policy is None:
        print("The policy that derived the world is no named one: this is the world under official_first.")
    elif policy != {"policy": "official_first", "concept": "legal_effect"}:
        world.resolve(policy["policy"], concept=policy["concept"])
    return world


def same(one: str, other: str) -> bool:
    """Whether two cells say the same: numbers to the ninth digit."""
    try:
        return one == other or math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", metavar="FOLDER")
    parser.add_argument("--url")
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    name, way, given = manifest["analysis"], manifest["way"], manifest["parameters"]
    with opened(parser.parse_args(), manifest["policy"]) as world:
        if way == "world":
            made = getattr(world, name)
        else:
            ours = manifest["ours"]
            made = getattr(world.analyses, name) if ours else world.analyses.register(HERE / f"{name}.cypher")
            made = made if way == "call" else getattr(made, way)
        result = made(**given)
        recipe = result.recipe
        hashes = recipe.hashes()
    result.to_csv(HERE / "rebuilt.csv")
    before, after = (list(csv.reader((HERE / file).open(encoding="utf-8"))) for file in ("rows.csv", "rebuilt.csv"))
    for file, text in recipe.cypher.items():
        if text != (HERE / file).read_text(encoding="utf-8"):
            print(f"{file} is another one in this version of graphmodel.")
    others = sorted(kind for kind, value in manifest["data"].items() if hashes.get(kind) != value)
    if others:
        print(f"The data are others here: {', '.join(others)}.")
    wrong = [
        line
        for line, (old, new) in enumerate(zip(before, after), 1)
        if len(old) != len(new) or not all(map(same, old, new))
    ]
    if len(before) == len(after) and not wrong:
        print(f"The same {len(after) - 1} rows.")
        return 0
    print(f"Not the same: {len(before) - 1} rows there, {len(after) - 1} here.")
    for line in wrong[:10]:
        print(f"line {line}: {before[line - 1]} there, {after[line - 1]} here")
    return 1


if __name__ == "__main__":
    sys.exit(main())
'''
