"""Does the Python that a figure shows draw what the figure shows? All artists are compared: places, colours, dashes, fills, words, legend."""

import re

import numpy as np
from livefigure.artists import Band, Curve, Data, Fill, Gradient, Label, Line, Parcels, Point, Shape
from livefigure.artists.lines import LineName
from livefigure.artists.words import CurveName, Invitation
from livefigure.colors import COLORS, DASHES, color_of
from livefigure.snippet import snippet
from livefigure.table import tables_of
from matplotlib.colors import to_rgba

ALIGN = {"start": "left", "middle": "center", "end": "right"}


def run(figure, state):
    """The axes that the figure's Python makes, with the sliders at these values."""
    import matplotlib.pyplot as plt

    program = snippet(figure)
    for name, value in state.items():
        program = program.replace(f"{name} = {{{name}}}", f"{name} = {value!r}")
    plt.close("all")
    with np.errstate(all="ignore"):
        exec(compile(program, figure.name, "exec"), {})
    axes = plt.gcf().axes
    plt.close("all")
    return axes


def use_true_functions(figure, monkeypatch):
    """Let NumPy compute a figure with the functions that its tables stand for, as the Python that readers get does."""
    for table in tables_of(figure):
        namespace = {}
        exec(compile(table.python, table.name, "exec"), namespace)
        monkeypatch.setattr(table, "value", namespace[table.name])
    monkeypatch.setattr(figure, "_functions", {})


def plain(text):
    """Words without the typography of numbers: both sides must have the same digits, and not the same minus sign."""
    text = text.replace("\u2212", "-").replace("\u202f", "").replace("\u00a0", " ")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    text = re.sub(r"\s×\s10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: f"e{int(power[1].translate(raised)):+03d}", text)
    text = re.sub(r"(\d\.\d*?)0+(?=\D|$)", lambda number: number[1].rstrip("."), text)
    return text.replace("–", "nan").replace("∞", "inf")


class Comparison:
    """Compares one panel's artists, in order, with what stands in the axes of the program; each is taken out when it is met."""

    def __init__(self, figure, state, panel, ax):
        self.figure, self.state, self.panel = figure, state, panel
        self.lines, self.texts = list(ax.lines), list(ax.texts)
        self.polygons, self.collections = list(ax.patches), list(ax.collections)
        self.legend = [text.get_text() for text in ax.get_legend().get_texts()] if ax.get_legend() else []

    def values(self, *expressions):
        return np.broadcast_arrays(*(np.atleast_1d(self.figure.evaluate(expression, self.state)) for expression in expressions))

    def line(self, x, y, color, *, dashes=(), width=None, marker=None, face=None):
        drawn = self.lines.pop(0)
        for ours, theirs in ((drawn.get_xdata(), x), (drawn.get_ydata(), y)):
            np.testing.assert_allclose(np.broadcast_to(np.asarray(ours, float), np.shape(theirs)), theirs, rtol=1e-12, atol=1e-300)
        assert to_rgba(drawn.get_color()) == to_rgba(color)
        assert drawn.get_marker() == (marker or "None")
        if marker is None:
            assert tuple(drawn._unscaled_dash_pattern[1] or ()) == tuple(dashes) and drawn.get_linewidth() == width
        else:
            assert to_rgba(drawn.get_markerfacecolor()) == to_rgba(face)

    def words(self, text, color, offset, align, rotation=0):
        drawn = self.texts.pop(0)
        assert plain(drawn.get_text()) == plain(self.figure.filled(text, self.state)), (drawn.get_text(), text)
        assert to_rgba(drawn.get_color()) == to_rgba(color)
        assert drawn.get_position() == offset and drawn.get_ha() == align and drawn.get_rotation() == rotation
        return drawn.xy

    def area(self, drawn, artist):
        assert np.allclose(drawn.get_facecolor(), to_rgba(COLORS[color_of(artist.color)][0], artist.opacity))

    def compare(self, artist):
        COMPARISONS[type(artist)](self, artist)
        if entry := artist.legend():
            assert self.legend.pop(0) == entry[1]

    def finish(self):
        assert not (self.lines or self.texts or self.polygons or self.collections or self.legend), "the program draws more than the figure"


def _curve(panel, curve):
    x, y = panel.values(curve.x, curve.y)
    panel.line(x, y, COLORS[color_of(curve.color)][0], dashes=DASHES[curve.dash], width=curve.width)


def _band(panel, band):
    drawn = panel.collections.pop(0)
    panel.area(drawn, band)
    edges = [panel.values(panel.panel.x[0], edge) for edge in (band.lower, band.upper)]
    exists = np.isfinite(edges[0][1]) & np.isfinite(edges[1][1])
    corners = {tuple(corner) for path in drawn.get_paths() for corner in path.vertices}
    apart = [(x, y) for x, y in np.concatenate([np.column_stack(edge)[exists] for edge in edges]) if (x, y) not in corners]
    nearest = [min(abs(x - p) / (abs(x) or 1) + abs(y - q) / (abs(y) or 1) for p, q in corners) for x, y in apart]
    assert max(nearest, default=0) < 1e-12


def _fill(panel, fill):
    drawn = panel.polygons.pop(0)
    panel.area(drawn, fill)
    edges = [np.column_stack(panel.values(panel.panel.curves[name].x, panel.panel.curves[name].y)) for name in fill.curves]
    outline = np.concatenate(edges)
    outline = outline[np.isfinite(outline).all(axis=1)]
    corners = drawn.get_xy()
    assert len(corners) in (len(outline), len(outline) + 1)  # matplotlib closes it
    np.testing.assert_allclose(corners[: len(outline)], outline, rtol=1e-12, atol=1e-300)


def _line(panel, line):
    (at,) = panel.values(line.at)
    across = [0, 1]
    x, y = (across, [at[0]] * 2) if line.x is None else ([at[0]] * 2, across)
    panel.line(x, y, COLORS[color_of(line.color)][0], dashes=DASHES[line.dash], width=1)


def _line_name(panel, name):
    vertical = name.line.x is not None
    offset = ((11, -4) if name.line.other_side else (-4, -4)) if vertical else ((-4, -11) if name.line.other_side else (-4, 4))
    at = panel.words(name.words, COLORS[color_of(name.line.color)][0], offset, "right", 90 if vertical else 0)
    (value,) = panel.values(name.line.at)
    np.testing.assert_allclose(at, (value[0], 1) if vertical else (1, value[0]), rtol=1e-12)


def _point(panel, point):
    color = COLORS[color_of(point.color)][0]
    panel.line(*panel.values(point.x, point.y), color, marker=point.marker, face="white" if point.open else color)


def _label(panel, label):
    at = panel.words(label.text, COLORS[color_of(label.color)][0], label.offset, ALIGN[label.anchor])
    np.testing.assert_allclose(np.array(at, float), [value[0] for value in panel.values(label.x, label.y)], rtol=1e-12)


def _data(panel, data):
    color = COLORS[color_of(data.color)][0]
    panel.line(data.x, data.y, color, marker=data.marker, face="white")
    for k, text in enumerate(data.texts):
        panel.words(text, color, data.offsets[k] if data.offsets else (7, -3), ALIGN[data.anchors[k] if data.anchors else "start"])


def _colors(panel, artist):
    """The colour or the colours that an artist has at this state."""
    if artist.scale is None:
        return [COLORS[color_of(artist.color)][0]]
    (shade,) = panel.values(artist.expressions(panel.panel)["shade"])
    return artist.scale.colors(shade)


def _shape(panel, shape):
    drawn = panel.polygons.pop(0)
    corners = np.column_stack([np.concatenate(panel.values(*(corner[axis] for corner in shape.corners))) for axis in (0, 1)])
    np.testing.assert_allclose(drawn.get_xy()[: len(corners)], corners, rtol=1e-12, atol=1e-12)
    assert np.allclose(drawn.get_facecolor(), to_rgba(_colors(panel, shape)[0], shape.opacity))
    edge = to_rgba(COLORS[color_of(shape.outline)][0], shape.opacity) if shape.outline else None
    assert drawn.get_linewidth() == (0.8 if edge else 0) and (edge is None or np.allclose(drawn.get_edgecolor(), edge))


def _gradient(panel, gradient):
    values = {name: panel.values(part)[0] for name, part in gradient.expressions(panel.panel).items()}
    cells = gradient.cells({name: value[0] for name, value in values.items() if name != "shade"})
    drawn, panel.polygons = panel.polygons[: len(cells[0])], panel.polygons[len(cells[0]) :]
    colors = np.broadcast_to(gradient.scale.colors(values["shade"]), len(drawn))
    for x, y, cell, color in zip(*cells, drawn, colors, strict=True):
        corners = cell.get_corners()
        np.testing.assert_allclose(np.sort(corners, axis=0), np.sort(np.column_stack([x, y]), axis=0), rtol=1e-12, atol=1e-12)
        assert np.allclose(cell.get_facecolor(), to_rgba(color, gradient.opacity))


def _parcels(panel, parcels):
    drawn = panel.collections.pop(0)
    parts = parcels.expressions(panel.panel)
    places = np.column_stack([np.broadcast_to(panel.values(parts[axis])[0], parcels.count) for axis in "xy"])
    np.testing.assert_allclose(np.ma.filled(drawn.get_offsets(), np.nan), places, rtol=1e-12, atol=1e-12)
    assert np.allclose(drawn.get_facecolors(), [to_rgba(color) for color in _colors(panel, parcels)])
    assert np.allclose(drawn.get_sizes(), parcels.diameter**2)


COMPARISONS = {
    Shape: _shape,
    Gradient: _gradient,
    Parcels: _parcels,
    Curve: _curve,
    Band: _band,
    Fill: _fill,
    Line: _line,
    LineName: _line_name,
    Point: _point,
    Label: _label,
    CurveName: _label,
    Invitation: lambda panel, invitation: None,  # only on a live page
    Data: _data,
}


def compare(figure, state, monkeypatch):
    """Raise an `AssertionError` where the figure's Python draws anything else than the figure shows at this state."""
    axes = run(figure, state)
    use_true_functions(figure, monkeypatch)
    assert len(axes) == len(figure.panels)
    for panel, ax in zip(figure.panels, axes, strict=True):
        comparison = Comparison(figure, state, panel, ax)
        for artist in panel.artists():
            comparison.compare(artist)
        comparison.finish()
        assert (ax.get_xscale(), ax.get_yscale()) == panel.scales and ax.get_title() == panel.title
        np.testing.assert_allclose([ax.get_xlim(), ax.get_ylim()], [panel.xlim, panel.ends])
        assert ax.get_subplotspec().get_gridspec().get_width_ratios() == [each.width for each in figure.panels]
        assert (ax.get_aspect() == 1) == panel.equal
        assert not panel.axes or (ax.get_xlabel(), ax.get_ylabel()) == (panel.xlabel, panel.ylabel)
