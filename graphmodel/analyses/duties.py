"""Who owes what to whom on a day: fetched pact by pact, as pairs are many and pacts are few, and paired here."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from graphmodel.results import Row


class Party(NamedTuple):
    """Who is party to a pact on the day, by which data set, and whether it certainly is."""

    state: str
    dataset: str
    certain: bool


class Duty(NamedTuple):
    """What a pact obliges to; `owed_by` and `owed_to` are empty where all parties owe, or are owed."""

    term: str
    article: str | None
    certain: bool
    owed_by: list[str]
    owed_to: list[str]
    conditional: bool | None = None
    against: list[str] = []  # noqa: RUF012  (never changed)


class Told(NamedTuple):
    """What a data set tells that a state owes or is owed, of which other state."""

    state: str
    dataset: str
    certain: bool
    terms: list[str]


class Listed(NamedTuple):
    """A member of a list of states, whether it certainly is one, and its figure where one is asked for."""

    state: str
    certain: bool
    figure: float | None = None


class Owing(Row):
    """As fetched: a pact with its parties and duties, or what data sets tell of a state or organization: what it is owed.

    In `contradictory_commitments` also its rivals, and its members; for similarity the members of a list of states.
    """

    kind: Literal["pact", "pair", "rivals", "joined", "system"]
    key: str
    bilateral: bool = False
    attacker_is_party: bool = False
    parties: list[Party] = []  # noqa: RUF012  (pydantic gives each object a copy)
    duties: list[Duty] = []  # noqa: RUF012
    told: list[Told] = []  # noqa: RUF012
    members: list[Listed] = []  # noqa: RUF012

    def between(self) -> Iterator[tuple[list[Party | Told], list[str], str, bool]]:
        """Who owes, to whom, which term, and whether the duty certainly holds: each of the former to each other of the latter."""
        if self.kind == "pair":
            for term in sorted({term for one in self.told for term in one.terms}):
                yield [one for one in self.told if term in one.terms], [self.key], term, True
        elif self.kind == "pact":
            for duty in self.duties:
                debtors: list[Party | Told] = [
                    one for one in self.parties if not duty.owed_by or one.state in duty.owed_by
                ]
                creditors = [one.state for one in self.parties if not duty.owed_to or one.state in duty.owed_to]
                yield debtors, creditors, duty.term, duty.certain


@dataclass(frozen=True, slots=True)
class Commitment:
    """One term that one state owes another; None where they have a pact in common without a duty between them."""

    debtor: str
    creditor: str
    term: str | None
    pact: str | None
    dataset: str
    article: str | None = None
    conditional: bool | None = None
    against: Sequence[str] = ()
    bilateral: bool = False
    attacker_is_party: bool = False
    certain: bool = True

    @property
    def told(self) -> str:
        """The pact or data set, and the term."""
        return f"{self.pact or self.dataset} {self.term}"


def owed(
    fetched: Iterable[Owing], creditors: Container[str] | None = None, *, bare: bool = False
) -> Iterator[Commitment]:
    """Every term that is owed, by each party of a pact to each other that it binds.

    Args:
        fetched: pacts, and what data sets tell of pairs.
        creditors: only what these are owed; everybody when None.
        bare: pairs of parties too that a pact obliges to nothing.
    """
    for row in fetched:
        if row.kind != "pact":
            if row.kind == "pair" and (creditors is None or row.key in creditors):
                for one in row.told:
                    for term in one.terms:
                        yield Commitment(one.state, row.key, term, None, one.dataset, certain=one.certain)
            continue
        for creditor in row.parties:
            if creditors is None or creditor.state in creditors:
                for debtor in row.parties:
                    if debtor.state != creditor.state:
                        yield from _by_pact(row, debtor, creditor, bare=bare)


def _by_pact(pact: Owing, debtor: Party, creditor: Party, *, bare: bool) -> Iterator[Commitment]:
    both, bound = debtor.certain and creditor.certain, False
    for duty in pact.duties:
        if (duty.owed_by and debtor.state not in duty.owed_by) or (duty.owed_to and creditor.state not in duty.owed_to):
            continue
        bound = True
        yield Commitment(
            debtor.state,
            creditor.state,
            duty.term,
            pact.key,
            debtor.dataset,
            duty.article,
            duty.conditional,
            duty.against,
            pact.bilateral,
            pact.attacker_is_party,
            both and duty.certain,
        )
    if bare and not bound:
        yield Commitment(
            debtor.state,
            creditor.state,
            None,
            pact.key,
            debtor.dataset,
            bilateral=pact.bilateral,
            certain=both,
        )
