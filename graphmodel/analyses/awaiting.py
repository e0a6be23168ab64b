"""The analyses of a world for tasks: the same parameters and rows, awaited."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from graphmodel.results import Row

if TYPE_CHECKING:
    from graphmodel.analyses.bounding import Bounds
    from graphmodel.analyses.choices import Over
    from graphmodel.analyses.explaining import Explanation
    from graphmodel.analyses.headers import Header
    from graphmodel.analyses.registry import Bound
    from graphmodel.analyses.results import Result
    from graphmodel.analyses.robustness import Robustness

P = ParamSpec("P")
R = TypeVar("R", bound=Row)

Do = Callable[[Callable[[], Any]], Coroutine[Any, Any, Any]]
"""Does something in a thread, for the task that awaits it."""


class AsyncBound(Generic[P, R]):
    """An analysis bound to a world for tasks: await its call. As `Bound`."""

    def __init__(self, bound: Bound[P, R], do: Do) -> None:
        self._bound, self._do = bound, do
        self.__name__, self.__doc__ = bound.__name__, bound.__doc__
        self.__signature__ = bound.__signature__

    @property
    def header(self) -> Header:
        """What it says of itself: question, method, parameters, columns, literature, Cypher."""
        return self._bound.header

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result[R]:
        """Run it."""
        return await self._do(lambda: self._bound(*args, **kwargs))

    async def bounds(self, *args: P.args, **kwargs: P.kwargs) -> Bounds:
        """What is certain and what is possible. As `Bound.bounds`."""
        return await self._do(lambda: self._bound.bounds(*args, **kwargs))

    async def explain(self, *args: Any, profile: bool = False, **given: Any) -> Explanation:
        """Cypher, parameters and plan. As `Bound.explain`."""
        return await self._do(lambda: self._bound.explain(*args, profile=profile, **given))

    async def robustness(self, *args: Any, over: Over, at_most: int = 64, **given: Any) -> Robustness:
        """How the answer moves with choices. As `Bound.robustness`."""
        return await self._do(lambda: self._bound.robustness(*args, over=over, at_most=at_most, **given))

    def __repr__(self) -> str:
        return repr(self._bound)
