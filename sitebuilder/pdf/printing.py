"""The book as a PDF, made of a site's pages: `site/book.pdf`, with an outline, page numbers, links and tags.

Chromium prints one document (`volume.py`) twice: after the first time it is known on which page everything is, and the second time the
table of contents says so. `python -m sitebuilder.pdf.printing SITE` prints it for a site that is there.
"""

import re
import sys
import tempfile
from pathlib import Path

import matplotlib
import pikepdf

from sitebuilder import ROOT
from sitebuilder.chromium import opened
from sitebuilder.pdf.document import volume
from sitebuilder.pdf.front_matter import about, front

PAPER = Path(__file__).resolve().parent
NAME = "book.pdf"
TIMES = 4  # how often it is printed at the most: twice, unless the numbers themselves move something

# A live figure, woken and then at rest: it is said what its sliders stand at, and what moves them goes.
# It is not drawn larger than it was made: the words in all figures have one size.
REST = """() => {
  for (const root of document.querySelectorAll('.live-figure')) {
    if (!root.dataset.alive) throw new Error(`${root.id} did not wake`);
    const at = [...root.querySelectorAll('.lf-control')].map((row) =>
      `${row.querySelector('label').textContent}: ${row.querySelector('[type=range]').getAttribute('aria-valuetext')}`);
    const said = document.createElement('p');
    said.className = 'lf-at';
    said.textContent = at.join(' · ');
    root.querySelector('.lf-controls').remove();
    root.querySelectorAll('.lf-tools, .lf-note, .lf-narrow, .lf-handle, script').forEach((part) => part.remove());
    root.querySelector('.lf-status').removeAttribute('role');
    (root.querySelector('.lf-legend') || root.querySelector('.lf-drawing')).after(said);
    const drawing = root.querySelector('.lf-svg');
    drawing.style.maxWidth = `${drawing.viewBox.baseVal.width}px`;
  }
  document.querySelectorAll('script').forEach((script) => script.remove());
}"""
NUMBER = """(numbers) => {
  for (const link of document.querySelectorAll('a:has(.at)')) link.querySelector('.at').textContent = numbers[link.hash.slice(1)];
}"""
# What is wider than the column, measured as it will be printed.
COLUMN = {"width": 574, "height": 934}  # CSS pixels: A4 without the margins of paper/book.css
TOO_WIDE = """() => {
  const edge = document.querySelector('.chapter').getBoundingClientRect().right + 1;
  return [...document.querySelectorAll('.chapter *:not(svg *, math *, pre *)')]
    .filter((box) => box.getBoundingClientRect().right > edge
      || (box.scrollWidth > box.clientWidth + 1 && box.matches('pre, .math-scroll, td, th')))
    .map((box) => `${box.closest('.chapter').id}: ${box.outerHTML.slice(0, 60)} ... ${box.textContent.trim().slice(0, 40)}`);
}"""
# A formula that is a little too wide is set a little smaller.
FIT = """() => {
  for (const box of document.querySelectorAll('.math-scroll')) {
    const share = box.clientWidth / box.scrollWidth;
    if (share < 1 && share > 0.7) box.style.fontSize = `${0.98 * share}em`;
  }
}"""
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => heading.textContent)"


def pdf(site: Path, contents: Path = ROOT / "_toc.yml") -> None:
    """Write the site's `book.pdf`."""
    told = about(site)
    html = volume(site, contents, told["title"], lambda book: front(told, book))
    folders = {"site": site, "paper": PAPER, "matplotlib": Path(matplotlib.get_data_path())}
    with tempfile.TemporaryDirectory() as folder, opened(html, folders) as page:
        page.evaluate(REST)
        page.set_viewport_size(COLUMN)
        page.emulate_media(media="print")
        page.evaluate("document.fonts.ready")
        page.evaluate(FIT)
        if wide := page.evaluate(TOO_WIDE):
            raise ValueError(f"{len(wide)} boxes are wider than the paper's column, the first in {wide[0]}")
        numbers, printed = None, Path(folder, NAME)
        for _ in range(TIMES):
            page.pdf(path=printed, outline=True, tagged=True, prefer_css_page_size=True, print_background=True)
            if page.troubles:
                raise ValueError(f"the book's document is not complete: {page.troubles[0]}")
            with pikepdf.open(printed) as made:
                found = places(made)
                if found == numbers:
                    return finish(made, told, page.evaluate(HEADINGS), site / NAME)
            page.evaluate(NUMBER, numbers := found)
    raise ValueError(f"the numbers in the table of contents still move after {TIMES} times")


def places(made):
    """On which page each name that a link leads to is; the first page is 1."""
    numbers = {page.obj.objgen: number for number, page in enumerate(made.pages, 1)}
    return {name.lstrip("/"): numbers[place[0].objgen] for name, place in made.Root.Dests.items()}


def finish(made, told, headings, file):
    """What Chromium does not write: who made it and when, the title in the window's bar, an outline that starts folded."""
    with made.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"], metadata["dc:creator"], metadata["dc:language"] = told["title"], [told["author"]], ["en"]
        metadata["dc:description"] = told["subject"]
    del made.docinfo
    for name in ("title", "author", "subject"):
        made.docinfo[f"/{name.capitalize()}"] = told[name]
    made.docinfo["/CreationDate"] = made.docinfo["/ModDate"] = told["stamp"]
    made.Root.PageMode = pikepdf.Name.UseOutlines
    made.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    entries = [entry for entry, _ in lines(made.Root.Outlines)]
    if len(entries) != len(headings):
        raise ValueError(f"the outline has {len(entries)} lines for {len(headings)} headings")
    for entry, heading in zip(entries, headings, strict=True):
        entry.Title = re.sub(r"\s+", " ", heading).strip()  # Chromium repeats the words of some, at the top of a page
    fold(made.Root.Outlines)
    groups(made.Root.StructTreeRoot)
    made.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def groups(tree):
    """A drawing says what it shows; the group of drawing and caption is tagged as a figure too, and says nothing: it is a group."""
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
    """(line, depth) of all of an outline, in order."""
    entry = outline.get("/First")
    while entry is not None:
        yield entry, depth
        yield from lines(entry, depth + 1)
        entry = entry.get("/Next")


def fold(outline, depth=0):
    """Show the parts and the chapters of the outline; their sections unfold. Returns how many lines are to be seen of it."""
    count, entry = 0, outline.get("/First")
    while entry is not None:
        count += 1 + fold(entry, depth + 1)
        entry = entry.get("/Next")
    if count:
        outline.Count = count if depth < 2 else -count
    return count if depth < 2 else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m sitebuilder.pdf.printing SITE")
    pdf(Path(sys.argv[1]))
