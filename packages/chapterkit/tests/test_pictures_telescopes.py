"""The picture of a cold telescope: a dot for each doubling of the heat, which goes from the detector to the warm body."""

import doctest

import numpy as np
import pytest
import sympy as sp
from chapterkit.pictures import telescopes
from chapterkit.pictures.telescopes import CHAIN_PLACES, cold_chain, doublings

way = sp.Symbol("way", nonnegative=True)
TEMPERATURES, HEATS = [0.1, 1.6, 4.0, 18.0, 50.0, 300.0], [1.0, 8.0, 20.0, 64.0, 300.0, 4100.0]
DOTS = cold_chain(TEMPERATURES, HEATS, way)[-1]


def shown(at):
    """Places of the dots that are seen when the heat has come so far."""
    number, count = DOTS.over
    read = sp.lambdify((number, way), [DOTS.x, DOTS.y], "numpy")
    x, y = (np.broadcast_to(part, count) for part in read(np.arange(count), float(at)))
    return x[np.isfinite(y)], y[np.isfinite(y)]


@pytest.mark.parametrize(("at", "heat"), list(enumerate(HEATS)))
def test_a_dot_more_is_a_doubling(at, heat):
    assert len(shown(at)[0]) == np.floor(np.log2(heat / HEATS[0]) + 1e-9) + 1
    assert 2 ** float(doublings(HEATS, at)) == pytest.approx(heat)


def test_the_dots_go_from_place_to_place_and_stay_near_it():
    for at, place in enumerate(CHAIN_PLACES):
        x, y = shown(at)
        assert np.abs(x - place).max() <= 0.61 and np.abs(y).max() <= 0.85
    assert all(shown(a)[0].mean() > shown(b)[0].mean() for a, b in ((0, 1.5), (1.5, 3), (3, 4.2), (4.2, 5)))


def test_plates_have_the_temperatures_that_are_asked_for():
    shades = [float(part.color.value) for part in cold_chain(TEMPERATURES, HEATS, way) if hasattr(part.color, "value")]
    assert shades[0] == 300 and shades[-4:] == [0.1, 1.6, 4.0, 18.0]
    assert shades[1:7] == pytest.approx([300 * (1 / 6) ** (k / 3) for k in (1, 1, 2, 2, 3, 3)])


def test_the_example_runs():
    assert doctest.testmod(telescopes).failed == 0
