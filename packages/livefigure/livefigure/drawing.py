"""Drawing a live figure with matplotlib, once, with the sliders at given values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from livefigure.artists import COLORS, DASHES
from livefigure.number import SUPERSCRIPTS, format_number
from livefigure.svg import STILL


def draw(figure: Any, state: Mapping[str, float], layout: str) -> Any:
    """`figure` as a `matplotlib.figure.Figure`; every moving artist carries its id."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STILL):
        drawn = Figure(figsize=figure.sizes[layout], layout="constrained")
        places = _subplots(drawn, figure.panels, layout)
        for panel, ax in zip(figure.panels, places, strict=True):
            _frame(panel, ax)
        for artist in figure.artists:
            values = {axis: figure.evaluate(expression, state) for axis, expression in artist["at"].items()}
            _DRAWERS[artist["kind"]](figure, places[artist["panel"]], artist, values, state)
        for panel, ax in zip(figure.panels, places, strict=True):
            for data in panel.data:
                _published(ax, data)
        return drawn


def _subplots(drawn: Any, panels: Any, layout: str) -> list[Any]:
    """Axes for the panels: side by side in the wide layout, one below the other in the narrow one."""
    if layout == "wide":
        grid = drawn.subplots(1, len(panels), squeeze=False, width_ratios=[panel.width for panel in panels])
    else:
        grid = drawn.subplots(len(panels), 1, squeeze=False)
    return list(grid.flat)


def _frame(panel: Any, ax: Any) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    ax.set(xscale=panel.scales[0], yscale=panel.scales[1], xlim=panel.xlim, ylim=panel.ylim, xlabel=panel.xlabel, ylabel=panel.ylabel)
    ax.set_title(panel.title)
    if not panel.axes:
        ax.set_axis_off()
    for axis, scale, (low, high) in zip((ax.xaxis, ax.yaxis), panel.scales, (panel.xlim, panel.ylim), strict=True):
        if scale == "log" and high / low < 1000:
            # Powers of ten alone are too few to read a value by.
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(FuncFormatter(lambda value, _, log=scale == "log": tick_text(value, log)))
        axis.set_minor_formatter(NullFormatter())


def tick_text(value: float, log: bool) -> str:
    """A tick's number in plain characters: the page's own font has them, where matplotlib's mathematics has not."""
    if log and value > 0 and not 1e-3 <= value < 1e5:
        exponent = int(np.floor(np.log10(value) + 1e-9))
        times = format_number(value / 10.0**exponent, 3, trim=True)
        return ("" if times == "1" else f"{times}×") + "10" + str(exponent).translate(SUPERSCRIPTS)
    return format_number(value, 4, trim=True)


def _color(role: str) -> str:
    return COLORS[role][0]


def _visible(ax: Any, x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    """What is not there yet is drawn out of sight: matplotlib leaves no element behind for it, and the browser needs one to move."""
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    hidden = ~(np.isfinite(x) & np.isfinite(y))
    if hidden.all():
        return np.full(2, ax.get_xlim()[1]), np.array([ax.get_ylim()[1]] * 2) * (1 + 1e-6)
    return x, y


def _curve(figure: Any, ax: Any, artist: Any, values: Any, state: Any) -> None:
    curve = artist["style"]
    x, y = _visible(ax, values["x"], values["y"])
    label = next((label for label, known in figure.curves.items() if known is curve), None)
    dashes = {"dashes": DASHES[curve.dash]} if DASHES[curve.dash] else {}
    ax.plot(x, y, color=_color(curve.color), linewidth=curve.width, gid=artist["id"], label=label, zorder=3, **dashes)


def _band(figure: Any, ax: Any, artist: Any, values: Any, state: Any) -> None:
    x, lower, upper = np.broadcast_arrays(values["x"], values["lower"], values["upper"])
    there = ~(np.isnan(lower) | np.isnan(upper))
    x, lower, upper = x[there], lower[there], upper[there]
    _area(ax, artist, np.concatenate([x, x[::-1]]), np.concatenate([lower, upper[::-1]]))


def _fill(figure: Any, ax: Any, artist: Any, values: Any, state: Any) -> None:
    parts = [np.broadcast_arrays(*(np.atleast_1d(values[f"{axis}{k}"]) for axis in "xy")) for k in range(len(values) // 2)]
    _area(ax, artist, *map(np.concatenate, zip(*parts, strict=True)))


def _area(ax: Any, artist: Any, x: Any, y: Any) -> None:
    style = artist["style"]
    there = np.isfinite(x) & np.isfinite(y)
    x, y = (x[there], y[there]) if there.any() else (np.full(1, np.nan), np.full(1, np.nan))
    x, y = _visible(ax, x, y)
    # An area needs fewer points than a line; the browser draws all of them.
    keep = np.r_[0 : len(x) : 4, len(x) - 1]
    x, y = x[keep], y[keep]
    ax.fill(x, y, facecolor=_color(style.color), alpha=style.opacity, linewidth=0, gid=artist["id"], label=style.label, zorder=1)


def _point(figure: Any, ax: Any, artist: Any, values: Any, state: Any) -> None:
    point = artist["style"]
    face = "white" if point.open else _color(point.color)
    x, y = _visible(ax, values["x"], values["y"])
    ax.plot(x.ravel()[:1], y.ravel()[:1], point.marker, color=_color(point.color), markerfacecolor=face, markersize=7, gid=artist["id"],
            clip_on=False, zorder=5)  # fmt: skip


def _line(figure: Any, ax: Any, artist: Any, values: Any, state: Any) -> None:
    line = artist["style"]
    ((axis, at),) = values.items()
    dashes = {"dashes": DASHES[line.dash]} if DASHES[line.dash] else {}
    drawer = ax.axvline if axis == "x" else ax.axhline
    drawer(float(at), color=_color(line.color), linewidth=1, gid=artist["id"], zorder=2, **dashes)


def _edge(figure: Any, ax: Any, artist: Any, values: Any, state: Any) -> None:
    line = artist["style"]
    text = figure.filled(line.text, state)
    ((axis, at),) = values.items()
    offset = line.text_offset
    style = {"color": _color(line.color), "gid": artist["id"], "fontsize": 9, "annotation_clip": False, "rotation_mode": "anchor"}
    if axis == "x":
        ax.annotate(text, (float(at), 1), xycoords=("data", "axes fraction"), xytext=offset, textcoords="offset points",
                    rotation=90, ha="right", va="baseline", **style)  # fmt: skip
    else:
        ax.annotate(text, (1, float(at)), xycoords=("axes fraction", "data"), xytext=offset, textcoords="offset points",
                    ha="right", va="baseline", **style)  # fmt: skip


def _text(figure: Any, ax: Any, artist: Any, values: Any, state: Any) -> None:
    label = artist["style"]
    x, y = _visible(ax, values["x"], values["y"])
    ha = {"start": "left", "middle": "center", "end": "right"}[label.anchor]
    ax.annotate(figure.filled(label.text, state), (x.ravel()[0], y.ravel()[0]), xytext=label.offset, textcoords="offset points", ha=ha,
                va="baseline", color=_color(label.color), gid=artist["id"], annotation_clip=False, zorder=6)  # fmt: skip


def _published(ax: Any, data: Any) -> None:
    ax.plot(data.x, data.y, data.marker, color=_color(data.color), markerfacecolor="white", markersize=6, label=data.label, zorder=4)
    for k, (x, y, text) in enumerate(zip(data.x, data.y, data.texts, strict=True)):
        offset = data.offsets[k] if data.offsets else (7, -3)
        ha = {"start": "left", "middle": "center", "end": "right"}[data.anchors[k] if data.anchors else "start"]
        ax.annotate(text, (x, y), xytext=offset, textcoords="offset points", ha=ha, va="baseline", fontsize=8.5, color=_color(data.color))


_DRAWERS = {"curve": _curve, "band": _band, "fill": _fill, "point": _point, "line": _line, "edge": _edge, "text": _text}
