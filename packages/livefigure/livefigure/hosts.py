"""What a live figure hands to its host: a page's HTML, a notebook's widget, a still picture."""

from __future__ import annotations

import html
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import sympy as sp

from livefigure.artists import COLORS, DASHES
from livefigure.checks import handles
from livefigure.drawing import draw
from livefigure.snippet import snippet
from livefigure.svg import STILL, axis_maps, compact_svg

FOLDER = Path(__file__).parent
# One module, in the order in which its parts build on each other; they share one scope and import nothing.
PARTS = ("number", "table", "tape", "drawing", "controls", "tools", "host")


def module() -> str:
    """The ES module ``{render({model, el})}`` that a notebook loads."""
    return "\n".join((FOLDER / "js" / f"{part}.js").read_text() for part in PARTS)


def classic_script() -> str:
    """The same as a classic script that brings every figure of a page to life; pages opened from a folder load no modules."""
    return "(() => {\n" + re.sub(r"^export .*$", "", module(), flags=re.M) + "\nmountAll();\n})();\n"


def stylesheet() -> str:
    """The figures' CSS, its colours for light and dark made from the roles in `artists`."""
    light = "".join(f"--lf-{role}:{pair[0]};" for role, pair in COLORS.items())
    dark = "".join(f"--lf-{role}:{pair[1]};" for role, pair in COLORS.items())
    themes = f'.live-figure{{{light}}}\nhtml[data-theme="dark"] .live-figure,body[data-jp-theme-light="false"] .live-figure{{{dark}}}\n'
    return themes + f"@media print{{html .live-figure.live-figure{{{light}}}}}\n" + (FOLDER / "live.css").read_text()


def specification(figure: Any) -> dict[str, Any]:
    """All that the browser needs beside the drawing, as JSON."""
    slots = {
        name: {"step": figure.tape.add(value), "unit": unit, "digits": digits, "trim": name in figure.state()}
        for name, (value, unit, digits) in figure.slots.items()
    }
    sentences = [[None if condition is None else figure.tape.add(condition), text] for condition, text in figure.status]
    artists = [
        {part: artist[part] for part in ("id", "panel", "kind")} | artist["steps"] | _text(artist) | _handle(figure, artist)
        for artist in figure.artists
    ]
    return {
        "name": figure.name,
        "sliders": [_slider(figure, symbol) for symbol in figure.sliders],
        "grids": [figure.grids[symbol] for symbol in figure.tape.grids],
        "artists": artists,
        "readouts": list(figure.readouts),
        "slots": slots,
        "status": sentences,
        "columns": _columns(figure),
        "snippet": snippet(figure),
        "tape": figure.tape.steps,
        "tables": [table.specification for table in figure.tape.tables],
        "note": " ".join(table.note for table in figure.tape.tables),
    }


def _text(artist: dict[str, Any]) -> dict[str, Any]:
    style = artist["style"]
    if artist["kind"] not in ("text", "edge"):
        return {}
    right, up = style.offset if artist["kind"] == "text" else style.text_offset
    return {"text": style.text, "dx": right, "dy": -up}


def _handle(figure: Any, artist: dict[str, Any]) -> dict[str, Any]:
    return {"drag": handles(figure, artist)} if artist["kind"] == "point" and artist["style"].drag else {}


def _slider(figure: Any, symbol: sp.Symbol) -> dict[str, Any]:
    slider = figure.sliders[symbol]
    return {
        "name": symbol.name,
        "label": figure.label(symbol),
        "unit": figure.unit(symbol),
        **{part: getattr(slider, part) for part in ("start", "low", "high", "log", "play")},
        "step": slider.resolution,
    }


def _columns(figure: Any) -> list[dict[str, Any]]:
    """The columns of the CSV: what the curves run along once, then each curve; both coordinates of a parametric one."""
    columns = []
    for panel in figure.panels:
        along = panel.x[0] if panel.x is not None else None
        if along is not None:
            columns.append({"title": panel.xlabel, "step": figure.tape.add(along)})
        for label, curve in panel.curves.items():
            if curve.x != along:
                columns.append({"title": f"{label}: {panel.xlabel}", "step": figure.tape.add(curve.x)})
            columns.append({"title": f"{label}: {panel.ylabel}" if panel.ylabel else label, "step": figure.tape.add(curve.y)})
    return columns


def drawings(figure: Any) -> tuple[str, dict[str, Any]]:
    """A wide and a narrow SVG, and the axis maps of each."""
    import matplotlib as mpl

    svgs, layouts = [], {}
    for layout in figure.sizes:
        prefix = f"{figure.name}-{layout}"
        with mpl.rc_context(STILL | {"svg.hashsalt": prefix}):
            drawn = draw(figure, figure.state(), layout)
            svgs.append(compact_svg(drawn, prefix, figure.alt))
            layouts[layout] = [axis_maps(ax, drawn.get_figheight() * 72) for ax in drawn.axes]
    return "".join(svgs), layouts


def markup(figure: Any) -> tuple[str, dict[str, Any]]:
    """The drawing and its legend as HTML, and the specification that moves them."""
    svgs, layouts = drawings(figure)
    return f'<div class="lf-drawing">{svgs}</div>{_legend(figure)}', specification(figure) | {"layouts": layouts}


def _legend(figure: Any) -> str:
    rows = []
    for label, curve in figure.curves.items():
        if curve.label_at is None and not label.startswith("_"):
            dash = " ".join(map(str, DASHES[curve.dash]))
            line = f'<line x1="1" x2="29" y1="6" y2="6" style="stroke:var(--lf-{curve.color});stroke-width:{curve.width};stroke-dasharray:{dash or "none"}"/>'
            rows.append((line, label))
    for area in (area for panel in figure.panels for area in (*panel.bands, *panel.fills)):
        if area.label:
            rows.append(
                (f'<rect x="1" y="1" width="28" height="10" style="fill:var(--lf-{area.color});opacity:{area.opacity}"/>', area.label)
            )
    for data in (data for panel in figure.panels for data in panel.data):
        if data.label:
            rows.append((f'<circle cx="15" cy="6" r="4" style="fill:var(--lf-paper);stroke:var(--lf-{data.color})"/>', data.label))
    items = "".join(f'<li><svg width="30" height="12" aria-hidden="true">{mark}</svg> {html.escape(text)}</li>' for mark, text in rows)
    return f'<ul class="lf-legend">{items}</ul>' if items else ""


def static_html(figure: Any) -> str:
    """The figure for a page that loads `classic_script` and `stylesheet`."""
    body, spec = figure.markup
    text = json.dumps(spec, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<div class="live-figure" id="{figure.name}-live">{body}<script type="application/json">{text}</script></div>'


def mimebundle(figure: Any) -> Any:
    """On a page being built: HTML alone, for the page brings the script. In a kernel: the widget, and for the saved notebook HTML that brings its own."""
    still = io.BytesIO()
    figure.still().savefig(still, format="png", dpi=144)
    if os.environ.get("LIVEFIGURE_STATIC"):
        return {"text/html": static_html(figure), "image/png": still.getvalue()}
    alone = f"<style>{stylesheet()}</style>{static_html(figure)}<script>{classic_script()}</script>"
    shown = figure.widget._repr_mimebundle_()
    data, metadata = shown if isinstance(shown, tuple) else (shown, {})
    return {**data, "text/html": alone, "image/png": still.getvalue(), "text/plain": f"LiveFigure {figure.name}: {figure.alt}"}, metadata
