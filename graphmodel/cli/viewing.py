"""`graphmodel view`: the world of a day as a picture."""

from __future__ import annotations

from pathlib import Path

from graphmodel.cli.options import Place
from graphmodel.cli.output import check, console
from graphmodel.cli.places import opened
from graphmodel.errors import QueryError

ENDINGS = (".html", ".htm", ".svg", ".png")


def may_write(out: Path, *, force: bool) -> None:
    """See that a picture can be written there; over a page of ours it may.

    Raises:
        QueryError: it cannot, or what is there is no page of ours.
    """
    from graphmodel.show import MARK

    check(None, out, force=True)
    if out.exists() and not force and MARK not in out.read_text(encoding="utf-8", errors="replace")[:500]:
        raise QueryError(f"{out} is there already and is no page of graphmodel's: give another --out, or --force.")


def view(  # noqa: PLR0913  (what one may want to be otherwise)
    about: list[str],
    as_of: str | None,
    out: Path,
    place: Place,
    *,
    ties: list[str],
    datasets: list[str],
    dark: bool,
    browse: bool,
    force: bool,
) -> None:
    """Draw, write, and say where.

    Raises:
        QueryError: the file cannot be written or has another ending, or there are no such ties.
        InvalidDate: `as_of` is not one day.
        UnknownName: nothing is called so.
        MissingData: there is nothing to draw.
        MissingExtra: what draws is not installed.
    """
    from rich.text import Text

    if out.suffix.lower() not in ENDINGS:
        raise QueryError(f"{out}: a picture ends in .html, .svg or .png.")
    may_write(out, force=force)
    with opened(place) as world:
        day = world.as_of(as_of or world.coverage())
        picture = day.show(*about, ties=ties or None, datasets=datasets or None)
    picture.save(out, dark=dark)
    drawn = f"{picture.title} on {day.day}"
    if out.suffix.lower() == ".html":  # the page holds all years, a picture that day alone
        drawn += f", with {picture.told} through the years,"
    console().print(Text(f"{drawn} is drawn in {out}."))
    if browse:
        picture.open()
