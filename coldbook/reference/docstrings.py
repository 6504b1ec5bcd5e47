"""Docstrings on the page: what readers of numpydoc expect and Sphinx does not do by itself.

`name` between single backticks is a link if our packages document it, and code if not. The name of a chapter's file becomes a link to the
chapter. References become items of a list: the footnotes of several docstrings on one page would collide.
"""

import re
import sys
from enum import Enum

from docutils import nodes
from sphinx import addnodes
from sphinx.roles import XRefRole

from coldbook.distributions import DISTRIBUTIONS

CHAPTER = re.compile(r"\bchapter ``(\w+)``")
UNIT = re.compile(r"\b(?:m|mol|K|s)\^-?\d")
REFERENCE = re.compile(r"^\.\. \[\w+\] ")
DOI = re.compile(r"\bdoi:(10\.\d+/[^\s,;]*[^\s,;.:)])")


def prepare(app, what, name, obj, options, lines):
    from livefigure.number import raised

    def chapter(match):
        page = f"chapters/{match[1]}"
        return f":doc:`/{page}`" if page in app.env.found_docs else match[0]

    if what in ("attribute", "data", "property"):
        lines[:0] = ["..", ""]  # an empty comment: napoleon takes text before a colon in the first line for a type
    item = False
    for number, line in enumerate(lines):
        if REFERENCE.match(line):
            item, line = True, REFERENCE.sub("* ", line)
        elif item := item and line.startswith("   "):
            line = line[1:]  # continues under the item's text
        line = CHAPTER.sub(chapter, line)
        if "\\" not in line and "Examples" not in lines[:number]:  # not in mathematics or in printed output
            line = UNIT.sub(lambda match: raised(match[0]), line)
        lines[number] = DOI.sub(r"`doi:\1 <https://doi.org/\1>`__", line)


def leave_out(app, what, name, obj, skip, options):
    """Leave out names that are not in a module's `__all__`, or that it only re-exports."""
    module = app.env.temp_data.get("autodoc:module", "")
    if what != "module" or module.split(".")[0] not in DISTRIBUTIONS:
        return None
    home = getattr(obj, "__module__", None) or module
    elsewhere = home.split(".")[0] in DISTRIBUTIONS and not f"{home}.".startswith(f"{module}.")
    return True if elsewhere or name not in sys.modules[module].__all__ else None


def resolve(app, env, node, contnode):
    """Resolve a name that Sphinx did not: by its last part if that is unique, else it is an argument or an expression."""
    if "coldbook_name" not in node:
        return None
    target = node["reftarget"]
    entries = [entry for name, entry in env.get_domain("py").objects.items() if name.endswith(f".{target}") and not entry.aliased]
    if len(entries) != 1:
        return nodes.literal("", contnode.astext())
    uri = app.builder.get_relative_uri(node["refdoc"], entries[0].docname) + f"#{entries[0].node_id}"
    return nodes.reference("", "", contnode, refuri=uri, internal=True)


def without_call(app, what, name, obj, options, signature, returned):
    """An enumeration is not called: no signature, of which versions of Sphinx show different ones."""
    return ("", None) if what == "class" and issubclass(obj, Enum) else None


def settle(app, domain, objtype, content):
    """Show a signature in the same way with any version of Sphinx: without a value, and with `abstract` for an abstract method."""
    for signature in content.parent[: content.parent.index(content)]:
        for part in list(signature.findall(addnodes.desc_annotation)):
            if part.astext().strip().startswith("="):
                part.parent.remove(part)
            for keyword in part.findall(lambda node: isinstance(node, addnodes.desc_sig_keyword) and node.astext() == "abstractmethod"):
                keyword[:] = [nodes.Text("abstract")]


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
    app.connect("autodoc-process-signature", without_call)
    app.connect("missing-reference", resolve)
    app.connect("object-description-transform", settle)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
