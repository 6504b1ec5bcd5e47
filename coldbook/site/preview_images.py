"""An image of 1200 by 630 pixels for the link preview of each page: the page's title, the book's name, the page's first live figure.

The output of a live figure includes a PNG that the page itself does not show. Pages without a figure get a snowflake. The same page
gives the same bytes; an image is drawn again only if its content has changed.
"""

import functools
import hashlib
import re
from html import unescape
from pathlib import Path

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.errors import ExtensionError

WIDTH, HEIGHT = 1200, 630
PANEL, MARGIN = 400, 36  # width of the dark part left of a figure, and the margin within each part
NIGHT, ICE, SNOW, PAPER = "#0b2536", "#5fb4dd", "#f4f8fb", "#ffffff"
TITLE_SIZES, BOOK_SIZES = (60, 54, 48, 43, 38, 34, 30, 26), (26, 23, 20)  # of the page's title and of the book's name
COLORS = 96  # few enough for a small file, enough for smooth edges
ALT = re.compile(r'<svg\b[^>]*\baria-label="([^"]*)"')


def path(pagename):
    """The path of the page's image, from the site's root."""
    return f"_images/cover-{pagename.replace('/', '-').removeprefix('chapters-')}.png"


def title_of(app, pagename):
    return app.env.titles[pagename].astext()


def alt(app, pagename):
    _, figure_alt = stills(app.env).get(pagename, (None, ""))
    return f"{app.config.html_title}. {title_of(app, pagename)}{'.' if figure_alt else ''} {figure_alt}".replace("?.", "?").strip()


class Stills(EnvironmentCollector):
    """The first live figure of each page: the file of its still image, and its description."""

    def clear_doc(self, app, env, docname):
        stills(env).pop(docname, None)

    def merge_other(self, app, env, docnames, other):
        stills(env).update({page: still for page, still in stills(other).items() if page in docnames})

    def process_doc(self, app, doctree):
        for bundle in doctree.findall(lambda node: isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"):
            parts = {part["mime_type"]: part for part in bundle.children}
            html, image = (parts.get(kind) for kind in ("text/html", "image/png"))
            if html is not None and image is not None and 'class="live-figure' in html.astext():
                file = Path(app.srcdir, next(image.findall(nodes.image))["uri"].lstrip("/"))
                stills(app.env)[app.env.docname] = file, unescape(ALT.search(html.astext())[1])
                return


def stills(env):
    if not hasattr(env, "coldbook_stills"):
        env.coldbook_stills = {}
    return env.coldbook_stills


@functools.cache
def font(weight="normal"):
    from matplotlib.font_manager import FontProperties, findfont

    return FontProperties(fname=findfont(FontProperties(family="DejaVu Sans", weight=weight)))  # included in matplotlib


def width_of(text, size):
    from matplotlib.textpath import text_to_path

    properties = font("bold").copy()
    properties.set_size(size)
    return text_to_path.get_text_width_height_descent(text, properties, ismath=False)[0]


def lines(text, size, width):
    result = [""]
    for word in text.split():
        longer = f"{result[-1]} {word}".strip()
        if result[-1] and width_of(longer, size) > width:
            result.append(word)
        else:
            result[-1] = longer
    return result


def fitted(text, width, most, sizes):
    """(size, lines) for the first of these font sizes, which begin with the largest, in which the text fits into so many lines."""
    for size in sizes:
        rows = lines(text, size, width)
        if len(rows) <= most and all(width_of(row, size) <= width for row in rows):
            return size, rows
    raise ValueError(f"{text!r} does not fit into {most} lines of a page's preview image: shorten it, or its longest word")


def snowflake(figure, x, y, size, **style):
    from matplotlib.lines import Line2D

    for arm in (0, 60, 120):
        for corners in (((0, -7), (0, 7)), ((-2, -6), (0, -4), (2, -6)), ((-2, 6), (0, 4), (2, 6))):
            turned = [complex(*corner) * complex(0.5, 3**0.5 / 2) ** (arm // 60) * size / 7 + complex(x, y) for corner in corners]
            figure.add_artist(
                Line2D([point.real / WIDTH for point in turned], [point.imag / HEIGHT for point in turned], solid_capstyle="round", **style)
            )


def draw(title, book, still):
    """The preview as a Pillow image."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
    from PIL import Image

    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor=PAPER)  # 72 dpi: one point is one pixel
    panel = PANEL if still else WIDTH
    figure.add_artist(Rectangle((0, 0), panel / WIDTH, 1, color=NIGHT, linewidth=0))
    figure.add_artist(Rectangle((panel / WIDTH, 0), 6 / WIDTH, 1, color=ICE, linewidth=0))
    if not still:
        snowflake(figure, 960, HEIGHT / 2, 250, color=ICE, linewidth=22, alpha=0.28)
    snowflake(figure, MARGIN + 24, HEIGHT - MARGIN - 24, 22, color=ICE, linewidth=3.5)
    width = panel - 2 * MARGIN if still else 700
    size, rows = fitted(title, width, 5, TITLE_SIZES)
    for number, row in enumerate(rows):
        y = HEIGHT / 2 + size * 1.25 * (len(rows) / 2 - number - 0.75)
        figure.text(MARGIN / WIDTH, y / HEIGHT, row, color=SNOW, fontproperties=font("bold"), fontsize=size)
    size, rows = fitted(book, width, 2, BOOK_SIZES)
    for number, row in enumerate(reversed(rows)):
        y = MARGIN + size * 1.25 * number
        figure.text(MARGIN / WIDTH, y / HEIGHT, row, color=ICE, fontproperties=font(), fontsize=size)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    card = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    if still:
        with Image.open(still) as opened:
            shown = Image.new("RGB", opened.size, PAPER)
            shown.paste(opened, mask=opened.convert("RGBA").getchannel("A"))
        free = (WIDTH - PANEL - 2 * MARGIN, HEIGHT - 2 * MARGIN)
        factor = min(free[0] / shown.width, free[1] / shown.height)
        shown = shown.resize((round(shown.width * factor), round(shown.height * factor)), Image.Resampling.LANCZOS)
        card.paste(shown, ((PANEL + WIDTH + 6 - shown.width) // 2, (HEIGHT - shown.height) // 2))
    return card.quantize(COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def key(title, book, still):
    """A digest of everything that determines the image: its content and this code."""
    parts = [title.encode(), book.encode(), still.read_bytes() if still else b"", Path(__file__).read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def cover(file, title, book, still):
    from PIL import Image, PngImagePlugin

    mark = key(title, book, still)
    if file.exists():
        with Image.open(file) as existing:
            if existing.info.get("key") == mark:
                return
    about = PngImagePlugin.PngInfo()
    about.add_text("key", mark)
    file.parent.mkdir(exist_ok=True)
    draw(title, book, still).save(file, optimize=True, pnginfo=about)


def make(app, exception):
    if exception or app.builder.format != "html":
        return
    for page in sorted(app.env.found_docs):
        still, _ = stills(app.env).get(page, (None, ""))
        try:
            cover(Path(app.outdir, path(page)), title_of(app, page), app.config.html_title, still)
        except ValueError as error:
            raise ExtensionError(f"{page}: {error}") from None


def setup(app):
    app.add_env_collector(Stills)
    app.connect("build-finished", make)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
