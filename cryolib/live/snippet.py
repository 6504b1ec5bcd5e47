"""The Python that reproduces what a live figure shows: NumPy and matplotlib, with the sliders' present values filled in."""

from __future__ import annotations

from typing import Any

import sympy as sp

from cryolib.live.numpy_code import numpy_code


def snippet(figure: Any) -> str:
    """A program; each slider's value is a slot such as ``{T_hot}`` for the host to fill."""
    lines = ["import matplotlib.pyplot as plt", "import numpy as np", ""]
    for symbol in figure.sliders:
        unit = figure.unit(symbol)
        lines.append(f"{symbol.name} = {{{symbol.name}}}" + (f"  # {unit}" if unit else ""))
    along = sp.Symbol("u")
    names = {figure.along: along}
    for symbol, grid in figure.grids.items():
        if any(symbol in artist_expression.free_symbols for artist in figure.artists for artist_expression in artist["at"].values()):
            make = "geomspace" if grid["log"] else "linspace"
            lines.append(f"{names.get(symbol, symbol).name} = np.{make}({grid['low']!r}, {grid['high']!r}, {grid['count']})")
    lines.append("")

    def spread(expression: sp.Expr, other: sp.Expr) -> str:
        """A curve that does not vary still needs a value at every point."""
        text = numpy_code(sp.sympify(expression).subs(names))
        return text if expression.free_symbols & set(figure.grids) else f"np.full_like({numpy_code(other.subs(names))}, {text})"

    for band in figure.bands:
        x = figure.x[0]
        lines.append(
            f"plt.fill_between({x}, {spread(sp.sympify(band.lower), x)}, {spread(sp.sympify(band.upper), x)}, alpha={band.opacity})"
        )
    for label, curve in figure.curves.items():
        lines.append(f"plt.plot({spread(curve.x, curve.y)}, {spread(curve.y, curve.x)}, label={label!r})")
    lines += [f"plt.plot({numpy_code(point.x)}, {numpy_code(point.y)}, 'o')" for point in figure.points]
    for line in figure.lines:
        lines.append(
            f"plt.axvline({numpy_code(line.x)}, linestyle=':')"
            if line.x is not None
            else f"plt.axhline({numpy_code(line.y)}, linestyle=':')"
        )
    lines += [f"plt.plot({list(data.x)!r}, {list(data.y)!r}, 'o', fillstyle='none')" for data in figure.data]
    lines += [f"plt.{axis}scale('log')" for axis, scale in zip("xy", figure.scales, strict=True) if scale == "log"]
    lines += [f"plt.xlim{tuple(map(float, figure.xlim))}", f"plt.ylim{tuple(map(float, figure.ylim))}"]
    lines += [f"plt.xlabel({figure.xlabel!r})", f"plt.ylabel({figure.ylabel!r})"] if figure.axes else ["plt.axis('off')"]
    lines += [f"print({label!r}, {numpy_code(r.value)}, {r.unit!r})" for label, r in figure.readouts.items()]
    if not all(label.startswith("_") for label in figure.curves):
        lines.append("plt.legend()")
    return "\n".join([*lines, "plt.show()", ""])
