"""The ideal gas, and what all three models have in common."""

import inspect

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import R
from cryolib.gases import FLUIDS, Gas, IdealGas, RealFluid, VanDerWaals
from cryolib.gases.solve import bracketed_root, widened

GAS = IdealGas(3.5)
T, P, v, h, s, R_, kappa = sp.symbols("T P v h s R kappa", positive=True)
SYMBOLIC = IdealGas(kappa, gas_constant=R_)


def test_molar_volume_at_standard_conditions():
    # CODATA 2018: 22.413 969 54... litres per mole at 273.15 K and 101.325 kPa
    assert GAS.molar_volume(273.15, 101325.0) == pytest.approx(22.41396954e-3, rel=1e-9)


def test_symbols_satisfy_the_fundamental_relation():
    u, entropy = (getattr(SYMBOLIC.state_from_volume(T, v), name) for name in "us")
    assert sp.simplify(sp.diff(u, T) - T * sp.diff(entropy, T)) == 0
    assert sp.simplify(T * sp.diff(entropy, v) - SYMBOLIC.pressure(T, v)) == 0
    assert sp.simplify(SYMBOLIC.enthalpy(T, P) - SYMBOLIC.heat_capacity(T, P) * T) == 0
    assert sp.simplify(SYMBOLIC.heat_capacity(T, P) - SYMBOLIC.isochoric_heat_capacity(T, P) - R_) == 0
    assert sp.simplify(SYMBOLIC.isentropic_coefficient(T, P) - T / (kappa * P)) == 0
    assert SYMBOLIC.joule_thomson_coefficient(T, P) == 0
    assert SYMBOLIC.second_virial_coefficient(T) == 0
    assert sp.simplify(SYMBOLIC.state_from_enthalpy(SYMBOLIC.enthalpy(T, P), P).T - T) == 0
    assert sp.simplify(sp.expand_log(SYMBOLIC.state_from_entropy(SYMBOLIC.entropy(T, P), P).T, force=True) - T) == 0


def test_isentropes_obey_poissons_law():
    T, P = 300.0, np.geomspace(1e4, 1e7, 5)
    expanded = GAS.state_from_entropy(GAS.entropy(T, 1e6), P)
    assert expanded.T == pytest.approx(T * (P / 1e6) ** (1 / 3.5), rel=1e-13)
    assert expanded.h == pytest.approx(3.5 * R * expanded.T, rel=1e-13)


def test_shapes():
    state = GAS.state(np.array([100.0, 200.0]), np.array([[1e5], [2e5], [3e5]]))
    assert {np.shape(getattr(state, name)) for name in ("T", "P", "v", "u", "h", "s", "heat_capacity", "vapour_fraction")} == {(3, 2)}
    assert isinstance(GAS.state(100.0, 1e5).T, float)
    assert IdealGas.of("helium").molar_mass == FLUIDS["helium"].molar_mass


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: IdealGas(1.0), "heat_capacity must be above 1"),
        (lambda: IdealGas.of("steam"), "got 'steam'"),
        (lambda: GAS.pressure(-1.0, 1.0), "T must be a positive"),
        (lambda: GAS.pressure(1.0, 0.0), "v must be positive"),
        (lambda: GAS.state([1.0, 2.0], [1.0, np.nan]), "P must be positive and finite; got nan at index 1"),
        (lambda: GAS.state_from_enthalpy(-1.0, 1e5), "h must be positive"),
        (lambda: GAS.state_from_entropy(np.inf, 1e5), "s must be finite"),
        (lambda: GAS.saturation(100.0), "no liquid"),
        (lambda: GAS.saturation_temperature(1e5), "no liquid"),
        (lambda: GAS.saturated_liquid(1e5), "no liquid"),
        (lambda: GAS.saturated_gas(1e5), "no liquid"),
        (lambda: GAS.critical_temperature, "no critical point"),
        (lambda: GAS.critical_pressure, "no critical point"),
        (lambda: GAS.critical_volume, "no critical point"),
        (lambda: GAS.boyle_temperature(), "no single Boyle temperature"),
        (lambda: GAS.maximum_inversion_temperature(), "no inversion curve"),
        (lambda: GAS.maximum_inversion_pressure(), "no inversion curve"),
        (lambda: GAS.inversion_end(), "no inversion curve"),
        (lambda: GAS.inversion_pressure(100.0), "no inversion curve"),
        (lambda: GAS.inversion_temperatures(1e5), "no inversion curve"),
    ],
)
def test_what_has_no_answer_is_refused(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()


@pytest.mark.parametrize("model", [IdealGas, VanDerWaals, RealFluid])
def test_models_say_what_they_answer(model):
    for name, member in inspect.getmembers(Gas, lambda member: inspect.isfunction(member) or isinstance(member, property)):
        own = getattr(model, name)
        assert inspect.getdoc(own), name
        if inspect.isfunction(member):
            assert list(inspect.signature(own).parameters) == list(inspect.signature(member).parameters)


def test_roots_of_many_functions_at_once():
    power = np.array([1.0, 2.0, 3.0, 7.0])
    root = bracketed_root(lambda x: x**power - 5, np.zeros(4), np.full(4, 6.0))
    assert root == pytest.approx(5 ** (1 / power), rel=1e-14)
    assert bracketed_root(lambda x: x - 1, np.array(1.0), np.array(2.0)) == 1
    with pytest.raises(ValueError, match="does not change its sign"):
        bracketed_root(lambda x: x**2 + 1, np.zeros(1), np.ones(1))


def test_intervals_are_widened_where_they_may_be():
    yes, no = np.array([True, True]), np.array([False, False])
    low, high = widened(lambda x: x - np.array([-50.0, 50.0]), np.zeros(2), np.ones(2), down=yes, up=yes)
    assert low[0] < -50 and high[1] > 50 and low[1] == 0 and high[0] == 1
    assert widened(lambda x: x - 50, np.zeros(2), np.ones(2), down=no, up=no)[1].tolist() == [1, 1]
    with pytest.raises(ValueError, match="outside what the model can reach"):
        widened(lambda x: np.full(x.shape, 1.0), np.zeros(2), np.ones(2), down=yes, up=yes)
