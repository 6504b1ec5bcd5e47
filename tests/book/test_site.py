"""The site is built without a complaint. This test runs first; other tests read the site."""

import json


def test_the_site_is_built(book):
    assert json.loads((book / "build.json").read_text(encoding="utf-8"))["pages"]
