"""Runs the notebooks of `notebooks/`, and writes what came out into the guides: `python -m tests.support.notebooks [NAME ...]`.

The notebooks in git have no outputs: `--strip` takes them out. The pages in `docs/notebooks/` are made from a run: text and
tables, and charts as SVG.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
PAGES = ROOT / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LINES = 14
"""So many rows of a table stand in a page."""

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

# Said to the kernel before the first cell: tables as Markdown, charts and pictures as SVG. Notebooks choose what suits a browser.
_SETUP = f"""
from graphmodel.results import Table as _Table, markdown as _markdown
_formatters = get_ipython().display_formatter.formatters
_as_svg, _as_markdown = _formatters["image/svg+xml"], _formatters["text/markdown"]
_as_svg.for_type_by_name("graphmodel.show.picture", "Picture", lambda picture: picture.to_svg())
_as_svg.for_type_by_name("graphmodel.show.chart", "Chart", lambda chart: chart.to_svg())
def _more(rows):
    return f"\\n\\nand {{len(rows) - {LINES}:,}} more rows\\n" if len(rows) > {LINES} else ""
def _frame(frame):
    named = frame.reset_index() if frame.index.name else frame
    return _markdown(list(named.columns), named.head({LINES}).to_dict("records")) + _more(frame)
_as_markdown.for_type(_Table, lambda rows: rows.head({LINES}).to_markdown() + _more(rows))
_as_markdown.for_type_by_name("pandas.core.frame", "DataFrame", _frame)
_as_markdown.for_type_by_name("pandas", "DataFrame", _frame)
"""


@dataclass(frozen=True)
class Ran:
    """A notebook that was run: the notebook with its outputs, and what was asked of it at the end."""

    notebook: Any
    answer: Any

    @property
    def text(self) -> str:
        """All that it printed, and its Markdown."""
        return "\n".join(
            output.get("text") or output.get("data", {}).get("text/markdown", "")
            for cell in self.notebook.cells
            for output in cell.get("outputs", [])
        )


def run(path: Path, folder: Path, asked: str = "None", **variables: str) -> Ran:
    """Run a notebook in a kernel of its own.

    Args:
        path: the notebook.
        folder: where it runs, and writes.
        asked: an expression that is worked out after the last cell; what it gives must fit into JSON.
        variables: of the environment. Without `GRAPHMODEL_DATASETS` no published data are found.

    Raises:
        CellExecutionError: a cell failed.
    """
    from nbclient import NotebookClient

    formats: Any = import_module("nbformat")  # it has no types
    notebook = formats.read(path, as_version=4)
    asking = f"import json as _json; print(_json.dumps({asked}, default=str))"
    notebook.cells = [
        formats.v4.new_code_cell(_SETUP),
        *notebook.cells,
        formats.v4.new_code_cell(asking),
    ]
    kept = {name: value for name, value in os.environ.items() if name not in ("GRAPHMODEL_DATASETS", "NEO4J_URL")}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**kept, "PYTHONPATH": str(ROOT), **variables})
    answer = json.loads(notebook.cells[-1].outputs[0].text)
    notebook.cells = notebook.cells[1:-1]
    return Ran(notebook, answer)


def page(ran: Ran, name: str) -> dict[str, str]:
    """The page of a notebook and its charts: texts by file name."""
    from nbconvert import MarkdownExporter
    from traitlets.config import Config

    settings = Config()
    settings.NbConvertBase.display_data_priority = ["text/markdown", "image/svg+xml", "text/plain"]
    settings.ExtractOutputPreprocessor.extract_output_types = {"image/svg+xml"}
    resources = {"unique_key": name, "output_files_dir": name}
    text, extracted = MarkdownExporter(config=settings).from_notebook_node(ran.notebook, resources)
    charts = {file: data.decode() for file, data in extracted.get("outputs", {}).items()}

    def with_title(match: re.Match[str]) -> str:
        titles = re.findall(r"<title>([^<]+)</title>|aria-label=\"Title text '([^\"]*)'\"", charts[match[1]])
        return f"![{''.join(titles[0]) if titles else 'chart'}]({match[1]})"

    text = re.sub(r"!\[svg\]\(([^)]+)\)", with_title, text)
    text = re.sub(r"\]\((\d\d_\w+)\.ipynb\)", r"](\1.md)", text).replace("](../docs/", "](../")
    text = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    parts = re.split(r"(```python\n.*?\n```)", text, flags=re.DOTALL)
    text = "".join(part if part.startswith("```") else re.sub(r"\n{3,}", "\n\n", part) for part in parts)
    source = (
        f"Made by `make notebooks` from [notebooks/{name}.ipynb](../../notebooks/{name}.ipynb); do not edit it here."
    )
    return {f"{name}.md": f"<!-- {source.replace('--', '-')} -->\n\n{text}\n", **charts}


def words(svg: str) -> list[str]:
    """What a chart says; of a picture of a graph its title and how much is in it: where there is room for names is for layout."""
    said = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    return said[:2] if "<title>" in svg else sorted(said)


def strip(path: Path) -> str:
    """A notebook without outputs, counts, and what an editor noted in it."""
    formats: Any = import_module("nbformat")
    notebook = formats.read(path, as_version=4)
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return formats.writes(notebook) + "\n"


def main(names: list[str]) -> None:
    """Run these notebooks, or all, and write their pages; with `--strip` take their outputs out."""
    if names == ["--strip"]:
        for path in NOTEBOOKS:
            path.write_text(strip(path), encoding="utf-8")
        return
    for path in NOTEBOOKS:
        if names and path.stem not in names:
            continue
        with TemporaryDirectory() as folder:
            ran = run(path, Path(folder))
        for old in (PAGES / path.stem).glob("*"):
            old.unlink()
        for file, text in page(ran, path.stem).items():
            (PAGES / file).parent.mkdir(parents=True, exist_ok=True)
            (PAGES / file).write_text(text, encoding="utf-8")
        print(f"{path.stem}: written")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
