"""Networks of states: from what an analysis fetches, who is tied to whom and how strongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from graphmodel.errors import MissingData
from graphmodel.results import Row
from graphmodel.results.rows import needed

RANKS = {"defense": 3, "offense": 3, "neutrality": 2, "consultation": 2, "nonaggression": 1}
"""How strongly each term ties, after Chiba, Johnson & Leeds 2015."""
ANY_SYSTEM = "any"
"""Instead of a list of states: every state counts."""

Tie = Literal["pacts", "memberships"]


class TieGroup(Row):
    """States that are tied: each of `owing` to each of `owed`. For `system` those that are in the list of states.

    `sure` are those whose part in it certainly holds.
    """

    kind: Literal["system", "organization", "pact", "pair"]
    key: str
    term: str | None
    size: int | None
    owing: list[str]
    owed: list[str]
    sure: list[str]
    datasets: list[str]


@dataclass(frozen=True, slots=True)
class Network:
    """States and their ties, as numpy matrices over the states in order.

    `strength[i, j]` is how strongly i possibly is tied to j, 0 where not at all; `sure[i, j]` how strongly it certainly is.
    """

    states: list[str]
    strength: Any
    sure: Any

    @property
    def tied(self) -> Any:
        """Who is tied to whom, in either direction, as a matrix of booleans."""
        tied = self.strength > 0
        return tied | tied.T

    @property
    def edges(self) -> list[tuple[int, int]]:
        """The pairs that are tied, each once."""
        numpy = needed("numpy", "analysis")
        return list(zip(*(at.tolist() for at in numpy.nonzero(numpy.triu(self.tied, 1))), strict=True))

    def undirected(self) -> Network:
        """Each tie in both directions, as strong as the stronger of the two."""
        numpy = needed("numpy", "analysis")
        strength, sure = (numpy.maximum(each, each.T) for each in (self.strength, self.sure))
        return replace(self, strength=strength, sure=sure)

    def binary(self) -> Network:
        """Each tie of strength 1."""
        return replace(self, strength=(self.strength > 0).astype(float), sure=(self.sure > 0).astype(float))

    def only(self, kept: Any) -> Network:
        """The states of which `kept`, indices or booleans, says so, and their ties."""
        numpy = needed("numpy", "analysis")
        at = numpy.arange(len(self.states))[kept]
        grid = numpy.ix_(at, at)
        return Network([self.states[i] for i in at], self.strength[grid], self.sure[grid])

    @property
    def certain(self) -> bool:
        """Whether all ties certainly hold, as strongly as they are counted. A figure of one state depends on all of them."""
        return not (self.sure < self.strength * (1 - 1e-12)).any()


def network_of(groups: Sequence[TieGroup], parameters: Mapping[str, Any], notes: list[str]) -> Network:
    """The network that is asked for: `tie`, `system`, `weighted` and `directed`, without states that have no tie.

    Raises:
        MissingData: nobody is in the list of states on the day.
    """
    system = parameters["system"]
    listed = {state for group in groups if group.kind == "system" for state in group.owing}
    ties = [group for group in groups if group.kind != "system"]
    if system != ANY_SYSTEM and not listed:
        raise MissingData(
            f"No state is in the list {system!r} on {parameters['as_of']}: load the curated world with world.load_seeds(), "
            f"name another list, or ask for every state with system={ANY_SYSTEM!r}."
        )
    named = {state for group in ties for state in (*group.owing, *group.owed)}
    states = sorted(named if system == ANY_SYSTEM else named & listed)
    by_pacts = parameters["tie"] == "pacts"
    whole = _promised(ties, states) if by_pacts else _shared(ties, states, weighted=parameters["weighted"])
    if not parameters.get("directed"):
        whole = whole.undirected()
    if not parameters["weighted"]:
        whole = whole.binary()
    network = whole.only(whole.tied.any(axis=1))
    _tell(network, listed, named - listed if listed else set(), notes)
    return network


def _shared(groups: Sequence[TieGroup], states: list[str], *, weighted: bool) -> Network:
    """Ties by organizations: the strength is Newman's, the sum of 1 / (size - 1), or their number.

    Organizations of fewer than two full members add nothing to Newman's. Where not all members are sure, neither is the size.
    """
    numpy = needed("numpy", "analysis")
    column = {state: i for i, state in enumerate(states)}
    member, sure = numpy.zeros((len(states), len(groups))), numpy.zeros((len(states), len(groups)))
    for j, group in enumerate(groups):
        member[[column[each] for each in group.owing if each in column], j] = 1.0
        sure[[column[each] for each in group.sure if each in column], j] = 1.0
    newman = [1 / (group.size - 1) if group.size and group.size > 1 else 0.0 for group in groups]
    known = [set(group.owing) <= set(group.sure) for group in groups]
    by_size = numpy.array(newman if weighted else [1.0] * len(groups))
    strength = (member * by_size) @ member.T
    counted = sure * by_size * (numpy.array(known, dtype=bool) | (not weighted))
    certain = strength.copy() if all(known) else counted @ sure.T
    for each in (strength, certain):
        numpy.fill_diagonal(each, 0.0)
    return Network(states, strength, certain)


def _promised(groups: Sequence[TieGroup], states: list[str]) -> Network:
    """Ties by promises: the strength is the rank of the strongest term that one owes the other."""
    numpy = needed("numpy", "analysis")
    at = {state: i for i, state in enumerate(states)}
    strength = numpy.zeros((len(states), len(states)))
    sure = numpy.zeros((len(states), len(states)))
    for group in groups:
        owing, owed = ([at[each] for each in side if each in at] for side in (group.owing, group.owed))
        certain = {at[each] for each in group.sure if each in at}
        for of, kept in (
            (strength, (owing, owed)),
            (sure, ([i for i in side if i in certain] for side in (owing, owed))),
        ):
            both = numpy.ix_(*kept)
            of[both] = numpy.maximum(of[both], RANKS.get(group.term or "", 0))
    for each in (strength, sure):
        numpy.fill_diagonal(each, 0.0)
    return Network(states, strength, sure)


def components(network: Network) -> list[list[int]]:
    """The parts that hang together, ties of either direction, the largest first."""
    numpy, tied = needed("numpy", "analysis"), network.tied
    parts, left = list[list[int]](), numpy.ones(len(tied), dtype=bool)
    while left.any():
        part, front = numpy.zeros_like(left), numpy.zeros_like(left)
        front[left.argmax()] = True
        while front.any():
            part |= front
            front = tied[front].any(axis=0) & ~part
        left &= ~part
        parts.append(numpy.nonzero(part)[0].tolist())
    return sorted(parts, key=lambda part: (-len(part), part))


def plain_graph(network: Network) -> Any:
    """The network as an undirected graph of rustworkx."""
    # Each pair stands once in `edges`: to have the graph look for doubles takes minutes where everybody is tied to everybody.
    graph = needed("rustworkx", "analysis").PyGraph()
    graph.add_nodes_from(network.states)
    graph.add_edges_from_no_data(network.edges)
    return graph


def _tell(network: Network, listed: set[str], outside: set[str], notes: list[str]) -> None:
    sizes = [len(part) for part in components(network)]
    shown = ", ".join(map(str, sizes[:8])) + (", ..." if len(sizes) > 8 else "")
    ties = int(network.tied.sum()) // 2
    notes.append(
        f"{len(network.states)} states with a tie, {ties} ties" + (f", components of {shown}" if sizes else "")
    )
    if listed:
        notes.append(f"{len(listed - set(network.states))} of {len(listed)} in the list of states have no tie")
    if outside:
        notes.append(f"left out, as they are not in the list of states: {len(outside)}")
    unsure = ties - int((network.sure + network.sure.T > 0).sum()) // 2
    if unsure:
        notes.append(f"{unsure} of the ties are only possible")
    if not unsure and not network.certain:
        notes.append("all ties certainly hold, but not all as strongly as they are counted")


def sources_of(groups: Sequence[TieGroup], states: set[str]) -> list[str | tuple[str, str]]:
    """What the ties of these states rest on: keys of data sets, and the ties that have claims."""
    ties = [group for group in groups if group.kind != "system" and states & {*group.owing, *group.owed}]
    datasets = {each for group in ties for each in group.datasets} - {"curated"}
    curated = [group for group in ties if "curated" in group.datasets]
    pairs = {
        (state, key)
        for group in curated
        for state in (*group.owing, *group.owed)
        for key in (group.owed if group.kind == "pair" else [group.key])
        if state in states
    }
    return [*sorted(datasets), *sorted(pairs)]
