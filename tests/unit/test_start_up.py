"""The start of a Linde-Hampson liquefier: its account of cold, its end in the steady machine, and refusals."""

import re

import numpy as np
import pytest

from cryolib.gases import RealFluid
from cryolib.linde_hampson import linde_hampson
from cryolib.solids import SOLIDS
from cryolib.start_up import start_up

NITROGEN = RealFluid("nitrogen")


@pytest.fixture(scope="module")
def run():
    return start_up(NITROGEN, 300.0, 200e5, mass=0.4, step=0.002, transfer_units=40.0)


@pytest.fixture(scope="module")
def machine():
    return linde_hampson(NITROGEN, 300.0, 200e5)


def test_copper_and_liquid_share_the_same_cold_at_each_moment(run, machine):
    h = {name: state.h for name, state in machine.states.items()}
    account = run.cold_stored + run.liquid_yield * (h["1"] - h["f"])
    assert account == pytest.approx(np.full(len(run.mass), h["1"] - h["2"]), rel=5e-3)
    assert run.liquid_yield[0] == 0
    assert run.liquid_yield[-1] > 0.06


def test_the_copper_keeps_what_the_gas_brings(run):
    # An account of its own: the heat that the copper has lost, by the integral of Debye's law, against the sum over the passes.

    T = np.linspace(100, 301, 400)
    c = SOLIDS["copper"].heat_capacity(T)
    heat = np.concatenate([[0], np.cumsum((c[1:] + c[:-1]) / 2 * np.diff(T))])  # J/kg from 100 K
    lost = np.interp(300.0, T, heat) - np.interp(run.copper[-1], T, heat).mean()
    passed = np.sum(run.cold_stored[:-1] * np.diff(run.mass)) / NITROGEN.molar_mass
    assert passed == pytest.approx(lost, rel=0.01)


def test_it_ends_in_the_steady_machine(machine):
    end = start_up(NITROGEN, 300.0, 200e5, mass=1.5, step=0.003, transfer_units=60.0)
    assert end.liquid_yield[-1] == pytest.approx(machine.liquid_yield, rel=0.01)
    assert end.T_valve[-1] == pytest.approx(machine.states["3"].T, abs=0.5)
    assert end.T_out[-1] == pytest.approx(machine.states["f"].T, abs=0.05)
    assert (np.diff(end.copper, axis=0) < 1e-9).all()  # no place gets warmer


def test_the_first_gas_leaves_as_from_a_valve_alone(run):
    from cryolib.expansion import throttle

    assert run.T_out[0] == pytest.approx(throttle(NITROGEN, 300.0, 200e5, 101325.0).T, abs=0.05)
    assert run.liquid[0] == 0
    assert run.liquid[-1] == pytest.approx(np.trapezoid(run.liquid_yield, run.mass), rel=0.02)


def test_a_place_between_pieces_and_steps(run):
    half = (run.copper[10, 20] + run.copper[10, 21] + run.copper[11, 20] + run.copper[11, 21]) / 4
    assert run.copper_at(np.array(21 / 50), (run.mass[10] + run.mass[11]) / 2) == pytest.approx(half, rel=1e-9)
    assert run.copper_at(np.array([0.0, 1.0]), run.mass[-1]) == pytest.approx(run.copper[-1, [0, -1]], rel=1e-6)


def test_the_last_step_ends_at_the_mass_that_was_asked_for():
    short = start_up(NITROGEN, 300.0, 200e5, mass=0.009, step=0.003, pieces=10.0)  # three times 0.003 are a little more in floats
    assert short.mass[-1] == 0.009
    assert short.copper.shape == (4, 10)
    assert short.copper_at(np.array(0.5), 0.009) < 300.0


@pytest.mark.parametrize(
    ("place", "mass", "message"),
    [
        (7.0, 0.1, "place must be between 0 and 1; got 7.0"),
        ([0.5, -0.1], 0.1, "place must be between 0 and 1; got -0.1 at index 1"),
        (np.nan, 0.1, "place must be between 0 and 1; got nan"),
        (0.5, 99.0, "mass must be between 0 and 0.4; got 99.0"),
        (0.5, np.nan, "mass must be between 0 and 0.4; got nan"),
        (0.5, "0.1", "mass must be a real number"),
    ],
)
def test_a_place_off_the_coil_and_gas_beyond_the_run_are_refused(run, place, mass, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        run.copper_at(place, mass)


@pytest.mark.parametrize(
    ("gas", "arguments", "message"),
    [
        (RealFluid("helium"), {"P_high": 30e5}, "helium does not get colder when it is throttled at T_in = 300 K, and cannot start"),
        (NITROGEN, {"P_high": 1e5}, "P_low must be below P_high"),
        (NITROGEN, {"mass": -1.0}, "mass must be positive"),
        (NITROGEN, {"pieces": 1}, "pieces must be"),
        (NITROGEN, {"pieces": 10.5}, "pieces must be a whole number of at least 2; got 10.5"),
        (NITROGEN, {"mass": 0.0104}, "mass must be a whole number of steps; got mass = 0.0104, step = 0.001"),
        (NITROGEN, {"mass": 0.0004}, "mass must be a whole number of steps; got mass = 0.0004, step = 0.001"),
        (NITROGEN, {"mass": 1e-10}, "mass must be a whole number of steps; got mass = 1e-10, step = 0.001"),
        (NITROGEN, {"step": 0.05}, "step must be smaller: the copper's temperature swings; got 0.05"),
    ],
)
def test_refusals(gas, arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        start_up(gas, 300.0, **{"P_high": 200e5, **arguments})
