"""Refuse to publish a book that is incomplete or broken.

`python -m publish.check.guard [SITE]` looks at `_build/site`, or at another folder, says in a line each what is wrong with it, and exits
with 1; or it says what it has looked at, and exits with 0. What is published must be built from a commit, without changes beside it;
`--draft` leaves that out, and `--pages` is for `_build/html`, which has neither JupyterLite nor PDF nor archive.
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
from publish.check import downloads, links
from publish.check.cache import once
from publish.check.pages import read
from sitebuilder import ROOT, contents

SHORTEST = 400  # characters of an article's text; the shortest page has ten times as many
TEXT = {".css", ".html", ".ipynb", ".js", ".json", ".md", ".mjs", ".py", ".svg", ".toml", ".txt", ".webmanifest", ".xml", ".yml"}
MAY_BE_EMPTY = {".nojekyll"}
FIGURE = re.compile(r"""\bname\s*=\s*["'](fig-[a-z0-9-]+)["']""")  # of a live figure, in a chapter's code
EVERYWHERE = ("_static/book.css", "_static/book.js")
WITH_FIGURES = ("_static/live.css", "_static/live.js")


def problems(site, root=ROOT, *, commit=None, whole=True):
    """What is wrong with a built book, a line each; with `commit` it must be built from just that."""
    site, root = Path(site), Path(root)
    if not site.is_dir():
        return [f"{site}: there is no such folder"]
    wanted = contents.pages(root)
    built = links.Site(site)
    found = [*complete(built, wanted), *unusable(built)]
    for name in built.pages:
        found += [f"{name}: {fault}" for fault in page_faults(built, name, wanted)]
    found += [f"{name}: {fault}" for page in downloads.kernel_pages(root, wanted) for name, fault in figures(site, root, page)]
    found += build_ids(built, commit, whole)
    found += map(str, links.check(built)[0])
    found += foreign_styles(built)
    found += downloads.notebooks(site, root, wanted)
    if whole:
        found += [*downloads.lite(site, root, wanted), *downloads.pdf(site, wanted)]
        found += [f"book.zip: {fault}" for fault in downloads.archive(site / "book.zip", [f"{page}.html" for page in wanted])]
    found += [*addresses.problems(site, root), *traces(built, root)]
    return list(dict.fromkeys(found))


def complete(site, wanted):
    for page in wanted:
        if f"{page}.html" not in site.files:
            yield f"{page}.html: is not there, and _toc.yml has it"
    for name in ("index.html", "search.html", "404.html", "searchindex.js", "build.json"):
        if name not in site.files:
            yield f"{name}: is not there"
    for name in site.pages:
        known = name.removesuffix(".html") in wanted or not name.startswith("chapters/")
        if not known and not read(site.folder / name).redirect:
            yield f"{name}: is there, and _toc.yml does not have it"


def unusable(site):
    """Files that hold nothing, or that a server, which is another user, may not read."""
    for name in sorted(site.files):
        state = (site.folder / name).stat()
        if not name.startswith("lite/") and Path(name).name not in MAY_BE_EMPTY and not state.st_size:
            yield f"{name}: is empty"
        if not state.st_mode & stat.S_IROTH:
            yield f"{name}: is not readable for everybody"


def page_faults(site, name, wanted):
    """What a page lacks, and what is on it that should not be."""
    page = read(site.folder / name)
    yield from page.faults
    for address in page.loads:
        parts = urlsplit(address)
        if parts.netloc and not (site.home and address.startswith(site.home)):
            yield f"loads {address} from another host"
    if page.redirect or name not in {f"{page}.html" for page in wanted} | {"search.html", "404.html"}:
        return
    if not page.title:
        yield "has no title"
    loaded = {urlsplit(address).path for address in page.loads}
    for file in EVERYWHERE + (WITH_FIGURES if page.figures else ()):
        if not any(address.endswith(file) for address in loaded):
            yield f"does not load {file}"
    if name.removesuffix(".html") in wanted:
        if not page.heading:
            yield "has no heading"
        if page.length < SHORTEST:
            yield f"has an article of {page.length} characters: a page has {SHORTEST} at least"


def figures(site, root, page):
    """What is wrong with the live figures that a page's source makes."""
    path = site / f"{page}.html"
    have = read(path).figures if path.is_file() else None
    for figure in dict.fromkeys(FIGURE.findall((root / f"{page}.md").read_text(encoding="utf-8"))):
        if have is not None and have.get(figure, "is not there"):
            yield f"{page}.html", f"the live figure {figure} {have.get(figure, 'is not there')}"


def foreign_styles(site):
    for name in site.styles:
        for address in links.in_style(site.folder / name):
            if urlsplit(address).netloc:
                yield f"{name}: loads {address} from another host"


def build_ids(site, commit, whole):
    """One build on every page, and the right one."""
    try:
        made = json.loads((site.folder / "build.json").read_text(encoding="utf-8"))
        told = made["commit"]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        yield "build.json: does not say from which commit the book was built"
        return
    if whole and not made.get("whole", True):
        yield "build.json: the pages were made for a book without JupyterLite, PDF and archive, and do not link to them"
    for name in site.pages:
        if (build := read(site.folder / name).build) != told:
            yield f"{name}: is of the build {build}, and build.json says {told}"
    if commit is not None and told != commit:
        yield f"build.json: the book was built from {told}, and what is to be published is {commit}"


def traces(site, root):
    """Paths of the machine on which the book was built."""
    places = tuple(sorted({str(root), str(Path.home())} - {"/"}, reverse=True))
    for name in sorted(site.files):
        path = site.folder / name
        if path.suffix in TEXT and (trace := named(path, places)):
            yield f"{name}: names {trace}, a folder of the machine on which the book was built"


@once
def named(path, places):
    """The first of these folders that a file names, if any."""
    pattern = "|".join(rf"(?<![\w.~-]){re.escape(place)}(?=[/\\])" for place in places).encode()
    found = re.search(pattern, path.read_bytes())
    return found and found[0].decode()


def head(root):
    """The commit that is checked out."""
    try:
        return subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"What is published must be built from a commit, and git does not know it here: {error}")


def seen(site):
    """What was looked at, in words."""
    built = links.Site(site)
    pages = [read(built.folder / name) for name in built.pages]
    count = sum(len(page.links) + len(page.loads) for page in pages)
    return (
        f"{len(pages)} pages, {sum(len(page.figures) for page in pages)} live figures, {len(built.notebooks)} notebooks and {count} links"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "site")
    parser.add_argument("--draft", action="store_true", help="not to be published: any state of the files may be built")
    parser.add_argument("--pages", action="store_true", help="the pages and the notebooks only, as in _build/html")
    options = parser.parse_args()
    commit = None if options.draft else head(ROOT)
    if found := problems(options.site, ROOT, commit=commit, whole=not options.pages):
        sys.exit("\n".join(["This book is not fit to be published:", *found]))
    print(f"Fit to be published: {seen(options.site)} of {commit or 'a draft'} were looked at.")


if __name__ == "__main__":
    main()
