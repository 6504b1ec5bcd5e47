"""The van der Waals model: against its own thermodynamics, published properties of the model, and limits."""

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from cryolib.constants import R
from cryolib.gases import FLUIDS, IdealGas, VanDerWaals

NITROGEN = VanDerWaals.of("nitrogen")
REDUCED = VanDerWaals(3.0, 1 / 3, gas_constant=8 / 3)  # the critical point is at T = P = v = 1
TEMPERATURES = st.floats(0.3, 12.0)
PRESSURES = st.floats(-6.0, 3.0).map(lambda x: 10.0**x)
a, b, R_, T, v, P, kappa = sp.symbols("a b R T v P kappa", positive=True)
SYMBOLIC = VanDerWaals(a, b, heat_capacity=kappa, gas_constant=R_)


def test_critical_point_is_where_slope_and_curvature_vanish():
    pressure = SYMBOLIC.pressure(T, v)
    at = {T: SYMBOLIC.critical_temperature, v: SYMBOLIC.critical_volume}
    assert sp.simplify(pressure.subs(at) - SYMBOLIC.critical_pressure) == 0
    assert sp.simplify(sp.diff(pressure, v).subs(at)) == 0
    assert sp.simplify(sp.diff(pressure, v, 2).subs(at)) == 0
    assert REDUCED.critical_temperature == pytest.approx(1, rel=1e-15)
    assert REDUCED.critical_pressure == pytest.approx(1, rel=1e-15)
    assert REDUCED.critical_volume == 1


@pytest.mark.parametrize("name", FLUIDS)
def test_critical_point_of_a_fluid_is_kept(name):
    gas = VanDerWaals.of(name)
    assert gas.critical_temperature == pytest.approx(FLUIDS[name].critical_temperature, rel=1e-14)
    assert gas.critical_pressure == pytest.approx(FLUIDS[name].critical_pressure, rel=1e-14)
    assert gas.molar_mass == FLUIDS[name].molar_mass


@pytest.mark.parametrize("name", FLUIDS)
def test_constants_agree_with_the_published_table(name):
    # The table comes from older critical points.
    gas, record = VanDerWaals.of(name), FLUIDS[name]
    assert gas.a == pytest.approx(record.van_der_waals_a, rel=0.04)
    assert gas.b == pytest.approx(record.van_der_waals_b, rel=0.04)


def test_symbols_follow_from_the_equation_of_state():
    """Every closed form in (T, v) against derivatives of the pressure and of the Helmholtz energy."""
    pressure, u, h, s = (
        f(T, v) for f in (SYMBOLIC.pressure, SYMBOLIC.internal_energy_at_volume, SYMBOLIC.enthalpy_at_volume, SYMBOLIC.entropy_at_volume)
    )
    helmholtz = u - T * s
    expansion = -sp.diff(pressure, T) / sp.diff(pressure, v)  # of the volume, at constant pressure
    c_p = sp.diff(u, T) + T * sp.diff(pressure, T) * expansion
    claims = {
        -sp.diff(helmholtz, v): pressure,
        -sp.diff(helmholtz, T): s - SYMBOLIC.c_v + sp.diff(u, T),
        u + pressure * v: h,
        c_p: SYMBOLIC.heat_capacity_at_volume(T, v),
        (T * expansion - v) / c_p: SYMBOLIC.joule_thomson_coefficient_at_volume(T, v),
        T * expansion / c_p: SYMBOLIC.isentropic_coefficient_at_volume(T, v),
    }
    for derived, formula in claims.items():
        assert sp.simplify(derived - formula) == 0


def test_low_density_limit_of_the_coefficient_is_the_textbook_formula():
    limit = sp.limit(SYMBOLIC.joule_thomson_coefficient_at_volume(T, v), v, sp.oo)
    assert sp.simplify(limit - (2 * a / (R_ * T) - b) / (SYMBOLIC.c_v + R_)) == 0


def test_inversion_curve_is_where_the_coefficient_is_zero():
    t = sp.Symbol("t", positive=True)
    reduced = SYMBOLIC.inversion_pressure(t * SYMBOLIC.critical_temperature) / SYMBOLIC.critical_pressure
    assert sp.simplify(reduced - (24 * sp.sqrt(3 * t) - 12 * t - 27)) == 0
    T = np.linspace(0.8, 6.7, 40)
    v = REDUCED.molar_volume(T, REDUCED.inversion_pressure(T))
    assert np.max(np.abs(REDUCED.joule_thomson_coefficient_at_volume(T, v))) < 1e-14


def test_ends_and_top_of_the_inversion_curve():
    lower, upper = SYMBOLIC.inversion_temperatures(0)
    T_c = SYMBOLIC.critical_temperature
    assert [sp.simplify(x / T_c) for x in (lower, upper)] == [sp.Rational(3, 4), sp.Rational(27, 4)]
    assert sp.simplify(SYMBOLIC.maximum_inversion_temperature() - upper) == 0
    assert sp.simplify(SYMBOLIC.maximum_inversion_temperature() - 2 * SYMBOLIC.boyle_temperature()) == 0
    T_top, P_top = SYMBOLIC.maximum_inversion_pressure()
    assert sp.simplify(T_top - 3 * T_c) == 0
    assert sp.simplify(P_top - 9 * SYMBOLIC.critical_pressure) == 0
    assert [sp.simplify(x - T_top) for x in SYMBOLIC.inversion_temperatures(P_top)] == [0, 0]
    assert REDUCED.inversion_temperatures(9.0) == pytest.approx((3, 3), rel=1e-7)
    assert REDUCED.inversion_pressure([0.75, 3.0, 6.75]) == pytest.approx([0, 9, 0], abs=1e-12)


@settings(deadline=None)
@given(st.floats(0.0, 8.999))
def test_inversion_curve_both_ways(P):
    for T in REDUCED.inversion_temperatures(P):
        assert REDUCED.inversion_pressure(T) == pytest.approx(P, rel=1e-9, abs=1e-9)


def test_inversion_curve_leaves_the_stable_liquid():
    # 24 sqrt(3 t) - 12 t - 27 meets the saturation pressure; solved by hand with a table of the latter.
    t, p = REDUCED.inversion_end()
    assert t == pytest.approx(0.77871, abs=1e-5)
    assert p == pytest.approx(0.33799, abs=1e-5)
    assert REDUCED.saturated_liquid(p).joule_thomson_coefficient == pytest.approx(0, abs=1e-12)
    assert REDUCED.saturated_liquid(1.01 * p).joule_thomson_coefficient > 0 > REDUCED.saturated_liquid(0.99 * p).joule_thomson_coefficient


def test_boyle_temperature_is_where_the_virial_coefficient_vanishes():
    assert sp.simplify(SYMBOLIC.second_virial_coefficient(SYMBOLIC.boyle_temperature())) == 0
    v = sp.Symbol("v", positive=True)
    series = sp.series((SYMBOLIC.pressure(T, 1 / v) / (R_ * T * v)), v, 0, 2).removeO()
    assert sp.simplify(series.coeff(v, 1) - SYMBOLIC.second_virial_coefficient(T)) == 0


def test_hard_spheres_warm_at_every_density():
    spheres = VanDerWaals(0.0, 4e-5)
    P = np.geomspace(1e3, 1e9, 7)
    state = spheres.state(300.0, P)
    assert state.heat_capacity == pytest.approx(np.full(7, 2.5 * R), rel=1e-15)
    assert state.joule_thomson_coefficient == pytest.approx(np.full(7, -4e-5 / (2.5 * R)), rel=1e-15)
    assert spheres.state_from_enthalpy(state.h, P).T == pytest.approx(300.0, rel=1e-12)
    assert spheres.state_from_volume(300.0, state.v).P == pytest.approx(P, rel=1e-9)
    for ask in (spheres.boyle_temperature, spheres.maximum_inversion_temperature, lambda: spheres.critical_temperature):
        with pytest.raises(ValueError, match="without attraction"):
            ask()


def test_dilute_gas_is_ideal():
    ideal = IdealGas(NITROGEN.c_v / R + 1)
    for name in ("v", "u", "h", "s", "heat_capacity", "isentropic_coefficient"):
        assert getattr(NITROGEN.state(300.0, 1.0), name) == pytest.approx(getattr(ideal.state(300.0, 1.0), name), rel=1e-6)


@settings(deadline=None)
@given(TEMPERATURES, PRESSURES)
def test_volume_solves_the_equation_of_state(T, P):
    v = REDUCED.molar_volume(T, P)
    assert v > REDUCED.b
    # P is a small difference of large terms in a cold liquid.
    scale = REDUCED.R * T / (v - REDUCED.b)
    assert REDUCED.pressure(T, v) == pytest.approx(P, rel=1e-12, abs=1e-13 * scale * v / (v - REDUCED.b))


@settings(deadline=None)
@given(TEMPERATURES, PRESSURES)
def test_volume_is_that_of_the_stable_phase(T, P):
    """No root of the cubic, found in another way, has a lower Gibbs energy."""
    gas = REDUCED
    v = gas.molar_volume(T, P)

    def gibbs(v):
        return -gas.R * T * np.log(v - gas.b) - gas.a / v + P * v

    roots = np.roots([P, -(P * gas.b + gas.R * T), gas.a, -gas.a * gas.b])
    real = roots.real[(np.abs(roots.imag) < 1e-9) & (roots.real > 1.0001 * gas.b)]
    assert all(gibbs(v) <= gibbs(root) + 1e-8 * abs(gibbs(root)) for root in real)


@pytest.mark.parametrize("below", [1e-6, 1e-3, 0.1, 0.5, 0.8])
def test_stable_phase_changes_at_the_saturation_pressure(below):
    T = 1 - below
    line = REDUCED.saturation(T)
    assert REDUCED.molar_volume(T, line.P * (1 + 1e-11)) == pytest.approx(line.v_liquid, rel=1e-4)
    assert REDUCED.molar_volume(T, line.P * (1 - 1e-11)) == pytest.approx(line.v_gas, rel=1e-4)


def test_dilute_gas_keeps_its_digits_beside_a_cold_liquid():
    # v = R T / P + B + ..., with the next term below rounding
    v = NITROGEN.molar_volume(70.0, np.array([1e-9, 1e-3, 1.0]))
    P = np.array([1e-9, 1e-3, 1.0])
    assert v == pytest.approx(R * 70.0 / P + NITROGEN.second_virial_coefficient(70.0), rel=1e-9)


def test_advantage_of_the_expander_is_volume_over_heat_capacity():
    T, P = np.linspace(80, 900, 30), np.geomspace(1e4, 1e8, 31)[:, None]
    difference = NITROGEN.isentropic_coefficient(T, P) - NITROGEN.joule_thomson_coefficient(T, P)
    assert difference == pytest.approx(NITROGEN.molar_volume(T, P) / NITROGEN.heat_capacity(T, P), rel=1e-10)


@pytest.mark.parametrize(("T", "P"), [(300.0, 2e7), (100.0, 2e7), (120.0, 1e6), (600.0, 1e5), (127.0, 4e6)])
def test_coefficients_agree_with_finite_differences(T, P):
    state, step = NITROGEN.state(T, P), 1e-4 * P
    throttled = [NITROGEN.state_from_enthalpy(state.h, P + sign * step).T for sign in (1, -1)]
    expanded = [NITROGEN.state_from_entropy(state.s, P + sign * step).T for sign in (1, -1)]
    assert (throttled[0] - throttled[1]) / (2 * step) == pytest.approx(state.joule_thomson_coefficient, rel=1e-5)
    assert (expanded[0] - expanded[1]) / (2 * step) == pytest.approx(state.isentropic_coefficient, rel=1e-5)
    warmed = [NITROGEN.enthalpy(T + sign * 1e-4 * T, P) for sign in (1, -1)]
    assert (warmed[0] - warmed[1]) / (2e-4 * T) == pytest.approx(state.heat_capacity, rel=1e-4)
    assert NITROGEN.isochoric_heat_capacity(T, P) == NITROGEN.c_v


@settings(max_examples=200, deadline=None)
@given(TEMPERATURES, PRESSURES)
def test_a_state_survives_a_round_trip(T, P):
    state = REDUCED.state(T, P)
    assert REDUCED.state_from_enthalpy(state.h, P).T == pytest.approx(T, rel=1e-7)
    assert REDUCED.state_from_entropy(state.s, P).T == pytest.approx(T, rel=1e-7)
    again = REDUCED.state_from_volume(T, state.v)
    assert again.h == pytest.approx(state.h, rel=1e-7, abs=1e-7)
    assert again.vapour_fraction == state.vapour_fraction


@settings(deadline=None)
@given(st.floats(0.3, 0.999), st.floats(0.001, 0.999))
def test_mixture_of_two_phases_is_found_in_three_ways(T, share):
    line = REDUCED.saturation(T)
    v, h, s = ((1 - share) * getattr(line, f"{x}_liquid") + share * getattr(line, f"{x}_gas") for x in "vhs")
    for state in (REDUCED.state_from_volume(T, v), REDUCED.state_from_enthalpy(h, line.P), REDUCED.state_from_entropy(s, line.P)):
        assert state.vapour_fraction == pytest.approx(share, abs=1e-7)
        assert (state.T, state.P, state.v) == pytest.approx((T, line.P, v), rel=1e-7)
        assert state.u == pytest.approx(h - line.P * v, rel=1e-7, abs=1e-7)
        assert state.heat_capacity == np.inf
        step = 1e-6 * T
        slope = 2 * step / (REDUCED.saturation(T + step).P - REDUCED.saturation(T - step).P)
        assert state.joule_thomson_coefficient == pytest.approx(slope, rel=1e-5)
        assert state.isentropic_coefficient == state.joule_thomson_coefficient


def test_critical_state():
    state = REDUCED.state(1.0, 1.0)
    assert state.v == pytest.approx(1, rel=1e-5)
    # The limit of the coefficient along any path is the slope of the saturation line, 1/4 in units of the critical point.
    assert state.joule_thomson_coefficient == pytest.approx(0.25, rel=1e-4)
    assert state.heat_capacity > 1e8
    assert REDUCED.heat_capacity_at_volume(1.0, 1.0) > 1e10


def test_array_gives_what_its_elements_give():
    T, P = np.linspace(60, 300, 7), np.geomspace(1e4, 1e8, 5)[:, None]
    states = NITROGEN.state(T, P)
    assert states.h.shape == (5, 7)
    for i in range(5):
        for j in range(7):
            one = NITROGEN.state(float(T[j]), float(P[i, 0]))
            assert isinstance(one.h, float)
            for name in ("v", "u", "h", "s", "heat_capacity", "joule_thomson_coefficient", "vapour_fraction"):
                assert getattr(states, name)[i, j] == getattr(one, name)


def test_numbers_and_symbols_agree():
    numbers = {T: 250.0, v: 1e-4, a: NITROGEN.a, b: NITROGEN.b, R_: float(R), kappa: 2.5}
    gas = VanDerWaals(NITROGEN.a, NITROGEN.b, 2.5)
    names = ("pressure", "internal_energy_at_volume", "enthalpy_at_volume", "entropy_at_volume", "heat_capacity_at_volume")
    for name in (*names, "joule_thomson_coefficient_at_volume", "isentropic_coefficient_at_volume"):
        assert float(getattr(SYMBOLIC, name)(T, v).subs(numbers)) == pytest.approx(getattr(gas, name)(250.0, 1e-4), rel=1e-12)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: VanDerWaals(-1.0, 1e-5), "a must be zero or positive"),
        (lambda: VanDerWaals(0.1, 0.0), "b must be positive"),
        (lambda: VanDerWaals(0.1, 1e-5, heat_capacity=0), "heat_capacity must be positive"),
        (lambda: VanDerWaals.of("xenon"), "got 'xenon'"),
        (lambda: REDUCED.pressure(1.0, 1 / 3), "b must be below v"),
        (lambda: REDUCED.pressure(1.0, [1.0, 0.2]), "b must be below v.* at index 1"),
        (lambda: REDUCED.pressure(0.0, 1.0), "T must be a positive"),
        (lambda: REDUCED.pressure(np.nan, 1.0), "T must be a positive"),
        (lambda: REDUCED.molar_volume(1.0, 0.0), "P must be positive"),
        (lambda: REDUCED.molar_volume(1.0, np.inf), "P must be positive and finite"),
        (lambda: REDUCED.molar_volume([1.0, 2.0], [1.0, 2.0, 3.0]), "do not broadcast"),
        (lambda: REDUCED.heat_capacity_at_volume(0.9, 1.0), "unstable.* T = 0.9, v = 1"),
        (lambda: REDUCED.joule_thomson_coefficient_at_volume(0.9, 1.0), "unstable"),
        (lambda: REDUCED.isentropic_coefficient_at_volume(0.9, 1.0), "unstable"),
        (lambda: REDUCED.saturation(1.1), "T must not be above the critical"),
        (lambda: REDUCED.saturation(0.004), "T must be at least 0.005 K"),
        (lambda: REDUCED.saturation_temperature(1.1), "P must not be above the critical"),
        (lambda: REDUCED.saturated_gas(0.0), "P must be positive"),
        (lambda: REDUCED.inversion_pressure(0.7), "T must be a temperature of the inversion curve"),
        (lambda: REDUCED.inversion_pressure(7.0), "T must be a temperature of the inversion curve"),
        (lambda: REDUCED.inversion_temperatures(9.1), "P must not be above the inversion curve"),
        (lambda: REDUCED.inversion_temperatures(-1.0), "P must be zero or positive"),
        (lambda: REDUCED.state_from_enthalpy(-9.0, 0.1), "h must be above that at absolute zero"),
        (lambda: REDUCED.state_from_entropy(np.nan, 0.1), "s must be finite"),
        (lambda: REDUCED.coexistence(0.0), "parameter must be positive"),
        (lambda: SYMBOLIC.molar_volume(T, P), "takes numbers"),
        (lambda: SYMBOLIC.saturation(100.0), "takes numbers"),
        (lambda: REDUCED.state(T, 1.0), "takes numbers"),
    ],
)
def test_what_has_no_answer_is_refused(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()
