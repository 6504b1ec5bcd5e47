"""The legend below a figure shows what the drawing shows."""

import re

import numpy as np
import pytest
import sympy as sp
from livefigure import Curve, Data, LiveFigure

X, SLOPE = sp.symbols("x slope")


def corners(path):
    """Where the steps of an SVG path end, relative to the middle of all, in order around it; of half a circle, at each eighth of the whole."""
    ends = [(0.0, 0.0)]
    for step, numbers in re.findall(r"([MLQCHVA])([^MLQCHVAZz]*)", path):
        found = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        x, y = ends[-1]
        if step == "A":
            middle, eighths = np.add(found[-2:], (x, y)) / 2, np.arange(8) * np.pi / 4
            ends += [tuple(middle + found[0] * np.array([np.cos(turn), np.sin(turn)])) for turn in eighths]
        ends.append({"H": (found[-1], y), "V": (x, found[-1])}.get(step) or (found[-2], found[-1]))
    ends = np.unique(np.array(ends[1:]).round(1), axis=0)
    middle = (ends.max(axis=0) + ends.min(axis=0)) / 2
    return sorted(map(tuple, (ends - middle).tolist()))


@pytest.mark.parametrize("marker", ["o", "s", "^", "D"])
def test_published_values_have_the_same_marker_in_the_legend_and_in_the_drawing(marker):
    figure = LiveFigure(
        {"line": Curve(SLOPE * X)},
        x=(X, 0, 1),
        sliders={SLOPE: (1, 0, 2)},
        ylim=(0, 2),
        name="fig-markers",
        alt="Two published values on a line.",
        data=[Data([0.25, 0.5], [0.5, 1.5], ["", ""], label="published", marker=marker)],
    )
    html = figure.markup[0]
    row = re.search(r"<li><svg[^>]*>(.*?)</svg> published</li>", html)[1]
    shown = corners(re.search(r'\bd="([^"]*)"', row)[1])
    drawn = [corners(path) for path in re.findall(r'<path d="([^"]*)"[^>]* id="', html)]
    scaled = [[(8 / 6 * x, 8 / 6 * y) for x, y in path] for path in drawn]  # 6 points in the drawing, 8 pixels in the legend
    assert any(len(path) == len(shown) and np.allclose(path, shown, atol=0.3) for path in scaled)
