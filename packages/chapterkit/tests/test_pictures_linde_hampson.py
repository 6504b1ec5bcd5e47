"""The picture of a liquefying plant: the gas stays in its pipes, has the temperatures that are asked for, and the liquid fills the vessel."""

import numpy as np
import pytest
import sympy as sp
from chapterkit.pictures.linde_hampson import COIL, FLOOR, HIGH, LOW, TOP, UP, VALVE, WARM, liquefier
from livefigure import LiveFigure, Parcels, Shape

flow, filled = sp.symbols("flow filled", nonnegative=True)
PARTS = liquefier(T_in=300, T_valve=170, T_out=77, feed=lambda at: 170 + 130 * at, back=lambda at: 77 + 223 * at, filled=filled, flow=flow)


def where(parcels, turns):
    """Places and temperatures of all parcels after so many turns."""
    number, count = parcels.over
    read = sp.lambdify((number, flow), [parcels.x, parcels.y, parcels.color.value], "numpy")
    return [np.broadcast_to(part, count) for part in read(np.arange(count), turns)]


@pytest.mark.parametrize("turns", [0.0, 0.37, 2.9])
def test_gas_stays_in_the_pipes_and_has_their_temperatures(turns):
    there, back = (part for part in PARTS if isinstance(part, Parcels))
    x, y, T = where(there, turns)
    assert ((np.isclose(y, HIGH) & (x >= WARM)) | (np.isclose(x, VALVE) & (y >= TOP - 1e-9))).all()
    assert T[x < 0] == pytest.approx(300)
    in_coil = (x >= 0) & (x < COIL)
    assert T[in_coil] == pytest.approx(170 + 130 * (1 - x[in_coil] / COIL))
    assert T[y < 0] == pytest.approx(77)
    x, y, T = where(back, turns)
    assert ((np.isclose(y, LOW) & (x >= WARM - 1e-9)) | (np.isclose(x, UP) & (y >= TOP - 1e-9))).all()
    in_coil = (x > 0) & (x < COIL)
    assert T[in_coil] == pytest.approx(77 + 223 * (1 - x[in_coil] / COIL))


def test_parcels_go_to_the_valve_above_and_back_below():
    there, back = (part for part in PARTS if isinstance(part, Parcels))
    for parcels, sign in ((there, 1), (back, -1)):
        before, after = where(parcels, 0.4)[0], where(parcels, 0.41)[0]
        moved = after - before
        assert (sign * moved[np.abs(moved) < 1] >= -1e-12).all()
        assert np.abs(moved).max() > 0


def test_liquid_fills_the_vessel_from_its_floor():
    liquid = next(part for part in PARTS if isinstance(part, Shape) and part.color == "cold")
    heights = [sp.lambdify(filled, [corner[1] for corner in liquid.corners])(share) for share in (0.0, 1.0)]
    assert (min(heights[0]), max(heights[0]), max(heights[1])) == pytest.approx((FLOOR, FLOOR, TOP))


def test_it_is_a_figure():
    LiveFigure(
        {}, xlim=(-1.9, 5.2), ylim=(-2.05, 1.3), axes=False, equal=True, artists=PARTS, sliders={flow: (0, 0, 3), filled: (0.2, 0, 1)},
        name="fig-plant", alt="A compressor, a coil, a valve and a vessel for liquid.",
    )  # fmt: skip
