"""Refuse to publish a site that is incomplete or broken.

`python -m publish.check.guard [SITE]` checks `_build/site` or another folder. It prints each error on a line and exits with 1, or prints
what it has checked and exits with 0. A site must be built from the current commit, without local changes; `--draft` skips that,
and `--pages` is for `_build/html`, which has no JupyterLite, PDF and archive.
"""

import argparse
import json
import re
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from publish import addresses
from publish.check import budgets, downloads, links
from publish.check.cache import once
from publish.check.pages import read
from sitebuilder import ROOT, contents

SHORTEST = 400  # characters of an article; the shortest page has ten times as many
TEXT = {".css", ".html", ".ipynb", ".js", ".json", ".md", ".mjs", ".py", ".svg", ".toml", ".txt", ".webmanifest", ".xml", ".yml"}
MAY_BE_EMPTY = {".nojekyll"}
ON_ALL_PAGES = ("_static/book.css", "_static/book.js")
WITH_FIGURES = ("_static/live.css", "_static/live.js")


def problems(site, root=ROOT, *, commit=None, whole=True):
    """What is wrong with a built site, as a list of messages. With `commit`, it must be built from that commit."""
    site, root = Path(site), Path(root)
    if not site.is_dir():
        return [f"{site}: does not exist"]
    expected = contents.pages(root)
    built = links.Site(site)
    errors = [*complete(built, expected), *unreadable(built)]
    for name in built.pages:
        errors += [f"{name}: {fault}" for fault in page_faults(built, name, expected)]
    errors += [f"{name}: {fault}" for page in contents.notebooks(root) for name, fault in figures(site, root, page)]
    errors += [f"{name}: {fault}" for name, fault in budgets.problems(site, root)]
    errors += build_ids(built, commit, whole)
    errors += map(str, links.check(built)[0])
    errors += foreign_styles(built)
    errors += downloads.notebooks(site, root)
    if whole:
        errors += [*downloads.lite(site, root), *downloads.pdf(site, expected)]
        errors += [f"book.zip: {fault}" for fault in downloads.archive(site / "book.zip", [f"{page}.html" for page in expected])]
    errors += [*addresses.problems(site, root), *traces(built, root)]
    return list(dict.fromkeys(errors))


def complete(site, expected):
    for page in expected:
        if f"{page}.html" not in site.files:
            yield f"{page}.html: is missing; _toc.yml lists it"
    for name in ("index.html", "search.html", "404.html", "searchindex.js", "build.json"):
        if name not in site.files:
            yield f"{name}: is missing"
    for name in site.pages:
        known = name.removesuffix(".html") in expected or not name.startswith("chapters/")
        if not known and not read(site.folder / name).redirect:
            yield f"{name}: exists, but _toc.yml does not list it"


def unreadable(site):
    """Files that are empty, or that a server, which is another user, may not read."""
    for name in sorted(site.files):
        state = (site.folder / name).stat()
        if not name.startswith("lite/") and Path(name).name not in MAY_BE_EMPTY and not state.st_size:
            yield f"{name}: is empty"
        if not state.st_mode & stat.S_IROTH:
            yield f"{name}: is not readable by everyone"


def page_faults(site, name, expected):
    """What a page lacks, and what it should not have."""
    page = read(site.folder / name)
    yield from page.faults
    for address in page.loads:
        parts = urlsplit(address)
        if parts.netloc and not (site.home and address.startswith(site.home)):
            yield f"loads {address} from another host"
    if page.redirect or name not in {f"{page}.html" for page in expected} | {"search.html", "404.html"}:
        return
    if not page.title:
        yield "has no title"
    loaded = {urlsplit(address).path for address in page.loads}
    for file in ON_ALL_PAGES + (WITH_FIGURES if page.figures else ()):
        if not any(address.endswith(file) for address in loaded):
            yield f"does not load {file}"
    if name.removesuffix(".html") in expected:
        if not page.heading:
            yield "has no heading"
        if page.length < SHORTEST:
            yield f"has an article of {page.length} characters; a page has at least {SHORTEST}"


def figures(site, root, page):
    """What is wrong with the live figures that a page's source makes."""
    path = site / f"{page}.html"
    built = read(path).figures if path.is_file() else None
    for figure in dict.fromkeys(contents.figures((root / f"{page}.md").read_text(encoding="utf-8"))):
        if built is not None and built.get(figure, "is missing"):
            yield f"{page}.html", f"the live figure {figure} {built.get(figure, 'is missing')}"


def foreign_styles(site):
    for name in site.styles:
        for address in links.in_style(site.folder / name):
            if urlsplit(address).netloc:
                yield f"{name}: loads {address} from another host"


def build_ids(site, commit, whole):
    """Whether all pages are from one build, and from the right one."""
    try:
        build = json.loads((site.folder / "build.json").read_text(encoding="utf-8"))
        built_from = build["commit"]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        yield "build.json: does not name the commit that the site was built from"
        return
    if whole and not build.get("whole", True):
        yield "build.json: the pages were built without links to JupyterLite, PDF and archive"
    for name in site.pages:
        if (page_build := read(site.folder / name).build) != built_from:
            yield f"{name}: is from the build {page_build}, but build.json names {built_from}"
    if commit is not None and built_from != commit:
        yield f"build.json: the site was built from {built_from}, but the commit to publish is {commit}"


def traces(site, root):
    """Files that contain paths of the machine on which the book was built."""
    folders = tuple(sorted({str(root), str(Path.home())} - {"/"}, reverse=True))
    for name in sorted(site.files):
        path = site.folder / name
        if path.suffix in TEXT and (trace := named(path, folders)):
            yield f"{name}: contains {trace}, a folder of the machine on which the book was built"


@once
def named(path, folders):
    """The first of these folders whose path occurs in a file, or None."""
    pattern = "|".join(rf"(?<![\w.~-]){re.escape(folder)}(?=[/\\])" for folder in folders).encode()
    match = re.search(pattern, path.read_bytes())
    return match and match[0].decode()


def head(root):
    """The commit that is checked out."""
    try:
        return subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, encoding="utf-8").stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"A site to publish must be built from a commit, but git does not know the current one: {error}")


def summary(site):
    """What was checked, as text."""
    built = links.Site(site)
    pages = [read(built.folder / name) for name in built.pages]
    count = sum(len(page.links) + len(page.loads) for page in pages)
    return (
        f"{len(pages)} pages, {sum(len(page.figures) for page in pages)} live figures, {len(built.notebooks)} notebooks and {count} links"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "site")
    parser.add_argument("--draft", action="store_true", help="not for publication: do not compare commits")
    parser.add_argument("--pages", action="store_true", help="only pages and notebooks, as in _build/html")
    options = parser.parse_args()
    commit = None if options.draft else head(ROOT)
    if errors := problems(options.site, ROOT, commit=commit, whole=not options.pages):
        sys.exit("\n".join(["This site cannot be published:", *errors]))
    print(f"OK to publish: checked {summary(options.site)} of {commit or 'a draft'}.")


if __name__ == "__main__":
    main()
