"""A still picture: what has no place in a state is not in it."""

import functools

import numpy as np
import pytest
import sympy as sp
from livefigure import Band, ColorScale, Curve, Fill, Gradient, Label, Line, LiveFigure, Parcels, Point, Shape
from matplotlib.backends.backend_agg import FigureCanvasAgg

x, k = sp.symbols("x k", positive=True)
ABSENT = sp.Piecewise((k, k > 1.5))  # it has no value at the start
WARMTH = ColorScale(0, 2, "warmth")
PARTS = {
    "point": {"points": [Point(5, ABSENT, "here")]},
    "label": {"labels": [Label(5, ABSENT, "here")]},
    "line": {"lines": [Line(y=ABSENT, text="here")]},
    "band": {"bands": [Band(ABSENT - 5, ABSENT)]},
    "curve": {"curves": {"named": Curve(ABSENT * x, label_at=5, width=4)}},
    "fill": {"curves": {"_edge": ABSENT * x}, "fills": [Fill(["_edge"])]},
    "shape": {"artists": [Shape([(0, 0), (1, 0), (1, ABSENT)], outline="ink")]},
    "gradient": {"artists": [Gradient((0, ABSENT), (1, ABSENT), 0.3, WARMTH(k), (x, 0, 1))]},
    "parcels": {"artists": [Parcels(5, ABSENT + x, (x, 5))]},
}


@functools.cache
def pixels(ylim, yscale, part=None):
    artists = dict(PARTS[part]) if part else {}
    figure = LiveFigure(
        {"_line": k * x} | artists.pop("curves", {}), x=(x, 0, 10), ylim=ylim, yscale=yscale, sliders={k: (1, 0.5, 2)}, name="fig-still",
        alt="A line that gets steeper.", **artists,
    )  # fmt: skip
    canvas = FigureCanvasAgg(figure.still())
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


ENDS = [
    ((-20, 1), "linear"),
    ((-20, 0), "linear"),
    ((-20, -1), "linear"),
    ((1, -20), "linear"),
    ((1e9, 1e9 + 1), "linear"),
    ((1, 1e-7), "log"),
]


@pytest.mark.parametrize(("ylim", "yscale"), ENDS, ids=str)
@pytest.mark.parametrize("part", PARTS)
def test_what_has_no_place_at_the_start_is_not_in_the_picture(part, ylim, yscale):
    assert np.array_equal(pixels(ylim, yscale, part), pixels(ylim, yscale))
