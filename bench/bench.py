"""How fast the live figures, the gases and grading are, how heavy pages and wheels, how long Binder takes. `make bench` builds the book and runs this.

Beside them, on the same machine: the same curves with `ipywidgets.interact` in JupyterLab, and a page of a stock Jupyter Book.
Nothing here fails: the aims stand beside what was measured. What is measured is kept (`record.py`).
`python bench/bench.py pages gases` measures only what it is told.
"""

import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "packages" / "livefigure" / "tests")]

import nbformat  # noqa: E402
from binder import binder  # noqa: E402
from distributions import distributions  # noqa: E402
from gases import gases  # noqa: E402
from grading import grading  # noqa: E402
from livefigure.hosts import static_html  # noqa: E402
from main_thread import main_thread  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from record import Sheet, commit, keep, kept  # noqa: E402
from support.browser import FLAGS, QuietHandler, visits  # noqa: E402
from support.chapters import CHAPTERS  # noqa: E402
from support.figures import END_FILMS, LIVE, SHOW_ANSWERS, figures_of  # noqa: E402
from support.jupyterlab import jupyter_lab, run_all  # noqa: E402
from support.site import SITE  # noqa: E402

from sitebuilder.chromium import installed  # noqa: E402
from sitebuilder.serving import served  # noqa: E402

STEPS = 240
SCRIPT = """([name, steps]) => {
  const ranges = [...document.querySelectorAll(`#${name}-live .lf-controls input[type=range]`)];
  return Array.from({ length: steps }, (_, k) => {
    const range = ranges[k % ranges.length];
    range.value = Number(range.min) + (range.max - range.min) * ((k * 0.618) % 1);
    const start = performance.now();
    range.dispatchEvent(new Event("input", { bubbles: true }));
    return performance.now() - start;
  });
}"""
FRAME = """async ([name, steps]) => {
  const range = document.querySelector(`#${name}-live .lf-controls input[type=range]`);
  range.scrollIntoView();
  const found = [];
  for (let k = 0; k < steps; k++) {
    await new Promise((done) => setTimeout(done, 5 + (k * 7) % 17));
    range.value = Number(range.min) + (range.max - range.min) * ((k * 0.618) % 1);
    const start = performance.now();
    range.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise(requestAnimationFrame);
    found.push(performance.now() - start);
  }
  return found;
}"""
# From the key to the new picture, loaded: what a reader of a notebook waits for at every step.
INTERACT = """async (steps) => {
  const handle = document.querySelector(".noUi-handle");
  const output = handle.closest(".jp-OutputArea-output");
  const picture = () => output.querySelector("img");
  const found = [];
  for (let k = 0; k < steps; k++) {
    await new Promise((done) => setTimeout(done, 300));
    const before = picture().src;
    const start = performance.now();
    handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    while (!(picture() && picture().src !== before && picture().complete)) {
      if (performance.now() - start > 10000) throw new Error("the picture does not follow");
      await new Promise((done) => setTimeout(done, 1));
    }
    found.push(performance.now() - start);
  }
  return found;
}"""
AWAKE = """(() => {
  const look = () => (document.querySelector("input[type=range], .noUi-handle") ? (window.awake = performance.now()) : requestAnimationFrame(look));
  look();
})()"""


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Isolated(QuietHandler):
    """With the headers that give a page its finest clock."""

    def end_headers(self):
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


def steps_of_figures(visit, address):
    sheet, medians = Sheet("One step of a slider [ms]", ["script", "p95", "to frame", "HTML [kB]"]), []
    for stem in dict.fromkeys(page for page, _ in LIVE if page != "gallery"):
        page = visit(f"{address}/chapters/{stem}.html")
        for name in (name for where, name in LIVE if where == stem):
            page.locator(f"#{name}-live .lf-tools").wait_for(state="attached")
            page.evaluate(SHOW_ANSWERS)
            page.evaluate(END_FILMS)
            page.evaluate(SCRIPT, [name, 60])  # warm
            script, frame = page.evaluate(SCRIPT, [name, STEPS]), page.evaluate(FRAME, [name, 60])
            medians.append(statistics.median(script))
            size = len(static_html(figures_of(stem)[name]).encode()) / 1000
            sheet.row(name, f"{medians[-1]:.2f}", f"{percentile(script, 0.95):.2f}", f"{statistics.median(frame):.1f}", f"{size:.1f}")
    sheet.row("aim", "< 1", "< 2", "< 16.7", "< 60")
    return sheet, statistics.median(medians)


NOTEBOOK = """
%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatLogSlider, interact

T = np.geomspace(1.2, 250, 241)
def draw(efficiency):
    plt.figure(figsize=(7, 3.9))
    plt.loglog(T, 300 / T - 1, label="the least there is")
    plt.loglog(T, (300 / T - 1) / efficiency, label="a machine")
    plt.ylim(0.1, 1e5)
    plt.legend()
    plt.show()

interact(draw, efficiency=FloatLogSlider(0.15, min=-2, max=0, step=0.01));
"""


def interact_steps(visit, place):
    with jupyter_lab(place) as (address, _):
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(NOTEBOOK.strip())], metadata=kernel)
        nbformat.write(book, place / "book" / "interact.ipynb")
        page = visit("about:blank")
        run_all(page, address, "interact.ipynb")
        page.wait_for_selector(".jp-OutputArea-output img", timeout=120_000)
        page.evaluate(INTERACT, 3)  # warm
        return page.evaluate(INTERACT, 20)


def stock_book(place):
    """One page with an equation and an ipywidgets slider, built as Jupyter Book builds it out of the box."""
    place.mkdir()
    (place / "_config.yml").write_text("title: Stock\nexecute:\n  execute_notebooks: force\n", encoding="utf-8")
    (place / "_toc.yml").write_text("format: jb-book\nroot: page\n", encoding="utf-8")
    (place / "page.md").write_text(
        "---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n"
        "# Stock\n\n$$W = Q (T_H - T_C) / T_C$$\n\n```{code-cell}\nimport ipywidgets\nipywidgets.FloatSlider()\n```\n",
        encoding="utf-8",
    )
    build = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(place)]
    subprocess.run(build, check=True, capture_output=True)
    return place / "_build" / "html"


def weigh(visit, address):
    """(bytes, requests, ms to the first slider or None, hosts it asked for) of a page on its first visit, the time as the median of five."""
    seen = [first_visit(visit, address) for _ in range(5)]
    awake = [ms for _, _, ms, _ in seen if ms is not None]
    weight, requests, _, hosts = seen[0]
    return weight, requests, statistics.median(awake) if awake else None, hosts


def first_visit(visit, address):
    """(bytes, requests, ms to the first slider or None, hosts it asked for), with an empty cache."""
    page = visit("about:blank", folded=True)  # as a reader finds it
    page.add_init_script(AWAKE)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(1000)
    weight = sum(len(answer.body()) for answer in answers if answer.ok)
    foreign = [trouble for trouble in page.troubles if trouble.startswith("foreign request")]
    awake = page.evaluate("window.awake ?? null")
    page.close()  # a film that plays on would slow the next page
    return weight, len(answers) + len(foreign), awake, {urlsplit(trouble.split()[-1]).hostname for trouble in foreign}


def pages(visit, address, place):
    sheet = Sheet("A page on its first visit, uncompressed", ["MB", "requests", "slider [ms]", "other hosts"])
    with served(stock_book(place / "stock"), Isolated) as stock:
        ours = [(chapter.stem, f"{address}/chapters/{chapter.stem}.html") for chapter in CHAPTERS]
        for title, where in [*ours, ("stock Jupyter Book, one slider", f"{stock.address}/page.html")]:
            weight, requests, awake, hosts = weigh(visit, where)
            slider = f"{awake:.0f}" if awake else "never" if title.startswith("stock") else "–"
            sheet.row(title, f"{weight / 1e6:.2f}", requests, slider, ", ".join(sorted(hosts)) or "none")
    sheet.row("aim", "< 1.5", "", "< 500", "none")
    return sheet


def imports():
    program = "import time; start = time.perf_counter(); import cryolib, cryolib.limits; print(time.perf_counter() - start)"
    times = [
        float(subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout)
        for _ in range(5)
    ]
    sheet = Sheet("Import", ["ms", "aim"])
    sheet.row("cryolib and cryolib.limits", f"{min(times) * 1000:.0f}", "< 300")
    return sheet


@contextmanager
def visitor():
    """Chromium, and the built book: visit(address), the address of the book, a folder for a while."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, served(SITE, Isolated) as server:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        with visits(browser) as visit:
            yield visit, server.address, Path(folder)
        browser.close()


def figures():
    with visitor() as (visit, address, folder):
        sheet, ours = steps_of_figures(visit, address)
        theirs = interact_steps(visit, folder)
    again = Sheet("The same curves with interact and matplotlib in JupyterLab", ["ms a step", "p95", "times ours", "aim"])
    again.row(
        "interact",
        f"{statistics.median(theirs):.0f}",
        f"{percentile(theirs, 0.95):.0f}",
        f"{statistics.median(theirs) / ours:.0f}",
        "> 100",
    )
    return [sheet, again]


def weights():
    with visitor() as (visit, address, folder):
        return [pages(visit, address, folder), imports()]


def tests():
    """What came out of `make test`, if it ran on the files as they are, below what came out before."""
    report = SITE.parent / "tests.xml"
    if not report.exists():
        sys.exit("Run make test first: it leaves _build/tests.xml.")
    suite = ElementTree.parse(report).getroot().find("testsuite")
    at = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    if report.stat().st_mtime < int(at):
        sys.exit("There are commits after the last make test: run it again.")
    count, bad, left = int(suite.get("tests")), int(suite.get("failures")) + int(suite.get("errors")), int(suite.get("skipped"))
    sheet = Sheet("The whole suite", ["tests", "passed", "failed", "skipped", "minutes"])
    for row in kept("tests")[0]["rows"]:
        sheet.row(*row)
    sheet.row(f"make test, {commit()[:7]}", count, count - bad - left, bad, left, f"{float(suite.get('time')) / 60:.1f}")
    return [sheet]


SECTIONS = {
    "tests": tests,
    "distributions": distributions,
    "figures": figures,
    "pages": weights,
    "main_thread": main_thread,
    "binder": binder,
    "gases": gases,
    "grading": grading,
}


def main():
    wanted = sys.argv[1:] or list(SECTIONS)
    if unknown := set(wanted) - set(SECTIONS):
        sys.exit(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    for name in wanted:
        keep(name, SECTIONS[name]())


if __name__ == "__main__":
    main()
