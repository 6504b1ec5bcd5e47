"""Addresses stay: compare a built site with the list of all pages that were ever published.

`python publish/addresses.py [SITE]` says what is wrong and fails if there is something; with `--add` it first writes the new pages into
the list. SITE is `_build/site`, or `_build/html` if that is all there is.
"""

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "_ext"))

from house.redirects import LIST, SUFFIX, new, published  # noqa: E402


def pages(site):
    """The pages of a built site, by its own account."""
    return {page.removesuffix(SUFFIX) for page in json.loads((site / "build.json").read_text(encoding="utf-8"))["pages"]}


def problems(site, root=ROOT):
    """What is wrong with a site's addresses, one line for each."""
    site, listed = Path(site), published(root)
    found = [f"{address} was published once, and the site has nothing there" for address in listed if not (site / address).exists()]
    missing = new(listed, pages(site))
    if missing:
        found.append(f"{LIST} does not have {', '.join(missing)}: run `python publish/addresses.py --add`, or add a line for each")
    return found


def add(site, root=ROOT):
    with (root / LIST).open("a", encoding="utf-8") as file:
        for address in new(published(root), pages(site)):
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
        add(site)
    if found := problems(site):
        sys.exit("\n".join(found))
    print(f"All {len(published(ROOT))} addresses that were ever published lead somewhere.")


if __name__ == "__main__":
    main()
