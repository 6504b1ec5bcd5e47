"""The legend below a figure shows what the drawing shows."""

import re

import numpy as np
import pytest
import sympy as sp
from livefigure import Curve, Data, LiveFigure

X, SLOPE = sp.symbols("x slope")


def corners(path):
    """Where the steps of an SVG path end, relative to the middle of all, in order around it."""
    steps = re.findall(r"([MLQC])([^MLQCZz]*)", path)
    ends = np.array([[float(number) for number in re.findall(r"-?[\d.]+", numbers)[-2:]] for _, numbers in steps])
    ends = np.unique(ends.round(1), axis=0)
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
