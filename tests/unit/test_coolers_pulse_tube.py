"""The orifice pulse tube: three loops, integrated, against the closed forms, and the motion of its gas."""

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import R
from cryolib.coolers.pulse_tube import pulse_tube, pulse_tube_cop
from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot

MACHINE = pulse_tube(77.0, 300.0, 20e5, 0.1, tube_volume=3e-5, passing_volume=1e-5, dead_volume=2e-5)
TURN = np.linspace(0, 2 * np.pi, 4001)


def test_the_loops_at_both_ends_of_the_tube_have_one_area_and_the_piston_s_is_larger():
    state = MACHINE.at(TURN)
    cold, hot, piston = (np.trapezoid(state.P, moved) for moved in (state.moved_cold, state.moved_hot, state.moved_piston))
    assert (cold, hot, piston) == pytest.approx((MACHINE.heat_absorbed, MACHINE.orifice_work, MACHINE.work), rel=1e-5)
    assert cold / piston == pytest.approx(77 / 300, rel=1e-5)


def test_an_adiabatic_tube_passes_the_work_on():
    """The same in symbols: the spring of the tube is a quarter of a turn out of step and does no work."""
    t, P, a, V_t, V_o, gamma = sp.symbols("t P a V_t V_o gamma", positive=True)
    pressure, hot = P * (1 + a * sp.cos(t)), V_o / 2 * sp.sin(t)
    flow_cold = sp.diff(hot, t) + V_t / (gamma * P) * sp.diff(pressure, t)
    assert sp.integrate(sp.expand(pressure * flow_cold), (t, 0, 2 * sp.pi)) == sp.pi * a * P * V_o / 2


def test_fraction_of_carnot():
    assert sp.simplify(pulse_tube_cop(T_cold, T_hot) / carnot_cop(T_cold, T_hot) - (T_hot - T_cold) / T_hot) == 0
    assert pulse_tube_cop(77.0, 300.0) / carnot_cop(77.0, 300.0) == pytest.approx(0.743, abs=5e-4)
    assert pulse_tube_cop(4.2, 300.0) / carnot_cop(4.2, 300.0) == pytest.approx(0.986, abs=5e-4)
    assert MACHINE.carnot_fraction == pytest.approx(MACHINE.cop / carnot_cop(77.0, 300.0))
    assert MACHINE.cop == pytest.approx(MACHINE.heat_absorbed / MACHINE.work)


def test_with_the_work_of_the_orifice_it_would_be_carnots():
    assert MACHINE.heat_absorbed / (MACHINE.work - MACHINE.orifice_work) == pytest.approx(carnot_cop(77.0, 300.0))
    given_off = MACHINE.heat_absorbed + MACHINE.work
    assert MACHINE.entropy_generation == pytest.approx(given_off / 300 - MACHINE.heat_absorbed / 77)


def test_the_gas_in_the_tube_follows_its_ends_and_is_squeezed_adiabatically():
    state = MACHINE.at(TURN)
    for place, moved in ((0.0, state.moved_cold), (1.0, state.moved_hot)):
        assert (MACHINE.in_tube(place, TURN)[0] - place) * 3e-5 == pytest.approx(moved, abs=1e-12)
    small = pulse_tube(77.0, 300.0, 20e5, 1e-4, tube_volume=3e-5, passing_volume=1e-9)
    T, P = small.in_tube(0.4, TURN)[1], small.at(TURN).P
    assert np.ptp(np.log(T)) == pytest.approx(0.4 * np.ptp(np.log(P)), rel=1e-3)  # T goes as P^(2/5)
    near, far = (small.in_tube(x, TURN)[0] for x in (0.3, 0.7))
    assert np.ptp(np.log(far - near)) == pytest.approx(0.6 * np.ptp(np.log(P)), rel=1e-3)  # and the volume as P^(-3/5)


def test_the_gas_behind_the_tube_is_as_warm_as_its_place_and_drives_the_right_loop():
    """All gas up to the piston, taken exactly, moves the piston around the loop whose area is the work, to the swing's first order."""
    amount = 20e5 * 2e-5 / (R * MACHINE.T_hot) * 6
    machine = pulse_tube(77.0, 300.0, 20e5, 0.01, tube_volume=3e-5, passing_volume=2e-6, dead_volume=2e-5)
    place, T = machine.behind_tube(amount, TURN)
    assert (T == pytest.approx(300.0)) and (place > 2e-5).all()
    assert -np.trapezoid(machine.at(TURN).P, place) == pytest.approx(machine.work, rel=2e-2)
    inside, warmth = machine.behind_tube(np.linspace(1e-4, amount, 400), 0.7)
    through = (inside > 0) & (inside < 2e-5)
    assert through.any() and warmth[through] == pytest.approx(77 + 223 * inside[through] / 2e-5)
    assert (np.diff(inside) > 0).all()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pulse_tube(77.0, 300.0, 20e5, 1.2, 1e-5, 1e-5), "swing must be a fraction"),
        (lambda: pulse_tube(77.0, 300.0, 20e5, 0.1, 0.0, 1e-5), "tube_volume must be positive"),
        (lambda: pulse_tube(77.0, 300.0, 20e5, 0.1, 1e-5, 1e-5, -1.0), "dead_volume must be zero or positive"),
        (lambda: pulse_tube_cop(300.0, 77.0), "T_cold must be below T_hot"),
        (lambda: MACHINE.at(np.inf), "crank_angle must be finite"),
        (lambda: MACHINE.in_tube(1.5, 0.0), "place must be between 0 and 1"),
        (lambda: MACHINE.behind_tube(np.nan, 0.0), "amount must be finite"),
    ],
)
def test_refusals(call, says):
    with pytest.raises(ValueError, match=says):
        call()
