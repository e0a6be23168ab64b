"""How a table came about, so that somebody else can make it again."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Literal, cast

from graphmodel.analyses.headers import Header, names
from graphmodel.analyses.values import Asked
from graphmodel.domain.entities import Entity
from graphmodel.domain.fingerprints import fingerprints
from graphmodel.results import R_co, Table
from graphmodel.sessions.operations import Operations

Way = Literal["call", "bounds", "robustness", "world"]
"""An analysis that is called, or whose bounds or robustness are asked; or a method of the world itself."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was asked of which world, with what.

    `cypher` has what was sent by name of the file that it is written to, `parameters` what was given as JSON has it, and `needs`
    the types of relationships that matter beside those that stand in the Cypher.
    """

    world: Operations
    way: Way
    name: str
    title: str
    question: str
    parameters: Mapping[str, Any]
    cypher: Mapping[str, str]
    told: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    ours: bool = True

    def hashes(self) -> dict[str, str]:
        """A hash of each kind of node and relationship that is read."""
        text = re.sub(r"//[^\n]*|'(?:[^'\\]|\\.)*'", "''", "\n".join(self.cypher.values()))
        types = _named(re.findall(r"\[\w*\s*:([\w\s|:]+)", text)) | {*self.needs}
        return fingerprints(self.world, sorted(_named(re.findall(r"\(\w*\s*:([\w\s|:]+)", text))), sorted(types))


class Replicable(Table[R_co]):
    """A table that can be made again elsewhere."""

    @property
    @abstractmethod
    def recipe(self) -> Recipe:
        """How it came about. Raises QueryError where nothing was run that could be run again."""

    def replicate(self, folder: str | Path) -> Path:
        """Write all that somebody else needs to make this table again; gives the folder.

        In it: the rows as CSV, the Cypher, the parameters, the policy, the versions and hashes of the data as JSON, the sources
        as BibTeX, and `rebuild.py`, which makes the rows again, compares them and says in what they differ.

        Args:
            folder: where to; it is made, and must be empty if it is there.

        Raises:
            QueryError: the folder is not empty, or the table is not one that was made of a world that is stored.
        """
        from graphmodel.analyses.replicating import write

        return write(self, Path(folder))


def of_analysis(world: Asked, asked: Header, way: Way, given: Mapping[str, Any], told: Iterable[str]) -> Recipe:
    """The recipe of an analysis, its bounds or its robustness."""
    return Recipe(
        world=cast("Operations", world),
        way=way,
        name=asked.name,
        title=asked.title,
        question=asked.question,
        parameters=plain(given),
        cypher={f"{asked.name}.cypher": asked.cypher},
        told=tuple(told),
        needs=asked.needs,
        ours=asked.name in names(),
    )


def plain(value: Any) -> Any:
    """What was given as JSON has it: entities are their keys, days their text."""
    match value:
        case Entity():
            return value.key
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(name): plain(each) for name, each in cast("Mapping[Any, Any]", value).items()}
        case Iterable():
            return [plain(each) for each in cast("Iterable[Any]", value)]
        case _:
            return str(getattr(value, "name", value))


def _named(found: Iterable[str]) -> set[str]:
    """Labels or types of patterns such as `:A|B`."""
    return {each.strip() for names in found for each in re.split(r"[|:]", names) if each.strip()}
