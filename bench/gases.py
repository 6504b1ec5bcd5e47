"""How fast the gases are, in one run: closed forms beside plain NumPy, many states beside libraries that take one at a time."""

import statistics
import time
from itertools import chain

import numpy as np
from record import Sheet

from cryolib.constants import R
from cryolib.gases import RealFluid, VanDerWaals

STATES = 100_000
ONE_BY_ONE = 2_000
rng = np.random.default_rng(20240229)


def seconds(work, count, repeats=5):
    """Median time of one of `count` states."""
    work()  # warm
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) / count)
    return statistics.median(times)


def side_by_side(ours, theirs, count, repeats=25):
    """Median time of one of `count` states, of each of two ways, measured in turn: both meet the same moods of the machine."""
    times = [(seconds(ours, count, 1), seconds(theirs, count, 1)) for _ in range(repeats)]
    return map(statistics.median, zip(*times, strict=True))


def closed_forms(gas):
    """Beside the same formulas, written out for arrays, without checks."""
    a, b, c_v = gas.a, gas.b, gas.c_v
    T, v = rng.uniform(130, 900, STATES), np.exp(rng.uniform(np.log(1e-4), np.log(1e-2), STATES))
    P = rng.uniform(1e5, 3e7, STATES)

    def joule_thomson():
        D = 1 - 2 * a * (v - b) ** 2 / (R * T * v**3)
        return (2 * a / (R * T) * (1 - b / v) ** 2 - b) / (c_v * D + R)

    def inversion_temperatures():
        root = np.sqrt(1 - 3 * b**2 * P / a)
        return 2 * a / (9 * R * b) * (2 - root) ** 2, 2 * a / (9 * R * b) * (2 + root) ** 2

    pairs = {
        "pressure(T, v)": (lambda: gas.pressure(T, v), lambda: R * T / (v - b) - a / v**2),
        "joule_thomson_coefficient_at_volume(T, v)": (lambda: gas.joule_thomson_coefficient_at_volume(T, v), joule_thomson),
        "inversion_temperatures(P)": (lambda: gas.inversion_temperatures(P), inversion_temperatures),
    }
    for name, (ours, plain) in pairs.items():
        yield (name, *side_by_side(ours, plain, STATES), "NumPy by hand", "> 0.5")


def one_by_one(gas):
    """Beside the van der Waals models of thermo and teqp, which take one state in a call."""
    import teqp
    from thermo.eos import VDW

    a, b, c_v = gas.a, gas.b, gas.c_v
    T, P = rng.uniform(70, 900, STATES), np.exp(rng.uniform(np.log(1e4), np.log(5e7), STATES))
    few = list(zip(T[:ONE_BY_ONE].tolist(), P[:ONE_BY_ONE].tolist(), strict=True))
    v = gas.molar_volume(T, P)
    boiling = rng.uniform(60, 126, STATES)
    line_of = gas.saturation(boiling[:ONE_BY_ONE])
    equation = VDW(Tc=gas.critical_temperature, Pc=gas.critical_pressure, omega=0.0, T=300.0, P=1e5)
    model, pure = teqp.vdWEOS1(a, b), np.array([1.0])

    def stable(T, P):
        state = equation.to_TP(T, P)
        liquid = state.phase == "l" or (state.phase == "l/g" and state.G_dep_l < state.G_dep_g)
        return state, "l" if liquid else "g"

    def volume(T, P):
        state, phase = stable(T, P)
        return getattr(state, f"V_{phase}")

    def joule_thomson(T, P):
        state, phase = stable(T, P)
        v, slope, excess = (getattr(state, f"{name}_{phase}") for name in ("V", "dV_dT", "Cp_dep"))
        return (T * slope - v) / (c_v + R + excess)

    def joule_thomson_teqp(T, density):
        A01, A02, A11 = model.get_Ar01(T, density, pure), model.get_Ar02(T, density, pure), model.get_Ar11(T, density, pure)
        stiffness, pull = 1 + 2 * A01 + A02, 1 + A01 - A11
        heat_capacity = c_v - R * model.get_Ar20(T, density, pure) + R * pull**2 / stiffness
        return (pull / stiffness - 1) / (density * heat_capacity)

    def saturation(T):
        equation.Psat(T, polish=True)
        return equation.V_l_sat(T), equation.V_g_sat(T)

    starts = [(T, 1.01 / liquid, 0.99 / gas) for T, liquid, gas in zip(line_of.T.tolist(), line_of.v_liquid, line_of.v_gas, strict=True)]
    dense = [(T, 1 / v) for (T, _), v in zip(few, v[:ONE_BY_ONE].tolist(), strict=True)]
    rows = [
        ("molar_volume(T, P)", lambda: gas.molar_volume(T, P), "thermo", lambda: [volume(*each) for each in few]),
        (
            "joule_thomson_coefficient(T, P)",
            lambda: gas.joule_thomson_coefficient(T, P),
            "thermo",
            lambda: [joule_thomson(*each) for each in few],
        ),
        (
            "joule_thomson_coefficient_at_volume(T, v)",
            lambda: gas.joule_thomson_coefficient_at_volume(T, v),
            "teqp",
            lambda: [joule_thomson_teqp(*each) for each in dense],
        ),
        ("saturation(T)", lambda: gas.saturation(boiling), "thermo", lambda: [saturation(T) for T in boiling[:ONE_BY_ONE].tolist()]),
        (
            "saturation(T)",
            lambda: gas.saturation(boiling),
            "teqp, told where to look",
            lambda: [model.pure_VLE_T(*each, 10) for each in starts],
        ),
    ]
    for name, ours, other, theirs in rows:
        yield (name, seconds(ours, STATES), seconds(theirs, ONE_BY_ONE, 3), other, "> 20")
    # The comparison is of the same numbers, or it is none.
    assert np.allclose([volume(*each) for each in few], v[:ONE_BY_ONE], rtol=1e-9)
    ours = gas.joule_thomson_coefficient(T[:ONE_BY_ONE], P[:ONE_BY_ONE])
    assert np.allclose([joule_thomson(*each) for each in few], ours, rtol=1e-6, atol=1e-12)
    assert np.allclose([joule_thomson_teqp(*each) for each in dense], ours, rtol=1e-6, atol=1e-12)
    assert np.allclose([model.pure_VLE_T(*each, 10)[1] for each in starts], 1 / line_of.v_gas, rtol=1e-9)


def real_fluid():
    """Beside CoolProp's PropsSI, given the same arrays once for each property."""
    from CoolProp.CoolProp import PropsSI

    gas, count = RealFluid("nitrogen"), 5_000
    T, P = rng.uniform(130, 600, count), np.exp(rng.uniform(np.log(1e5), np.log(3e7), count))
    keys = ("Dmolar", "Hmolar", "Smolar", "Cpmolar", "d(T)/d(P)|Hmolar")
    times = side_by_side(lambda: gas.state(T, P), lambda: [PropsSI(key, "T", T, "P", P, "Nitrogen") for key in keys], count)
    yield ("RealFluid.state(T, P): v, u, h, s, c_p, mu_JT", *times, "PropsSI, five properties", "> 3")


def gases():
    sheet = Sheet("Gases, one state of many [ns]", ["cryolib", "other", "which", "ratio", "aim"])
    nitrogen = VanDerWaals.of("nitrogen")
    np.ones(30 * STATES)  # once something so large was freed, the C library keeps memory for arrays; else fetching it is what is measured
    for name, ours, theirs, other, aim in chain(closed_forms(nitrogen), one_by_one(nitrogen), real_fluid()):
        sheet.row(name, f"{ours * 1e9:.0f}", f"{theirs * 1e9:.0f}", other, f"{theirs / ours:.2f}", aim)
    return [sheet]
