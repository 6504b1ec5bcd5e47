"""Addresses stay: compare a built site with the list of all pages that were ever published.

`python -m publish.addresses [SITE]` says what is wrong and fails if there is something; with `--add` it first writes the new pages into
the list. SITE is `_build/site`, or `_build/html` if that is all there is.
"""

import argparse
import sys
from pathlib import Path

from coldbook.site.redirects import LIST, new, published
from sitebuilder import ROOT, contents


def problems(site, root=ROOT):
    """What is wrong with a site's addresses, one line for each."""
    if not (root / LIST).is_file():
        return [f"{LIST}: is not there; it lists the addresses that were published, so that none of them vanishes"]
    listed = published(root)
    gone = [address for address in listed if not (Path(site) / address).is_file()]
    found = [f"{address}: was published, and is not there any more; a page that moves needs a redirect" for address in gone]
    if missing := new(listed, contents.pages(root)):
        found.append(f"{LIST}: does not have {', '.join(missing)}; run `python -m publish.addresses --add`, or add a line for each")
    return found


def add(root=ROOT):
    with (root / LIST).open("a", encoding="utf-8") as file:
        for address in new(published(root), contents.pages(root)):
            print(f"new in {LIST}: {address}")
            file.write(f"{address}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, help="the folder of the built site")
    parser.add_argument("--add", action="store_true", help="put new pages into the list")
    given = parser.parse_args()
    site = given.site or next((place for name in ("site", "html") if (place := ROOT / "_build" / name / "build.json").exists()), None)
    if site is None:
        sys.exit("Nothing is built yet: run make book first.")
    site = site.parent if site.is_file() else site
    if given.add:
        add()
    if found := problems(site):
        sys.exit("\n".join(found))
    print(f"All {len(published(ROOT))} addresses that were ever published lead somewhere.")


if __name__ == "__main__":
    main()
