"""The pages of the book, from its table of contents."""

import yaml

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
