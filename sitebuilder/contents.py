"""The pages of the book, from its table of contents, and what their sources say: which are notebooks, and which figures they have."""

import re

import yaml

FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.S)
FIGURE = re.compile(r"""\bname\s*=\s*["'](fig-[a-z0-9-]+)["']""")
NESTED = ("parts", "chapters", "sections", "subtrees", "entries")


def listed(entry, part=None):
    """(file without suffix, title of its part) of every page below an entry of `_toc.yml`, in order."""
    if file := entry.get("root") or entry.get("file"):
        yield file, part
    for key in NESTED:
        for child in entry.get(key, []):
            yield from listed(child, child.get("caption", part))


def pages(root):
    """The pages of the book in this folder, in order, without their suffix."""
    return [file for file, _ in listed(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8")))]


def notebooks(root):
    """The pages that are notebooks, those with a kernel in their front matter, in order."""
    return [page for page in pages(root) if is_notebook((root / f"{page}.md").read_text(encoding="utf-8"))]


def is_notebook(source):
    head = FRONT_MATTER.match(source)
    return head is not None and "kernelspec" in (yaml.safe_load(head[1]) or {})


def figures(code):
    """The names of the live figures that code makes."""
    return FIGURE.findall(code)
