"""The Linde-Hampson liquefier: published tables, balances of each part, refusals, the exchanger and the best pressure."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
import sympy as sp
from CoolProp.CoolProp import PQ_INPUTS, PT_INPUTS, AbstractState
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cryolib import liquefaction
from cryolib.exchanger import exchanger
from cryolib.gases import IdealGas, RealFluid, VanDerWaals
from cryolib.linde_hampson import (
    attainable_yield,
    best_pressure,
    ceiling_pressure,
    least_exchanger_effectiveness,
    linde_hampson,
    liquefaction_work,
    yield_balance,
    yield_from_enthalpies,
)
from cryolib.symbols import SYMBOLS, effectiveness, h_1, h_2, h_f, h_g

ATMOSPHERE = 101325.0
NITROGEN, HELIUM = RealFluid("nitrogen"), RealFluid("helium")
# Barron, Cryogenic Systems, chapter 3: 300 K, 101.3 kPa to 20.265 MPa, a perfect exchanger.
# liquid yield, work per gas compressed [kJ/kg], figure of merit, ideal work [kJ/kg]
BARRON = {
    "nitrogen": (0.0708, 472.5, 0.1151, 768.1),
    "air": (0.0808, 454.1, 0.1313, 738.9),
    "carbon monoxide": (0.0871, 468.9, 0.1427, 756.6),
    "argon": (0.1183, 325.3, 0.1741, 478.6),
    "oxygen": (0.1065, 405.0, 0.1671, 635.6),
    "methane": (0.1977, 782.4, 0.2758, 1091.0),
}


@pytest.mark.parametrize("name", BARRON)
def test_barrons_table(name):
    liquid_yield, work, merit, ideal = BARRON[name]
    liquefier = linde_hampson(RealFluid(name), 300.0, 200 * ATMOSPHERE)
    assert liquefier.liquid_yield == pytest.approx(liquid_yield, rel=0.06)  # a small difference of large enthalpies
    assert liquefier.work_per_gas / 1000 == pytest.approx(work, rel=0.01)
    assert liquefier.figure_of_merit == pytest.approx(merit, rel=0.06)
    assert liquefier.ideal_work / 1000 == pytest.approx(ideal, rel=0.01)


@pytest.mark.parametrize(("name", "published"), [("neon", 1335), ("hydrogen", 12019), ("helium", 6819)])
def test_ideal_work_of_gases_that_warm_at_300_kelvin(name, published):
    fluid = RealFluid(name)
    P_high = 200 * ATMOSPHERE if name != "helium" else 40e5  # from 42 bar on, no inlet would do for helium
    assert liquefaction_work(fluid, 300.0) / 1000 == pytest.approx(published, rel=0.01)
    with pytest.raises(ValueError, match=f"^{name} does not get colder when it is throttled at T_in = 300 K, .* yield of -0.0"):
        linde_hampson(fluid, 300.0, P_high)


def test_yield_of_nitrogen_by_inlet_temperature_and_pressure():
    assert yield_balance(NITROGEN, [300.0, 250.0, 200.0, 150.0], 200e5) == pytest.approx([0.0741, 0.1276, 0.2337, 0.4382], abs=1e-4)
    assert yield_balance(NITROGEN, 236.04, 200e5) == pytest.approx(0.15, abs=1e-4)
    assert yield_balance(NITROGEN, 226.2, 200e5, effectiveness=0.95) == pytest.approx(0.15, abs=2e-4)
    # Schroeder, An Introduction to Thermal Physics, problem 4.33: 100 bar, 200 K; his table of enthalpies has 1 bar
    assert yield_balance(NITROGEN, 200.0, 100e5, 1e5) == pytest.approx(0.15, abs=0.005)
    assert linde_hampson(NITROGEN, 300.0, 200e5).liquid_yield == pytest.approx(yield_balance(NITROGEN, 300.0, 200e5), rel=1e-12)


def test_states_of_the_worked_case():
    liquefier = linde_hampson(NITROGEN, 300.0, 200e5)
    states = liquefier.states
    temperature = {name: state.T for name, state in states.items()}
    assert list(states) == ["1", "2", "3", "4", "f", "g", "1'"]
    assert temperature["3"] == pytest.approx(164.5, abs=0.05)
    assert (states["1"].h - states["2"].h) / NITROGEN.molar_mass == pytest.approx(32.08e3, rel=2e-3)  # the isothermal throttling effect
    assert [states[name].P for name in "123"] == pytest.approx([ATMOSPHERE, 200e5, 200e5], rel=1e-8)
    assert states["1'"] is states["1"]
    assert temperature["4"] == pytest.approx(temperature["f"], rel=1e-9)
    assert states["4"].vapour_fraction == pytest.approx(1 - liquefier.liquid_yield, rel=1e-7)  # the valve makes just what is drawn off


def test_a_worse_exchanger():
    yields = [linde_hampson(NITROGEN, 300.0, 200e5, effectiveness=e).liquid_yield for e in (0.97, 0.95, 0.90)]
    assert yields == pytest.approx([0.0588, 0.0484, 0.0212], abs=1e-4)
    least = linde_hampson(NITROGEN, 300.0, 200e5).least_effectiveness
    assert least == pytest.approx(0.86291, abs=1e-5)
    assert yield_balance(NITROGEN, 300.0, 200e5, effectiveness=least) == pytest.approx(0, abs=1e-12)
    assert linde_hampson(NITROGEN, 300.0, 200e5, effectiveness=least + 1e-6).liquid_yield > 0


def test_cold_helium_needs_no_exchanger():
    liquefier = linde_hampson(HELIUM, 6.0, best_pressure(HELIUM, 6.0), effectiveness=0.0)
    temperature = {name: state.T for name, state in liquefier.states.items()}
    assert liquefier.least_effectiveness == pytest.approx(-0.83, abs=0.01)
    assert temperature["3"] == pytest.approx(6.0, rel=1e-9)
    assert temperature["1'"] == pytest.approx(temperature["g"], rel=1e-9)
    assert liquefier.liquid_yield > 0
    assert liquefier.exchanger.heat == pytest.approx(0, abs=1e-9)


machines = st.one_of(
    st.tuples(st.just(NITROGEN), st.floats(130, 500), st.floats(20e5, 500e5), st.sampled_from([1.0, 0.97, 0.9])),
    st.tuples(st.just(RealFluid("air")), st.floats(140, 500), st.floats(20e5, 500e5), st.sampled_from([1.0, 0.95])),
    st.tuples(st.just(RealFluid("methane")), st.floats(200, 600), st.floats(20e5, 500e5), st.sampled_from([1.0, 0.9])),
    st.tuples(st.just(HELIUM), st.floats(7, 35), st.floats(5e5, 30e5), st.sampled_from([1.0, 0.98])),
    st.tuples(st.just(VanDerWaals.of("nitrogen")), st.floats(130, 700), st.floats(20e5, 500e5), st.sampled_from([1.0, 0.95])),
)


@settings(deadline=None, max_examples=60)
@given(machine=machines)
def test_both_laws_hold_around_the_whole_and_in_each_part(machine):
    gas, T_in, P_high, share = machine
    assume(yield_balance(gas, T_in, P_high, effectiveness=share) > 1e-6)
    try:
        x = linde_hampson(gas, T_in, P_high, effectiveness=share)
    except ValueError as refusal:
        assume("as cold as the vapour" not in str(refusal))
        raise
    y, h, s = x.liquid_yield, *({name: getattr(state, q) for name, state in x.states.items()} for q in "hs")
    scale = abs(h["1"] - h["f"])
    # energy: around everything, the exchanger, the valve, the separator
    assert x.work - x.heat_rejected + x.heat_from_surroundings == pytest.approx(y * (h["f"] - h["1"]), abs=1e-9 * scale)
    assert h["2"] - h["3"] == pytest.approx((1 - y) * (h["1'"] - h["g"]), abs=1e-7 * scale)
    assert h["4"] == pytest.approx(h["3"], abs=1e-7 * scale)
    assert h["4"] == pytest.approx(y * h["f"] + (1 - y) * h["g"], abs=1e-7 * scale)
    assert s["4"] == pytest.approx(y * s["f"] + (1 - y) * s["g"], abs=1e-5)
    # entropy: none is destroyed, and what is made is the work that is lost
    lost = x.entropy_generation
    assert list(lost) == ["exchanger", "valve", "return"]
    assert min(lost.values()) >= -1e-6
    ideal = T_in * (s["1"] - s["f"]) - (h["1"] - h["f"])
    assert T_in * sum(lost.values()) == pytest.approx(x.work - y * ideal, abs=1e-3, rel=1e-4)
    # the figure of merit in the three ways that books define it
    assert x.figure_of_merit == pytest.approx(ideal * y / x.work, rel=1e-9)
    assert x.figure_of_merit == pytest.approx(x.ideal_work / x.work_per_liquid, rel=1e-9)
    assert 0 < x.figure_of_merit < 1
    assert 0 < y < 1
    assert x.least_effectiveness < share
    assert x.pinch.difference >= -1e-6 * T_in


def test_the_work_is_the_integral_of_the_volume_along_the_isotherm():
    nodes, weights = np.polynomial.legendre.leggauss(60)
    low, high = np.log(ATMOSPHERE), np.log(200e5)
    P = np.exp((high + low) / 2 + (high - low) / 2 * nodes)
    work = np.sum(weights * NITROGEN.molar_volume(300.0, P) * P) * (high - low) / 2
    assert linde_hampson(NITROGEN, 300.0, 200e5).work == pytest.approx(work, rel=1e-7)


def test_temperatures_along_the_exchanger():
    liquefier = linde_hampson(NITROGEN, 300.0, 200e5, effectiveness=0.95)
    streams = liquefier.exchanger
    assert streams.T_cooling[[0, -1]].tolist() == [liquefier.states["3"].T, 300.0]
    assert streams.T_warming[[0, -1]].tolist() == [liquefier.states["g"].T, liquefier.states["1'"].T]
    assert np.all(np.diff(streams.T_cooling) > 0) and np.all(np.diff(streams.T_warming) > 0)
    assert streams.heat[-1] == pytest.approx(liquefier.states["2"].h - liquefier.states["3"].h, rel=1e-12)
    i = 40  # the balance of the colder part, with enthalpies from temperature and pressure
    h_cooling, h_warming = NITROGEN.enthalpy(streams.T_cooling[i], 200e5), NITROGEN.enthalpy(streams.T_warming[i], ATMOSPHERE)
    taken_up = (1 - liquefier.liquid_yield) * (h_warming - liquefier.states["g"].h)
    assert h_cooling - liquefier.states["3"].h == pytest.approx(taken_up, rel=1e-6)
    assert liquefier.pinch.position == 1.0
    assert liquefier.pinch.difference == pytest.approx(300.0 - liquefier.states["1'"].T, rel=1e-12)


@pytest.mark.parametrize("T_in", [128.0, 150.0, 200.0, 300.0])
def test_streams_of_nitrogen_touch_at_the_warm_end(T_in):
    pinch = linde_hampson(NITROGEN, T_in, 200e5).pinch
    assert (pinch.difference, pinch.position, pinch.T_cooling, pinch.T_warming) == (0.0, 1.0, T_in, T_in)


def test_an_exchanger_cannot_cool_below_the_vapour_that_cools_it():
    with pytest.raises(
        ValueError,
        match=r"effectiveness must be above 0\.502489 and at most 0\.738003 here, .* as cold as the vapour that cools it, 4\.22\d+ K; got 1; the balance gives a yield of 0\.3126$",
    ) as refusal:
        linde_hampson(HELIUM, 10.0, 35e5)
    reach = float(re.search(r"at most ([\d.]+)", str(refusal.value))[1])
    at_the_limit = linde_hampson(HELIUM, 10.0, 35e5, effectiveness=reach - 1e-6)
    assert at_the_limit.pinch.position == 0.0
    assert 0 <= at_the_limit.pinch.difference < 1e-4


@pytest.mark.parametrize(("name", "top"), [("helium", 60.0), ("hydrogen", 250.0), ("neon", 320.0), ("nitrogen", 500.0), ("argon", 600.0)])
def test_the_attainable_yield_is_the_least_of_the_balance_below_the_inlet(name, top):
    library, gas = AbstractState("HEOS", name), RealFluid(name)
    library.update(PQ_INPUTS, ATMOSPHERE, 0)
    h_f, T_g = library.hmolar(), library.T()

    def enthalpy(T, P):  # by CoolProp, without this package
        library.update(PT_INPUTS, P, T)
        return library.hmolar()

    T = np.geomspace(T_g * (1 + 1e-5), top, 120)
    for P in (5e5, 20e5, 30e5, 38e5, 45e5, 100e5):
        low, high = (np.array([enthalpy(t, p) for t in T]) for p in (ATMOSPHERE, P))
        everywhere = np.minimum.accumulate((low - high) / (low - h_f))
        assert attainable_yield(gas, T[1:], P) == pytest.approx(everywhere[1:], abs=2e-4)


@pytest.mark.parametrize(("T_in", "P_high"), [(8.0, 25e5), (10.0, 35e5), (15.0, 38e5), (20.0, 40e5), (30.0, 30e5), (10.0, 15e5)])
def test_no_effectiveness_gives_more_than_the_attainable_yield(T_in, P_high):
    most = attainable_yield(HELIUM, T_in, P_high)
    yields = []
    for share in np.linspace(0, 1, 101):
        try:
            yields.append(linde_hampson(HELIUM, T_in, P_high, effectiveness=share).liquid_yield)
        except ValueError:
            continue
    assert most - 0.02 < max(yields) <= most + 1e-9


def test_from_the_ceiling_on_helium_gives_no_liquid():
    ceiling = ceiling_pressure(HELIUM)
    library = AbstractState("HEOS", "Helium")
    library.update(PQ_INPUTS, ATMOSPHERE, 1)
    h_g, T_g = library.hmolar(), library.T()
    library.update(PT_INPUTS, ceiling, T_g)
    assert library.hmolar() == pytest.approx(h_g, rel=1e-6)
    assert ceiling == pytest.approx(42.16e5, rel=1e-3)
    for P_high, T_in in ((43e5, 6.0), (50e5, 20.0), (60e5, 10.0), (200e5, 300.0), (200e5, 20.0)):
        assert attainable_yield(HELIUM, T_in, P_high) < 0
        for share in np.linspace(0, 1, 21):
            with pytest.raises(
                ValueError,
                match=r"P_high must be below 4\.21558e\+06 Pa: from there on helium gives no liquid from any inlet above the boiling point",
            ):
                linde_hampson(HELIUM, T_in, P_high, effectiveness=share)
    assert attainable_yield(HELIUM, 10.0, 0.999 * ceiling) > 0 > attainable_yield(HELIUM, 10.0, 1.001 * ceiling)


@settings(deadline=None, max_examples=60)
@given(T_in=st.floats(5, 60), P_high=st.floats(3e5, 60e5), share=st.floats(0, 1))
def test_a_refused_effectiveness_names_an_interval_that_works(T_in, P_high, share):
    refusal = ""
    try:
        linde_hampson(HELIUM, T_in, P_high, effectiveness=share)
    except ValueError as error:
        refusal = str(error)
    assume(refusal)
    if not refusal.startswith("effectiveness"):
        assert attainable_yield(HELIUM, T_in, P_high) <= 0 or "the compressed feed is a liquid" in refusal
        return
    lower, upper = re.search(r"above \D*([\d.]+)", refusal), re.search(r"at most ([\d.]+)", refusal)
    low, high = float(lower[1] if lower else 0), float(upper[1] if upper else 1)
    assert linde_hampson(HELIUM, T_in, P_high, effectiveness=(low + high) / 2).liquid_yield > 0


@pytest.mark.parametrize("name", ["nitrogen", "hydrogen", "neon", "argon"])
def test_other_gases_freeze_before_there_is_a_ceiling(name):
    with pytest.raises(ValueError, match=f"^{name} freezes at .* before any pressure there gives it the vapour's enthalpy$"):
        ceiling_pressure(RealFluid(name))


def test_an_attainable_yield_needs_an_inlet_above_the_boiling_point():
    with pytest.raises(ValueError, match=r"T_in must be above the boiling point at P_low, 77\.355 K; got T_in = 70"):
        attainable_yield(NITROGEN, 70.0, 200e5)


def test_streams_that_cross_inside_are_seen():
    gas = IdealGas()
    cooling = gas.state(300.0, 2e6), gas.state(100.0, 2e6)
    warming = gas.state(99.0, 1e5), gas.state(298.0, 1e5)

    class Bent:  # heat capacity of the warming stream falls along the way: its temperature rises above the straight line
        def state_from_enthalpy(self, h, P):
            T = gas.state_from_enthalpy(h, P).T
            return SimpleNamespace(T=T + (0.02 * (T - 99.0) * (298.0 - T) if P < 1e6 else 0.0))

    pinch = exchanger(Bent(), cooling, warming).pinch
    assert pinch.difference == pytest.approx(1.5 - 0.02 * 99.5**2, abs=0.1)
    assert pinch.position == pytest.approx(0.5, abs=0.01)


def test_streams_that_cross_inside_are_refused(monkeypatch):
    crossed = SimpleNamespace(pinch=SimpleNamespace(difference=-3.21, T_cooling=116.79, T_warming=120.0, place=0.4))
    monkeypatch.setattr("cryolib.linde_hampson.exchanger", lambda *_: crossed)
    message = (
        "effectiveness must be smaller: the streams of the exchanger would cross, the cooling one being 3.21 K colder than "
        "the warming one, at 120 K; got 0.95"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        linde_hampson(NITROGEN, 300.0, 200e5, effectiveness=0.95)


@pytest.mark.parametrize("gas", [NITROGEN, VanDerWaals.of("nitrogen"), RealFluid("argon")], ids=lambda gas: gas.name)
@pytest.mark.parametrize("T_in", [200.0, 300.0])
def test_the_best_pressure_is_found_by_search_too(gas, T_in):
    best = best_pressure(gas, T_in)
    P = best * np.linspace(0.9, 1.1, 41)
    for share in (1.0, 0.95):
        y = yield_balance(gas, T_in, P, effectiveness=share)
        curvature, slope, _ = np.polyfit(P / best - 1, y, 2)
        assert curvature < 0
        assert -slope / (2 * curvature) == pytest.approx(0, abs=5e-3)
        assert np.all(y <= yield_balance(gas, T_in, best, effectiveness=share) + 1e-12)


def test_best_pressure_of_nitrogen():
    assert best_pressure(NITROGEN, 300.0) / 1e5 == pytest.approx(391.04, abs=0.05)
    assert linde_hampson(NITROGEN, 300.0, best_pressure(NITROGEN, 300.0)).liquid_yield == pytest.approx(0.09213, abs=2e-5)
    with pytest.raises(ValueError, match="T"):
        best_pressure(NITROGEN, 650.0)
    with pytest.raises(ValueError, match="T_in must be a positive, finite temperature in kelvin; got"):
        best_pressure(NITROGEN, -1.0)


def test_best_yield_of_precooled_helium():
    T_in = [40.0, 30.0, 20.0, 15.0, 10.0]
    best = [yield_balance(HELIUM, T, best_pressure(HELIUM, T)) for T in T_in]
    assert best == pytest.approx([0.0021, 0.0229, 0.094, 0.182, 0.362], abs=6e-4)


def test_the_balance_keeps_its_sign_and_takes_arrays_in_one_call():
    table = yield_balance(NITROGEN, np.linspace(300.0, 620.0, 5)[:, np.newaxis], np.geomspace(10e5, 300e5, 7))
    assert table.shape == (5, 7)
    assert table[2, 3] == pytest.approx(yield_balance(NITROGEN, 460.0, np.geomspace(10e5, 300e5, 7)[3]), rel=1e-12)
    assert table[0].min() > 0 > table[-1].max()
    assert yield_balance(NITROGEN, 551.8, 200e5) == pytest.approx(0, abs=2e-5)  # well below the maximum inversion temperature
    assert yield_balance(NITROGEN, 70.0, 200e5) == pytest.approx(1.0696, abs=1e-4)  # nonsense, and says so by its name
    assert yield_balance(HELIUM, 300.0, 200 * ATMOSPHERE) == pytest.approx(-0.0415, abs=1e-4)
    assert yield_balance(NITROGEN, 300.0, 200e5, effectiveness=[0.8, 0.9])[0] < 0  # below the least that cools


def test_the_closed_form_is_the_balance_solved_for_the_yield():
    y = sp.Symbol("y")
    warm = h_g + effectiveness * (h_1 - h_g)
    solved = sp.solve(sp.Eq(h_2, y * h_f + (1 - y) * warm), y)[0]
    assert sp.simplify(solved - yield_from_enthalpies(h_1, h_2, h_g, h_f, effectiveness)) == 0
    least = sp.solve(yield_from_enthalpies(h_1, h_2, h_g, h_f, effectiveness), effectiveness)[0]
    assert sp.simplify(least - least_exchanger_effectiveness(h_1, h_2, h_g)) == 0
    assert {"h_1", "h_2", "h_f", "h_g", "effectiveness"} <= SYMBOLS.keys()


def test_ideal_work_of_helium_against_an_independent_calculation():
    liquid, gas = HELIUM.saturated_liquid(1.2e5), HELIUM.state(300.0, 1.2e5)
    litre = 1e-3 / liquid.v * HELIUM.molar_mass
    # Techniques de l'Ingenieur, J3605: a litre of liquid at 1.2 bar from gas at 300 K
    assert liquefaction_work(HELIUM, 300.0, 1.2e5) * litre == pytest.approx(808_049, rel=0.006)
    assert (gas.h - liquid.h) / HELIUM.molar_mass * litre == pytest.approx(189_218, rel=0.006)


def test_ideal_work_vanishes_at_the_boiling_point_and_is_more_than_that_of_the_latent_heat():
    boiling = NITROGEN.saturated_gas(ATMOSPHERE).T
    assert liquefaction_work(NITROGEN, boiling * (1 + 1e-5)) == pytest.approx(0, abs=30)  # J/kg, of a heat of vaporisation of 199e3
    work = liquefaction_work(NITROGEN, [100.0, 200.0, 300.0])
    assert np.all(np.diff(work) > 0)
    latent = (NITROGEN.saturated_gas(ATMOSPHERE).h - NITROGEN.saturated_liquid(ATMOSPHERE).h) / NITROGEN.molar_mass
    assert latent * (300 - boiling) / boiling == pytest.approx(573e3, rel=1e-3)
    assert work[-1] > latent * (300 - boiling) / boiling


@pytest.mark.parametrize(
    ("gas", "arguments", "message"),
    [
        (NITROGEN, (70.0, 200e5), "T_in must be above the boiling point at P_low, 77.355 K; at 70 K the feed is a liquid; the balance gives a yield of 1.0696"),
        (NITROGEN, (300.0, 200e5, ATMOSPHERE, 0.85), "effectiveness must be above the least that cools, 0.862908; got 0.85; the balance gives a yield of -0.0076"),
        (HELIUM, (300.0, 40e5), "helium does not get colder when it is throttled at T_in = 300 K, and must enter colder; the balance gives a yield of -0.0081"),
        (HELIUM, (10.0, 35e5, ATMOSPHERE, 0.2), "effectiveness must be above the least that cools, 0.502489, and at most 0.738003; got 0.2; the balance gives a yield of -0.3822"),
        (NITROGEN, (300.0, 1e5), "P_low must be below P_high; got 101325.0 >= 100000.0 Pa"),
        (NITROGEN, (300.0, 200e5, 40e5), "P_low must be below the critical pressure of nitrogen, 3.3958e+06 Pa; got P_low = 4000000"),
        (NITROGEN, (300.0, 200e5, ATMOSPHERE, 1.01), "effectiveness must be between 0 and 1; got 1.01"),
        (NITROGEN, (300.0, 200e5, ATMOSPHERE, -0.1), "effectiveness must be between 0 and 1; got -0.1"),
        (NITROGEN, (0.0, 200e5), "T_in must be a positive, finite temperature in kelvin; got 0.0"),
        (NITROGEN, ([300.0, 200.0], 200e5), "T_in must be one number; got [300. 200.]"),
        (NITROGEN, (300.0, "200"), "P_high must be a real number, an array of them or a SymPy expression; got '200'"),
    ],
)  # fmt: skip
def test_what_cannot_run_is_refused_with_its_reason(gas, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        linde_hampson(gas, *arguments)


def test_a_feed_that_the_compressor_makes_into_all_the_liquid_is_refused():
    boiling = HELIUM.saturated_gas(2e5).T  # so near to its critical point, liquid helium loses enthalpy under pressure
    with pytest.raises(ValueError, match=r"the compressed feed is a liquid, and no vapour returns; the balance gives a yield of 1\.\d+$"):
        linde_hampson(HELIUM, boiling + 0.01, 3e5, 2e5)


def test_what_the_gas_refuses_is_refused():
    with pytest.raises(ValueError, match="ideal gas"):
        linde_hampson(IdealGas(), 300.0, 200e5)
    with pytest.raises(ValueError, match="carbon dioxide: P must be between the triple point"):
        linde_hampson(RealFluid("carbon dioxide"), 300.0, 60e5)  # no liquid at 1 atm
    with pytest.raises(ValueError, match="nitrogen: no fluid"):
        linde_hampson(NITROGEN, 64.0, 200e5)  # solid at the high pressure
    with pytest.raises(ValueError, match="P_low must be below the critical pressure"):
        yield_balance(NITROGEN, 300.0, 200e5, [1e5, 50e5])
    with pytest.raises(ValueError, match="P_low must be below P_high"):
        yield_balance(NITROGEN, 300.0, [200e5, 1e5])


def test_a_gas_without_a_molar_mass_has_no_work_per_kilogram():
    gas = VanDerWaals(0.1370, 3.87e-5, heat_capacity=2.5)
    liquefier = linde_hampson(gas, 300.0, 200e5)
    assert 0 < liquefier.figure_of_merit < 1
    for name in ("work_per_gas", "work_per_liquid", "ideal_work"):
        with pytest.raises(ValueError, match="van der Waals gas has no molar mass"):
            getattr(liquefier, name)
    with pytest.raises(ValueError, match="van der Waals gas has no molar mass"):
        liquefaction.liquefaction_work(gas, 300.0)


def test_liquid_helium_that_comes_in_colder_than_its_vapour_escapes_the_ceiling():
    """So the ceiling is said of inlets above the boiling point only, and colder ones are refused."""
    liquid, vapour = HELIUM.saturated_liquid(ATMOSPHERE), HELIUM.saturated_gas(ATMOSPHERE)
    fraction = (vapour.h - HELIUM.enthalpy(3.0, 43e5)) / (vapour.h - liquid.h)
    assert ceiling_pressure(HELIUM) < 43e5 and fraction == pytest.approx(0.083, abs=1e-3)
    with pytest.raises(ValueError, match="T_in must be above the boiling point"):
        linde_hampson(HELIUM, 3.0, 43e5)


@pytest.mark.parametrize(("effectiveness", "each"), [(0.99, 6.79), (0.95, 6.94), (0.9, 7.14)])
def test_what_a_percent_that_the_exchanger_misses_costs_of_the_cold(effectiveness, each):
    """Only the gas that returns can miss it: (1 - y)/(1 - least) percent, less than the 7.29 of a machine without liquid."""
    perfect, machine = (linde_hampson(NITROGEN, 300.0, 200e5, effectiveness=e) for e in (1.0, effectiveness))
    lost = (1 - machine.liquid_yield / perfect.liquid_yield) / (1 - effectiveness)
    assert lost == pytest.approx(each, abs=5e-3)
    assert lost == pytest.approx((1 - machine.liquid_yield) / (1 - perfect.least_effectiveness))
