"""What a live figure hands to its host: HTML for a page or a notebook, a page of its own, an ES module, a still picture."""

from __future__ import annotations

import html
import io
import json
import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from livefigure.assets import classic_script, module_of_values, stylesheet
from livefigure.drawing import draw
from livefigure.scale import color_key
from livefigure.specification import specification
from livefigure.svg import STILL, axis_maps, compact_svg

if TYPE_CHECKING:
    from livefigure.protocol import FigureLike

# Set while a static site is being built: its pages bring the script and the style once for all figures.
STATIC = "LIVEFIGURE_STATIC"


def is_static() -> bool:
    """Whether a static site is being built."""
    return bool(os.environ.get(STATIC))


def drawings(figure: FigureLike) -> tuple[str, dict[str, Any]]:
    """A wide and a narrow SVG, and the axis maps of each."""
    import matplotlib as mpl

    svgs, layouts = [], {}
    for layout in figure.sizes:
        prefix = f"{figure.name}-{layout}"
        with mpl.rc_context({**STILL, "svg.hashsalt": prefix}):
            drawn = draw(figure, figure.state(), layout)
            svgs.append(compact_svg(drawn, prefix, figure.alt))
            layouts[layout] = [axis_maps(ax, drawn.get_figheight() * 72) for ax in drawn.axes]
    return "".join(svgs), layouts


def markup(figure: FigureLike) -> tuple[str, dict[str, Any]]:
    """The drawing and its legend as HTML, and the specification that moves them."""
    svgs, layouts = drawings(figure)
    return f'<div class="lf-drawing">{svgs}</div>{_legend(figure)}', specification(figure) | {"layouts": layouts}


def _legend(figure: FigureLike) -> str:
    """The names of what the figure shows, each with its mark."""
    artists = sorted((placed.artist for placed in figure.artists), key=lambda artist: artist.legend_rank)
    rows = [entry for artist in artists if (entry := artist.legend())]
    keys = dict.fromkeys(placed.artist.scale for placed in figure.artists if placed.artist.scale)
    items = "".join(f'<li class="lf-key">{key}</li>' for key in map(color_key, keys))
    items += "".join(f'<li><svg width="30" height="12" aria-hidden="true">{mark}</svg> {html.escape(text)}</li>' for mark, text in rows)
    return f'<ul class="lf-legend">{items}</ul>' if items else ""


def static_html(figure: FigureLike) -> str:
    """The figure for a page that loads `classic_script` and `stylesheet`: a picture that needs no script, and what moves it."""
    body, spec = figure.markup
    asks = " data-guess" if figure.predict else ""
    return f'<div class="live-figure" id="{figure.name}-live"{asks}>{body}{data_script(spec)}</div>'


def json_text(values: dict[str, Any]) -> str:
    """JSON without spaces, and without a "<", which could end the script that it stands in."""
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def data_script(values: dict[str, Any]) -> str:
    """Values as an element of a page, for a script to read."""
    return f'<script type="application/json">{json_text(values)}</script>'


def _png(figure: FigureLike) -> bytes:
    still = io.BytesIO()
    figure.still().savefig(still, format="png", dpi=144)
    return still.getvalue()


def _notebook_html(figure: FigureLike, png: bytes) -> str:
    """The figure for the output of a notebook's cell, with its own script and style.

    A notebook removes scripts, styles and SVG from the outputs of somebody else's notebook, but keeps the texts that stand in the SVG.
    So the drawing is a text in the script, and what remains without the script is a picture with its description.
    """
    body, spec = figure.markup
    picture = f'<img src="data:image/png;base64,{b64encode(png).decode()}" alt="{html.escape(figure.alt)}" style="max-width:100%">'
    root = f'<div class="live-figure" id="{figure.name}-live">{picture}{data_script(spec | {"markup": body})}</div>'
    return f"<style>{stylesheet()}</style>{root}<script>{classic_script()}</script>"


def mimebundle(figure: FigureLike) -> dict[str, Any]:
    """What a cell shows: HTML that is alive wherever scripts may run, also when the notebook is opened again; else a picture.

    While a static site is built, the HTML is without script and style, because the page brings them once for all figures.
    """
    png = _png(figure)
    shown = static_html(figure) if is_static() else _notebook_html(figure, png)
    return {"text/html": shown, "image/png": png, "text/plain": f"LiveFigure {figure.name}: {figure.alt}"}


def page(figure: FigureLike) -> str:
    """One figure as a whole HTML page that needs no other file."""
    style = f"body{{font-family:system-ui,sans-serif}}main{{max-width:48rem;margin:1rem auto}}{stylesheet()}"
    return page_of(figure.alt.split(". ")[0].removesuffix("."), style, static_html(figure), classic_script())


def page_of(title: str, style: str, body: str, script: str) -> str:
    """A whole HTML page that needs no other file."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="data:,"><title>{html.escape(title)}</title><style>{style}</style>'
    )
    main = f"<main>{body}</main><script>{script}</script>"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{main}</body></html>\n'


def es_module(figure: FigureLike) -> str:
    """One figure as an ES module with a function ``render({el})``: it fills an element, in a shadow root as well."""
    body, spec = figure.markup
    values = {"markup": f"<style>{stylesheet()}</style>{body}", "specification": spec}
    return module_of_values(json_text(values))
