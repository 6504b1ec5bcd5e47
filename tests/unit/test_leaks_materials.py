"""Conductivities against published tables and independent evaluations, their ranges, and the rule that integrates them."""

import math
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import mpmath
import numpy as np
import pytest
import sympy as sp
from flit_core import buildapi

from cryolib._quadrature import integral
from cryolib.leaks import MATERIALS, copper, fits, material, support_heat
from cryolib.symbols import T, T_cold, T_hot

FITS = [each for each in MATERIALS.values() if each.form != "table"]

# The fits as evaluated by an independent program, to the digits that it printed: k [W/(m K)] and integrals [W/m].
CONDUCTIVITIES = {
    "stainless steel 304": {4: 0.2724, 20: 2.169, 77: 7.921, 300: 15.31},
    "stainless steel 304L": {4: 0.2724, 20: 2.169, 77: 7.921, 300: 15.31},
    "stainless steel 316": {4: 0.2724, 20: 2.169, 77: 7.921, 300: 15.31},
    "stainless steel 310": {4: 0.2409, 20: 1.739, 77: 5.999, 300: 11.63},
    "copper OFHC RRR 50": {4: 320.4, 20: 1368, 77: 515.1, 300: 392.4},
    "copper OFHC RRR 100": {4: 642.3, 20: 2423, 77: 547.2, 300: 396.3},
    "copper OFHC RRR 300": {4: 1888, 20: 5052, 77: 572.1, 300: 397.9},
    "aluminium 6061-T6": {4: 5.347, 20: 28.43, 77: 83.53, 300: 155.3},
    "aluminium 1100": {4: 54.11, 20: 282.6, 77: 290.2, 300: 211.8},
    "G-10 CR, normal to the cloth": {20: 0.1564, 77: 0.280, 300: 0.608},
    "G-10 CR, warp": {20: 0.1982, 77: 0.3858, 300: 0.8636},
    "Teflon (PTFE)": {4: 0.04599, 20: 0.1422, 77: 0.2324, 300: 0.2728},
    "Kapton (polyimide)": {4: 0.01079, 20: 0.04782, 77: 0.1255, 300: 0.1919},
    "Nylon (polyamide)": {4: 0.01245, 20: 0.09811, 77: 0.2933, 300: 0.3368},
    "Ti-6Al-4V": {77: 3.471, 300: 7.555},
    "Ti-15-3-3-3": {4: 0.101, 20: 0.4559, 77: 1.814, 300: 6.041},
    "Invar Fe-36Ni": {4: 0.2419, 20: 1.652, 77: 6.189, 300: 13.83},
    "Inconel 718": {20: 2.956, 77: 6.432},
    "brass": {20: 12.33, 77: 39.8},
    "beryllium copper": {4: 1.879, 20: 10.66, 77: 36.29},
    "lead": {10: 177.11, 20: 56.954, 77: 37.169, 293: 35.37},
    "molybdenum": {4: 56.735, 20: 286.93, 77: 214.89, 300: 138.57},
    "platinum": {4: 921.68, 20: 451.48, 77: 83.525, 293: 69.331},
    "aluminium 6063-T5": {4: 34.358, 20: 175.37, 77: 239.59, 293: 201.06},
    "aluminium 3003-F": {4: 10.805, 20: 59.371, 77: 139.29, 300: 177.77},
    "aluminium 5083-O": {4: 3.2954, 20: 17.212, 77: 55.276, 300: 119.28},
    "Mylar (PET)": {4: 0.037637, 20: 0.073492, 77: 0.15587},
    "copper OFHC RRR 150": {4: 961.76, 20: 3244.6, 77: 555.85, 300: 397.64},
    "copper OFHC RRR 500": {4: 3181.7, 20: 6574.9, 77: 579.04, 300: 401.19},
}
INTEGRALS = {
    "stainless steel 304": {(4, 77): 326.1, (77, 300): 2704.7, (4, 300): 3030.8, (4.2, 50): 139.8},
    "stainless steel 310": {(4, 77): 252.6, (77, 300): 2033.7, (4, 300): 2286.3, (4.2, 50): 110.2},
    "copper OFHC RRR 50": {(4, 77): 69535, (77, 300): 91689, (4, 300): 161224, (4.2, 50): 52031},
    "copper OFHC RRR 100": {(4, 77): 100540, (77, 300): 93791, (4, 300): 194331, (4.2, 50): 81155},
    "copper OFHC RRR 300": {(4, 77): 171566, (77, 300): 95381, (4, 300): 266947, (4.2, 50): 150383},
    "aluminium 6061-T6": {(4, 77): 3641.7, (77, 300): 28684, (4, 300): 32325, (4.2, 50): 1661},
    "aluminium 1100": {(4, 77): 22580, (77, 300): 49886, (4, 300): 72465, (4.2, 50): 13711},
    "G-10 CR, normal to the cloth": {(77, 300): 96.71},
    "G-10 CR, warp": {(77, 300): 143.25},
    "Teflon (PTFE)": {(4, 77): 13.13, (77, 300): 58.30, (4, 300): 71.43, (4.2, 50): 7.109},
    "Kapton (polyimide)": {(4, 77): 5.722, (77, 300): 37.60, (4, 300): 43.33, (4.2, 50): 2.689},
    "Nylon (polyamide)": {(4, 77): 13.29, (77, 300): 74.77, (4, 300): 88.07, (4.2, 50): 6.060},
    "Ti-6Al-4V": {(77, 300): 1212.5},
    "Ti-15-3-3-3": {(4, 77): 69.30, (77, 300): 878.3, (4, 300): 947.6, (4.2, 50): 28.76},
    "Invar Fe-36Ni": {(4, 77): 246.1, (77, 300): 2462.7, (4, 300): 2708.8, (4.2, 50): 104.4},
    "beryllium copper": {(4, 77): 1514, (4.2, 50): 660.6},
    "phosphor bronze": {(4, 300): 9467, (4, 77): 1101},
    "nichrome": {(4, 300): 2586, (4, 77): 319},
    "manganin": {(4, 300): 4424, (4, 77): 485},
}


def printed(value):
    """A published number to half a unit of the last digit that is written here."""
    decimals = len(repr(value).partition(".")[2])
    return pytest.approx(value, abs=0.51 * 10**-decimals)


@pytest.mark.parametrize("name", CONDUCTIVITIES)
def test_conductivities(name):
    for T_at, value in CONDUCTIVITIES[name].items():
        assert material(name).conductivity(T_at) == printed(value)


@pytest.mark.parametrize("name", INTEGRALS)
def test_integrals(name):
    for (low, high), value in INTEGRALS[name].items():
        assert material(name).conductivity_integral(low, high) == printed(value)


def test_fits_follow_their_equation_a_little_beyond_the_data():
    """Inconel 718's equation is published from 4 to 300 K, its data from 6 to 275 K; that of Ti-6Al-4V from 20 K, its data from 23 K."""
    inconel, titanium = MATERIALS["Inconel 718"], MATERIALS["Ti-6Al-4V"]
    assert fits.polynomial(inconel.coefficients, 4.0) == printed(0.4624)
    assert fits.polynomial(inconel.coefficients, 300.0) == printed(9.793)
    assert fits.polynomial(titanium.coefficients, 20.0) == printed(0.8426)
    low, high = np.array(4.0), np.array(300.0)
    assert integral(lambda T: fits.polynomial(inconel.coefficients, T), low, high) == printed(2201.2)
    assert integral(lambda T: fits.polynomial(inconel.coefficients, T), np.array(4.2), np.array(50.0)) == printed(158.1)


def test_stainless_steel_as_others_evaluate_it():
    steel = material("stainless steel 316")
    assert [steel.conductivity(T) for T in (4.5, 20, 77)] == pytest.approx([0.32, 2.17, 7.92], abs=0.005)
    assert [steel.conductivity_integral(low, 77) for low in (4.5, 20)] == pytest.approx([326.0, 307.4], abs=0.06)


@pytest.mark.parametrize(
    ("name", "from_4_to_76", "from_4_to_300"),  # W/m, the handbook values that go back to NBS and WADD TR 60-56
    [
        ("stainless steel 304", 317, 3060),
        ("copper OFHC RRR 50", 68600, 162000),
        ("Teflon (PTFE)", 13.1, 70.2),
        ("Nylon (polyamide)", 13.4, 89.5),
    ],
)
def test_handbook_integrals(name, from_4_to_76, from_4_to_300):
    assert material(name).conductivity_integral(4, 76) == pytest.approx(from_4_to_76, rel=0.03)
    assert material(name).conductivity_integral(4, 300) == pytest.approx(from_4_to_300, rel=0.03)


@pytest.mark.parametrize(("ratio", "area"), [(50, 160731), (100, 193857), (300, 267519)])
def test_copper_of_any_purity(ratio, area):
    any_purity, fit = copper(ratio), MATERIALS[f"copper OFHC RRR {ratio}"]
    assert any_purity.conductivity_integral(4, 300) == pytest.approx(area, abs=0.6)
    assert any_purity.conductivity_integral(4, 300) == pytest.approx(fit.conductivity_integral(4, 300), rel=0.004)
    grid = np.geomspace(4, 300, 60)
    assert any_purity.conductivity(grid) == pytest.approx(fit.conductivity(grid), rel=0.12)  # both fits are worst near 40 K
    # what impurities alone resist, at the bottom: Wiedemann and Franz's law with the ratio's residual resistivity
    assert any_purity.conductivity(1.0) == pytest.approx(2.443e-8 * (ratio - 1) / 15.4e-9, rel=0.001)


def test_copper_at_and_above_room_temperature():
    """The CRC Handbook's values for pure copper: resistivity 1.543, 2.402 and 3.090 x 10^-8 ohm m at 273, 400 and 500 K; k = 393 at 400 K."""
    pure = copper(2000)
    assert pure.resistivity([273.0, 400.0, 500.0]) == pytest.approx([1.543e-8, 2.402e-8, 3.090e-8], rel=0.011)
    assert pure.conductivity([300.0, 400.0, 500.0]) == pytest.approx([401, 393, 386], rel=0.006)


@pytest.mark.parametrize("ratio", [20, 50, 100, 1000])
def test_the_residual_resistance_ratio_is_what_it_says(ratio):
    resistivity = copper(ratio).resistivity
    assert resistivity(273.15) / resistivity(4.0) == pytest.approx(ratio, rel=0.03)


def test_the_lorenz_ratio_of_copper_dips_between_its_ends():
    """It is that of free electrons at 4 K and near it at 300 K, and lower between: the reason why real leads leak less than the law says."""
    T_at = np.array([4.0, 20.0, 40.0, 77.0, 300.0])
    ratio = copper(100).conductivity(T_at) * copper(100).resistivity(T_at) / T_at / fits.LORENZ_NUMBER
    assert ratio[0] == pytest.approx(1, abs=0.01) and ratio[-1] == pytest.approx(0.94, abs=0.03)
    assert np.all(ratio[1:-1] < 0.9) and ratio[2] == min(ratio) == pytest.approx(0.55, abs=0.06)


def exact(each):
    """The conductivity by high precision."""
    numbers = [mpmath.mpf(repr(c)) for c in each.coefficients]

    def polynomial(T_at):
        return mpmath.mpf(10) ** sum(c * mpmath.log10(T_at) ** n for n, c in enumerate(numbers))

    def rational(T_at):
        top = sum(c * T_at ** (mpmath.mpf(n) / 2) for n, c in enumerate(numbers[0::2]))
        bottom = 1 + sum(c * T_at ** (mpmath.mpf(n) / 2) for n, c in enumerate(numbers[1::2], 1))
        return mpmath.mpf(10) ** (top / bottom)

    return {"polynomial": polynomial, "rational": rational}[each.form]


@pytest.mark.parametrize("each", FITS, ids=lambda each: each.name)
def test_the_fixed_rule_agrees_with_adaptive_quadrature(each):
    k = exact(each)
    for low, high in ((each.T_min, each.T_max), (1.3 * each.T_min, 0.7 * each.T_max)):
        with mpmath.workdps(20):
            parts = mpmath.linspace(mpmath.log(low), mpmath.log(high), 3)
            value = mpmath.quad(lambda u: mpmath.exp(u) * k(mpmath.exp(u)), parts)
        assert each.conductivity_integral(low, high) == pytest.approx(float(value), rel=1e-10)


@pytest.mark.parametrize("ratio", [20, 50, 300, 2000])
def test_the_fixed_rule_agrees_with_many_more_points_for_copper(ratio):
    nodes, weights = np.polynomial.legendre.leggauss(30)
    edges = np.linspace(0, math.log(500), 101)
    half = np.diff(edges)[:, None] / 2
    T_at = np.exp(edges[:-1, None] + half * (1 + nodes))
    value = np.sum(half * weights * T_at * copper(ratio).conductivity(T_at))
    assert copper(ratio).conductivity_integral(1, 500) == pytest.approx(value, rel=1e-10)


@pytest.mark.parametrize("name", ["phosphor bronze", "nichrome", "manganin"])
def test_tables_are_power_laws_between_their_points(name):
    points, value = material(name).coefficients, 0.0
    for (T_1, k_1), (T_2, k_2) in pairwise(points):
        power = math.log(k_2 / k_1) / math.log(T_2 / T_1)
        assert material(name).conductivity(T_1) == pytest.approx(k_1, rel=1e-14)
        assert material(name).conductivity(math.sqrt(T_1 * T_2)) == pytest.approx(math.sqrt(k_1 * k_2), rel=1e-13)
        value += k_1 * T_1 / (power + 1) * ((T_2 / T_1) ** (power + 1) - 1)
    assert material(name).conductivity_integral(points[0][0], points[-1][0]) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("each", [*MATERIALS.values(), copper(77)], ids=lambda each: each.name)
def test_parts_add_up_and_slopes_are_the_conductivity(each):
    low, high = each.T_min, each.T_max
    middle = np.geomspace(low, high, 12)[1:-1]
    whole = each.conductivity_integral(low, high)
    assert each.conductivity_integral(low, middle) + each.conductivity_integral(middle, high) == pytest.approx(whole, rel=2e-10)
    step = 1e-4 * middle
    assert each.conductivity_integral(middle, middle + step) / step == pytest.approx(each.conductivity(middle + step / 2), rel=1e-5)
    assert each.conductivity_integral(middle, middle) == pytest.approx(np.zeros(10), abs=0)
    assert whole > 0 and np.all(each.conductivity(np.geomspace(low, high, 200)) > 0)
    assert each.conductivity_integral(low, high) == each.conductivity_integral([low, middle[0]], high)[0]


@pytest.mark.parametrize("each", [*FITS, copper(77)], ids=lambda each: each.name)
def test_expressions_agree_with_numbers(each):
    grid = np.geomspace(each.T_min * 1.001, each.T_max * 0.999, 7)
    assert sp.lambdify(T, each.conductivity(T), "numpy")(grid) == pytest.approx(each.conductivity(grid), rel=1e-9)
    slope = sp.lambdify(T, sp.diff(each.conductivity(T), T), "numpy")(grid)
    difference = (each.conductivity(grid * 1.0001) - each.conductivity(grid * 0.9999)) / (2e-4 * grid)
    assert difference == pytest.approx(slope, rel=1e-4, abs=1e-4 * np.max(each.conductivity(grid) / grid))


def test_the_integral_of_expressions_agrees_with_numbers():
    steel = material("stainless steel 304")
    compiled = sp.lambdify((T_cold, T_hot), steel.conductivity_integral(T_cold, T_hot), "math")
    assert compiled(4.2, 300.0) == pytest.approx(steel.conductivity_integral(4.2, 300.0), rel=1e-12)
    assert float(steel.conductivity_integral(sp.Integer(4), 300.0)) == pytest.approx(steel.conductivity_integral(4.0, 300.0), rel=1e-12)


def test_every_source_is_in_the_bibliography():
    bibliography = Path(__file__).parents[2].joinpath("references.bib").read_text(encoding="utf-8")
    keys = set(re.findall(r"^@\w+\{(\w+),", bibliography, flags=re.M))
    assert {key for each in [*MATERIALS.values(), copper(100)] for key in each.sources} <= keys


def test_ranges_and_names():
    assert len(MATERIALS) >= 32 and {each.name for each in FITS} <= set(CONDUCTIVITIES)  # somebody else evaluated each fit
    for name, each in MATERIALS.items():
        assert each.name == name and 0 < each.T_min < each.T_max <= 300 and each.sources
        assert each.fit_error is None or 0.004 < each.fit_error < 0.06
        assert (each.residual_resistance_ratio is not None) == name.startswith("copper")
    assert {name for name, each in MATERIALS.items() if not each.metal} == {
        "G-10 CR, normal to the cloth",
        "G-10 CR, warp",
        "Teflon (PTFE)",
        "Kapton (polyimide)",
        "Nylon (polyamide)",
        "Mylar (PET)",
    }
    with pytest.raises(TypeError):
        MATERIALS["gold"] = copper(100)


REFUSED = "{} must be from {:g} to {:g} K, the range of {}; got {} = {}"


@pytest.mark.parametrize("each", [*MATERIALS.values(), copper(100)], ids=lambda each: each.name)
def test_what_is_out_of_range_is_refused_with_the_range(each):
    below, above = 0.99 * each.T_min, 1.01 * each.T_max
    for T_at in (below, above):
        message = REFUSED.format("T", each.T_min, each.T_max, each.name, "T", f"{T_at:.10g}")
        with pytest.raises(ValueError, match="^" + re.escape(message)):
            each.conductivity(T_at)
        with pytest.raises(ValueError, match=r"^T must be from .* the range of"):
            each.conductivity([each.T_min, T_at])
    with pytest.raises(ValueError, match=r"^T_cold must be from .* the range of"):
        each.conductivity_integral(below, each.T_max)
    with pytest.raises(ValueError, match=r"^T_hot must be from .* the range of"):
        each.conductivity_integral(each.T_min, above)
    with pytest.raises(ValueError, match=r"^T_cold must not be above T_hot; got .*"):
        each.conductivity_integral(each.T_max, each.T_min)


def test_what_a_fit_would_say_outside_its_range_is_nonsense():
    """Why there are ranges: titanium at 4 K would insulate perfectly, brass at 300 K would be better than twice as good as it is."""
    assert fits.polynomial(MATERIALS["Ti-6Al-4V"].coefficients, 4.0) < 1e-300
    assert fits.polynomial(MATERIALS["brass"].coefficients, 300.0) == pytest.approx(172, abs=1)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: material("xyz"), "name must be that of a material; see MATERIALS; got 'xyz'"),
        (lambda: material("inconel"), "name must be that of a material, such as Inconel 718; got 'inconel'"),
        (lambda: material(304), "name must be that of a material; see MATERIALS; got 304"),
        (lambda: copper(10), "residual_resistance_ratio must be between 20 and 2000; got 10.0"),
        (lambda: copper([50, 100]), "residual_resistance_ratio must be one number"),
        (lambda: material("nichrome").conductivity(T), "nichrome has a table and no formula, so T must be numbers; got T"),
        (lambda: material("nichrome").conductivity_integral(T_cold, T_hot), "nichrome has a table and no formula"),
        (lambda: material("Mylar (PET)").resistivity(20.0), "material must be a metal, to have an electrical resistivity; got Mylar (PET)"),
        (lambda: material("brass").conductivity("77"), "T must be a real number"),
        (lambda: material("brass").conductivity(np.nan), "T must be a positive, finite temperature in kelvin"),
        (lambda: material("brass").conductivity(sp.Integer(300)), "T must be from 5 to 110 K, the range of brass; got T = 300"),
        (lambda: support_heat("brass", 10, 77, 1e-4, 0.1), "material must be a Material, such as"),
        (lambda: support_heat(copper(100), 10, 77, -1, 0.1), "area must be zero or positive, and finite; got -1.0"),
        (lambda: support_heat(copper(100), 10, 77, 1, 0.0), "length must be positive and finite; got 0.0"),
        (lambda: support_heat(material("brass"), 4.2, 77, 1, 0.1), "T_cold must be from 5 to 110 K, the range of brass; got T_cold = 4.2"),
    ],
)
def test_bad_values_are_refused_by_name(ask, says):
    with pytest.raises(ValueError, match="^" + re.escape(says)):
        ask()


def test_a_skirt_of_a_hydrogen_tank():
    """NASA's SHIIVER: 4 m wide, 4.76 mm of aluminium 6061, 1.52 m from 300 K to hydrogen at 20.3 K; 1100 to 1250 W were found."""
    area = math.pi * 4.0 * 4.76e-3
    heat = support_heat(material("aluminium 6061-T6"), 20.3, 300.0, area, 1.52)
    assert heat == pytest.approx(1261, abs=1) and heat == pytest.approx(1250, rel=0.05)


def test_supports_take_arrays_and_scale():
    steel = material("stainless steel 304")
    heats = support_heat(steel, [4.2, 77.0], 300.0, 1e-4, [[0.1], [0.2]])
    assert heats.shape == (2, 2)
    assert heats[0] == pytest.approx(2 * heats[1], rel=1e-14)
    assert heats[0, 0] == pytest.approx(1e-3 * steel.conductivity_integral(4.2, 300.0), rel=1e-14)
    assert support_heat(steel, 77.0, 77.0, 1e-4, 0.1) == 0.0
    length = sp.Symbol("length", positive=True)
    assert support_heat(steel, 4.2, 300.0, 1e-4, length).subs(length, 0.1) == pytest.approx(heats[0, 0], rel=1e-12)


def test_the_file_of_materials_is_in_the_wheel(tmp_path, monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[2])
    wheel = buildapi.build_wheel(str(tmp_path))
    assert "cryolib/leaks/materials.toml" in zipfile.ZipFile(tmp_path / wheel).namelist()
