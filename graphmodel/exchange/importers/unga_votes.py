"""Votes of the General Assembly of the United Nations: roll calls, and how each state voted in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from graphmodel.domain.entities import State
from graphmodel.domain.observed import RollCall, Vote, Voted
from graphmodel.errors import QueryError
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts, Importer, Layout
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.model import PartialDate
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import polars as pl

VOTES = DataSet(
    key="unga_votes",
    title="United Nations General Assembly Voting Data",
    publisher="Erik Voeten, Anton Strezhnev and Michael Bailey, Harvard Dataverse",
    published="2009",
    citation="Voeten, Erik, Anton Strezhnev, and Michael Bailey. 2009. United Nations General Assembly Voting Data. Harvard "
    "Dataverse, doi:10.7910/DVN/LEJUQZ.",
    url="https://doi.org/10.7910/DVN/LEJUQZ",
    known_to=date(2020, 1, 14),
)
ROLL_CALLS = sheet(
    "roll calls",
    integer="rcid session",
    day="date",
    optional="importantvote unres:text short:text descr:text amend para",
)
BALLOTS = sheet("votes", integer="rcid", text="country vote", optional="country_code:text")
CHOICES = {
    "yes": Vote.YES,
    "abstain": Vote.ABSTAIN,
    "no": Vote.NO,
    "1": Vote.YES,
    "2": Vote.ABSTAIN,
    "3": Vote.NO,
}
"""The words of the data set, and its numbers."""
NOT_CAST = {
    "8": "absent: no vote was cast",
    "9": "not a member: no vote was cast",
    "absent": "absent: no vote was cast",
}


def facts(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Roll calls, then votes, the latter made as they are written.

    Raises:
        QueryError: `only` names no session of the file.
    """
    pl = needed("polars", "analysis")
    calls = frames[ROLL_CALLS.name].drop_nulls(["rcid", "session", "date"])
    draft.drop("a roll call without number, session or day", frames[ROLL_CALLS.name].height - calls.height)
    if draft.only is not None:
        there = {str(each) for each in calls["session"].unique()}
        if wrong := draft.only - there:
            raise QueryError(f"There is no session {', '.join(sorted(wrong))} in the file of roll calls.")
        calls = calls.filter(pl.col("session").cast(pl.String).is_in(sorted(draft.only)))
    votes = _cast(frames[BALLOTS.name], calls, draft)
    states = _states(votes, draft)
    return _facts(calls, votes, states, draft)


def _cast(votes: pl.DataFrame, calls: pl.DataFrame, draft: Draft) -> pl.DataFrame:
    """The votes that were cast in these roll calls, each with the year of its roll call."""
    pl = needed("polars", "analysis")
    full = votes.drop_nulls(["rcid", "country", "vote"])
    draft.drop("a vote without roll call, country or choice", votes.height - full.height)
    joined = full.join(calls.select("rcid", pl.col("date").dt.year().alias("year")), on="rcid", how="left")
    lost = joined.filter(pl.col("year").is_null()).height
    draft.drop("a roll call that is not imported" if draft.only else "no such roll call in the other file", lost)
    known = joined.drop_nulls("year").with_columns(pl.col("vote").str.to_lowercase())
    for word, reason in NOT_CAST.items():
        draft.drop(reason, known.filter(pl.col("vote") == word).height)
    other = known.filter(~pl.col("vote").is_in([*CHOICES, *NOT_CAST])).height
    draft.drop("a vote that is neither yes, no nor abstention", other)
    return known.filter(pl.col("vote").is_in([*CHOICES])).sort("rcid", "country")


def _states(votes: pl.DataFrame, draft: Draft) -> dict[tuple[str, int], State]:
    """Who is meant by each name in each year."""
    found: dict[tuple[str, int], State] = {}
    for name, year, rows in votes.group_by("country", "year").len().sort("country", "year").iter_rows():
        key = draft.codes.by_name(name, date(year, 12, 1))
        if key is None:
            draft.unresolved("name", name, year, year, rows)
        else:
            found[name, year] = draft.state(key)
    return found


def _facts(
    calls: pl.DataFrame, votes: pl.DataFrame, states: Mapping[tuple[str, int], State], draft: Draft
) -> Iterator[RollCall | Voted]:
    by_call: dict[int, RollCall] = {}
    for row in calls.sort("rcid").iter_rows(named=True):
        important, title = row.get("importantvote"), row.get("short") or row.get("descr") or row.get("unres")
        call = RollCall(
            key=f"unga.{row['rcid']}",
            name=title or f"Roll call {row['rcid']}",
            session=row["session"],
            date=PartialDate(row["date"]),
            important=None if important is None else bool(important),
            note=row.get("unres"),
            dataset=draft.dataset.key,
        )
        by_call[row["rcid"]] = call
        yield call
    states_by_key = {each.key: each for each in states.values()}
    # State by state: where a statement has few states and many roll calls, a vote is looked for among the few of its roll call.
    for rcid, key, choice in _once(votes, states, draft).sort("state", "rcid").iter_rows():
        yield Voted(start=states_by_key[key], end=by_call[rcid], vote=CHOICES[choice], dataset=draft.dataset.key)


def _once(votes: pl.DataFrame, states: Mapping[tuple[str, int], State], draft: Draft) -> pl.DataFrame:
    """The votes of known states as roll call, key of the state and choice; of two of one state in a roll call the first name's."""
    pl = needed("polars", "analysis")
    keys = [(name, year, state.key) for (name, year), state in states.items()]
    schema = {"country": pl.String, "year": votes.schema["year"], "state": pl.String}
    known = votes.join(pl.DataFrame(keys, schema=schema, orient="row"), on=["country", "year"]).sort("rcid", "country")
    once = known.unique(["rcid", "state"], keep="first", maintain_order=True)
    draft.drop("another vote of the same state in one roll call", known.height - once.height)
    return once.select("rcid", "state", "vote")


UNGA_VOTES = Importer(
    "unga_votes",
    "UN General Assembly votes",
    (Layout(VOTES, (ROLL_CALLS, BALLOTS), facts, types=(Voted,), large=True, parts="sessions"),),
    "two files: the roll calls and the votes",
)
