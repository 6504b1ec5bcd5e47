"""Compare a built site with the list of all pages that were ever published, whose addresses must keep working.

`python -m publish.addresses [SITE]` prints what is wrong and fails if there is anything; `--add` first adds new pages to the list.
Both need a built book. SITE is by default `_build/site`, or `_build/html` if only that exists.
"""

import argparse
import sys
from pathlib import Path

from coldbook.site.redirects import LIST, new, published
from sitebuilder import ROOT, contents


def problems(site, root=ROOT):
    """What is wrong with a site's addresses, as a list of messages."""
    if not (root / LIST).is_file():
        return [f"{LIST}: does not exist; it must list all addresses that were ever published"]
    listed = published(root)
    gone = [address for address in listed if not (Path(site) / address).is_file()]
    errors = [f"{address}: was published and no longer exists; a page that moves needs a redirect" for address in gone]
    if missing := new(listed, contents.pages(root)):
        errors.append(f"{LIST}: lacks {', '.join(missing)}; run `python -m publish.addresses --add`, or add a line for each")
    return errors


def add(root=ROOT):
    """Put new pages at the end of the list, whose last line an editor may have left without an end."""
    text = (root / LIST).read_text(encoding="utf-8")
    added = new(published(root), contents.pages(root))
    for address in added:
        print(f"new in {LIST}: {address}")
    lines = [*text.splitlines(), *added]
    (root / LIST).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=f"{__doc__.splitlines()[0]} It needs a built book: run make book first.")
    parser.add_argument("site", nargs="?", type=Path, help="the folder of the built site (default: _build/site, or _build/html)")
    parser.add_argument("--add", action="store_true", help="first add new pages to the list")
    options = parser.parse_args()
    built = (folder for name in ("site", "html") if ((folder := ROOT / "_build" / name) / "build.json").exists())
    site = options.site or next(built, None)
    if site is None:
        sys.exit("The addresses are compared with the pages of a built book, and none is built yet. First run: python -m sitebuilder")
    if options.add:
        add()
    if errors := problems(site):
        sys.exit("\n".join(errors))
    print(f"All {len(published(ROOT))} addresses that were ever published still work.")


if __name__ == "__main__":
    main()
