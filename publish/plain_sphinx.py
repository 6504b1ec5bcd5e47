"""Build the book's pages with the newest plain Sphinx, without Jupyter Book, and compare them with the built ones: `python -m publish.plain_sphinx`.

The book must not depend on one program that may go away. `jupyter-book config sphinx` writes its settings as a `conf.py` of Sphinx; this one is
used in an environment of its own, which has the newest versions of what the extra `sphinx` in pyproject.toml names. The cells are not executed
again: their outputs are those of the last build. Every page must have the same text as in `_build/html`.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys

from lxml import html

from coldbook.distributions import DISTRIBUTIONS
from sitebuilder import ROOT, contents
from sitebuilder.build import OUTPUT, program

FOLDER = ROOT / "_build" / "plain"
BUILT = ROOT / "_build" / "html"
NOT_NEEDED = ("jupyter_book", "sphinx_jupyterbook_latex")  # extensions in Jupyter Book's conf.py that only it has, or only its LaTeX needs
SHOWN = 20  # lines of a difference


def configuration():
    """Write `conf.py` into the folder `_build/plain`, beside copies of what it is made from; it lists the static files by name."""
    for name in ("_config.yml", "_toc.yml", "references.bib"):
        shutil.copy(ROOT / name, FOLDER)
    shutil.copytree(ROOT / "_static", FOLDER / "_static")
    subprocess.run([program("jupyter-book"), "config", "sphinx", FOLDER], check=True, stdout=subprocess.DEVNULL)
    text = (FOLDER / "conf.py").read_text(encoding="utf-8")
    for extension in NOT_NEEDED:
        text = re.sub(rf"'{extension}'(, )?", "", text)
    (FOLDER / "conf.py").write_text(text, encoding="utf-8")


def environment():
    """The Python of a new environment with the newest versions."""
    folder = FOLDER / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    folders = [distribution.folder for distribution in DISTRIBUTIONS.values()]
    editable = [part for folder in folders for part in ("--editable", f"{folder}[sphinx]" if folder == ROOT else str(folder))]
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *editable], check=True)
    return python


def build(python):
    """Build the pages, and fail if Sphinx warns of anything."""
    shutil.copytree(OUTPUT / ".jupyter_cache", FOLDER / ".jupyter_cache", dirs_exist_ok=True)
    options = ["-b", "html", "-c", FOLDER, "-d", FOLDER / "doctrees", "-n", "-W", "--keep-going", "--quiet"]
    subprocess.run([python, "-m", "sphinx", *options, ROOT, FOLDER / "html"], check=True, cwd=ROOT)


def text(site, page):
    """The lines of a page's article: its text, without what names the versions that it was built with."""
    article = html.parse(str(site / f"{page}.html"), html.HTMLParser(encoding="utf-8")).find(".//article")
    for part in article.xpath(".//*[contains(@class, 'made-of')] | .//script | .//style"):
        part.drop_tree()
    return [line for words in article.itertext() if (line := " ".join(words.split()))]


def differences(one, other, pages):
    """{page: lines of the difference} for the pages whose text is not the same; a page that is missing has no text."""
    texts = [(page, *(text(site, page) if (site / f"{page}.html").exists() else [] for site in (one, other))) for page in pages]
    return {
        page: list(difflib.unified_diff(ours, theirs, "Jupyter Book", "Sphinx", n=1, lineterm=""))
        for page, ours, theirs in texts
        if ours != theirs
    }


def main():
    if not (BUILT / "build.json").exists():
        sys.exit("Nothing is built yet: run make book first.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    configuration()
    python = environment()
    subprocess.run([python, "-m", "pip", "list", "--disable-pip-version-check"], check=True)
    build(python)
    pages = contents.pages(ROOT)
    differing = differences(BUILT, FOLDER / "html", pages)
    for page, lines in differing.items():
        print(f"\n{page} differs:", *lines[:SHOWN], sep="\n")
    if differing:
        sys.exit(f"\n{len(differing)} of {len(pages)} pages differ.")
    print(f"All {len(pages)} pages have the same text without Jupyter Book.")


if __name__ == "__main__":
    main()
