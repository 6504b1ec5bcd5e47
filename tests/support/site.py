"""Where the built site is, and the public address that tests give to a copy of it."""

import os
from pathlib import Path

from sitebuilder import ROOT

SITE = Path(os.environ.get("BOOK", ROOT / "_build" / "site"))
ADDRESS = "https://github.com/the-price-of-cold/book"
