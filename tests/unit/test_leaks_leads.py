"""Current leads: published least heats, an exact solution on both sides of the optimum, limits and refusals."""

import math
import re

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.leaks import (
    LORENZ_NUMBER,
    MATERIALS,
    Material,
    boil_off,
    copper,
    lead_heat,
    least_lead_heat,
    least_lead_heat_of,
    material,
    support_heat,
    vapour_cooled_lead_heat,
)
from cryolib.leaks.vapour_cooled import _arriving

CONSTANT = Material("a metal of constant conductivity", "polynomial", 1.0, 1000.0, (math.log10(400.0),))


def test_the_lorenz_number():
    assert LORENZ_NUMBER == pytest.approx(2.443e-8, abs=5e-12)


@pytest.mark.parametrize(
    ("T_hot", "T_cold", "heat"),  # W/kA with L_0 = 2.45e-8 W ohm/K^2
    [(300, 4.2, 46.95), (300, 20, 46.85), (300, 50, 46.30), (300, 77, 45.38), (77, 4.2, 12.03), (50, 4.2, 7.80)],
)
def test_least_heat_by_wiedemann_and_franz(T_hot, T_cold, heat):
    assert least_lead_heat(T_cold, T_hot, 1000) * math.sqrt(2.45e-8 / LORENZ_NUMBER) == pytest.approx(heat, abs=0.006)


def test_least_heat_as_published():
    """A. Ballarino, arXiv:1501.07166, table 1: 47 W/kA to 4.2 K, 45 W/kA to 77 K."""
    assert least_lead_heat(4.2, 300, 1000) == pytest.approx(47, abs=0.5)
    assert least_lead_heat(77, 300, 1000) == pytest.approx(45, abs=0.5)
    assert [least_lead_heat(*ends, 1000) for ends in ((4.2, 300), (77, 300), (4.2, 77))] == pytest.approx([46.89, 45.32, 12.02], abs=0.005)


def test_a_stage_halfway_saves_most_of_the_work():
    """Ideal work in kW/kA, with everything at 4.2 K and with a stage at 77 K: 3.3 against 0.98."""
    price = {T: 300 / T - 1 for T in (4.2, 77.0)}
    assert least_lead_heat(4.2, 300, 1000) * price[4.2] == pytest.approx(3300, abs=10)
    split = least_lead_heat(4.2, 77, 1000) * price[4.2] + least_lead_heat(77, 300, 1000) * price[77.0]
    assert split == pytest.approx(980, abs=5)


@pytest.mark.parametrize(
    ("ratio", "to_helium", "to_nitrogen", "between"),  # W/kA: 300 to 4.2 K, 300 to 77 K, 77 to 4.2 K
    [(50, 43.6, 42.5, 9.73), (100, 43.4, 42.4, 9.32), (300, 43.3, 42.4, 8.82)],
)
def test_real_copper(ratio, to_helium, to_nitrogen, between):
    for metal in (copper(ratio), MATERIALS[f"copper OFHC RRR {ratio}"]):
        assert least_lead_heat_of(metal, 4.2, 300, 1000) == pytest.approx(to_helium, abs=0.06)
        assert least_lead_heat_of(metal, 77, 300, 1000) == pytest.approx(to_nitrogen, abs=0.06)
        assert least_lead_heat_of(metal, 4.2, 77, 1000) == pytest.approx(between, abs=0.025)
    assert least_lead_heat_of(copper(ratio), 4.2, 77, 1000) == pytest.approx(between, abs=0.006)


def test_other_metals_follow_the_law_of_wiedemann_and_franz():
    for name in ("brass", "aluminium 1100", "phosphor bronze", "lead"):
        assert least_lead_heat_of(material(name), 6, 100, 10) == pytest.approx(least_lead_heat(6, 100, 10), rel=1e-10)


@pytest.mark.parametrize(
    ("ratio", "T_hot", "T_cold", "longest", "shortest"),  # the best current times length over area, 1e6 A/m
    [(50, 300, 4.2, 5.1, 5.1), (100, 300, 4.2, 5.9, 5.9), (300, 300, 4.2, 7.6, 7.6), (50, 300, 77, 3.5, 3.65), (300, 300, 77, 3.5, 3.65)],
)
def test_the_best_length(ratio, T_hot, T_cold, longest, shortest):
    grid = 1e6 * np.linspace(0.6 * longest, 1.08 * shortest, 801)
    heats = lead_heat(1000, T_cold, T_hot, grid / 1000, copper(ratio))
    assert longest - 0.06 < grid[heats.argmin()] / 1e6 < shortest + 0.06
    assert heats.min() == pytest.approx(least_lead_heat_of(copper(ratio), T_cold, T_hot, 1000), rel=1e-6)


@pytest.mark.parametrize("voltage", [0.1, 0.6, 0.99, 1.0, 1.01, 1.5, 2.5])
def test_the_exact_solution_for_a_constant_conductivity(voltage):
    """With k rho = L_0 T the temperature is an ellipse in the voltage, and the length along it an arc sine; V in units of the best."""
    T_cold, T_hot, k = 4.2, 300.0, 400.0
    V = voltage * math.sqrt(LORENZ_NUMBER * (T_hot**2 - T_cold**2))
    heat = LORENZ_NUMBER * (T_hot**2 - T_cold**2) / 2 / V + V / 2
    reach = math.sqrt(heat**2 + LORENZ_NUMBER * T_cold**2)
    length = k / math.sqrt(LORENZ_NUMBER) * (math.asin((V - heat) / reach) + math.asin(heat / reach))
    assert lead_heat(100, T_cold, T_hot, length / 100, CONSTANT) == pytest.approx(100 * heat, rel=2e-6)


def test_a_lead_without_current_is_a_support():
    idle = lead_heat([0.0, 1e-3], 4.2, 300, 5000.0, copper(100))
    assert idle == pytest.approx([support_heat(copper(100), 4.2, 300, 1.0, 5000.0)] * 2, rel=1e-5)


def test_off_the_optimum_a_lead_is_worse_both_ways():
    """Half as long, it conducts; a third longer, it glows: at its best it leaks 43.4 W/kA."""
    best = least_lead_heat_of(copper(100), 4.2, 300, 1000)
    short, long = lead_heat(1000, 4.2, 300, [2950, 6500], copper(100))
    assert short > 1.4 * best and long > 1.001 * best
    assert np.all(np.diff(lead_heat(np.linspace(0, 1100, 12), 4.2, 300, 5900.0, copper(100))) > 0)
    with pytest.raises(ValueError, match=r"the lead gets hotter than 500 K, the range of copper, RRR 100; got current = 2000, "):
        lead_heat(2000, 4.2, 300, 5900.0, copper(100))


def test_american_magnetics_leads():
    """2.8e-3 litres per hour and ampere for a pair: 1.00 W/kA a lead. Better than the law, some percent worse than real copper's best."""
    published = 2.8 / (boil_off("helium", 1.0).liquid_volume_flow * 3600e3) / 2
    assert published == pytest.approx(1.00, abs=0.005)
    law, real = vapour_cooled_lead_heat(1000), vapour_cooled_lead_heat(1000, material=copper(100))
    assert real < published < law and law == pytest.approx(published, rel=0.1) and real == pytest.approx(published, rel=0.1)
    assert least_lead_heat(4.2, 300, 1000) / law == pytest.approx(45, rel=0.05)


def closed_form(heat, T_cold, share):
    """ln(T_hot/T_cold) after which the heat per ampere is used up, for a constant heat capacity over latent heat and the law k rho = L_0 T."""
    u, b = heat / T_cold, share * heat
    root = math.sqrt(LORENZ_NUMBER - b**2 / 4)
    arcs = math.atan((u - b / 2) / root) + math.atan(b / 2 / root)
    return math.log((u**2 - b * u + LORENZ_NUMBER) / LORENZ_NUMBER) / 2 + b / 2 / root * arcs


@pytest.mark.parametrize(("T_cold", "share", "heat"), [(4.2, 0.25, 1.05e-3), (77.0, 0.005, 25e-3), (20.0, 1e-9, 47e-3)])
def test_vapour_cooling_against_a_closed_form(T_cold, share, heat):
    """The equation is separable where heat capacity and latent heat are constants."""
    T_hot = T_cold * math.exp(closed_form(heat, T_cold, share))
    T = np.geomspace(T_cold, T_hot, 1601)
    assert _arriving(heat, T, LORENZ_NUMBER * T, np.full(T.shape, share)) == pytest.approx(heat, rel=1e-4)


def test_vapour_cooling_in_nitrogen_gains_less():
    """A kilogram of nitrogen takes up little more on its way to 300 K than it took to boil."""
    assert 0.5 < vapour_cooled_lead_heat(1000, fluid="nitrogen") / least_lead_heat(77.36, 300, 1000) < 0.6
    assert vapour_cooled_lead_heat([0, 500, 1000])[1] == pytest.approx(vapour_cooled_lead_heat(1000) / 2, rel=1e-12)
    assert STANDARD_ATMOSPHERE == 101325


def test_expressions():
    T_cold, T_hot, current = sp.symbols("T_cold T_hot current", positive=True)
    least = least_lead_heat(T_cold, T_hot, current)
    assert float(least.subs({T_cold: 4.2, T_hot: 300, current: 1000})) == pytest.approx(least_lead_heat(4.2, 300, 1000), rel=1e-12)
    assert sp.simplify(least.subs(T_cold, T_hot)) == 0


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: least_lead_heat(4.2, 300, -1), "current must be zero or positive, and finite; got -1.0"),
        (lambda: least_lead_heat(301, 300, 1), "T_cold must not be above T_hot"),
        (lambda: least_lead_heat_of("copper", 4.2, 300, 1), "material must be a Material"),
        (lambda: least_lead_heat_of(material("Mylar (PET)"), 4.2, 77, 1), "material must be a metal"),
        (lambda: least_lead_heat_of(material("brass"), 4.2, 77, 1), "T_cold must be from 5 to 110 K, the range of brass"),
        (lambda: least_lead_heat_of(copper(50), 4.2, 77, sp.Symbol("I")), "current must be numbers; got I"),
        (lambda: lead_heat(1, 4.2, 300, 0, copper(50)), "length_over_area must be positive and finite; got 0.0"),
        (lambda: lead_heat(-1, 4.2, 300, 1, copper(50)), "current must be zero or positive, and finite; got -1.0"),
        (lambda: lead_heat(1, [4.2, 5], 300, 1, copper(50)), "T_cold must be one number"),
        (lambda: lead_heat(1, 300, 300, 1, copper(50)), "T_cold must be below T_hot"),
        (lambda: lead_heat(1, 4.2, 300, 1, material("brass")), "T_cold must be from 5 to 110 K, the range of brass"),
        (lambda: lead_heat(1, 4.2, 77, 1, material("Mylar (PET)")), "material must be a metal"),
        (lambda: vapour_cooled_lead_heat(-1), "current must be zero or positive, and finite; got -1.0"),
        (lambda: vapour_cooled_lead_heat(1, T_hot=4.0), "T_cold must be below T_hot"),
        (lambda: vapour_cooled_lead_heat(1, fluid="air"), "fluid must be one of helium"),
        (lambda: vapour_cooled_lead_heat(1, material=material("brass")), "T_cold must be from 5 to 110 K, the range of brass"),
    ],
)
def test_bad_values_are_refused_by_name(ask, says):
    with pytest.raises(ValueError, match="^" + re.escape(says)):
        ask()
