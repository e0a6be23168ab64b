"""All that somebody else needs to make a table again: what was asked of which data with what, and a script that does it."""

from __future__ import annotations

import json
import platform
import re
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from graphmodel.analyses.headers import Header, names
from graphmodel.analyses.results import Result
from graphmodel.domain.fingerprints import fingerprints
from graphmodel.domain.policies import POLICIES
from graphmodel.errors import QueryError

if TYPE_CHECKING:
    from graphmodel.sessions.operations import Operations

PACKAGES = ("graphmodel", "arcadedb", "neo4j", "numpy", "scipy", "polars", "rustworkx", "graspologic-native")
"""What rows may depend on."""


def replicate(result: Result[Any], folder: Path) -> Path:
    """Write everything into a folder. Arguments and errors as for `Result.replicate`."""
    if result.origin is None:
        raise QueryError("This result is of no analysis that was run on a world: there is nothing to run again.")
    if getattr(result.origin.world, "assumed", ()):
        raise QueryError("This result is of a supposed world, which is stored nowhere: there is nothing to run again.")
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise QueryError(f"{folder} is there and not empty: give another folder.")
    asked, world = result.origin.header, result.origin.world
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "analysis": asked.name,
        "ours": asked.name in names(),
        "parameters": {name: _plain(value) for name, value in result.about.parameters.items()},
        "told": list(result.about.notes),
        "policy": _policy(world),
        "rows": len(result),
        "data": data_hashes(cast("Operations", world), asked),
        "versions": _versions(),
    }
    (folder / "manifest.json").write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / f"{asked.name}.cypher").write_text(asked.cypher, encoding="utf-8")
    result.to_csv(folder / "rows.csv")
    (folder / "sources.bib").write_text(result.citations().bibtex(), encoding="utf-8")
    (folder / "rebuild.py").write_text(SCRIPT.replace("TITLE", asked.title), encoding="utf-8")
    (folder / "README.md").write_text(_readme(asked, written), encoding="utf-8")
    return folder


def data_hashes(graph: Operations, asked: Header) -> dict[str, str]:
    """A hash of each kind of node and relationship that the Cypher of an analysis reads."""
    text = re.sub(r"'(?:[^'\\]|\\.)*'", "''", asked.body)
    types = {
        each.strip() for found in re.findall(r"\[\w*\s*:([\w\s|:]+)", text) for each in re.split(r"[|:]", found) if each
    }
    labels = {each for found in re.findall(r"\(\w*\s*:([\w\s|:]+)", text) for each in re.split(r"[|:]", found)}
    clean = [sorted({each.strip() for each in found if each.strip()}) for found in (labels, {*types, *asked.needs})]
    return fingerprints(graph, *clean)


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


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value


def _readme(asked: Header, written: dict[str, Any]) -> str:
    given = "\n".join(f"- {name}: {json.dumps(value)}" for name, value in written["parameters"].items())
    return README.format(
        title=asked.title,
        question=asked.question,
        version=written["versions"].get("graphmodel", ""),
        given=given,
        name=asked.name,
    )


README = """# {title}

{question}

`rows.csv` has the rows of the analysis `{name}`, run by graphmodel {version} with

{given}

`{name}.cypher` is what was sent, with its definitions and the literature; `manifest.json` has the parameters, the policy, the
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
from graphmodel.analyses.replicating import data_hashes

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
    name, given = manifest["analysis"], manifest["parameters"]
    with opened(parser.parse_args(), manifest["policy"]) as world:
        ours = manifest["ours"]
        analysis = getattr(world.analyses, name) if ours else world.analyses.register(HERE / f"{name}.cypher")
        result = analysis(**given)
        hashes = data_hashes(world, analysis.header)
    result.to_csv(HERE / "rebuilt.csv")
    before, after = (list(csv.reader((HERE / file).open(encoding="utf-8"))) for file in ("rows.csv", "rebuilt.csv"))
    if analysis.header.cypher != (HERE / f"{name}.cypher").read_text(encoding="utf-8"):
        print(f"The Cypher of {name} is another one in this version of graphmodel.")
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
