"""The whole book in one file that works from a folder: everything but JupyterLite, which needs a server."""

import re
import zipfile
from pathlib import Path

NAME = "book.zip"
LEFT_OUT = ("lite", NAME, "404.html", "robots.txt", "sitemap.xml")  # all for servers
FOLDER = "the-price-of-cold"
NEEDS_SERVER = re.compile(r"<li>(?:(?!</?li\b).)*?\bneeds-server\b.*?</li>", flags=re.S)
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive


def archive(site):
    with zipfile.ZipFile(site / NAME, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(site.rglob("*")):
            where = path.relative_to(site)
            if path.is_file() and where.parts[0] not in LEFT_OUT:
                add(made, Path(FOLDER, where).as_posix(), content(path))


def content(path):
    """A file's bytes; a page's without the links that lead out of the archive."""
    data = path.read_bytes()
    return NEEDS_SERVER.sub("", data.decode()).encode() if path.suffix == ".html" else data


def add(made, name, data):
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    made.writestr(entry, data)
