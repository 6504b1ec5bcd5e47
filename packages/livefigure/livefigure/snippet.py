"""The Python that reproduces what a live figure shows: NumPy and matplotlib, with the sliders' present values filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from livefigure.numpy_code import numpy_code
from livefigure.panel import ALONG
from livefigure.table import tables_of


def snippet(figure: Any) -> str:
    """A program; each slider's value is a slot such as ``{T_hot}`` for the host to fill."""
    # Statements that several tables share are written once, imports before the rest.
    sources = ["import matplotlib.pyplot as plt", "import numpy as np"]
    sources = dict.fromkeys([*sources, *(statement for table in tables_of(figure) for statement in table.statements)])
    imports = [source for source in sources if source.startswith(("import ", "from "))]
    lines = [*imports, "", *(source for source in sources if source not in imports)]
    for symbol in figure.sliders:
        unit = figure.unit(symbol)
        lines.append(f"{symbol.name} = {{{symbol.name}}}" + (f"  # {unit}" if unit else ""))
    along = {ALONG: sp.Symbol("u")}
    for symbol, grid in figure.grids.items():
        if any(symbol in artist_expression.free_symbols for artist in figure.artists for artist_expression in artist["at"].values()):
            make = "geomspace" if grid["log"] else "linspace"
            lines.append(f"{along.get(symbol, symbol).name} = np.{make}({grid['low']!r}, {grid['high']!r}, {grid['count']})")
    lines.append("")
    if len(figure.panels) > 1:
        lines.append(f"plt.figure(figsize={tuple(map(float, figure.sizes['wide']))}, layout='constrained')")
    for number, panel in enumerate(figure.panels, start=1):
        if len(figure.panels) > 1:
            lines.append(f"plt.subplot(1, {len(figure.panels)}, {number})")
        lines += _panel(panel, along, set(figure.grids))
    lines += [f"print({label!r}, {numpy_code(r.value)}, {r.unit!r})" for label, r in figure.readouts.items()]
    return "\n".join([*lines, "plt.show()", ""])


def _panel(panel: Any, along: dict[sp.Symbol, sp.Symbol], grids: set[sp.Symbol]) -> Iterator[str]:
    def spread(expression: sp.Expr, other: sp.Expr) -> str:
        """A curve that does not vary still needs a value at every point."""
        text = numpy_code(sp.sympify(expression).subs(along))
        return text if expression.free_symbols & grids else f"np.full_like({numpy_code(other.subs(along))}, {text})"

    for band in panel.bands:
        x = panel.x[0]
        yield f"plt.fill_between({x}, {spread(sp.sympify(band.lower), x)}, {spread(sp.sympify(band.upper), x)}, alpha={band.opacity})"
    for label, curve in panel.curves.items():
        yield f"plt.plot({spread(curve.x, curve.y)}, {spread(curve.y, curve.x)}, label={label!r})"
    for point in panel.points:
        yield f"plt.plot({numpy_code(point.x)}, {numpy_code(point.y)}, 'o')"
    for line in panel.lines:
        across, at = ("v", line.x) if line.x is not None else ("h", line.y)
        yield f"plt.ax{across}line({numpy_code(at)}, linestyle=':')"
    for data in panel.data:
        yield f"plt.plot({list(data.x)!r}, {list(data.y)!r}, 'o', fillstyle='none')"
    for axis, scale in zip("xy", panel.scales, strict=True):
        if scale == "log":
            yield f"plt.{axis}scale('log')"
    yield f"plt.xlim{tuple(map(float, panel.xlim))}"
    yield f"plt.ylim{tuple(map(float, panel.ylim))}"
    if panel.axes:
        yield f"plt.xlabel({panel.xlabel!r})"
        yield f"plt.ylabel({panel.ylabel!r})"
    else:
        yield "plt.axis('off')"
    if panel.title:
        yield f"plt.title({panel.title!r})"
    if any(not label.startswith("_") for label in panel.curves):
        yield "plt.legend()"
