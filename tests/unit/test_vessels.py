"""Gas in vessels: the ledger of a tank taken step by step, closed forms of ideal and van der Waals gases, conservation, and errors."""

import numpy as np
import pytest

from cryolib import constants
from cryolib.expansion import expand, throttle
from cryolib.gases import IdealGas, RealFluid, VanDerWaals
from cryolib.vessels import emptied, released

AIR, NITROGEN, HELIUM = RealFluid("air"), RealFluid("nitrogen"), RealFluid("helium")


def step_by_step(gas, T, P_in, P_out, steps):
    """The temperature in a tank from its energy alone: what leaves at each small step takes its mean enthalpy along.

    No entropy is used.
    """
    state = gas.state(T, P_in)
    for P in np.linspace(P_in, P_out, steps + 1)[1:]:
        trial = [state.T, state.T * 0.999]
        errors = []
        for _ in range(8):
            end = gas.state(trial[-1], P)
            amounts = 1 / state.v, 1 / end.v  # moles in a cubic metre
            errors.append(end.u * amounts[1] - state.u * amounts[0] - (state.h + end.h) / 2 * (amounts[1] - amounts[0]))
            if abs(errors[-1]) < 1e-6:
                break
            if len(errors) == 1:
                trial.append(trial[-1] * 0.9995)
                continue
            trial.append(trial[-1] - errors[-1] * (trial[-1] - trial[-2]) / (errors[-1] - errors[-2]))
        state = gas.state(trial[-1], P)
    return state.T


@pytest.mark.parametrize("gas", [IdealGas(3.5), VanDerWaals.of("nitrogen"), AIR, HELIUM], ids=lambda gas: gas.name)
def test_a_tank_loses_what_leaves_it_and_nothing_else(gas):
    assert emptied(gas, 300.0, 200e5, 100e5).T == pytest.approx(step_by_step(gas, 300.0, 200e5, 100e5, 40), abs=0.01)


def test_a_divers_tank():
    ideal, real = emptied(IdealGas(3.5), 300.0, 200e5, 100e5), emptied(AIR, 300.0, 200e5, 100e5)
    assert ideal.T == pytest.approx(300 * 0.5 ** (2 / 7), rel=1e-9)
    assert ideal.density_ratio == pytest.approx(0.5 ** (5 / 7), rel=1e-9)
    assert pytest.approx(244.8, abs=0.05) == real.T  # CoolProp by hand: PT flash, then PS flash
    assert real.temperature_change == real.T - 300


def test_what_stays_in_a_tank_has_gone_through_what_a_perfect_expander_does():
    assert emptied(NITROGEN, 300.0, 200e5, 101325.0).T == expand(NITROGEN, 300.0, 200e5, 101325.0).T


@pytest.mark.parametrize("gas", [VanDerWaals.of("nitrogen"), NITROGEN, HELIUM, AIR], ids=lambda gas: gas.name)
def test_an_empty_vessel_conserves_the_internal_energy(gas):
    end = released(gas, [300.0, 250.0], 200e5, 101325.0)
    assert end.u == pytest.approx(end.before.u, abs=1e-4)
    assert np.all(101325.0 == end.P)


def test_an_ideal_gas_does_not_notice_an_empty_vessel():
    assert released(IdealGas(3.5), 300.0, 200e5, 101325.0).T == pytest.approx(300, rel=1e-12)


def test_a_van_der_waals_gas_pays_for_its_attraction():
    gas = VanDerWaals(0.137, 3.87e-5, heat_capacity=2.5)
    end = released(gas, 300.0, 100e5, 1e5)
    attraction = 0.137 * (1 / end.before.v - 1 / end.v)
    assert end.temperature_change == pytest.approx(-attraction / (2.5 * constants.R), rel=1e-6)


def test_nitrogen_cools_more_in_the_empty_vessel_and_helium_warms_less():
    assert released(NITROGEN, 300.0, 200e5, 101325.0).T < throttle(NITROGEN, 300.0, 200e5, 101325.0).T
    assert 300 < released(HELIUM, 300.0, 200e5, 101325.0).T < throttle(HELIUM, 300.0, 200e5, 101325.0).T


@pytest.mark.parametrize("process", [emptied, released])
def test_a_pressure_that_does_not_fall_is_refused(process):
    with pytest.raises(ValueError, match="P_out must be below P_in"):
        process(NITROGEN, 300.0, 1e5, 1e5)


def test_an_end_with_liquid_is_refused():
    with pytest.raises(ValueError, match="P_out must leave the gas without liquid"):
        released(NITROGEN, 120.0, 200e5, 101325.0)
    assert released(NITROGEN, 120.0, 200e5, 150e5).T < 120  # above the critical pressure nothing condenses
