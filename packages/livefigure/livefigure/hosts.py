"""What a live figure hands to its host: a page's HTML, a notebook's widget, a still picture."""

from __future__ import annotations

import html
import io
import json
import os
from typing import TYPE_CHECKING, Any

from livefigure.assets import classic_script, stylesheet
from livefigure.drawing import draw
from livefigure.specification import specification
from livefigure.svg import STILL, axis_maps, compact_svg

if TYPE_CHECKING:
    from livefigure.protocol import FigureLike

# Set while a static site is being built: its pages bring the script and the style once for all figures.
STATIC = "LIVEFIGURE_STATIC"


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
    items = "".join(f'<li><svg width="30" height="12" aria-hidden="true">{mark}</svg> {html.escape(text)}</li>' for mark, text in rows)
    return f'<ul class="lf-legend">{items}</ul>' if items else ""


def static_html(figure: FigureLike) -> str:
    """The figure for a page that loads `classic_script` and `stylesheet`."""
    body, spec = figure.markup
    text = json.dumps(spec, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<div class="live-figure" id="{figure.name}-live">{body}<script type="application/json">{text}</script></div>'


def mimebundle(figure: FigureLike) -> Any:
    """What a cell shows.

    While a static site is built: HTML alone, because the page brings the script. In a kernel: the widget, and for the saved notebook
    HTML that brings its own script.
    """
    still = io.BytesIO()
    figure.still().savefig(still, format="png", dpi=144)
    if os.environ.get(STATIC):
        return {"text/html": static_html(figure), "image/png": still.getvalue()}
    alone = f"<style>{stylesheet()}</style>{static_html(figure)}<script>{classic_script()}</script>"
    shown = figure.widget._repr_mimebundle_()
    data, metadata = shown if isinstance(shown, tuple) else (shown, {})
    return {**data, "text/html": alone, "image/png": still.getvalue(), "text/plain": f"LiveFigure {figure.name}: {figure.alt}"}, metadata
