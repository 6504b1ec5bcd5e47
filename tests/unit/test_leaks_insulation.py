"""Radiation between surfaces, multilayer insulation and residual gas: a published cryostat, limits and refusals."""

import math
import re

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import N_A, k_B, sigma
from cryolib.gases import FLUIDS
from cryolib.leaks import enclosed_radiation, installed_insulation, laboratory_insulation, radiated_heat, residual_gas_heat

# V. Parma's cryostat, one metre of it: vessel, shield and cold mass are cylinders of 1.0, 0.8 and 0.6 m diameter.
VESSEL, SHIELD, COLD_MASS = (math.pi * diameter for diameter in (1.0, 0.8, 0.6))
STEEL_VESSEL, STEEL, SHIELD_EMISSIVITY, FOIL = 0.2, 0.12, 0.1, 0.06


def test_parma_a_bare():
    assert enclosed_radiation(2, 293, COLD_MASS, VESSEL, STEEL, STEEL_VESSEL) == pytest.approx(73, rel=0.01)


def test_parma_b_aluminium_foil_on_the_cold_mass():
    assert enclosed_radiation(2, 293, COLD_MASS, VESSEL, FOIL, STEEL_VESSEL) == pytest.approx(41, rel=0.01)


def test_parma_c_thirty_layers_on_the_cold_mass():
    """With 290 K, from which the published number must come: 293 K gives 4 % more."""
    assert COLD_MASS * installed_insulation(2, 290, 30) == pytest.approx(1.96, rel=0.01)
    assert COLD_MASS * installed_insulation(2, 293, 30) == pytest.approx(2.04, rel=0.01)


def test_parma_d_actively_cooled_shield():
    assert enclosed_radiation(2, 80, COLD_MASS, SHIELD, STEEL, SHIELD_EMISSIVITY) == pytest.approx(0.29, rel=0.01)
    assert enclosed_radiation(80, 293, SHIELD, VESSEL, SHIELD_EMISSIVITY, STEEL_VESSEL) == pytest.approx(79, rel=0.01)


def test_parma_f_foil_inside_the_shield():
    assert enclosed_radiation(2, 80, COLD_MASS, SHIELD, FOIL, SHIELD_EMISSIVITY) == pytest.approx(0.187, rel=0.01)


def test_enclosed_surfaces_have_the_limits_that_they_should():
    far = enclosed_radiation(77, 300, 1.0, 1e9, 0.05, 0.3)
    assert far == pytest.approx(radiated_heat(77, 300, 1.0, 0.05), rel=1e-6)  # far walls are black, whatever they are
    assert enclosed_radiation(77, 300, 1.0, 1.0, 0.05, 0.05) == pytest.approx(radiated_heat(77, 300, 1.0, 1 / (2 / 0.05 - 1)), rel=1e-14)
    assert enclosed_radiation(77, 300, 1.0, 1.5, 1, 1) == pytest.approx(radiated_heat(77, 300, 1.0), rel=1e-14)
    assert enclosed_radiation(77, 77, 1.0, 1.5, 0.1, 0.1) == 0.0


def test_a_floating_shield_halves_the_heat_between_black_plates():
    """The heat through both gaps is the same where the shield's fourth power is the mean of the other two."""
    T_shield = ((77**4 + 300**4) / 2) ** 0.25
    plates = {"area_cold": 1.0, "area_hot": 1.0, "emissivity_cold": 0.2, "emissivity_hot": 0.2}
    one, other = enclosed_radiation(77, T_shield, **plates), enclosed_radiation(T_shield, 300, **plates)
    assert one == pytest.approx(other, rel=1e-12) and one == pytest.approx(enclosed_radiation(77, 300, **plates) / 2, rel=1e-12)


@pytest.mark.parametrize(
    ("layers", "T_hot", "T_cold", "flux"),  # W/m^2
    [
        (30, 300, 80, 1.16),
        (30, 293, 80, 1.06),
        (10, 80, 4.2, 0.055),
        (10, 50, 4.2, 0.018),
        (20, 300, 77, 1.72),
        (30, 300, 77, 1.16),
        (30, 300, 4.2, 1.18),
    ],
)
def test_installed_insulation(layers, T_hot, T_cold, flux):
    assert installed_insulation(T_cold, T_hot, layers) == pytest.approx(flux, abs=0.51 * 10 ** -len(str(flux).split(".")[1]))


@pytest.mark.parametrize(("density", "flux"), [(1005.5, 0.250), (800, 0.23), (1500, 0.33), (2000, 0.47), (2500, 0.67)])
def test_insulation_in_the_laboratory(density, flux):
    assert laboratory_insulation(77.36, 300, 30, density) == pytest.approx(flux, abs=0.0051)


def test_what_is_installed_leaks_four_to_five_times_as_much_as_the_laboratory_measures():
    assert installed_insulation(77.36, 300, 30) / laboratory_insulation(77.36, 300, 30) == pytest.approx(4.6, abs=0.1)


def test_insulation_scales_as_its_parts_do():
    assert 31 * installed_insulation(80, 300, 30) == pytest.approx(2 * installed_insulation(80, 300, 1), rel=1e-14)
    assert installed_insulation(300, 300, 30) == laboratory_insulation(300, 300, 30) == 0.0
    dense, thin = (laboratory_insulation(80, 300, 30, density, emissivity=1e-9) for density in (3000, 1500))
    assert dense / thin == pytest.approx(2**2.56, rel=1e-3)  # spacers alone
    assert laboratory_insulation(80, 300, 30, installed_factor=3) == pytest.approx(3 * laboratory_insulation(80, 300, 30), rel=1e-14)
    small = sp.Symbol("d", positive=True)
    slope = sp.limit(installed_insulation(sp.Integer(300), 300 + small, 9) / small, small, 0)
    assert float(slope) == pytest.approx((4 * 3.741e-9 * 300**3 + 1.401e-4 * 300) / 10, rel=1e-9)


@pytest.mark.parametrize(("gas", "degrees"), [("helium", 3), ("argon", 3), ("nitrogen", 5)])
def test_residual_gas_by_counting_molecules(gas, degrees):
    """The flux on a wall, n v / 4, times what a molecule brings: 2 kT of motion along and across, and kT/2 for each turn."""
    T_cold, T_hot, pressure = 80.0, 300.0, 1e-3
    mass = float(FLUIDS[gas].molar_mass) / N_A
    speed = math.sqrt(8 * k_B * T_hot / (math.pi * mass))
    flux = pressure / (k_B * T_hot) * speed / 4
    energy = (2 + (degrees - 3) / 2) * k_B * (T_hot - T_cold)
    heat = residual_gas_heat(T_cold, T_hot, 2.0, pressure, gas, accommodation=1)
    assert heat == pytest.approx(2 * flux * energy, rel=2e-3 if degrees == 5 else 1e-9)
    assert residual_gas_heat(T_cold, T_hot, 2.0, pressure, gas) == pytest.approx(heat / 2, rel=1e-14)


def test_residual_gas_is_proportional_to_its_pressure_and_takes_all_readers():
    assert residual_gas_heat(4.2, 300, 1.0, [0.0, 1e-4, 2e-4])[[0, 2]] == pytest.approx([0, 2 * residual_gas_heat(4.2, 300, 1.0, 1e-4)])
    assert residual_gas_heat(300, 300, 1.0, 1e-3) == 0.0
    p = sp.Symbol("p", positive=True)
    formula = residual_gas_heat(sp.Rational(42, 10), 300, 1, p)
    assert float(formula.subs(p, 1e-3)) == pytest.approx(residual_gas_heat(4.2, 300, 1, 1e-3), rel=1e-12)
    # 1e-3 Pa of helium is a third of what 30 layers let pass, which is why a vacuum is pumped below that
    assert 0.2 < residual_gas_heat(77, 300, 1.0, 1e-3) / installed_insulation(77, 300, 30) < 0.4


def test_radiation_is_the_same_constant():
    assert enclosed_radiation(1e-3, 300, 1, 1, 1, 1) == pytest.approx(sigma * 300**4, rel=1e-12)


PLATES = {"T_cold": 77, "T_hot": 300, "area_cold": 1.0, "area_hot": 2.0, "emissivity_cold": 0.1, "emissivity_hot": 0.2}
BLANKET = {"T_cold": 77, "T_hot": 300, "layers": 30}
GAS = {"T_cold": 77, "T_hot": 300, "area": 1.0, "P": 1e-3}


@pytest.mark.parametrize(
    ("function", "bad", "message"),
    [
        (
            enclosed_radiation,
            PLATES | {"area_hot": 0.9},
            "area_hot must not be below area_cold, which it encloses; got area_cold = 1, area_hot = 0.9",
        ),
        (enclosed_radiation, PLATES | {"emissivity_hot": 1.2}, "emissivity_hot must be a fraction, above 0 and at most 1; got 1.2"),
        (enclosed_radiation, PLATES | {"area_cold": 0}, "area_cold must be positive and finite; got 0.0"),
        (installed_insulation, BLANKET | {"layers": [30, 0]}, "layers must be at least 1; got layers = 0 at index 1"),
        (installed_insulation, BLANKET | {"layers": np.inf}, "layers must be finite; got inf"),
        (laboratory_insulation, BLANKET | {"layers": -3}, "layers must be at least 1; got layers = -3"),
        (
            laboratory_insulation,
            BLANKET | {"T_cold": 4.2},
            "T_cold must be at least 70 K, the range of the laboratory's fit; got T_cold = 4.2",
        ),
        (laboratory_insulation, BLANKET | {"layer_density": 20}, "layer_density must be between 500 and 5000; got 20.0"),
        (laboratory_insulation, BLANKET | {"installed_factor": 0.5}, "installed_factor must be at least 1; got installed_factor = 0.5"),
        (residual_gas_heat, GAS | {"P": 100}, "P must be at most 1 Pa, where molecules still fly from wall to wall; got"),
        (residual_gas_heat, GAS | {"P": -1}, "P must be zero or positive, and finite; got -1.0"),
        (residual_gas_heat, GAS | {"accommodation": 0}, "accommodation must be a fraction, above 0 and at most 1; got 0.0"),
        (residual_gas_heat, GAS | {"fluid": "phlogiston"}, "fluid must be one of helium, hydrogen, "),
        (residual_gas_heat, GAS | {"fluid": None}, "fluid must be one of helium, hydrogen, "),
    ],
)
def test_bad_values_are_refused_by_name(function, bad, message):
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        function(**bad)
