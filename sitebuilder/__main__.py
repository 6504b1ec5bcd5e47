"""`python -m sitebuilder` builds the pages and the notebooks into `_build/html`."""

from sitebuilder import ROOT
from sitebuilder.build import build

build(ROOT / "_build" / "html")
