"""Reference equations of state: against published values, CoolProp's own derivatives, identities, and at every edge."""

import pickle
import re
from pathlib import Path

import CoolProp.CoolProp as CoolProp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryolib.expansion import expand, throttle
from cryolib.gases import FLUIDS, RealFluid
from cryolib.symbols import SYMBOLS

FLUID = {name: RealFluid(name) for name in FLUIDS}
NITROGEN, HELIUM, AIR = FLUID["nitrogen"], FLUID["helium"], FLUID["air"]
BAR = 1e5
# Published ranges [K] and [MPa], from the titles and abstracts of the papers, typed here apart from the records.
PUBLISHED = {
    "helium": (1500, 2000),
    "hydrogen": (1000, 2000),
    "neon": (700, 700),
    "nitrogen": (1000, 2200),
    "oxygen": (300, 80),
    "argon": (700, 1000),
    "carbon monoxide": (500, 100),
    "carbon dioxide": (1100, 800),
    "methane": (625, 1000),
    "air": (2000, 2000),
}
EXTRAPOLATED = {"oxygen", "argon", "carbon monoxide", "carbon dioxide", "methane"}


@pytest.mark.parametrize("name", FLUIDS)
def test_published_constants(name):
    record, gas = FLUIDS[name], FLUID[name]
    assert gas.molar_mass == record.molar_mass
    assert gas.critical_temperature == pytest.approx(record.critical_temperature, rel=1e-3)
    assert gas.critical_pressure == pytest.approx(record.critical_pressure, rel=5e-3)
    if record.boiling_point is not None:
        assert gas.saturated_liquid(101325.0).T == pytest.approx(record.boiling_point, abs=0.05)
    assert gas.heat_capacity(300.0, 1e3) == pytest.approx(8.314462618 * record.heat_capacity, rel=5e-3)


@pytest.mark.parametrize(
    ("name", "T"),
    # Where B = T B' with the second virial coefficient of each equation of state, computed apart from this package.
    {
        "helium": 45.65,
        "hydrogen": 200.8,
        "neon": 223.6,
        "nitrogen": 607.87,
        "oxygen": 757.4,
        "argon": 763.3,
        "carbon monoxide": 640.8,
        "carbon dioxide": 1353.8,
        "methane": 980.3,
        "air": 645.5,
    }.items(),
)
def test_maximum_inversion_temperature(name, T):
    gas = FLUID[name]
    assert gas.maximum_inversion_temperature() == pytest.approx(T, rel=2e-4)
    assert gas.extrapolates(gas.maximum_inversion_temperature()) == (name in EXTRAPOLATED)


@pytest.mark.parametrize("name", FLUIDS)
def test_the_virial_coefficient_and_books_confirm_the_maximum_inversion_temperature(name):
    gas = FLUID[name]
    T = gas.maximum_inversion_temperature()
    for published in FLUIDS[name].published_inversion_temperatures:
        # Books have 40 K for helium, 231 and 250 K for neon, 1500 K for carbon dioxide; the others are closer.
        assert pytest.approx(published, rel=0.15) == T
    step = 1e-4 * T
    if not gas.extrapolates(T + step):
        slope = np.diff(gas.second_virial_coefficient([T - step, T + step]))[0] / (2 * step)
        assert gas.second_virial_coefficient(T) == pytest.approx(T * slope, rel=1e-5)


@pytest.mark.parametrize("name", FLUIDS)
def test_boyle_temperature(name):
    gas, published = FLUID[name], FLUIDS[name].published_boyle_temperature
    T = gas.boyle_temperature()
    assert 1.8 < gas.maximum_inversion_temperature() / T < 2.0
    if published is not None:
        assert pytest.approx(published, rel=0.045) == T
    if not gas.extrapolates(T):
        assert gas.second_virial_coefficient([0.99 * T, 1.01 * T]).tolist() == sorted(gas.second_virial_coefficient([0.99 * T, 1.01 * T]))
        assert gas.second_virial_coefficient(0.99 * T) < 0 < gas.second_virial_coefficient(1.01 * T)


@pytest.mark.parametrize("name", FLUIDS)
def test_what_is_extrapolated_is_decided_by_the_published_range(name):
    gas, (T, megapascal) = FLUID[name], PUBLISHED[name]
    program = CoolProp.AbstractState("HEOS", FLUIDS[name].coolprop)
    assert (gas.maximum_temperature, gas.maximum_pressure) == (T, min(megapascal * 1e6, program.pmax()))
    assert gas.maximum_temperature <= program.Tmax()
    low = gas.minimum_temperature
    assert gas.extrapolates([0.99 * low, low, T, 1.001 * T]).tolist() == [True, False, False, True]
    assert gas.state(T, BAR).T == T
    with pytest.raises(ValueError, match=f"{name}: T must be in {low:.6g} to {T} K; got T = {1.001 * T:.10g}"):
        gas.state(1.001 * T, BAR)
    with pytest.raises(ValueError, match="P must be at most"):
        gas.state(300.0, 1.001 * gas.maximum_pressure)
    # Above it the inversion curve goes on, and says so.
    assert gas.inversion_pressure(0.99 * gas.maximum_inversion_temperature()) > 0


@pytest.mark.parametrize("name", FLUIDS)
def test_the_title_of_the_paper_has_the_published_range(name):
    record = FLUIDS[name]
    bibliography = Path(__file__).parents[2].joinpath("references.bib").read_text(encoding="utf-8")
    entry = re.search(rf"^@\w+\{{{record.maximum_temperature.source},(.*?)^\}}", bibliography, re.M | re.S).group(1)
    if "title" in record.maximum_temperature.note or name == "oxygen":
        T, megapascal = PUBLISHED[name]
        assert re.search(rf"\b{T} \{{K\}} .*\b{megapascal} \{{MPa\}}", entry)
    else:
        assert record.maximum_temperature.note
    assert record.maximum_pressure.source == record.maximum_temperature.source


def test_inversion_curve_of_nitrogen():
    T, P = NITROGEN.maximum_inversion_pressure()
    assert (T, P) == (pytest.approx(277, abs=0.5), pytest.approx(394.5 * BAR, rel=2e-4))
    assert NITROGEN.inversion_pressure([300.0, 200.0, 150.0, 120.0]) == pytest.approx(
        np.array([391.04, 344.3, 231.9, 111.7]) * BAR, rel=4e-4
    )
    # D. G. Miller, Ind. Eng. Chem. Fundam. 9, 585 (1970): P/P_c = 24.21 - 18.54/T_r - 0.825 T_r^2
    T_r = 300.0 / NITROGEN.critical_temperature
    assert NITROGEN.inversion_pressure(300.0) == pytest.approx(
        (24.21 - 18.54 / T_r - 0.825 * T_r**2) * NITROGEN.critical_pressure, rel=0.025
    )


def test_top_of_the_curve_of_helium():
    T, P = HELIUM.maximum_inversion_pressure()
    assert (T, P) == (pytest.approx(20.9, abs=0.1), pytest.approx(37.0 * BAR, rel=2e-3))


@pytest.mark.parametrize("name", FLUIDS)
def test_coefficient_vanishes_on_the_curve_and_is_positive_inside(name):
    gas = FLUID[name]
    (T_end, _), (T_top, P_top) = gas.inversion_end(), gas.maximum_inversion_pressure()
    T = np.linspace(T_end * 1.02, min(gas.maximum_inversion_temperature() * 0.98, gas.maximum_temperature), 9)
    P = gas.inversion_pressure(T)
    scale = gas.joule_thomson_coefficient(1.5 * gas.critical_temperature, 1e4)
    assert np.max(np.abs(gas.joule_thomson_coefficient(T, P))) < 1e-6 * scale
    assert np.all(gas.joule_thomson_coefficient(T, 0.98 * P) > 0)
    assert np.all(gas.joule_thomson_coefficient(T, 1.02 * P) < 0)
    assert np.all(P <= P_top)
    lower, upper = gas.inversion_temperatures(0.9 * P_top)
    assert lower < T_top < upper
    assert gas.inversion_pressure([lower, upper]) == pytest.approx(0.9 * P_top, rel=1e-9)


def test_lower_end_of_the_curve():
    T, P = NITROGEN.inversion_end()
    assert pytest.approx(101.74, abs=0.01) == T
    assert pytest.approx(NITROGEN.saturation(T).P, rel=1e-9) == P
    assert NITROGEN.saturated_liquid(0.98 * P).joule_thomson_coefficient < 0 < NITROGEN.saturated_liquid(1.02 * P).joule_thomson_coefficient
    assert NITROGEN.inversion_pressure(T) == pytest.approx(P, rel=1e-9)
    assert NITROGEN.inversion_temperatures(P)[0] == pytest.approx(T, rel=1e-9)
    # Below it, the sign changes where the liquid boils.
    lower, upper = NITROGEN.inversion_temperatures([101325.0, 2 * P])
    assert lower[0] == pytest.approx(77.355, abs=1e-3)
    assert lower[1] > T
    assert upper[0] == pytest.approx(607.28, abs=0.01)
    assert NITROGEN.joule_thomson_coefficient(77.3, 101325.0) < 0 < NITROGEN.joule_thomson_coefficient(77.4, 101325.0)


@pytest.mark.parametrize(
    ("name", "value", "tolerance"),
    # [K/atm] at 300 K and 1 atm: P. Atkins and J. de Paula, Physical Chemistry, table of Joule-Thomson coefficients
    [("helium", -0.062, 0.04), ("hydrogen", -0.03, 0.04), ("carbon dioxide", 1.11, 0.03)],
)
def test_published_coefficients(name, value, tolerance):
    assert FLUID[name].joule_thomson_coefficient(300.0, 101325.0) * 101325 == pytest.approx(value, rel=tolerance)


POINTS = [("nitrogen", 300.0, 2e7), ("nitrogen", 70.0, 2e7), ("helium", 300.0, 2e7), ("helium", 4.0, 1.5e5), ("hydrogen", 40.0, 3e6)]
POINTS += [("carbon dioxide", 250.0, 1e6), ("carbon dioxide", 280.0, 1e7), ("air", 150.0, 5e6), ("methane", 200.0, 1e6)]


@pytest.mark.parametrize(("name", "T", "P"), POINTS)
def test_state_agrees_with_the_high_level_interface(name, T, P):
    """And with derivatives that CoolProp works out by itself."""
    state = FLUID[name].state(T, P)
    keys = {"v": "Dmolar", "u": "Umolar", "h": "Hmolar", "s": "Smolar", "heat_capacity": "Cpmolar"}
    keys |= {"joule_thomson_coefficient": "d(T)/d(P)|Hmolar", "isentropic_coefficient": "d(T)/d(P)|Smolar"}
    for ours, theirs in keys.items():
        value = CoolProp.PropsSI(theirs, "T", T, "P", P, FLUIDS[name].coolprop)
        computed = getattr(state, ours)
        assert (1 / computed if ours == "v" else computed) == pytest.approx(value, rel=1e-7), ours
    cv = CoolProp.PropsSI("Cvmolar", "T", T, "P", P, FLUIDS[name].coolprop)
    assert FLUID[name].isochoric_heat_capacity(T, P) == pytest.approx(cv, rel=1e-9)
    assert FLUID[name].pressure(T, state.v) == pytest.approx(P, rel=1e-7)


@pytest.mark.parametrize(("name", "T", "P"), POINTS)
def test_coefficients_agree_with_finite_differences(name, T, P):
    gas, step = FLUID[name], 1e-3 * P
    state = gas.state(T, P)
    throttled = [gas.state_from_enthalpy(state.h, P + sign * step).T for sign in (1, -1)]
    expanded = [gas.state_from_entropy(state.s, P + sign * step).T for sign in (1, -1)]
    assert (throttled[0] - throttled[1]) / (2 * step) == pytest.approx(state.joule_thomson_coefficient, rel=1e-4, abs=1e-11)
    assert (expanded[0] - expanded[1]) / (2 * step) == pytest.approx(state.isentropic_coefficient, rel=1e-4)


def test_liquid_nitrogen_at_200_bar_warms_and_is_a_liquid():
    state = NITROGEN.state(70.0, 2e7)
    assert state.joule_thomson_coefficient * BAR == pytest.approx(-0.0432, abs=1e-4)
    assert state.vapour_fraction == 0
    outlet = NITROGEN.state_from_enthalpy(state.h, 101325.0)
    assert outlet.T == pytest.approx(77.355, abs=1e-3)
    assert outlet.vapour_fraction == pytest.approx(0.0052, abs=1e-4)
    assert NITROGEN.state(300.0, 2e7).vapour_fraction == 1


@pytest.mark.parametrize("name", [name for name in FLUIDS if name != "air"])
def test_two_phases(name):
    gas = FLUID[name]
    T = 0.85 * gas.critical_temperature
    line = gas.saturation(T)
    # Clausius and Clapeyron: equal Gibbs energies
    assert line.h_gas - line.h_liquid == pytest.approx(T * (line.s_gas - line.s_liquid), rel=1e-6)
    slope = (line.v_gas - line.v_liquid) / (line.s_gas - line.s_liquid)
    assert gas.saturation_temperature(line.P) == pytest.approx(T, rel=1e-8)
    v, h, s = (0.7 * getattr(line, f"{x}_liquid") + 0.3 * getattr(line, f"{x}_gas") for x in "vhs")
    for state in (gas.state_from_volume(T, v), gas.state_from_enthalpy(h, line.P), gas.state_from_entropy(s, line.P)):
        assert (state.T, state.P, state.v, state.h, state.s) == pytest.approx((T, line.P, v, h, s), rel=1e-6)
        assert state.u == pytest.approx(h - line.P * v, rel=1e-6)
        assert state.vapour_fraction == pytest.approx(0.3, abs=1e-6)
        assert state.heat_capacity == np.inf
        assert state.joule_thomson_coefficient == pytest.approx(slope, rel=1e-5)
        assert state.isentropic_coefficient == state.joule_thomson_coefficient
    liquid, vapour = gas.saturated_liquid(line.P), gas.saturated_gas(line.P)
    assert (liquid.vapour_fraction, vapour.vapour_fraction) == (0, 1)
    assert (liquid.v, vapour.v) == pytest.approx((line.v_liquid, line.v_gas), rel=1e-6)
    assert 0 < liquid.heat_capacity < np.inf
    assert 0 < vapour.heat_capacity < np.inf


def on_isobar(P, count=120):
    """Air at one pressure, from a cold liquid to a warm gas."""
    return AIR.state_from_enthalpy(np.linspace(0.0 if P > BAR else -500.0, 7500.0, count), P)


# Near 37.85 bar the dew line ends, and up to 37.89 bar CoolProp itself finds no state.
ISOBARS = [6e3, 3e4, BAR, 5e5, 2e6, 3.6e6, 3.784e6, 3.7851e6, 3.786e6, 3.7889e6, 4e6]


@pytest.mark.parametrize("P", ISOBARS)
def test_air_on_an_isobar_has_no_gap_and_obeys_the_first_law(P):
    state = on_isobar(P)
    dh, ds = np.diff(state.h), np.diff(state.s)
    assert np.all(np.diff(state.T) > 0) and np.all(ds > 0) and np.all(np.diff(state.v) > 0) and np.all(np.diff(state.vapour_fraction) >= 0)
    # T ds = dh; the lever rule, with its temperature that rises in proportion, keeps it to a few per cent between the lines.
    ratio = (state.T[1:] + state.T[:-1]) / 2 * ds / dh
    boils = (state.vapour_fraction[1:] > 0) & (state.vapour_fraction[:-1] < 1) & (P < 3.785e6)
    assert ratio[~boils] == pytest.approx(1, abs=2e-3)
    assert ratio[boils] == pytest.approx(1, abs=0.04)


@pytest.mark.parametrize("P", ISOBARS)
def test_air_survives_a_round_trip_across_both_lines(P):
    state = on_isobar(P, 40)
    for again in (AIR.state_from_entropy(state.s, P), AIR.state(state.T, P), AIR.state_from_volume(state.T, state.v)):
        assert again.h == pytest.approx(state.h, abs=0.01)
        assert again.P == pytest.approx(P, rel=1e-6)
        assert again.vapour_fraction == pytest.approx(state.vapour_fraction, abs=1e-5)


@pytest.mark.parametrize(("P", "worst_T", "worst_share"), [(BAR, 0.75, 0.016), (1013250.0, 0.22, 0.012), (2.5e6, 0.1, 0.013)])
def test_boiling_air_against_a_mixture_of_nitrogen_oxygen_and_argon(P, worst_T, worst_share):
    """CoolProp's model of mixtures solves the equilibrium of the three gases; the lines of air and the lever rule are close to it."""
    mixture = CoolProp.AbstractState("HEOS", "Nitrogen&Oxygen&Argon")
    mixture.set_mole_fractions([0.7812, 0.2096, 0.0092])
    rows = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        mixture.update(CoolProp.PQ_INPUTS, P, share)
        rows.append((mixture.T(), mixture.hmolar(), share))
    T, h, share = np.array(rows).T
    bubble, dew = AIR.saturated_liquid(P), AIR.saturated_gas(P)
    assert (bubble.T, dew.T) == pytest.approx((T[0], T[-1]), abs=0.1)
    assert dew.h - bubble.h == pytest.approx(h[-1] - h[0], rel=5e-3)
    state = AIR.state_from_enthalpy(bubble.h + (dew.h - bubble.h) * (h - h[0]) / (h[-1] - h[0]), P)
    assert state.T[1:-1] == pytest.approx(T[1:-1], abs=worst_T)
    assert state.vapour_fraction == pytest.approx(share, abs=worst_share)


def test_no_outlet_of_air_is_refused():
    """Valves and expanders from every start to every pressure: the energy is conserved and the entropy does not fall."""
    rng = np.random.default_rng(20240229)
    T, P_in = rng.uniform(70, 320, 120), np.exp(rng.uniform(np.log(2e5), np.log(4e7), 120))
    P_out = np.exp(rng.uniform(np.log(8e3), np.log(P_in / 1.2)))
    valve = throttle(AIR, T, P_in, P_out)
    assert valve.h == pytest.approx(valve.inlet.h, abs=1e-3)
    assert np.all(valve.entropy_generation > 0)
    boiling = np.sum((valve.vapour_fraction > 0) & (valve.vapour_fraction < 1))
    for efficiency in (0.5, 0.75, 1.0):
        expander = expand(AIR, T, P_in, P_out, efficiency)
        boiling += np.sum((expander.vapour_fraction > 0) & (expander.vapour_fraction < 1))
        assert expander.h + expander.work == pytest.approx(expander.inlet.h, abs=1e-3)
        assert np.all(expander.entropy_generation > -1e-5 if efficiency == 1.0 else expander.entropy_generation > 0)
        assert np.all(expander.T <= valve.T + 1e-6)
    assert boiling > 120
    # Outlets just above the bubble point, where CoolProp's own flash finds no state.
    for T_in, high, low, efficiency in ((70.0, 24.71e6, BAR, 1e-9), (80.0, 3.6e6, BAR, 0.75), (130.0, 9.43e6, 2.2326e6, 1.0)):
        outlet = expand(AIR, T_in, high, low, efficiency)
        assert 0 < outlet.liquid_fraction < 1


def test_air_boils_over_a_range():
    liquid, vapour = AIR.saturated_liquid(101325.0), AIR.saturated_gas(101325.0)
    # E. W. Lemmon et al., J. Phys. Chem. Ref. Data 29, 331 (2000): bubble and dew point at one atmosphere
    assert liquid.T == pytest.approx(78.90, abs=0.02)
    assert vapour.T == pytest.approx(81.72, abs=0.02)
    h = 0.6 * liquid.h + 0.4 * vapour.h
    state = AIR.state_from_enthalpy(h, 101325.0)
    assert state.vapour_fraction == pytest.approx(0.4, abs=1e-6)
    assert pytest.approx(0.6 * liquid.T + 0.4 * vapour.T, rel=1e-6) == state.T
    assert AIR.state_from_entropy(state.s, 101325.0).T == pytest.approx(state.T, rel=1e-6)
    up, down = (AIR.state_from_enthalpy(h, 101325.0 + step).T for step in (100.0, -100.0))
    assert state.joule_thomson_coefficient == pytest.approx((up - down) / 200, rel=1e-3)
    warmer = AIR.state_from_enthalpy(h + 10.0, 101325.0).T
    assert state.heat_capacity == pytest.approx(10 / (warmer - state.T), rel=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FLUIDS)), st.floats(0.7, 4.0), st.floats(-3.0, 1.3).map(lambda x: 10.0**x))
def test_a_state_survives_a_round_trip(name, t, p):
    gas = FLUID[name]
    T, P = t * gas.critical_temperature, p * gas.critical_pressure
    # The critical isotherm parts liquid from gas by a rounding, and the critical pressure is too much for CoolProp's air.
    if T > gas.maximum_temperature or abs(t - 1) < 0.01 or abs(p - 1) < 0.01:
        return
    try:
        state = gas.state(T, P)
    except ValueError as error:  # solid, on the saturation line, or in the two phases of air
        if any(
            what in str(error) for what in ("Tmelt", "Saturation pressure", "Two-phase", "ptriple", "T must be in", "P must be at most")
        ):
            return
        raise
    for again in (gas.state_from_enthalpy(state.h, P), gas.state_from_entropy(state.s, P), gas.state_from_volume(T, state.v)):
        assert again.T == pytest.approx(T, rel=1e-6)
        assert again.v == pytest.approx(state.v, rel=1e-4)
        assert again.vapour_fraction == state.vapour_fraction


def test_failure_leaves_no_trace():
    """CoolProp keeps a phase that is imposed for a flash that fails, and then gives states of that phase only."""
    before = AIR.state(300.0, 1e7)
    for P in (BAR, 3.786e6):
        with pytest.raises(ValueError, match="no fluid at h = -5000"):
            AIR.state_from_enthalpy(-5000.0, P)
        assert AIR.state(300.0, 1e7) == before


def test_arrays():
    T, P = np.array([100.0, 200.0, 300.0]), np.array([[BAR], [2e7]])
    state = NITROGEN.state(T, P)
    assert state.h.shape == state.T.shape == state.P.shape == (2, 3)
    for i, j in np.ndindex(2, 3):
        one = NITROGEN.state(float(T[j]), float(P[i, 0]))
        assert isinstance(one.h, float)
        assert (state.h[i, j], state.joule_thomson_coefficient[i, j]) == (one.h, one.joule_thomson_coefficient)
    assert NITROGEN.saturation([70.0, 100.0]).v_gas.shape == (2,)
    assert NITROGEN.inversion_pressure([[200.0, 300.0]]).shape == (1, 2)


def test_fluid_can_be_pickled_and_has_a_repr():
    again = pickle.loads(pickle.dumps(NITROGEN))
    assert repr(again) == "RealFluid('nitrogen')"
    assert again.enthalpy(300.0, BAR) == NITROGEN.enthalpy(300.0, BAR)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: RealFluid("steam"), "name must be one of"),
        (lambda: NITROGEN.state(66.0, 2e7), "nitrogen: no fluid at T = 66, P = 20000000 .*Tmelt"),
        (lambda: HELIUM.state(6.0, 250 * BAR), "helium: no fluid at T = 6.*Tmelt"),
        (lambda: HELIUM.state(2.1, BAR), "T must be in 2.1768 to 1500 K; got T = 2.1"),
        (lambda: HELIUM.state_from_volume(3.0, 1 / 50000), "would be solid"),
        (lambda: NITROGEN.state_from_volume([300.0, 80.0], 1 / 45000), "would be solid.* at index 1"),
        (lambda: NITROGEN.state([300.0, 2500.0], BAR), "T must be in 63.151 to 1000 K; got T = 2500 at index 1"),
        (lambda: FLUID["methane"].state(700.0, BAR), "T must be in .* to 625 K"),
        (lambda: FLUID["oxygen"].state(300.0, 9e7), "P must be at most 8e"),
        (lambda: NITROGEN.state_from_volume(900.0, 1.9e-5), "below 2.2e"),
        (lambda: NITROGEN.state_from_enthalpy(2e5, BAR), "no fluid at h = 200000"),
        (lambda: NITROGEN.state_from_enthalpy(8e4, BAR), "must be in .* to 1000 K"),
        (lambda: NITROGEN.state_from_enthalpy(-4500.0, 2e7), "no fluid at h = -4500"),
        (lambda: NITROGEN.state_from_entropy(10.0, BAR), "no fluid at s = 10"),
        (lambda: NITROGEN.state(90.0, NITROGEN.saturation(90.0).P), "no fluid at T = 90.*Saturation pressure"),
        (lambda: NITROGEN.state(126.192, 3395800.0), "no positive heat capacity"),
        (lambda: NITROGEN.saturation(126.2), "T must be below the critical"),
        (lambda: NITROGEN.saturation(60.0), "T must be in"),
        (lambda: NITROGEN.saturation_temperature(3.4e6), "between the triple point"),
        (lambda: NITROGEN.saturated_gas(1e4), "between the triple point"),
        (lambda: FLUID["carbon dioxide"].saturated_liquid(101325.0), "between the triple point, 517964 Pa"),
        (lambda: FLUID["carbon dioxide"].state(180.0, 101325.0), "T must be in 216.592"),
        (lambda: FLUID["carbon dioxide"].state_from_enthalpy(5000.0, 101325.0), "no fluid at h = 5000"),
        (lambda: FLUID["carbon dioxide"].inversion_temperatures(101325.0), "between the triple point"),
        (lambda: AIR.saturation(80.0), "air boils over a range"),
        (lambda: AIR.saturation_temperature(BAR), "air boils over a range"),
        (lambda: AIR.saturated_gas(3.7855e6), "between the triple point"),
        (lambda: AIR.isochoric_heat_capacity(80.0, 101325.0), "a mixture of liquid and gas has no isochoric heat capacity"),
        (lambda: AIR.state(60.0, 5000.0), "air is partly solid there"),
        (lambda: AIR.state_from_volume(62.0, 0.1), "air is partly solid there"),
        (lambda: NITROGEN.inversion_pressure(610.0), "between 101.736 and 607.867 K"),
        (lambda: NITROGEN.inversion_pressure(100.0), "must be on the inversion curve"),
        (lambda: NITROGEN.inversion_temperatures(395 * BAR), "P must not be above the inversion curve"),
        (lambda: NITROGEN.state(np.nan, BAR), "T must be a positive, finite temperature"),
        (lambda: NITROGEN.state(300.0, -BAR), "P must be positive"),
        (lambda: NITROGEN.state([1.0, 2.0], [1.0, 2.0, 3.0]), "do not broadcast"),
        (lambda: NITROGEN.state(SYMBOLS["T"], BAR), "takes numbers, not symbols"),
        (lambda: NITROGEN.extrapolates(-1.0), "T must be a positive"),
    ],
)
def test_what_has_no_answer_is_refused(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()
