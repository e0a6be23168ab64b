"""What commands take from the environment and from files where an option is left out.

An option counts before the environment, the environment before a file, a file of the folder before that of the user.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast, get_args

from graphmodel.cli.options import FormatName
from graphmodel.errors import QueryError

NAME = "graphmodel.toml"
ACCOUNT = ("user", "password", "database")
KINDS: dict[str, type] = {"url": str, "user": str, "password": str, "database": str, "format": str, "pager": bool}
TRUTHS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set outside of the options.

    `url` is a folder or the URL of a server; None, or empty, stands for the curated world. `said` tells for each setting where
    it comes from. The password is in no text of this object.
    """

    url: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str | None = None
    format: FormatName | None = None
    pager: bool | None = None
    said: Mapping[str, str] = field(default_factory=dict[str, str])

    def shown(self, name: str) -> str:
        """A setting as it may be shown."""
        if name == "password":
            return "set"
        value = getattr(self, name)
        return (without_account(value) or "the curated world") if name == "url" else str(value)

    def at(self, target: str | None) -> Settings:
        """These settings for another place: what a file says of users and databases goes with the address in it only."""
        if target is None or target == self.url:
            return self
        of_environment = {
            name: getattr(self, name) for name in ACCOUNT if self.said.get(name, "").startswith("GRAPHMODEL_")
        }
        return Settings(url=target, format=self.format, pager=self.pager, said=self.said, **of_environment)


def without_account(address: str) -> str:
    """A folder or URL without the user and password that somebody may have written into it.

    >>> without_account("neo4j://ann:secret@host:7687"), without_account("alliances.graph")
    ('neo4j://host:7687', 'alliances.graph')
    """
    scheme, there, rest = address.partition("://")
    return f"{scheme}{there}{rest.rpartition('@')[2]}" if there else address


def user_file() -> Path:
    """The file of the user, which need not be there."""
    from platformdirs import user_config_path

    return user_config_path("graphmodel", appauthor=False) / NAME


def read(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings that hold here.

    Args:
        environment: the variables; those of the process when None.
        folder: where the files of the folder are looked for; the current one when None.

    Raises:
        QueryError: a file cannot be read, or a setting in it or in the environment cannot be.

    >>> read({"GRAPHMODEL_URL": "alliances.graph"}, Path("/nowhere")).url
    'alliances.graph'
    """
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    said: dict[str, str] = {}

    def take(names: Iterator[str] | tuple[str, ...], table: Mapping[str, Any], where: str) -> None:
        for name in names:
            if name in table:
                values[name], said[name] = table[name], where

    for place, table in reversed(list(_files(folder or Path()))):
        if "url" in table:  # an account goes with its address, and never to another server
            for name in ACCOUNT:
                values.pop(name, None)
                said.pop(name, None)
        take(tuple(table), table, str(place))
    given = _environment(environment)
    if given.get("url", values.get("url")) != values.get("url"):
        for name in ACCOUNT:
            values.pop(name, None)
            said.pop(name, None)
    for name, value in given.items():
        values[name], said[name] = value, f"GRAPHMODEL_{name.upper()}"
    return Settings(**values, said=said)


def files(folder: Path | None = None) -> list[Path]:
    """The files that are read, the strongest first."""
    return [place for place, _ in _files(folder or Path())]


def _files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The settings files that are there, the strongest first."""
    for place in (folder / NAME, folder / "pyproject.toml", user_file()):
        if not place.is_file():
            continue
        try:
            table = tomllib.loads(place.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            if place.name != NAME:
                continue  # not ours to complain about
            raise QueryError(f"{place} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
        if place.name != NAME:
            table = table.get("tool", {}).get("graphmodel")
            if table is None:
                continue
            if "password" in table:
                raise QueryError(
                    f"{place}: a password does not belong into a file that is shared. Set GRAPHMODEL_PASSWORD, "
                    f"or write it, with its url, into {user_file()}."
                )
        yield place, _checked(table, place)


def _checked(table: dict[str, Any], place: Path) -> dict[str, Any]:
    for name, value in table.items():
        if name not in KINDS:
            near = get_close_matches(name, KINDS, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(KINDS)}."
            raise QueryError(f"{place}: there is no setting {name!r}. {hint}")
        if not isinstance(value, KINDS[name]):
            wanted = "true or false" if KINDS[name] is bool else "text in quotes"
            raise QueryError(f"{place}: {name} takes {wanted}.")
    if "url" not in table and (lone := [name for name in ACCOUNT if name in table]):
        raise QueryError(f"{place}: {lone[0]} goes with the address that it is for: add url.")
    _format(table.get("format"), str(place))
    if "url" in table and "://" not in table["url"] and table["url"]:  # a folder, beside the file
        return {**table, "url": str(place.parent / Path(table["url"]).expanduser())}
    return table


def _environment(variables: Mapping[str, str]) -> dict[str, Any]:
    """The variables that are set; an empty one is as good as none, but for the address: then it is the curated world."""
    found = {name: variables.get(f"GRAPHMODEL_{name.upper()}") for name in KINDS}
    given: dict[str, Any] = {name: value for name, value in found.items() if value or (name == "url" and value == "")}
    if "pager" in given:
        if given["pager"].lower() not in TRUTHS:
            raise QueryError(f"GRAPHMODEL_PAGER takes true or false, not {given['pager']!r}.")
        given["pager"] = TRUTHS[given["pager"].lower()]
    _format(given.get("format"), "GRAPHMODEL_FORMAT")
    return given


def _format(value: str | None, where: str) -> None:
    if value is not None and value not in cast("tuple[str, ...]", get_args(FormatName)):
        raise QueryError(f"{where}: there is no format {value!r}, only {', '.join(get_args(FormatName))}.")
