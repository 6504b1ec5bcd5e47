"""The stylesheet keeps every rule that a page or a script of the site can use."""

import re
import shutil
from types import SimpleNamespace

import pytest

from coldbook.page import assets
from coldbook.page.css_pruning import without_unused
from sitebuilder import ROOT

CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".used{color:red}", ".used{color:red}"),
        (".unused{color:red}", ""),
        (".used .unused{color:red}", ""),
        (".unused,.used{color:red}", ".used{color:red}"),
        ("@media print{.unused{color:red}}", ""),
        (".used:not(.unused){color:red}", ".used:not(.unused){color:red}"),
        (".bs-anything{color:red}", ".bs-anything{color:red}"),
    ],
)
def test_a_rule_is_dropped_if_it_needs_a_class_that_nothing_names(css, kept):
    assert without_unused(css, ['<p class="used">']) == kept


def test_a_broken_stylesheet_is_an_error():
    with pytest.raises(ValueError, match="a stylesheet is broken"):
        without_unused("}", [])


def test_a_class_that_only_a_script_writes_is_kept(tmp_path):
    """Also if the script is not one of those that are joined in `book.js`: figures have their own, and so has the search."""
    static = tmp_path / "_static"
    (static / "fonts").mkdir(parents=True)
    shutil.copy(ROOT / "_static/fonts/stix-two-math.woff2", static / "fonts")
    (static / "look.css").write_text(
        ".by-figure[data-now]{color:red} .by-page{color:red} .by-nothing{color:red} .by-unloaded{color:red}", encoding="utf-8"
    )
    (static / "all.js").write_text("", encoding="utf-8")
    (static / "live.js").write_text('element("div", { class: "by-figure" })', encoding="utf-8")
    (static / "scripts").mkdir()
    (static / "scripts/other.js").write_text('"by-unloaded"', encoding="utf-8")
    (tmp_path / "index.html").write_text('<p class="by-page">', encoding="utf-8")
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path, coldbook_assets=(["look.css"], ["all.js"]))
    assets.bundle(app, None)
    assert set(CLASS.findall((static / "book.css").read_text(encoding="utf-8"))) == {"by-figure", "by-page"}


def test_the_site_has_every_rule_of_ours_that_a_shipped_script_needs(book):
    """The rules of `_static/*.css`, for each class that some script of the site names."""
    ours = "".join(re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S) for file in (ROOT / "_static").glob("*.css"))
    scripts = "".join(file.read_text(encoding="utf-8") for file in (book / "_static").rglob("*.js"))
    needed = set(CLASS.findall(re.sub(r"\{[^{}]*\}", "{}", ours))) & set(re.findall(r"[\w-]+", scripts))
    assert "lf-control" in needed
    assert needed <= set(CLASS.findall((book / "_static/book.css").read_text(encoding="utf-8")))
