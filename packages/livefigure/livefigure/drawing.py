"""Drawing a live figure with matplotlib, once, with the sliders at given values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from livefigure.number import SUPERSCRIPTS, format_number
from livefigure.placing import settle
from livefigure.svg import STILL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike


def draw(figure: FigureLike, state: Mapping[str, float], layout: str) -> Figure:
    """`figure` as a `matplotlib.figure.Figure`; every moving artist carries its id."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STILL):
        drawn = Figure(figsize=figure.sizes[layout], layout="constrained")
        subplots = _subplots(drawn, figure.panels, layout)
        for panel, ax in zip(figure.panels, subplots, strict=True):
            _frame(panel, ax)
        artists = [
            (placed, {name: figure.evaluate(expression, state) for name, expression in placed.expressions.items()})
            for placed in figure.artists
        ]
        for placed, values in artists:
            placed.artist.draw(subplots[placed.panel], values, placed.id, lambda text: figure.filled(text, state))
        settle(drawn, subplots, artists)
        return drawn


def _subplots(drawn: Figure, panels: tuple[Panel, ...], layout: str) -> list[Axes]:
    """Axes for the panels: side by side in the wide layout, one below the other in the narrow one."""
    if layout == "wide":
        grid = drawn.subplots(1, len(panels), squeeze=False, width_ratios=[panel.width for panel in panels])
    else:
        grid = drawn.subplots(len(panels), 1, squeeze=False, height_ratios=[panel.height for panel in panels])
    return list(grid.flat)


def _frame(panel: Panel, ax: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    ax.set(xscale=panel.scales[0], yscale=panel.scales[1], xlim=panel.xlim, ylim=panel.ends, xlabel=panel.xlabel, ylabel=panel.ylabel)
    ax.set_title(panel.title)
    if panel.equal:
        ax.set_aspect("equal")
    if not panel.axes:
        ax.set_axis_off()
    for axis, scale, (low, high) in zip((ax.xaxis, ax.yaxis), panel.scales, (panel.xlim, panel.ends), strict=True):
        if scale == "log" and high / low < 1000:
            # Powers of ten alone are too few to read a value by.
            axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high / low > 10 else (1, 1.5, 2, 3, 4, 5, 6, 8)))
        axis.set_major_formatter(FuncFormatter(lambda value, _, log=scale == "log": tick_text(value, log)))
        axis.set_minor_formatter(NullFormatter())


def tick_text(value: float, log: bool) -> str:
    """A tick's number in plain characters: the page's own font has them, but not those of matplotlib's mathematics."""
    if log and value > 0 and not 1e-3 <= value < 1e5:
        exponent = int(np.floor(np.log10(value) + 1e-9))
        times = format_number(value / 10.0**exponent, 3, trim=True)
        return ("" if times == "1" else f"{times}×") + "10" + str(exponent).translate(SUPERSCRIPTS)
    return format_number(value, 4, trim=True)
