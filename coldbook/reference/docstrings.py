"""Docstrings on the page: what numpydoc's readers expect and Sphinx does not do by itself.

`name` between single backticks is a link where it is a name of the package, and code where it is not. A chapter that is named
by its file is a link to it. A reference is an item of a list: footnotes of several docstrings would meet on one page.
"""

import re
import sys

from docutils import nodes
from sphinx.roles import XRefRole

from coldbook.distributions import DISTRIBUTIONS

CHAPTER = re.compile(r"\bchapter ``(\w+)``")
UNIT = re.compile(r"\b(?:m|mol|K|s)\^-?\d")
REFERENCE = re.compile(r"^\.\. \[\w+\] ")
DOI = re.compile(r"\bdoi:(10\.\d+/[^\s,;]*[^\s,;.:)])")


def prepare(app, what, name, obj, options, lines):
    from livefigure.number import raised

    def chapter(found):
        page = f"chapters/{found[1]}"
        return f":doc:`/{page}`" if page in app.env.found_docs else found[0]

    if what in ("attribute", "data", "property"):
        lines[:0] = ["..", ""]  # an empty comment: of a first line, napoleon takes what stands before a colon for a type
    item = False
    for number, line in enumerate(lines):
        if REFERENCE.match(line):
            item, line = True, REFERENCE.sub("* ", line)
        elif item := item and line.startswith("   "):
            line = line[1:]  # what goes on stands under the item's text
        line = CHAPTER.sub(chapter, line)
        if "\\" not in line and "Examples" not in lines[:number]:  # not in mathematics, and not in what Python prints
            line = UNIT.sub(lambda found: raised(found[0]), line)
        lines[number] = DOI.sub(r"`doi:\1 <https://doi.org/\1>`__", line)


def leave_out(app, what, name, obj, skip, options):
    """A module's entry holds what its `__all__` names, but for what it only passes on from another module."""
    module = app.env.temp_data.get("autodoc:module", "")
    if what != "module" or module.split(".")[0] not in DISTRIBUTIONS:
        return None
    home = getattr(obj, "__module__", None) or module
    elsewhere = home.split(".")[0] in DISTRIBUTIONS and not f"{home}.".startswith(f"{module}.")
    return True if elsewhere or name not in sys.modules[module].__all__ else None


def plain(app, env, node, contnode):
    """A name between backticks that is none of the package's: an argument, or an expression."""
    if "coldbook_name" not in node:
        return None
    target = node["reftarget"]
    found = [entry for name, entry in env.get_domain("py").objects.items() if name.endswith(f".{target}") and not entry.aliased]
    if len(found) != 1:
        return nodes.literal("", contnode.astext())
    uri = app.builder.get_relative_uri(node["refdoc"], found[0].docname) + f"#{found[0].node_id}"
    return nodes.reference("", "", contnode, refuri=uri, internal=True)


class Name(XRefRole):
    """`name`, or `cryolib.module.name`."""

    def process_link(self, env, refnode, has_explicit_title, title, target):
        refnode["coldbook_name"] = True
        refnode["refdomain"], refnode["reftype"] = "py", "obj"
        for part in ("module", "class"):
            refnode[f"py:{part}"] = env.ref_context.get(f"py:{part}")
        return title, target


def setup(app):
    app.add_role("name", Name())
    app.connect("autodoc-process-docstring", prepare, priority=400)  # before napoleon
    app.connect("autodoc-skip-member", leave_out)
    app.connect("missing-reference", plain)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
