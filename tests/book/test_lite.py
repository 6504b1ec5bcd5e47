"""JupyterLite in the site: what is in it, what it asks for, and a chapter that is run and edited in the browser.

Pyodide itself is here as files, and so are those of its packages that are pure Python. Its builds of NumPy, matplotlib and CoolProp are
only where it is published: what needs them is not run here, but every import and every version is looked up in the lock.
"""

import ast
import hashlib
import json
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace
from zipfile import ZipFile

import nbformat
import pytest
import yaml
from support.browser import QuietHandler
from support.figures import SHAPES, figures_of

from coldbook.distributions import DISTRIBUTIONS, needed_by
from coldbook.notebooks import cells
from sitebuilder import ROOT
from sitebuilder.jupyterlite import lite as making
from sitebuilder.jupyterlite import lock as locking
from sitebuilder.serving import served

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
PYODIDE = making.checked(CONFIG["launch_buttons"]["pyodide_url"])
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")


@pytest.fixture(scope="module")
def site(book, tmp_path_factory):
    """The folder that has `lite`: the site, or one made from the notebooks of a book that is not whole."""
    if (book / "lite").exists():
        return book
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(book / "notebooks", folder / "notebooks")
    making.lite(folder)
    return folder


@pytest.fixture(scope="module")
def packages(site):
    return json.loads((site / "lite/wheels/pyodide-lock.json").read_text(encoding="utf-8"))["packages"]


def closure(packages, names):
    """The packages of these names and all that they need."""
    found, left = set(), list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += map(locking.canonicalize_name, packages[name]["depends"])
    return found


# ---- what is in it ----


def test_pyodide_is_the_version_that_the_kernel_is_made_for():
    assert f"/v{making.PYODIDE_VERSION}/" in PYODIDE
    with pytest.raises(ValueError, match=r"names Pyodide 1\.2\.3"):
        making.checked("https://example.org/pyodide/v1.2.3/full/")


def test_the_wheels_are_those_of_the_book():
    """One version of a package in the whole book: `make lock` renews both lists."""
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), flags=re.M))
    ours = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (making.HERE / "wheels.txt").read_text(encoding="utf-8"), flags=re.M))
    assert ours and ours == {name: pinned[name] for name in ours}


def test_every_package_is_in_the_site_or_in_the_distribution_with_its_hash(site, packages):
    wheels = {wheel.name: hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in (site / "lite/wheels").glob("*.whl")}
    for name, package in packages.items():
        file = package["file_name"]
        assert len(package["sha256"]) == 64
        assert wheels.pop(file) == package["sha256"] if file in wheels else file.startswith(PYODIDE), name
        assert {locking.canonicalize_name(needed) for needed in package["depends"]} <= set(map(locking.canonicalize_name, packages)), name
    assert not wheels


def wheel(folder, name, *needs, python=">=3.11"):
    file = folder / f"{name}-1.0-py3-none-any.whl"
    with ZipFile(file, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        lines = [f"Name: {name}", "Version: 1.0", f"Requires-Python: {python}", *(f"Requires-Dist: {need}" for need in needs)]
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")
    return file


@pytest.mark.parametrize("need", ["coolprop>=99", "a_package_of_nobody", "numpy[all]", 'sympy<1; sys_platform == "emscripten"'])
def test_a_wheel_whose_needs_are_not_met_is_refused(tmp_path, need):
    with pytest.raises(ValueError, match=f"warm needs {re.escape(re.split('[;<>]', need)[0])}"):
        locking.joined(making.pyodide_lock(), [wheel(tmp_path, "warm", need)], PYODIDE)


def test_a_wheel_finds_pyodides_packages_and_ours(tmp_path):
    needs = ["numpy>=2", "cold==1.0", 'nothing; extra == "test"', 'colorama; sys_platform == "win32"']
    made = locking.joined(making.pyodide_lock(), [wheel(tmp_path, "warm", *needs), wheel(tmp_path, "cold")], PYODIDE)
    assert made["packages"]["warm"]["depends"] == ["cold", "numpy"]
    assert made["packages"]["warm"]["imports"] == ["warm"]
    assert made["packages"]["numpy"]["file_name"].startswith(PYODIDE)
    with pytest.raises(ValueError, match="needs Python"):
        locking.joined(making.pyodide_lock(), [wheel(tmp_path, "warm", python="<3.12")], PYODIDE)


def imported(source):
    """The modules that a piece of Python imports anywhere in it, without their submodules."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


# Of coursework, what practice needs; a browser does not set or grade a course.
MODULES = {"coursework": ("__init__.py", "student.py", "marking/*.py", "sheets/*.py")}
OUTSIDE = {"sphinx.py", "sheets/solutions.py"}  # for building books and problem sets: no notebook imports them


def test_every_import_of_the_notebooks_is_there(site, packages):
    """What a cell imports is found by Pyodide; what the package imports later must come with the package."""
    modules = {module: name for name, package in packages.items() for module in package["imports"]}
    at_hand = set(sys.stdlib_module_names) | {module for module, name in modules.items() if name in closure(packages, making.AT_START)}
    for file in (site / "lite/files").glob("*.ipynb"):
        notebook = json.loads(file.read_text(encoding="utf-8"))
        for cell in (cell for cell in notebook["cells"] if cell["cell_type"] == "code"):
            assert set(imported("".join(cell["source"]))) <= set(modules) | at_hand, (file.name, cell["source"])
    for distribution in DISTRIBUTIONS.values():
        with_package = {module for module, name in modules.items() if name in closure(packages, [distribution.name])} | at_hand
        folder = distribution.folder / distribution.name
        files = {file for pattern in MODULES.get(distribution.name, ["**/*.py"]) for file in folder.glob(pattern)}
        for file in files - {folder / name for name in OUTSIDE}:
            assert set(imported(file.read_text(encoding="utf-8"))) <= with_package, (distribution.name, file.name)


def test_a_notebook_does_not_install_what_is_here(tmp_path):
    """In a book with an address a notebook installs packages from there; here they are beside it, in the version of this site."""
    (tmp_path / "made").mkdir()
    distributions, place = needed_by({"cryolib"}), SimpleNamespace(html_baseurl="https://x.org/", html_title="A Book", author="A")
    start = cells.start(SimpleNamespace(config=place), "chapters/a", distributions)
    page = nbformat.v4.new_notebook(cells=[*start, nbformat.v4.new_code_cell("import cryolib")])
    assert "pip install" in page.cells[1].source and "%pip install" in page.cells[2].source
    nbformat.write(page, tmp_path / "made" / "a.ipynb")
    making.notebooks(tmp_path / "made", tmp_path / "lite")
    copied = nbformat.read(tmp_path / "lite" / "a.ipynb", as_version=4)
    assert [cell.source for cell in copied.cells] == [page.cells[0].source, "import cryolib"] and "pip" not in page.cells[0].source


def test_there_is_what_is_used_and_nothing_else(site):
    lite = site / "lite"
    page = json.loads((lite / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    front_ends = {extension["name"]: extension["load"] for extension in page["federated_extensions"]}
    assert set(front_ends) == {"@jupyter-widgets/jupyterlab-manager", "anywidget", "@jupyterlite/pyodide-kernel-extension"}
    assert all((lite / "extensions" / name / entry).exists() for name, entry in front_ends.items())
    kernel = page["litePluginSettings"][making.PYODIDE_KERNEL_PLUGIN_ID]
    assert kernel["pyodideUrl"] == f"{PYODIDE}pyodide.mjs"
    assert kernel["disablePyPIFallback"] is True
    assert {file.name for file in lite.rglob("*.ipynb")} - {"jupyter-lite.ipynb"} == {file.name for file in site.glob("notebooks/*.ipynb")}
    assert [file.parent.name for file in lite.glob("*/index.html")] == ["lab"]
    assert not list(lite.rglob("*.map"))
    files = [file for file in lite.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 25e6 and len(files) < 600


# ---- what it asks for ----


def test_a_page_only_links_to_it(book):
    loads = re.compile(r"""<(?!a\s)[a-z-]+\s[^>]*\b(?:src|srcset|href|data)\s*=\s*["']?[^"'\s>]*(?:\blite/|pyodide)[^>]*""", flags=re.I)
    for file in [*book.glob("*.html"), *book.glob("chapters/*.html")]:
        assert not loads.findall(file.read_text(encoding="utf-8")), file.name


class Open(QuietHandler):
    """A server like the one that has the distribution: pages of other sites may read from it."""

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


@pytest.fixture(scope="module")
def distribution(packages):
    """Where a copy of the Pyodide distribution is served, and its folder: its core, and the pure packages that a chapter needs."""
    if not shutil.which("npm"):
        pytest.skip("there is no npm to get Pyodide's files with")
    folder = ROOT / "_build" / f"pyodide-{making.PYODIDE_VERSION}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = ["npm", "pack", "--silent", f"pyodide@{making.PYODIDE_VERSION}"]
        packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.split()[-1]
        shutil.unpack_archive(folder / packed, folder / "packed", filter="data")
        for name in (*CORE, "pyodide-lock.json"):
            shutil.move(folder / "packed" / "package" / name, folder / name)
        pure = [packages[name] for name in closure(packages, [*DISTRIBUTIONS, *making.AT_START])]
        pins = [
            f"{package['name']}=={package['version']}" for package in pure if re.match(rf"{PYODIDE}.*-none-any\.whl$", package["file_name"])
        ]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--python-version", "3.14"]
        subprocess.run([*command, "--platform", "any", "--implementation", "py", "--abi", "none", "--dest", folder, *pins], check=True)
        (folder / "complete").touch()
    with served(folder, Open) as server:
        yield f"{server.address}/", folder


@pytest.fixture(scope="module")
def local(site, distribution, serve, tmp_path_factory):
    """The site as it is, but the distribution is here; its packages have other hashes: Pyodide packs them again, without tests."""
    address, folder = distribution
    assert json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8")) == making.pyodide_lock()
    place = tmp_path_factory.mktemp("local")
    shutil.copytree(site / "lite", place / "lite")
    page, lock = place / "lite/jupyter-lite.json", place / "lite/wheels/pyodide-lock.json"
    options = json.loads(page.read_text(encoding="utf-8").replace(PYODIDE, address))
    options["jupyter-config-data"]["exposeAppInBrowser"] = True
    page.write_text(json.dumps(options), encoding="utf-8")
    content = json.loads(lock.read_text(encoding="utf-8").replace(PYODIDE, address))
    for package in content["packages"].values():
        file = folder / package["file_name"].removeprefix(address)
        if package["file_name"].startswith(address) and file.exists():
            package["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    lock.write_text(json.dumps(content), encoding="utf-8")
    return serve(place)


class Laboratory:
    """An open notebook."""

    HERE = "(given) => { const notebook = jupyterapp.shell.currentWidget.content;"

    def __init__(self, page):
        self.page = page

    def ask(self, code, given):
        return self.page.evaluate(f"{self.HERE} {code} }}", given)

    def find(self, text):
        return self.ask("return notebook.widgets.findIndex((cell) => cell.model.sharedModel.source.includes(given));", text)

    def type_above(self, index, text):
        """Put a cell in, by hand."""
        self.ask("notebook.activeCellIndex = given; return jupyterapp.commands.execute('notebook:insert-cell-above');", index)
        self.page.evaluate("jupyterapp.commands.execute('notebook:enter-edit-mode')")
        self.page.keyboard.insert_text(text)
        return index

    def run(self, index):
        """Run a cell, and give its outputs."""
        self.ask("notebook.activeCellIndex = given; jupyterapp.commands.execute('notebook:run-cell');", index)
        done = (
            "const { executionCount, executionState } = notebook.widgets[given].model; return executionCount && executionState === 'idle';"
        )
        self.page.wait_for_function(f"{self.HERE} {done} }}", arg=index, timeout=180_000)
        return self.ask("return notebook.widgets[given].model.outputs.toJSON();", index)


def plain(outputs):
    return [output.get("data", {}).get("text/plain") or output.get("text") or output["evalue"] for output in outputs]


def test_a_chapter_is_run_and_edited_in_the_browser(browser, local, distribution, monkeypatch):
    address, _ = distribution
    # What is for another host goes to a proxy that is not there.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, proxy={"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"})
    context.set_default_timeout(60_000)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    try:
        page.goto(f"{local}/lite/lab/index.html?path=price_of_coldness.ipynb")
        page.locator(".jp-Notebook .jp-MarkdownCell h1").first.wait_for()
        page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'", timeout=180_000
        )
        notebook = Laboratory(page)

        # A derivation of the chapter, on symbols that are imported by a cell that a reader types. `cryolib` is imported, not installed.
        first = notebook.find("import")
        typed = notebook.type_above(first, "import sympy as sp\nfrom cryolib.symbols import Q_cold, S_gen, T_cold, T_hot, W")
        assert notebook.run(typed) == []
        (solved,) = notebook.run(notebook.find("ledger = sp.solve("))
        assert "text/latex" in solved["data"]
        check = notebook.type_above(first, "sp.simplify(ledger[W] - Q_cold * (T_hot / T_cold - 1) - T_hot * S_gen)")
        assert plain(notebook.run(check)) == ["0"]
        (fall,) = plain(notebook.run(notebook.type_above(first, "sp.solve(entropy.subs(Q_hot, Q_cold), S_gen)")))
        assert fall == "[-Q_cold/T_cold + Q_cold/T_hot]"

        # Widgets of both kinds are alive: a move of the slider reaches Python and what Python then says reaches the page.
        alive = notebook.type_above(first, LIVE)
        notebook.run(alive)
        handle = page.locator(".widget-slider [role=slider], .widget-slider .noUi-handle").first
        handle.focus()
        page.keyboard.press("ArrowRight")
        page.locator(".told", has_text="4 squared is 16").wait_for()

        # A figure is alive. matplotlib is not here to draw it, so a cell shows what the figure's own cell shows.
        monkeypatch.delenv("LIVEFIGURE_STATIC")
        name, figure = next((name, figure) for name, figure in figures_of("price_of_coldness").items() if not figure.predict)
        cell = notebook.type_above(first, "from IPython.display import display\ndisplay(shown, raw=True)")
        shown = {kind: data for kind, data in figure._repr_mimebundle_().items() if isinstance(data, str)}
        notebook.ask("notebook.activeCell.model.sharedModel.updateSource(0, 0, given);", f"shown = {shown!r}\n")
        notebook.run(cell)
        root = page.locator(f"#{name}-live")
        root.locator(".lf-tools").wait_for()
        before = root.evaluate(SHAPES)
        root.locator("input[type=range]").first.focus()
        page.keyboard.press("ArrowRight")
        assert root.evaluate(SHAPES) != before

        # What is not in the site is asked for at the address of the distribution, and nowhere else.
        assert "No module named 'numpy'" in plain(notebook.run(notebook.type_above(first, "import numpy")))[-1]
        assert any(re.match(rf"{address}numpy-.*\.whl", where) for where in asked)
        assert not [where for where in asked if not where.startswith((f"{local}/", address, "data:", "blob:"))]
    finally:
        context.close()


LIVE = """\
import anywidget, ipywidgets, traitlets

class Told(anywidget.AnyWidget):
    _esm = "export default { render({ model, el }) { el.className = 'told'; const tell = () => { el.textContent = model.get('text'); };" \\
        " model.on('change:text', tell); tell(); } }"
    text = traitlets.Unicode().tag(sync=True)

slider, told = ipywidgets.IntSlider(3, 0, 9), Told()
slider.observe(lambda change: setattr(told, "text", f"{change.new} squared is {change.new**2}"), "value")
ipywidgets.VBox([slider, told])
"""
