"""The book as a PDF, made from a site's pages: `site/book.pdf`, with an outline, page numbers, links and tags.

Chromium prints one document (`document.py`) twice: the first run shows on which page everything is, and the second prints these numbers in the
table of contents. `python -m sitebuilder.pdf.printing SITE` prints the PDF of an existing site.
"""

import re
import sys
import tempfile
from pathlib import Path

import matplotlib
import pikepdf

from sitebuilder import ROOT, Refused
from sitebuilder.chromium import opened
from sitebuilder.pdf.document import document
from sitebuilder.pdf.front_matter import about, front

HERE = Path(__file__).resolve().parent
NAME = "book.pdf"
MOST_RUNS = 6  # normally two; more if printing the numbers moves something

# Replaces a live figure's controls by the values of its sliders.
# A figure is not enlarged, so that the text of all figures has one size.
FREEZE = """() => {
  for (const root of document.querySelectorAll('.live-figure')) {
    if (!root.dataset.alive) throw new Error(`${root.id} did not start`);
    const at = [...root.querySelectorAll('.lf-control')].map((row) =>
      `${row.querySelector('label').textContent}: ${row.querySelector('[type=range]').getAttribute('aria-valuetext')}`);
    const values = document.createElement('p');
    values.className = 'lf-at';
    values.textContent = at.join(' · ');
    root.querySelector('.lf-controls').remove();
    root.classList.remove('lf-guessing'); // on paper, the answer stands at once
    root.querySelectorAll('.lf-svg').forEach((drawing) => drawing.removeAttribute('aria-hidden'));
    const live = '.lf-guess, .lf-mark, .lf-card, .lf-cross, .lf-reader, .lf-handle';
    root.querySelectorAll(`${live}, .lf-tools, .lf-play, .lf-scenes, .lf-room, .lf-note, .lf-narrow, script`).forEach((part) => part.remove());
    root.querySelector('.lf-status').removeAttribute('role');
    (root.querySelector('.lf-legend') || root.querySelector('.lf-drawing')).after(values);
    const drawing = root.querySelector('.lf-svg');
    drawing.style.maxWidth = `${drawing.viewBox.baseVal.width}px`;
  }
  document.querySelectorAll('.lf-words, .lf-live, .lf-drag').forEach((words) => words.replaceWith(...words.childNodes));
  document.querySelectorAll('.lf-symbol').forEach((handle) => handle.remove());
  document.querySelectorAll('script').forEach((script) => script.remove());
}"""
# Returns how many numbers in the table of contents are others than those that are printed there; `fill` writes them.
COMPARE_NUMBERS = """([numbers, fill]) => [...document.querySelectorAll('a:has(.at)')].filter((link) => {
  const [at, number] = [link.querySelector('.at'), String(numbers[link.hash.slice(1)])];
  const other = at.textContent !== number;
  if (other && fill) at.textContent = number;
  return other;
}).length"""
# Finds boxes that are wider than the printed column.
COLUMN = {"width": 574, "height": 934}  # CSS pixels: A4 without the margins of book.css beside this file
TOO_WIDE = """() => {
  const edge = document.querySelector('.chapter').getBoundingClientRect().right + 1;
  return [...document.querySelectorAll('.chapter *:not(svg *, math *, pre *)')]
    .filter((box) => box.getBoundingClientRect().right > edge
      || (box.scrollWidth > box.clientWidth + 1 && box.matches('pre, .math-scroll, td, th')))
    .map((box) => `${box.closest('.chapter').id}: ${box.outerHTML.slice(0, 60)} ... ${box.textContent.trim().slice(0, 40)}`);
}"""
# Shrinks formulas that are slightly too wide.
SHRINK = """() => {
  for (const box of document.querySelectorAll('.math-scroll')) {
    const share = box.clientWidth / box.scrollWidth;
    if (share < 1 && share > 0.7) box.style.fontSize = `${0.98 * share}em`;
  }
}"""
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => heading.textContent)"


def pdf(site: Path, contents: Path = ROOT / "_toc.yml") -> None:
    """Write the site's `book.pdf`."""
    metadata = about(site)
    html = document(site, contents, metadata["title"], lambda head: front(metadata, head))
    folders = {"site": site, "paper": HERE, "static": ROOT / "_static", "matplotlib": Path(matplotlib.get_data_path())}
    with tempfile.TemporaryDirectory() as folder, opened(html, folders) as page:
        page.evaluate(FREEZE)
        page.set_viewport_size(COLUMN)
        page.emulate_media(media="print")
        page.evaluate("document.fonts.ready")
        page.evaluate(SHRINK)
        if wide := page.evaluate(TOO_WIDE):
            raise Refused(f"{len(wide)} boxes are wider than the paper's column, the first in {wide[0]}")
        file = Path(folder, NAME)
        for run in range(MOST_RUNS):
            page.pdf(path=file, outline=True, tagged=True, prefer_css_page_size=True, print_background=True)
            if page.errors:
                raise Refused(f"the document is not complete: {page.errors[0]}")
            with pikepdf.open(file) as printed:
                # Only what is printed counts: a heading at the end of a page may go to and fro between two pages from run to run. So numbers
                # that differ are filled in after every other run; the next but one then shows what this one has.
                if page.evaluate(COMPARE_NUMBERS, [page_numbers(printed), run % 2 == 0]) == 0:
                    return finish(printed, metadata, page.evaluate(HEADINGS), site / NAME)
    raise Refused(f"the page numbers in the table of contents still change after {MOST_RUNS} runs")


def page_numbers(pdf):
    """The page of each link target, by id; the first page is 1."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    return {name.lstrip("/"): numbers[target[0].objgen] for name, target in pdf.Root.Dests.items()}


def finish(pdf, metadata, headings, file):
    """Add what Chromium does not write: author and date, the title in the window's bar, an outline that starts collapsed."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:title"], xmp["dc:creator"], xmp["dc:language"] = metadata["title"], [metadata["author"]], ["en"]
        xmp["dc:description"] = metadata["subject"]
    del pdf.docinfo
    for name in ("title", "author", "subject"):
        pdf.docinfo[f"/{name.capitalize()}"] = metadata[name]
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = metadata["stamp"]
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    entries = [entry for entry, _ in lines(pdf.Root.Outlines)]
    if len(entries) != len(headings):
        raise Refused(f"the outline has {len(entries)} lines for {len(headings)} headings")
    for entry, heading in zip(entries, headings, strict=True):
        entry.Title = re.sub(r"\s+", " ", heading).strip()  # Chromium repeats some at the top of a page
    collapse(pdf.Root.Outlines)
    untag_groups(pdf.Root.StructTreeRoot)
    pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def untag_groups(tree):
    """Tag groups of a drawing and its caption as groups. Chromium tags them as figures, but only the drawing has a description."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == "/Figure" and "/Alt" not in node:
                node.S = pikepdf.Name.Div
            waiting.append(node.get("/K"))


def lines(outline, depth=0):
    """(entry, depth) of all entries of an outline, in order."""
    entry = outline.get("/First")
    while entry is not None:
        yield entry, depth
        yield from lines(entry, depth + 1)
        entry = entry.get("/Next")


def collapse(outline, depth=0):
    """Show parts and chapters of the outline, with sections collapsed. Returns the number of visible entries."""
    count, entry = 0, outline.get("/First")
    while entry is not None:
        count += 1 + collapse(entry, depth + 1)
        entry = entry.get("/Next")
    if count:
        outline.Count = count if depth < 2 else -count
    return count if depth < 2 else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m sitebuilder.pdf.printing SITE")
    pdf(Path(sys.argv[1]))
