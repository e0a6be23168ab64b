"""What a shell does with what is typed: Cypher, an analysis, or a command that begins with a colon."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast, get_args

from graphmodel.cli.options import FormatName
from graphmodel.cli.output import Writing, console, waiting
from graphmodel.cli.querying import as_rows, parameter
from graphmodel.cli.shell.words import BEGINNINGS, Words, begins_cypher
from graphmodel.cli.shell.working import Working
from graphmodel.errors import QueryError, ReadOnlyViolation, UnknownName

if TYPE_CHECKING:
    from graphmodel.analyses import Header, Parameter
    from graphmodel.sessions import Rows

COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "help": ("[ANALYSIS]: this, or what an analysis takes and how it is defined", ()),
    "analyses": ("[WORD]: the analyses, or those that say the word", ()),
    "schema": ("labels and relationships, with how many there are", ()),
    "param": ("[NAME=VALUE]: show the parameters, or set one: JSON or plain text, $NAME in Cypher; NAME= drops it", ()),
    "as-of": ("[DAY]: the day of analyses that are given none, and $as_of in Cypher; `none` goes back", ("none",)),
    "format": ("[FORMAT]: how rows are written: table, csv, json, markdown", ("table", "csv", "json", "markdown")),
    "write": ("[on|off]: whether statements may write; off asks before each that would", ("on", "off")),
    "why": ("FACT: the claims for and against a fact, as `graphmodel why`", ()),
    "quit": ("leave; so does Ctrl-D", ()),
}
"""By name: what each takes and does, and the words that can follow."""
OTHER_NAMES = {"exit": "quit", "params": "param", "q": "quit", "as_of": "as-of"}

HELP = """\
Cypher goes over as many lines as it takes, and ends with ; or an empty line.
An analysis is its name and what it is asked, on one line: co_membership Iran as_of=2024-07-04
Several values are separated by commas, and what has spaces stands in quotes: b="North Korea"
Tab completes. Ctrl-C stops a statement, or drops what is typed. The history is kept.
"""


class Leave(Exception):
    """The user wants to leave."""


class Talk:
    """A talk with a world.

    Args:
        working: the world.
        words: what there is in it.
        ask: asks whether something that writes may go on; None where nobody can be asked.
        pager: as the option says.
    """

    def __init__(
        self, working: Working, words: Words, ask: Callable[[str], bool] | None = None, pager: bool | None = None
    ) -> None:
        self._working, self._words, self._ask, self._pager = working, words, ask, pager
        self.parameters: dict[str, Any] = {}
        self._writes = False
        self._format: FormatName | None = None

    def is_whole(self, text: str) -> bool:
        """Whether a text can be done as it is, or wants more lines.

        Cypher ends with `;` or an empty line, all else with its line.
        """
        typed = text.strip()
        ended = typed.endswith(";") or text.endswith("\n")
        return not typed or typed.startswith(":") or not begins_cypher(typed) or ended

    def do(self, text: str) -> None:
        """Do what is typed, and write what comes of it.

        Raises:
            Leave: when that is asked for.
            Stopped: by Ctrl-C.
            GraphModelError: what cannot be done, and why.
        """
        typed = text.strip().rstrip(";").rstrip()
        if not typed:
            return
        name, _, rest = typed.partition(" ")
        if name.startswith(":"):
            self._command(name[1:], rest.strip())
        elif name in self._words.analyses:
            self._analysis(self._words.analyses[name], rest)
        elif begins_cypher(typed):
            self._cypher(typed)
        else:
            raise self._unknown(name.split()[0])

    @property
    def _how(self) -> Writing:
        return Writing(format=self._format, pager=self._pager)

    def _unknown(self, name: str) -> UnknownName:
        """The error for a line that begins with a word that means nothing here."""
        known = {each.lower(): each for each in BEGINNINGS} | {each: f":{each}" for each in (*COMMANDS, *OTHER_NAMES)}
        known |= {each: each for each in self._words.analyses}
        near = [known[each] for each in get_close_matches(name.lower(), known, n=1)]
        hint = f"Did you mean {near[0]}?" if near else ":analyses lists them, and :help says what else there is."
        return UnknownName(f"There is no analysis {name!r}. {hint}", name=name, candidates=near)

    # --- Cypher and analyses ---------------------------------------------------------------------------------------------

    def _cypher(self, text: str) -> None:
        began = time.perf_counter()
        try:
            rows = self._sent(text, reads=not self._writes)
        except ReadOnlyViolation as error:
            if self._ask is None:
                raise ReadOnlyViolation("That would have written; nothing has changed. `:write on` lets it.") from error
            if not self._ask("This writes. Let it?"):
                console().print("Nothing has changed.")
                return
            began = time.perf_counter()
            rows = self._sent(text, reads=False)
        took = f"{time.perf_counter() - began:.2f} s"
        columns, plain = as_rows(rows)
        counts = [(each.name, getattr(rows.counters, each.name)) for each in fields(rows.counters)]
        changed = "; ".join(
            f"{name.replace('_', ' ')} {count}" for name, count in counts if count and count is not True
        )
        said = f"{len(plain)} row{'s' * (len(plain) != 1)}, {took}."
        if changed and not plain:
            console().print(f"Changed: {changed}; {took}.")
        else:
            self._how.write_plain(columns, plain, caption=f"{said} Changed: {changed}." if changed else said)

    def _sent(self, text: str, *, reads: bool) -> Rows[dict[str, Any]]:
        with waiting("Asking"):
            return self._working.do(lambda world: world.records(text, self.parameters, reads=reads))

    def _analysis(self, header: Header, rest: str) -> None:
        given = _given(header, rest)
        if "as_of" in self.parameters and "as_of" not in given and any(p.name == "as_of" for p in header.parameters):
            given["as_of"] = self.parameters["as_of"]
        with waiting("Asking"):
            rows = self._working.do(lambda world: getattr(world.analyses, header.name)(**given))
        self._written(rows)

    def _written(self, rows: Any) -> None:
        self._how.write(rows, lambda: self._working.do(lambda _: rows.citations()))

    # --- commands --------------------------------------------------------------------------------------------------------

    def _command(self, name: str, rest: str) -> None:
        name = OTHER_NAMES.get(name, name)
        if name not in COMMANDS:
            near = get_close_matches(name, COMMANDS, n=1)
            raise QueryError(f"There is no command :{name}. {f'Did you mean :{near[0]}?' if near else 'See :help.'}")
        getattr(self, f"_do_{name.replace('-', '_')}")(rest)

    def _do_help(self, rest: str) -> None:
        from rich.padding import Padding
        from rich.text import Text

        if rest:
            if rest not in self._words.analyses:
                near = get_close_matches(rest, self._words.analyses, n=1)
                hint = f"Did you mean {near[0]}?" if near else ":analyses lists them."
                raise UnknownName(f"There is no analysis {rest!r}. {hint}", name=rest, candidates=near)
            self._how.show(Text(self._words.analyses[rest].describe()))
            return
        wide = max(map(len, COMMANDS)) + 2
        lines = [Text(f"  :{name.ljust(wide)}{about}") for name, (about, _) in COMMANDS.items()]
        self._how.show(Padding(Text(HELP), 0), *lines)

    def _do_analyses(self, rest: str) -> None:
        said = rest.casefold()
        columns = ("name", "question")
        rows = [
            {"name": name, "question": header.question}
            for name, header in self._words.analyses.items()
            if said in f"{name} {header.group} {header.title} {header.question}".casefold()
        ]
        self._how.write_plain(columns, rows, caption=f"{len(rows)} analyses. :help NAME says more.")

    def _do_schema(self, rest: str) -> None:
        del rest
        rows: list[dict[str, Any]] = []
        for kind, text in (
            ("node", "MATCH (n) UNWIND labels(n) AS name RETURN name, count(*) AS found ORDER BY name"),
            ("relationship", "MATCH ()-[r]->() RETURN type(r) AS name, count(*) AS found ORDER BY name"),
        ):
            known = self._words.labels if kind == "node" else self._words.types
            for row in self._sent(text, reads=True):
                properties = list(known.get(row["name"], ()))
                rows.append({"kind": kind, "name": row["name"], "count": row["found"], "properties": properties})
        self._how.write_plain(("kind", "name", "count", "properties"), rows)

    def _do_param(self, rest: str) -> None:
        if not rest:
            for name, value in self.parameters.items():
                console().print(f"{name} = {value!r}", markup=False)
            if not self.parameters:
                console().print("No parameter is set.")
            return
        name, _, value = rest.replace("=>", "=", 1).partition("=")
        if not value.strip():
            if "=" not in rest:
                raise QueryError(f":param {rest}: write NAME=VALUE, such as :param org=sco.")
            self.parameters.pop(name.strip(), None)
            return
        name, value = parameter(f"{name.strip()}={value.strip()}")
        self.parameters[name] = value

    def _do_as_of(self, rest: str) -> None:
        if rest == "none":
            self.parameters.pop("as_of", None)
        elif rest:
            try:
                self.parameters["as_of"] = date.fromisoformat(rest)
            except ValueError:
                raise QueryError(f":as-of {rest}: give a day, such as 2024-07-04, or none.") from None
        else:
            console().print(str(self.parameters.get("as_of", "The day to which the data reach.")))

    def _do_format(self, rest: str) -> None:
        if not rest:
            console().print(self._how.form)
        elif rest in get_args(FormatName) and rest != "parquet":
            self._format = cast("FormatName", rest)
        else:
            raise QueryError(f"There is no format {rest!r} here, only {', '.join(COMMANDS['format'][1])}.")

    def _do_write(self, rest: str) -> None:
        if rest not in {"", "on", "off"}:
            raise QueryError(f":write {rest}: give on or off.")
        if rest:
            self._writes = rest == "on"
        said = "Statements may write." if self._writes else "A statement that would write is asked about first."
        lost = " The curated world is in a temporary folder: what is written here ends with the shell."
        console().print(said + (lost if self._writes and not self._working.stays else ""))

    def _do_why(self, rest: str) -> None:
        match _split(rest):
            case [key]:
                rows = self._working.do(lambda world: world.why(key))
            case [start, relationship, end]:
                rows = self._working.do(lambda world: world.why(relationship, start=start, end=end))
            case _:
                raise QueryError(":why takes the key of a spell, claim or entity, or start, relationship and end.")
        self._written(rows)

    def _do_quit(self, rest: str) -> None:
        del rest
        raise Leave


def _given(header: Header, rest: str) -> dict[str, Any]:
    """What an analysis is asked: values in its order, and NAME=VALUE.

    Raises:
        QueryError: a parameter that it has not, one given twice, or a value of another kind.
    """
    known = {each.name: each for each in header.parameters}
    given: dict[str, Any] = {}
    for place, word in enumerate(_split(rest)):
        name, equals, value = word.partition("=")
        if not equals:
            if place >= len(header.parameters):
                raise QueryError(f"{header.name} takes no more than {len(header.parameters)} values.")
            name, value = header.parameters[place].name, word
        name = name.removeprefix("--").replace("-", "_")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"It takes {', '.join(known)}."
            raise QueryError(f"{header.name} has no parameter {name!r}. {hint}")
        if name in given:
            raise QueryError(f"{header.name}: {name} is given twice.")
        given[name] = _value(known[name], value)
    return given


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise QueryError(f"A quote is not closed: {text}") from None


def _value(known: Parameter, text: str) -> Any:
    if known.type.startswith("list"):
        return [each.strip() for each in text.split(",") if each.strip()]
    try:
        match known.type:
            case "integer":
                return int(text)
            case "number":
                return float(text)
            case "boolean":
                return {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}[text.lower()]
            case _:
                return text
    except (ValueError, KeyError):
        wanted = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}[known.type]
        raise QueryError(f"{known.name} takes {wanted}, not {text!r}.") from None
