"""What a field's annotation says of the graph: its role as a key, its index, its name there, how its value is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import PydanticSchemaGenerationError
from pydantic_core import core_schema

from graphmodel.errors import ModelError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

T = TypeVar("T")
Similarity = Literal["cosine", "euclidean"]


@dataclass(frozen=True, slots=True)
class KeyMark:
    """Marks a field as (a part of) the merge key."""


@dataclass(frozen=True, slots=True)
class UniqueMark:
    """Marks a field whose values are unique among the nodes of its label."""


@dataclass(frozen=True, slots=True)
class IndexedMark:
    """Marks a field that is looked up often."""


@dataclass(frozen=True, slots=True)
class FullTextMark:
    """Marks a field whose words are searched."""


@dataclass(frozen=True, slots=True)
class VersionMark:
    """Marks the field that counts the changes of an object."""


@dataclass(frozen=True, slots=True)
class JsonMark:
    """Marks a field that is stored as JSON text."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Gives a field another name in the graph, for one that Python or pydantic has taken.

    >>> from typing import Annotated
    >>> from graphmodel import Key, Node, Stored
    >>> class Table(Node):
    ...     key: Key[str]
    ...     schema_: Annotated[str, Stored("schema")] = "public"
    """

    name: str


@dataclass(frozen=True, slots=True)
class Plaintext:
    """Says of a `SecretStr`, or of a field that is left out of dumps, that it may stand readable in the graph.

    >>> from typing import Annotated
    >>> from pydantic import SecretStr
    >>> from graphmodel import Key, Node, Plaintext
    >>> class Feed(Node):
    ...     key: Key[str]
    ...     token: Annotated[SecretStr, Plaintext()]
    """


@dataclass(frozen=True, slots=True)
class Vector:
    """Marks a `list[float]` of a fixed length, such as an embedding, that is searched by its neighbours.

    Args:
        dimensions: how many numbers it has, 1 to 4096; lists of another length are refused when they are set.
        similarity: how near two of them are.

    Raises:
        ModelError: for other dimensions or similarities.

    >>> from typing import Annotated
    >>> from graphmodel import Key, Node, Vector
    >>> class Speech(Node):
    ...     key: Key[str]
    ...     embedding: Annotated[list[float], Vector(3)]
    >>> Speech(key="a", embedding=[1, 0, 0]).embedding
    [1.0, 0.0, 0.0]
    """

    dimensions: int
    similarity: Similarity = "cosine"

    def __post_init__(self) -> None:
        if type(self.dimensions) is not int or not 1 <= self.dimensions <= 4096:
            raise ModelError(f"A vector has 1 to 4096 dimensions, not {self.dimensions!r}.")
        if self.similarity not in ("cosine", "euclidean"):
            raise ModelError(f"{self.similarity!r} is no similarity of vectors: say 'cosine' or 'euclidean'.")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def check(value: Any) -> Any:
            if value is not None and len(value) != self.dimensions:
                raise ValueError(f"it has {len(value)} numbers, and {self.dimensions} are asked for")
            return value

        return core_schema.no_info_after_validator_function(check, handler(source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Converter:
    """How a type of one's own is stored: as a value of a type that the graph has.

    Args:
        encode: from the value to what is stored; it must not give None.
        decode: from what is stored to the value, equal to the one that was given.
        stored: the type of what is stored: text, a number, a date, a list of them, or another that is one property.

    Pydantic checks the field as it always does; where it does not know the type, values must be instances of it.

    >>> from typing import Annotated
    >>> from graphmodel import Converter, Key, Node
    >>> class Money:
    ...     def __init__(self, cents: int) -> None:
    ...         self.cents = cents
    >>> class Invoice(Node):
    ...     key: Key[str]
    ...     sum: Annotated[Money, Converter(encode=lambda money: money.cents, decode=Money, stored=int)]
    """

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    stored: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        try:
            return handler(source)
        except PydanticSchemaGenerationError:
            return core_schema.is_instance_schema(source)


Key = Annotated[T, KeyMark()]
"""``Key[T]``: the merge key. On a node a uniqueness constraint; on a relationship what tells apart several of one pair.

Several ``Key`` fields make a composite key. Keys are never null and never change.
"""

Unique = Annotated[T, UniqueMark()]
"""``Unique[T]``: a uniqueness constraint beside the key; null is allowed where T allows it."""

Indexed = Annotated[T, IndexedMark()]
"""``Indexed[T]``: an index for lookups and ranges; of a `Point` one for distances."""

FullText = Annotated[T, FullTextMark()]
"""``FullText[str]``, ``FullText[list[str]]``: a full-text index, for searches by words. On engines that have such indexes."""

Json = Annotated[T, JsonMark()]
"""``Json[T]``: any type that pydantic can write as JSON and read back equal, stored as that text, which queries do not see into."""

Version = Annotated[int, VersionMark()]
"""``version: Version = 0``: counts the changes of an object, so that a change based on an old state is refused."""
