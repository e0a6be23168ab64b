"""Where the files that ship with the code are: hand-written Cypher and the curated data."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Literal["cypher", "seeds"]) -> Path:
    """The folder of this name: in the package of an installed wheel, beside it in a checkout or an editable install.

    Args:
        name: ``"cypher"`` (analyses and other queries) or ``"seeds"`` (the curated tables).

    Raises:
        FileNotFoundError: the installation is broken; the files are always shipped.

    >>> folder("seeds").is_dir()
    True
    """
    for place in (_PACKAGE / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"graphmodel's folder '{name}' is missing beside {_PACKAGE}. Install graphmodel again.")
