"""Which names every engine takes."""

from __future__ import annotations

import re

from graphmodel.errors import ModelError


def checked_name(name: str, what: str) -> str:
    """A label, type or property name that every engine takes and that can be quoted.

    Raises:
        ModelError: for an empty name, control characters, a backslash (Cypher reads it as an escape), or a leading `@`.
    """
    if (
        not name
        or name != name.strip()
        or name.startswith("@")
        or re.search(r"[\x00-\x1f\x7f\\\u2028\u2029\ud800-\udfff]", name)
    ):
        raise ModelError(
            f"{what} cannot be {name!r}: it is empty, or holds a backslash, a control character or a leading '@'."
        )
    return name


def checked_label(name: str, what: str) -> str:
    """A label or type, in which the embedded engine takes some more characters for its own. Raises as `checked_name`."""
    if any(character in name for character in "*,~"):
        raise ModelError(f"{what} cannot be {name!r}: it holds '*', ',' or '~', which not every engine takes.")
    return checked_name(name, what)
