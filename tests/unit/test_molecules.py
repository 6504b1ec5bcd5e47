"""Pairs of molecules: the integral of the well, flights step by step with Snell's law, helium against its reference equation, errors."""

import math

import numpy as np
import pytest
import sympy as sp

from cryolib.gases import RealFluid
from cryolib.molecules import SquareWell, _helium_pair, helium_virial_coefficient

T = sp.Symbol("T", positive=True)


def test_the_virial_coefficient_is_the_integral_over_the_well():
    r, depth = sp.symbols("r depth", positive=True)
    gas = SquareWell(depth, sp.Rational(8, 5))
    inner = sp.integrate(r**2, (r, 0, 1))
    well = sp.integrate((1 - sp.exp(depth / T)) * r**2, (r, 1, sp.Rational(8, 5)))
    assert sp.simplify(gas.virial_coefficient(T) - (inner + well) / inner) == 0
    assert sp.simplify(T * sp.diff(gas.virial_coefficient(T), T) - gas.virial_coefficient(T) - (gas.pull(T) - 1)) == 0


def flight(impact, strength, reach, times):
    """Fly from the left in small steps: bend at the rim by Snell's law, bounce off the sphere; count time from the closest moment."""
    place, velocity, inside, bounced = np.array([-6.0, impact]), np.array([1.0, 0.0]), False, False
    step, track = 1e-4, []
    for _ in range(round(13 / step)):
        track.append(place)
        place = place + step * velocity
        distance = math.hypot(*place)
        across = (velocity @ place) * place / distance**2  # the part of the velocity along the radius
        if (distance < reach) != inside:
            change = strength if not inside else -strength
            outward = np.sign(velocity @ place)
            velocity = velocity - across + outward * math.sqrt(across @ across + change) * place / distance
            inside = not inside
        if distance < 1 and velocity @ place < 0:
            velocity, bounced = velocity - 2 * across, True
    track = np.array(track)
    closest = np.hypot(*track.T).argmin()
    return [track[closest + round(time / step)] for time in times], bounced


@pytest.mark.parametrize(("impact", "strength"), [(0.3, 0.4), (-0.9, 1.0), (1.3, 0.2), (-1.4, 0.7), (1.05, 0.05), (1.7, 0.5)])
def test_a_path_is_that_of_small_steps(impact, strength):
    times = (-2.0, -0.8, -0.2, 0.0, 0.15, 0.6, 2.5)
    expected, bounced = flight(impact, strength, 1.5, times)
    gas = SquareWell(100.0 * strength)
    found = [[float(one) for one in gas.path(sp.Float(impact), sp.Float(time), 100.0)] for time in times]
    assert np.array(found) == pytest.approx(np.array(expected), abs=5e-3)
    assert bool(gas.knocks(impact, 100.0)) == bounced


def test_helium_agrees_with_its_reference_equation_the_better_the_more_corrections():
    helium = RealFluid("helium")
    for warm, tolerance in ((60.0, 0.1), (100.0, 0.05), (300.0, 0.01)):
        reference = 1e6 * helium.second_virial_coefficient(warm)
        misses = [abs(1e6 * helium_virial_coefficient(warm, order) - reference) for order in (0, 1, 2)]
        assert misses[0] > misses[1] > misses[2]
        assert misses[2] < tolerance


def test_slopes_of_heliums_energy_by_differences():
    x = np.array([0.6, 0.9, 1.0, 1.2, 1.4, 1.5, 3.0])
    _, slope, bend = _helium_pair(x)
    low, high = _helium_pair(x - 1e-5), _helium_pair(x + 1e-5)
    assert slope == pytest.approx((high[0] - low[0]) / 2e-5, rel=1e-6, abs=1e-7)
    assert bend == pytest.approx((high[1] - low[1]) / 2e-5, rel=1e-6, abs=1e-7)
    assert _helium_pair(np.array([1.0]))[0][0] == pytest.approx(-1, abs=1e-4)  # x counts from where the well is deepest


def inversion(order):
    warm = np.linspace(40, 80, 401)
    B = helium_virial_coefficient(warm, order)
    return np.interp(0, B - warm * np.gradient(B, warm), warm)


def test_classical_helium_would_cool_up_to_63_kelvin():
    assert inversion(0) == pytest.approx(63.0, abs=0.1)
    assert inversion(2) == pytest.approx(RealFluid("helium").maximum_inversion_temperature(), abs=1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: SquareWell(0.0), "depth must be positive.*0"),
        (lambda: SquareWell(100.0, 1.0), "reach must be above 1.*1"),
        (lambda: SquareWell(100.0).pull(-1.0), "T must be a positive.*-1"),
        (lambda: SquareWell(100.0).knocks(0.5, -3), "T must be a positive.*-3"),
        (lambda: SquareWell(100.0).path(0.5, 0.0, -3), "T must be a positive.*-3"),
        (lambda: helium_virial_coefficient([50.0, 30.0]), "T must be at least 40 K.*30"),
        (lambda: helium_virial_coefficient(50.0, 3), "order must be.*3"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call()
