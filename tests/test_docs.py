"""Every sample of the README and the guides runs, and its Python passes the strictest type checks.

`docs/testing.md` is run by `test_testing.py`, as its samples are tests; `docs/coming-from-py2neo.md` by `exchange/test_guide.py`.
"""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest
from markdown_it import MarkdownIt

import graphmodel as gm

from .support.engines import Place
from .support.pages import made

ROOT = Path(__file__).parents[1]
GUIDES = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name != "README.md")
PY2NEO = ROOT / "docs" / "coming-from-py2neo.md"
TESTING = ROOT / "docs" / "testing.md"
RUN_HERE = [guide for guide in GUIDES if guide not in (PY2NEO, TESTING)]
MADE = [
    ROOT / "docs" / "command-line.md",
    ROOT / "docs" / "domain.md",
]  # of the commands and of the models: no Python in them
CHECKED = [ROOT / "README.md", *(guide for guide in GUIDES if guide != PY2NEO)]


def samples(page: Path, info: str = "python") -> list[tuple[int, str]]:
    """The samples of a page in one language, with the lines they stand at."""
    tokens = MarkdownIt().parse(page.read_text("utf-8"))
    return [(t.map[0] + 1 if t.map else 0, t.content) for t in tokens if t.type == "fence" and t.info == info]


def run(page: Path) -> dict[str, Any]:
    """Run the Python of a page, one sample after the other; gives its names."""
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        for line, sample in samples(page):
            text = "\n" * line + sample  # so that a failure names the line of the page
            exec(compile(text, str(page), "exec", dont_inherit=True), names)  # noqa: S102  (it is our own page)
    finally:
        for opened in {"graph", "world"} & names.keys():
            names[opened].close()
    return names


CONSOLE = [
    line.partition(" #")[0].strip()
    for _, sample in samples(ROOT / "README.md", "console")
    for line in sample.splitlines()
    if line.strip()
]


def test_there_are_samples_and_nothing_else() -> None:
    assert len(samples(ROOT / "README.md")) >= 4
    assert len(CONSOLE) >= 5
    for guide in GUIDES:
        if guide not in MADE:
            assert len(samples(guide)) >= 5, guide
    for page in (ROOT / "README.md", *GUIDES):
        infos = {token.info for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "fence"}
        drawn = {"mermaid"} if page.stem == "domain" else {"text"} if page.stem == "command-line" else set[str]()
        assert infos <= {"python", "console", "toml", *drawn}, page


def test_samples_of_the_readme_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    run(ROOT / "README.md")
    printed = capsys.readouterr().out
    assert "Iran: observer\n" in printed
    assert "3 created, 0 updated, 0 unchanged\n" in printed
    assert "[('Taxi Driver', 1)]" in printed
    assert "True\n['S900']\n" in printed


@pytest.mark.parametrize("guide", RUN_HERE, ids=lambda guide: guide.stem)
def test_samples_of_a_guide_run(guide: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    run(guide)


@pytest.mark.engine("neo4j")
def test_queries_run_on_a_server_too(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    connect: Callable[..., gm.Graph] = gm.connect
    monkeypatch.setattr(gm, "connect", lambda: connect(place.url, auth=place.auth, schema="ensure"))
    run(ROOT / "docs" / "queries.md")


def test_samples_pass_pyright_strict(tmp_path: Path) -> None:
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict", "pythonVersion": "3.11"}))
    checked(tmp_path, "-m", "pyright", "--pythonpath", sys.executable, "--project", str(tmp_path), *modules(tmp_path))


def test_samples_pass_mypy_strict(tmp_path: Path) -> None:
    settings = ROOT / "pyproject.toml"
    # mypy refuses `@computed_field` over `@property`, which is how pydantic has it.
    options = ["--strict", "--config-file", str(settings), "--disable-error-code", "prop-decorator"]
    checked(tmp_path, "-m", "mypy", *options, *modules(tmp_path))


def modules(folder: Path) -> list[str]:
    """The pages as Python modules: the samples of one after the other, those of the guide to testing each a module."""
    made: list[str] = []
    for page in CHECKED:
        texts = [sample for _, sample in samples(page)]
        for number, text in enumerate(texts if page == TESTING else ["\n".join(texts)]):
            module = folder / f"{page.stem.lower()}_{number}.py"
            module.write_text(text, "utf-8")
            made.append(str(module))
    return made


def checked(folder: Path, *command: str) -> None:
    found = subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, timeout=600, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


PAGES = [
    page
    for page in sorted(ROOT.rglob("*.md"))
    if not {".venv", ".pytest_cache", "node_modules"} & set(page.relative_to(ROOT).parts)
]


def test_links_lead_somewhere() -> None:
    assert len(PAGES) > 40
    for page in PAGES:
        for target in links(page):
            path, _, anchor = target.partition("#")
            if "://" in path:
                continue
            assert not path.startswith("/"), f"{page.name}: {target} is not relative"
            there = page.parent / path if path else page
            assert there.exists(), f"{page.name}: {target}"
            if anchor:
                assert anchor in anchors(there), f"{page.name}: {target}"


def links(page: Path) -> list[str]:
    """Where the links and pictures of a page lead; what stands in code is none."""
    inline = [token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "inline"]
    parts = [part for token in inline for part in token.children or []]
    return [str(part.attrs[name]) for part in parts for name in ("href", "src") if name in part.attrs]


def test_every_page_has_one_title() -> None:
    for page in PAGES:
        titles = [token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "heading_open"]
        assert [token.tag for token in titles].count("h1") == 1, page
        assert titles[0].tag == "h1", page


def test_pages_that_are_made_are_current() -> None:
    for page, text in made().items():
        assert page.read_text("utf-8") == text, f"{page.name}: run 'make pages'"


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_guide_is_in_the_index_and_that_in_the_readme() -> None:
    index, readme = (page.read_text("utf-8") for page in (ROOT / "docs" / "README.md", ROOT / "README.md"))
    assert "(docs/README.md)" in readme
    for guide in GUIDES:
        assert f"({guide.name})" in index


def test_the_table_of_names_holds_public_ones_only() -> None:
    table = [line for line in (ROOT / "docs" / "README.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    named = {name for line in table for name in re.findall(r"`([A-Z_a-z]+)[(\[`]", line)}
    methods = {name for name in (*dir(gm.Graph), *dir(gm.Query)) if not name.startswith("_")}
    assert len(named) > 30
    assert named - methods - {"Annotated"} <= set(gm.__all__)


def test_every_public_name_is_in_a_guide() -> None:
    text = "".join(page.read_text("utf-8") for page in (ROOT / "README.md", ROOT / "docs" / "README.md", *GUIDES))
    missing = [name for name in gm.__all__ if not re.search(rf"\b{name}\b", text)]
    assert missing == []


ROOMS = [
    "graphmodel",
    *(f"graphmodel.{found.name}" for found in pkgutil.iter_modules(gm.__path__) if found.name != "__main__"),
    "graphmodel.exchange.importers",
]


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_name_says_what_it_is(room: str) -> None:
    module = import_module(room)
    assert module.__doc__, room
    without: list[str] = []
    own = [
        name for name, value in vars(module).items() if getattr(value, "__module__", None) == room and name[0] != "_"
    ]
    names: list[str] = getattr(module, "__all__", own)
    for name in names:
        value = getattr(module, name)
        if inspect.isclass(value) and value.__module__.startswith("graphmodel"):
            without += [f"{name}.{each}" for each in unsaid(value)]
        if (inspect.isclass(value) or inspect.isroutine(value)) and not (value.__doc__ or "").strip():
            without.append(name)
    assert without == []


def unsaid(kind: type) -> list[str]:
    """The public methods and properties of ours in a class, its own and those it inherits, that say nothing of themselves."""
    found: list[str] = []
    for name in dir(kind):
        value: Any = inspect.getattr_static(kind, name)
        if isinstance(value, (classmethod, staticmethod)):
            value = cast("Any", value).__func__
        of: Any = cast("Any", value).fget if isinstance(value, property) else value
        ours = str(getattr(of, "__module__", "")).startswith("graphmodel")
        is_said = bool((inspect.getdoc(value) or "").strip())
        if not name.startswith("_") and ours and (inspect.isroutine(of) or isinstance(value, property)) and not is_said:
            found.append(name)
    return found


def test_make_targets_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = [line.split()[1] for line in CONSOLE if line.startswith("make ")]
    assert targets == ["demo", "test"]
    for target in targets:
        assert f"\n{target}: " in makefile
