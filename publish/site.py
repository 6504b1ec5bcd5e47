"""Build the whole site into `_build/site`, if it passes the check: `python -m publish.site`.

It has everything that is published: pages, notebooks, JupyterLite, PDF and archive. It needs Chromium and the packages of the tests.
"""

import sys

from publish.check.guard import problems
from sitebuilder import ROOT
from sitebuilder.build import build


def check(site):
    if errors := problems(site, ROOT):
        sys.exit("\n".join(["This site cannot be published:", *errors]))


if __name__ == "__main__":
    build(ROOT / "_build" / "site", whole=True, check=check)
