"""The example of the README in the hosts that run its code, with livefigure from its wheel: stock books, exported and saved notebooks."""

import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from hosts import environment, example, moves, run_alone, unpack_wheel
from support.jupyterlab import end, free_port, jupyter_lab, open_notebook, run_all, wait_for

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
EXECUTE = """
import nbformat, nbclient, nbconvert
notebook = nbformat.read("pendulum.ipynb", 4)
nbclient.NotebookClient(notebook).execute()
nbformat.write(notebook, "run.ipynb")
page, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
open("exported.html", "w", encoding="utf-8").write(page)
"""
MARIMO = """
import marimo
app = marimo.App()

@app.cell
def _():
{code}
if __name__ == "__main__":
    app.run()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    unpack_wheel(folder)
    return folder


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, wheel):
    """A folder with the example as a notebook, the same after it was run by nbclient, and that as nbconvert's HTML."""
    folder = tmp_path_factory.mktemp("notebook")
    cells = [nbformat.v4.new_markdown_cell("# A pendulum"), nbformat.v4.new_code_cell(example()), nbformat.v4.new_code_cell(WHERE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), folder / "pendulum.ipynb")
    run_alone(wheel, ["-c", EXECUTE], folder)
    assert nbformat.read(folder / "run.ipynb", 4).cells[-1].outputs[0].text == f"{wheel / 'livefigure'} True\n"
    return folder


# Said by the notebook itself: that nothing of this repository helps.
WHERE = """import sys, pathlib
print(pathlib.Path(sys.modules["livefigure"].__file__).parent, not {"cryolib", "chapterkit", "coursework"} & set(sys.modules))"""


# What the hosts' own pages ask for on other machines, whatever is on them.
HOSTS_OWN = ("/require.min.js", "/mathjax/2.", "/mathjax@3/")


def check_alive(page, root=None):
    """A slider moves the curve, and nobody asks another machine for anything but what the host does without a figure, too."""
    root = root or page.locator("#pendulum-live")
    root.locator(".lf-tools").wait_for()
    loading = [trouble for trouble in page.troubles if not any(address in trouble for address in HOSTS_OWN)]
    page.troubles.clear()  # hosts have errors and warnings of their own while they load
    assert moves(root, page)
    assert not [trouble for trouble in loading if trouble.startswith("foreign request")]
    assert not [trouble for trouble in page.troubles if trouble.startswith(("foreign request", "page error"))]


def test_exported_by_nbclient_and_nbconvert(notebook, visit):
    check_alive(visit((notebook / "exported.html").as_uri()))


@pytest.mark.weekly
def test_executed_and_exported_by_nbconvert(notebook, wheel, visit):
    run_alone(wheel, ["-m", "nbconvert", "--execute", "--to", "html", "pendulum.ipynb"], notebook)
    check_alive(visit((notebook / "pendulum.html").as_uri()))


def test_a_stock_jupyter_book(notebook, wheel, tmp_path, visit):
    """Four lines of configuration, and nothing set for the figures."""
    config = "title: Swings\nauthor: A lecturer\nlogo: ''\nexecute: {execute_notebooks: force}\n"
    (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: pendulum\n", encoding="utf-8")
    (tmp_path / "pendulum.ipynb").write_bytes((notebook / "pendulum.ipynb").read_bytes())
    run_alone(wheel, [str(Path(sys.executable).with_name("jupyter-book")), "build", "."], tmp_path)
    check_alive(visit((tmp_path / "_build/html/pendulum.html").as_uri()))


@pytest.mark.weekly
def test_plain_sphinx_with_myst_nb(notebook, wheel, tmp_path, visit):
    """With the extension for sentences: a number is dragged by keys, and another one follows."""
    extensions = ["myst_nb", "livefigure.sphinx"]
    (tmp_path / "conf.py").write_text(f'project = "Swings"\nextensions = {extensions}\nroot_doc = "run"\n', encoding="utf-8")
    pages = nbformat.read(notebook / "run.ipynb", as_version=4)
    pages.cells.append(nbformat.v4.new_markdown_cell("With {drag}`pendulum: length` a swing takes {live}`pendulum: period`."))
    nbformat.write(pages, tmp_path / "run.ipynb")
    run_alone(wheel, ["-m", "sphinx", "-q", "-W", ".", "html"], tmp_path)
    page = visit((tmp_path / "html/run.html").as_uri())
    check_alive(page)
    page.locator(".lf-drag").press("End")
    assert "With 4\u00a0m a swing takes 4.01\u00a0s." in page.locator("p", has=page.locator(".lf-drag")).inner_text()


@pytest.mark.weekly
def test_a_running_marimo_notebook(wheel, tmp_path, visit):
    code = example()
    setup, last = code.rsplit("\nLiveFigure(", 1)
    cell = textwrap.indent(f"{setup}\nfigure = LiveFigure({last}\nfigure\n", "    ") + "    return\n"
    (tmp_path / "pendulum.py").write_text(MARIMO.format(code=cell), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "marimo", "run", "pendulum.py", "--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=tmp_path, env=environment(wheel) | {"HOME": str(tmp_path)}, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/health", server, tmp_path / "log")
            page = visit(f"http://127.0.0.1:{port}")
            root = page.locator(".live-figure")
            root.wait_for(timeout=60_000)
            check_alive(page, root)
        finally:
            end(server)


# ---- JupyterLab: run, saved, opened again ----


@pytest.fixture(scope="module")
def lab(notebook, wheel, tmp_path_factory):
    with jupyter_lab(tmp_path_factory.mktemp("lab"), folder=notebook, path=wheel) as (address, _):
        yield address


SAVE_AND_CLOSE = """async () => {
  await jupyterapp.commands.execute("docmanager:save");
  await jupyterapp.shell.currentWidget.sessionContext.shutdown();
}"""


def test_run_in_jupyterlab_saved_and_opened_again(lab, notebook, visit):
    page = visit("about:blank")
    assert run_all(page, lab, "pendulum.ipynb")
    root = page.locator(".jp-OutputArea-output .live-figure")
    check_alive(page, root)
    page.evaluate(SAVE_AND_CLOSE)
    open_notebook(page, lab, "pendulum.ipynb")
    assert root.get_by_role("button", name="Link").count() == 0  # the address of a notebook is not one to share
    check_alive(page, root)


def test_a_notebook_of_somebody_else_shows_the_picture(lab, notebook, visit):
    """`run.ipynb` was run elsewhere, so JupyterLab does not trust it and removes scripts, styles and SVG."""
    page = visit("about:blank")
    open_notebook(page, lab, "run.ipynb")
    output = page.locator(".jp-OutputArea-output").first
    picture = output.get_by_role("img")
    picture.wait_for()
    (shown,) = [one for one in nbformat.read(notebook / "run.ipynb", 4).cells[1].outputs if "image/png" in one.data]
    assert picture.get_attribute("alt") == shown.data["text/plain"].split(": ", 1)[1]
    assert picture.bounding_box()["height"] > 200
    assert output.inner_text().strip() == ""  # no tick labels, no script, no style
