"""The whole book in one archive that works from a folder: everything but JupyterLite, which needs a server."""

import re
import zipfile
from pathlib import Path

from sitebuilder.metadata import book

NAME = "book.zip"
EXCLUDED = ("lite", NAME, "404.html", "robots.txt", "sitemap.xml")  # they make sense on a server only
NEEDS_SERVER = re.compile(r"<li>(?:(?!</?li\b).)*?\bneeds-server\b.*?</li>", flags=re.S)


def archive(site):
    """Write the site's `book.zip`."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file() and path.relative_to(site).parts[0] not in EXCLUDED)
    write_zip(site / NAME, book().slug, {path.relative_to(site).as_posix(): content(path) for path in files})


def content(path):
    """A file's bytes; a page without its links to what the archive lacks."""
    data = path.read_bytes()
    return NEEDS_SERVER.sub("", data.decode()).encode() if path.suffix == ".html" else data


def write_zip(path, folder, files):
    """Write files, {name: bytes}, into one folder of an archive. The same files always make the same archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(Path(folder, name).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
