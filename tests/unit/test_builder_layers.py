"""What builds and publishes the book is layered, too: each part imports only itself and parts before it."""

import pytest
from test_layers import ROOT, imports

LAYERS = (
    "coldbook.distributions",
    "coldbook.page_order",
    "coldbook.citation_file",
    "coldbook.dates",
    "coldbook.build",
    "coldbook.page",
    "coldbook.reference",
    "coldbook.notebooks",
    "coldbook.site",
    "sitebuilder",
    "publish",
)
PARTS = ("coldbook", "sitebuilder", "publish")


def layer(name):
    """The index of the layer that a dotted name belongs to; None for other packages."""
    return next((index for index, part in enumerate(LAYERS) if f"{name}.".startswith(f"{part}.")), None)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_imports_nothing_from_a_later_one(part):
    for path in sorted((ROOT / part).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name == "coldbook.__init__":
            continue
        assert layer(name) is not None, name
        for imported in imports(path):
            if imported.partition(".")[0] in PARTS:
                assert layer(imported) is not None and layer(imported) <= layer(name), f"{name} imports {imported}"
