"""COW's national material capabilities: figures of states, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from graphmodel.domain.observed import Indicator, Measured
from graphmodel.domain.vocabularies import Confidence
from graphmodel.errors import QueryError
from graphmodel.exchange.importers.datasets import DataSet
from graphmodel.exchange.importers.drafts import Draft
from graphmodel.exchange.importers.importing import Facts, Importer, Layout
from graphmodel.exchange.importers.sheets import sheet
from graphmodel.exchange.importers.years import cut
from graphmodel.model import Period
from graphmodel.results.rows import needed

if TYPE_CHECKING:
    import polars as pl

NMC = DataSet(
    key="cow_nmc",
    title="National Material Capabilities",
    publisher="Correlates of War Project",
    published=None,
    citation="Singer, J. David, Stuart Bremer, and John Stuckey. 1972. Capability Distribution, Uncertainty, and Major Power War, "
    "1820-1965. In Peace, War, and Numbers, ed. Bruce Russett, 19-48. Beverly Hills: Sage; Singer, J. David. 1987. Reconstructing "
    "the Correlates of War Dataset on Material Capabilities of States, 1816-1985. International Interactions 14: 115-132.",
    url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    known_to=date(2022, 12, 31),
)
INDICATORS = {
    "cinc": ("Composite index of national capability", "share of the system"),
    "milex": ("Military expenditure", "thousand current US dollars; until 1913 thousand current British pounds"),
    "milper": ("Military personnel", "thousand persons"),
    "irst": ("Iron and steel production", "thousand tons"),
    "pec": ("Primary energy consumption", "thousand tons of coal equivalent"),
    "tpop": ("Total population", "thousand persons"),
    "upop": ("Urban population", "thousand persons"),
}
"""What is measured, and in which unit."""
SHEET = sheet("capabilities", integer="ccode year", number=" ".join(INDICATORS))


def facts(frames: Mapping[str, pl.DataFrame], draft: Draft) -> Facts:
    """Each figure of each row. It is that of the whole year: it holds from its first day to its last.

    Raises:
        QueryError: `only` names what is no indicator.
    """
    wrong = (draft.only or frozenset[str]()) - {*INDICATORS}
    if wrong:
        raise QueryError(f"There is no indicator {', '.join(sorted(wrong))}; there are: {', '.join(INDICATORS)}.")
    return list(
        _facts(frames[SHEET.name], draft, [name for name in INDICATORS if draft.only is None or name in draft.only])
    )


def _facts(frame: pl.DataFrame, draft: Draft, names: list[str]) -> Iterator[Indicator | Measured]:
    pl = needed("polars", "analysis")
    indicators = [Indicator(key=name, name=INDICATORS[name][0], unit=INDICATORS[name][1]) for name in names]
    yield from indicators
    full = frame.drop_nulls(["ccode", "year"])
    draft.drop("the code or the year is empty", frame.height - full.height)
    once = full.unique(["ccode", "year"], keep="first", maintain_order=True)
    draft.drop("another row of the same state and year", full.height - once.height)
    empty = 0
    plain = once.with_columns(pl.when(pl.col(name) >= 0).then(name).alias(name) for name in names)  # -9 is missing
    for code, year, *values in plain.select("ccode", "year", *names).sort("ccode", "year").iter_rows():
        empty += values.count(None)
        whole = Period(date(year, 1, 1), date(year + 1, 1, 1))
        held = draft.holders("cow", code, date(year, 1, 1), date(year, 12, 31))
        for part, each in enumerate(held):
            state, valid = draft.state(each.state), cut(whole, each.since, each.until)
            key = f"{code}.{year}" + (f".{part + 1}" if part else "")
            for indicator, value in zip(indicators, values, strict=True):
                if value is not None:
                    yield Measured(
                        start=state,
                        end=indicator,
                        observation=f"{draft.dataset.key}.{indicator.key}.{key}",
                        value=value,
                        valid=valid,
                        confidence=Confidence.VERIFIED,
                        dataset=draft.dataset.key,
                    )
    if empty:
        draft.notes.append(f"{empty} figures are missing in the file; nothing is stored for them.")


COW_NMC = Importer(
    "cow_nmc",
    "COW national material capabilities",
    (Layout(NMC, (SHEET,), facts, types=(Measured,), parts="indicators"),),
    "the capabilities (NMC-xx-abridged.csv)",
)
