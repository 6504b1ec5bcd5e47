"""What readers take away from the site: notebooks, the package, the PDF and the archives. Each is opened, not only looked for."""

import json
import lzma
import re
import zipfile
import zlib

import pikepdf

from coldbook.distributions import DISTRIBUTIONS
from publish.check.cache import once

LOCAL = re.compile(r"file:|https?://(?:localhost|127\.0\.0\.1|\[::1\])")


def kernel_pages(root, pages):
    """Those pages whose source is a notebook."""
    return [page for page in pages if "kernelspec:" in (root / f"{page}.md").read_text(encoding="utf-8")[:2000]]


def name(page):
    return page.rsplit("/", 1)[-1]


@once
def notebook(path):
    """What is wrong with a notebook file."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        cells = read["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError) as error:
        return [f"is no notebook: {type(error).__name__}: {error}"]
    found = ["has no code cell"] if not code else []
    if any(output.get("output_type") == "error" for cell in code for output in cell.get("outputs", [])):
        found.append("has the error of a failed cell")
    return found


@once
def contents_of(path):
    """The names in an archive, all of whose files were read, or what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            if bad := archive.testzip():
                return f"is damaged at {bad}"
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError) as error:
        return f"is no intact archive: {error}"


def archive(path, wanted):
    """What is wrong with an archive that must have files with these names, each at the end of a path."""
    if not path.is_file():
        return ["is not there"]
    have = contents_of(path)
    if isinstance(have, str):
        return [have]
    return [f"lacks {file}" for file in wanted if not any(f"/{member}".endswith(f"/{file}") for member in have)]


def notebooks(site, root, pages):
    names = [name(page) for page in kernel_pages(root, pages)]
    for stem in names:
        path = site / "notebooks" / f"{stem}.ipynb"
        for fault in notebook(path) if path.is_file() else ["is not there"]:
            yield f"notebooks/{stem}.ipynb: {fault}"
    for package in DISTRIBUTIONS:
        wheels = sorted((site / "notebooks").glob(f"{package}-*.whl"))
        if len(wheels) != 1:
            yield f"notebooks/: one wheel of {package} must be there, and there are {len(wheels)}"
        for wheel in wheels:
            for fault in archive(wheel, [f"{package}/__init__.py", "METADATA"]):
                yield f"notebooks/{wheel.name}: {fault}"
    wheels = [wheel.name for wheel in (site / "notebooks").glob("*.whl")]
    for fault in archive(site / "notebooks.zip", [f"{stem}.ipynb" for stem in names] + wheels):
        yield f"notebooks.zip: {fault}"


def lite(site, root, pages):
    for file in ("lite/index.html", "lite/lab/index.html", *(f"lite/files/{name(page)}.ipynb" for page in kernel_pages(root, pages))):
        if not (site / file).is_file():
            yield f"{file}: is not there"


def pdf(site, pages):
    path = site / "book.pdf"
    if not path.is_file():
        yield "book.pdf: is not there"
        return
    for fault in sheets(path, len(pages)):
        yield f"book.pdf: {fault}"


@once
def sheets(path, wanted):
    """What is wrong with a PDF of so many pages of the book."""
    try:
        with pikepdf.open(path, attempt_recovery=False) as made:  # what is damaged is not mended quietly
            count, damage = len(made.pages), made.check_pdf_syntax()
            with made.open_outline() as outline:
                entries = sum(1 + below(entry) for entry in outline.root)
            local = sorted({address for page in made.pages for address in targets(page) if LOCAL.match(address)})
    except (pikepdf.PdfError, OSError, ValueError) as error:
        return [f"is no PDF that can be read: {str(error).splitlines()[0]}"]
    found = [f"is damaged: {fault}" for fault in damage[:3]]
    found += [f"links to the machine on which it was made: {address}" for address in local[:3]]
    if count < wanted:
        found.append(f"has {count} sheets for {wanted} pages of the book")
    if entries < wanted:
        found.append(f"has {entries} entries in its outline for {wanted} pages of the book")
    return found


def below(entry):
    return sum(1 + below(child) for child in entry.children)


def targets(page):
    """The addresses of a sheet's links."""
    for annotation in page.get("/Annots", []):
        address = annotation.get("/A", {}).get("/URI")
        if address is not None:
            yield str(address)
