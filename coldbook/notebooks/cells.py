"""Assemble a notebook: its cells with their ids, where it comes from, and how to run it."""

import hashlib
from pathlib import Path

from myst_nb.core.read import create_nb_reader
from nbformat import v4

from coldbook.distributions import needed_by
from coldbook.notebooks.markdown import Code, Prose
from coldbook.reference.python_names import Reader

INSTALLING = "install"  # the tag of cells that JupyterLite does without, as it has the packages
# Tags about running a cell are kept. Those about the page are translated to JupyterLab's metadata.
RUNNING = {"raises-exception", "skip-execution", "parameters"}
INPUT, OUTPUT = {"hide-input", "remove-input", "hide-cell", "remove-cell"}, {"hide-output", "remove-output", "hide-cell", "remove-cell"}

START = """\
This notebook is a page of {book}, an executable book on cryocoolers, by {author}.

**Run all cells first** (in the menu *Run*): then each figure stands below its code, and its sliders move. Code that only draws is folded."""

INSTALL = """\
# Installs what this notebook needs, if it is not there.
import importlib.util

if any(importlib.util.find_spec(package) is None for package in {packages}):
    %pip install --quiet {wheels}"""


def notebook(builder, page, cells):
    source = source_of(builder.env, page)
    title, *rest = with_removed(cells, source)
    content = [markdown(title.source), *start(builder, page, needed_by(imported(source)))]
    content += [code(source[cell.index]) if isinstance(cell, Code) else markdown(cell.source, cell.folded) for cell in rest]
    identify(page.rpartition("/")[2], content)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return v4.new_notebook(cells=content, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def source_of(env, page):
    """The cells of a page's source, as MyST-NB counts them."""
    path = Path(env.doc2path(page))
    text = path.read_text(encoding="utf-8")
    return create_nb_reader(str(path), env.myst_config, env.mystnb_config, text).read(text).cells


def with_removed(cells, source):
    """Insert the cells that the page leaves out, because they must run: each before the next cell that the page has."""
    present = [cell.index for cell in cells if isinstance(cell, Code)]
    missing = [index for index, cell in enumerate(source) if cell.cell_type == "code" and index not in present and cell.source.strip()]
    result = []
    for cell in cells:
        while isinstance(cell, Code) and missing and missing[0] < cell.index:
            result.append(Code(missing.pop(0)))
        result.append(cell)
    end = len(result)
    if result and isinstance(result[-1], Prose) and result[-1].source.startswith("## References"):
        end -= 1
    result[end:end] = map(Code, missing)
    return result


def code(cell):
    tags = set(cell.metadata.get("tags", []))
    hidden = {name: True for name, kinds in (("source_hidden", INPUT), ("outputs_hidden", OUTPUT)) if tags & kinds}
    metadata = ({"jupyter": hidden} if hidden else {}) | ({"tags": sorted(tags & RUNNING)} if tags & RUNNING else {})
    return v4.new_code_cell(cell.source, metadata=metadata)


def markdown(text, folded=False):
    return v4.new_markdown_cell(text, metadata={"jp-MarkdownHeadingCollapsed": True} if folded else {})


def imported(source):
    """The packages of this repository that cells import."""
    reader = Reader()
    return {use.name.split(".")[0] for cell in source if cell.cell_type == "code" for use in reader.read(cell.source)}


def start(builder, page, distributions):
    """Where the page comes from, and what it needs to run: the wheels of these distributions, beside the notebooks on the site."""
    config = builder.config
    base = config.html_baseurl.rstrip("/")
    book = f"[*{config.html_title}*]({base}/{page}.html)" if base else f"*{config.html_title}*"
    text = START.format(book=book, author=config.author)
    if not base:
        wheels = " ".join(each.wheel for each in distributions)
        return [
            markdown(
                f"{text} If a cell does not find one of the book's packages: `pip install {wheels}`, files in the archive of the notebooks."
            )
        ]
    wheels = " ".join(f"{base}/notebooks/{each.wheel}" for each in distributions)
    packages = tuple(each.name for each in distributions)
    words = f"Where a package of the book is missing, the next cell installs it, as `pip install {wheels}` does."
    install = INSTALL.format(packages=packages, wheels=wheels)
    return [
        markdown(text),
        v4.new_markdown_cell(words, metadata={"tags": [INSTALLING]}),
        v4.new_code_cell(install, metadata={"jupyter": {"source_hidden": True}, "tags": [INSTALLING]}),
    ]


def identify(name, cells):
    """Give cells ids that change only with their text, so that a new version of the book changes few lines of a notebook."""
    seen = set()
    for cell in cells:
        count, key = 0, f"{name}\0{cell.cell_type}\0{cell.source}"
        while (id_ := hashlib.sha256(f"{key}\0{count}".encode()).hexdigest()[:12]) in seen:
            count += 1
        seen.add(id_)
        cell.id = id_
