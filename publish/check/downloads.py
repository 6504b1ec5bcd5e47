"""Check what readers download from the site by opening it: notebooks, wheels, PDF and archives."""

import json
import lzma
import re
import zipfile
import zlib

import pikepdf

from coldbook.distributions import DISTRIBUTIONS
from publish.check.cache import once
from sitebuilder import contents

LOCAL = re.compile(r"file:|https?://(?:localhost|127\.0\.0\.1|\[::1\])")


def name(page):
    return page.rsplit("/", 1)[-1]


@once
def notebook(path):
    """What is wrong with a notebook file."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError) as error:
        return [f"is not a notebook: {type(error).__name__}: {error}"]
    errors = ["has no code cell"] if not code else []
    if any(output.get("output_type") == "error" for cell in code for output in cell.get("outputs", [])):
        errors.append("has the error of a failed cell")
    return errors


@once
def contents_of(path):
    """The names in an archive after reading all of its files, or a message about what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            if bad := archive.testzip():
                return f"is damaged at {bad}"
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError) as error:
        return f"is not an intact archive: {error}"


def archive(path, expected):
    """What is wrong with an archive that must have files whose paths end in these names."""
    if not path.is_file():
        return ["is missing"]
    members = contents_of(path)
    if isinstance(members, str):
        return [members]
    return [f"lacks {file}" for file in expected if not any(f"/{member}".endswith(f"/{file}") for member in members)]


def notebooks(site, root):
    names = [name(page) for page in contents.notebooks(root)]
    for stem in names:
        path = site / "notebooks" / f"{stem}.ipynb"
        for fault in notebook(path) if path.is_file() else ["is missing"]:
            yield f"notebooks/{stem}.ipynb: {fault}"
    for package in DISTRIBUTIONS:
        wheels = sorted((site / "notebooks").glob(f"{package}-*.whl"))
        if len(wheels) != 1:
            yield f"notebooks/: expected one wheel of {package}, but there are {len(wheels)}"
        for wheel in wheels:
            for fault in archive(wheel, [f"{package}/__init__.py", "METADATA"]):
                yield f"notebooks/{wheel.name}: {fault}"
    wheels = [wheel.name for wheel in (site / "notebooks").glob("*.whl")]
    for fault in archive(site / "notebooks.zip", [f"{stem}.ipynb" for stem in names] + wheels):
        yield f"notebooks.zip: {fault}"


def lite(site, root):
    for file in ("lite/index.html", "lite/lab/index.html", *(f"lite/files/{name(page)}.ipynb" for page in contents.notebooks(root))):
        if not (site / file).is_file():
            yield f"{file}: is missing"


def pdf(site, pages):
    path = site / "book.pdf"
    if not path.is_file():
        yield "book.pdf: is missing"
        return
    for fault in sheets(path, len(pages)):
        yield f"book.pdf: {fault}"


@once
def sheets(path, expected):
    """What is wrong with a PDF that must have at least so many pages and outline entries."""
    try:
        with pikepdf.open(path, attempt_recovery=False) as document:  # do not repair damage silently
            count, damage = len(document.pages), document.check_pdf_syntax()
            with document.open_outline() as outline:
                entries = sum(1 + descendants(entry) for entry in outline.root)
            local = sorted({address for page in document.pages for address in targets(page) if LOCAL.match(address)})
    except (pikepdf.PdfError, OSError, ValueError) as error:
        return [f"is not a readable PDF: {str(error).splitlines()[0]}"]
    errors = [f"is damaged: {fault}" for fault in damage[:3]]
    errors += [f"links to the machine on which it was made: {address}" for address in local[:3]]
    if count < expected:
        errors.append(f"has {count} sheets for {expected} pages of the book")
    if entries < expected:
        errors.append(f"has {entries} entries in its outline for {expected} pages of the book")
    return errors


def descendants(entry):
    return sum(1 + descendants(child) for child in entry.children)


def targets(page):
    """The addresses of the links on a sheet."""
    for annotation in page.get("/Annots", []):
        address = annotation.get("/A", {}).get("/URI")
        if address is not None:
            yield str(address)
