"""Codecs that a field asks for by a mark: JSON text, and types of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import PydanticSchemaGenerationError, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from graphmodel.errors import ModelError, WriteError
from graphmodel.model.codecs import Codec, Plain
from graphmodel.model.fields import Converter


class Jsons(Plain):
    """A value as JSON text. What does not come back equal from it is refused when it is written, not lost."""

    order, indexed, unique, spelled = None, (), False, True

    def __init__(self, annotation: Any) -> None:
        self._adapter = TypeAdapter[Any](annotation)

    def encode(self, value: Any) -> Sequence[Any]:
        """The text.

        Raises:
            WriteError: when the text would not say all of the value: a NaN, a secret, a subclass with fields of its own.
        """
        try:
            text = self._adapter.dump_json(value, by_alias=True).decode()
            same = self.decode(text) == value
        except (PydanticSerializationError, ValidationError, ValueError) as error:
            raise WriteError(f"A {type(value).__name__} cannot be written as JSON: {type(error).__name__}.") from None
        if not same:
            raise WriteError(
                f"A {type(value).__name__} would not come back equal from JSON: it holds what JSON cannot say (NaN, a tuple where "
                "any type may stand, a hidden or excluded field, a subclass). Say its type more exactly, or store it otherwise."
            )
        return (text,)

    def decode(self, stored: Any) -> Any:
        """The value that the text says."""
        return self._adapter.validate_json(stored, by_alias=True, by_name=True)


class Converted(Codec):
    """A type of one's own by its converter, stored as the codec of another type stores."""

    def __init__(self, converter: Converter, stored: Codec) -> None:
        self._converter, self._stored = converter, stored
        self._check = TypeAdapter[Any](converter.stored)
        self.suffixes, self.order, self.indexed = stored.suffixes, stored.order, stored.indexed
        self.unique, self.listed, self.spelled = stored.unique, stored.listed, True

    def encode(self, value: Any) -> Sequence[Any]:
        """What the converter makes of it, as that is stored.

        Raises:
            WriteError: when the converter gives something else than it says.
        """
        made = self._converter.encode(value)
        try:
            return self._stored.encode(self._check.validate_python(made, strict=True))
        except ValidationError:
            raise WriteError(
                f"The converter of {type(value).__name__} gave {type(made).__name__}, and says that it gives "
                f"{getattr(self._converter.stored, '__name__', self._converter.stored)}."
            ) from None

    def decode(self, stored: Any) -> Any:
        """What the converter makes of what is stored."""
        return self._converter.decode(self._check.validate_python(self._stored.decode(stored)))


def json_codec(annotation: Any, where: str) -> Codec:
    """The codec of a `Json[...]` field.

    Raises:
        ModelError: for a type that pydantic cannot write as JSON.
    """
    try:
        return Jsons(annotation)
    except PydanticSchemaGenerationError:
        raise ModelError(f"{where}: pydantic cannot write {annotation!r} as JSON: use a Converter.") from None
