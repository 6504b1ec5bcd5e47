"""Pictures of coolers: gas stays in its parts, the valve is open where it should be, and arrows are as wide as what they stand for."""

import numpy as np
import pytest
import sympy as sp
from chapterkit.pictures.brayton import brayton_sheet
from chapterkit.pictures.gifford_mcmahon import COMPRESSOR, DISPLACER, IN_PIPE, VALVE, gifford_mcmahon_head
from chapterkit.pictures.pulse_tube import REGENERATOR, TUBE, orifice_pulse_tube
from livefigure import Gradient, LiveFigure, Parcels, Shape

number, turn, share = sp.symbols("number turn share", real=True)


def corners(shape, at=0.0):
    return np.array([[float(sp.sympify(part).subs(turn, at)) for part in corner] for corner in shape.corners])


def head(parcel, V_hot=0.4, heat=1.0):
    return gifford_mcmahon_head(
        V_hot=V_hot, V_cold=1 - V_hot, T_hot=300, T_cold=77, turn=turn, parcel=parcel, over=(number, 5), heat_hot=-heat, heat_cold=heat, work=0.3
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parcel", "x"),
    [
        ((0.0, 0, 0, 0), 1 + DISPLACER),
        ((1, 0, 0, 0), 0.4 + DISPLACER),
        ((1, 0.5, 0, 0), 0.4 + DISPLACER / 2),
        ((1, 1, 0.5, 0), 0.2),
        ((1, 1, 1, 0), 0.0),
    ],
)
def test_a_parcel_in_the_head_is_where_its_shares_say(parcel, x):
    names = ("in_cold", "along_regenerator", "in_hot", "outside")
    parcels = next(part for part in head(dict(zip(names, parcel, strict=True), T=100)) if isinstance(part, Parcels))
    assert float(sp.sympify(parcels.x).subs(turn, 0.2)) == pytest.approx(x)
    for k in range(5):
        assert 0 < float(parcels.y.subs({number: k, turn: 0.2})) < 1


def test_gas_outside_is_in_the_hose_that_is_open_and_then_under_the_compressor():
    parcel = {"in_cold": 1, "along_regenerator": 1, "in_hot": 1, "outside": share, "T": 300}
    parcels = next(part for part in head(parcel) if isinstance(part, Parcels))
    place = sp.lambdify((share, turn, number), [parcels.x, parcels.y])
    for far in (0.5 * IN_PIPE, 0.8 * IN_PIPE):
        (x, up), (same, down) = place(far, 0.25, 2), place(far, 0.75, 2)
        assert x == same and up > 0.5 > down and up + down == pytest.approx(1)
        assert COMPRESSOR - 0.3 <= x <= VALVE + 1e-9
    assert place(3 * IN_PIPE, 0.25, 2)[0] == pytest.approx(COMPRESSOR - 0.3)


def test_the_slot_of_the_valve_points_up_while_the_inlet_is_open():
    parcel = {"in_cold": 0.5, "along_regenerator": 0, "in_hot": 0, "outside": 0, "T": 77}
    slot = next(
        part for part in head(parcel) if isinstance(part, Shape) and any(turn in sp.sympify(c[0]).free_symbols for c in part.corners)
    )
    assert corners(slot, 0.25)[:, 1].max() > 0.7 > 0.6 > corners(slot, 0.75)[:, 1].max()
    assert corners(slot, 0.75)[:, 1].min() < 0.3


def test_heat_arrows_turn_round():
    parcel = {"in_cold": 0.5, "along_regenerator": 0, "in_hot": 0, "outside": 0, "T": 77}
    hot, cold = (
        [part for part in head(parcel, heat=0.2) if isinstance(part, Shape) and part.color == color][-1] for color in ("hot", "cold")
    )
    assert corners(hot)[3, 1] < corners(hot)[0, 1] and corners(cold)[3, 1] > corners(cold)[0, 1]  # the tip is the fourth corner


@pytest.mark.parametrize(("at", "x"), [(-0.5, TUBE / 2), (0, 0), (0.5, -REGENERATOR / 2), (1, -REGENERATOR), (1.7, -REGENERATOR - 0.7)])
def test_gas_behind_the_tube_is_drawn_in_its_part(at, x):
    parts = orifice_pulse_tube(
        T_hot=300, T_cold=77, piston=0.9, behind=(sp.Float(at) + 0 * number, 77), in_tube=(sp.Float(1.1), 300), over=(number, 3, 4),
        heat_cold=0.1, heat_hot=0.1, heat_piston=0.4, work=0.4,
    )  # fmt: skip
    behind, in_tube = (part for part in parts if isinstance(part, Parcels))
    assert float(behind.x) == pytest.approx(x) and float(in_tube.x) == pytest.approx(1.1 * TUBE)
    heights = [float(in_tube.y.subs(number, k)) for k in range(4)]
    assert 0.42 < min(heights) <= max(heights) < 0.58  # squeezed through the orifice
    assert (behind.count, in_tube.count) == (3, 4)


def test_the_sheet_has_two_streams_and_four_arrows_with_one_scale():
    temperatures = dict(zip("123456", (290, 420, 300, 85, 70, 77), strict=True))
    parts = brayton_sheet(temperatures, cooling=sp.Float(-0.05), compressor=sp.Float(0.4), expander=sp.Float(0.05), rejected=sp.Float(0.3))
    assert sum(isinstance(part, Gradient) for part in parts) == 3
    compressor, expander, rejected, cooling = (corners(part) for part in parts[-4:])
    assert np.ptp(compressor[[0, 6], 1]) == pytest.approx(0.4) and np.ptp(expander[[0, 6], 1]) == pytest.approx(0.05)
    assert rejected[3, 1] > rejected[0, 1] and cooling[3, 1] < cooling[0, 1]  # no cooling: the arrow points down
    LiveFigure({}, xlim=(-2.7, 5.4), ylim=(-1.75, 2.1), axes=False, equal=True, artists=brayton_sheet(temperatures, cooling=share, compressor=0.4, expander=0.05, rejected=0.3),
               sliders={share: (0.1, 0, 1)}, name="fig-sheet", alt="A flow sheet with six stations.")  # fmt: skip
