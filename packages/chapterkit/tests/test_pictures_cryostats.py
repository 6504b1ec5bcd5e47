"""Pictures of cryostats: vessels lie in one another, parts have the temperatures that are asked for, arrows are as wide as the heat."""

import numpy as np
import pytest
import sympy as sp
from chapterkit.pictures import current_lead, magnet_cryostat
from livefigure import LiveFigure, Shape
from livefigure.scale import Shade

heat, T_shield = sp.symbols("heat T_shield", positive=True)
MAGNET = magnet_cryostat(T_room=300, T_shield=T_shield, T_bath=4.2, to_shield=10 * heat, to_bath=heat, scale=0.05)


def extent(shape, values=None):
    """Least and largest x and y of a shape."""
    corners = np.array([[float(sp.sympify(part).subs(values or {})) for part in corner] for corner in shape.corners])
    return corners.min(axis=0), corners.max(axis=0)


def test_the_shield_lies_in_the_vessel_and_the_bath_in_the_shield():
    walls = [part for part in MAGNET if isinstance(part, Shape) and isinstance(part.color, Shade) and len(part.corners) > 4]
    assert [wall.color.value for wall in walls] == [300, T_shield, 4.2] * 2
    for vessel, shield, bath in (walls[:3], walls[3:]):
        for outer, inner in ((vessel, shield), (shield, bath)):
            assert (extent(inner)[0] > extent(outer)[0]).all() and (extent(inner)[1] < extent(outer)[1]).all()


def test_a_wall_is_as_thick_everywhere():
    (vessel,) = [part for part in MAGNET if isinstance(part, Shape) and len(part.corners) == 10][:1]
    x, y = np.array(vessel.corners, dtype=float).T
    area = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
    assert area == pytest.approx(7 * 2 - (7 - 0.26) * (2 - 0.26))


@pytest.mark.parametrize("watts", [0.1, 2.0])
def test_arrows_are_as_wide_as_the_heat(watts):
    for arrow, axis, width in zip(MAGNET[-3:], (1, 1, 0), (10 * watts, watts, watts), strict=True):
        low, high = extent(arrow, {heat: watts})
        assert (high - low)[axis] == pytest.approx(2 * 0.05 * width)  # at its head, which is twice as wide


def test_a_lead_takes_heat_in_at_its_warm_end_or_gives_it_off_there():
    x = sp.Symbol("x")
    parts = {}
    for entering in (30, -30):
        lead = current_lead(
            T_warm=300, T_cold=4.2, T_along=300 - 295.8 * x, along=x, thickness=0.5, entering=entering, leaving=50, scale=0.01
        )
        parts[entering] = lead[3]
        assert (extent(lead[4])[1] - extent(lead[4])[0])[0] == pytest.approx(1.0)
    tips = {entering: float(sp.sympify(arrow.corners[3][0])) for entering, arrow in parts.items()}
    assert tips[30] == pytest.approx(-0.7) and tips[-30] == pytest.approx(-2.1)


def test_the_browser_can_move_it():
    LiveFigure({}, xlim=(-3, 8), ylim=(-1, 8), axes=False, equal=True, artists=MAGNET, sliders={heat: (1, 0.1, 6), T_shield: (77, 20, 250)},
               name="fig-magnet", alt="The magnet of a scanner, cut along its bore.")  # fmt: skip
