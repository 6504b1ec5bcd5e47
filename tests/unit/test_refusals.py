"""Every public function and gas method, argument by argument: units are converted, and what would be silently wrong is refused by name.

Public is what the page on the packages documents.
"""

import datetime
import importlib
import inspect
import re
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pint
import pytest
import sympy as sp
from sympy.physics.units import kelvin

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.gases import FLUIDS, IdealGas, RealFluid, VanDerWaals
from cryolib.leaks import MATERIALS, boil_off
from cryolib.limits import carnot_cop
from cryolib.real_stirling import real_stirling
from cryolib.stirling import stirling
from cryolib.units import UNITS

API = Path(__file__).parents[2].joinpath("chapters", "api.md").read_text(encoding="utf-8")
MODULES = [
    name
    for name in re.findall(r"automodule:: (cryolib[\w.]*)", API)
    if name not in ("cryolib.gases", "cryolib.readers", "cryolib.validation")
]

Quantity = pint.UnitRegistry().Quantity
NITROGEN = RealFluid("nitrogen")
VALUES = {
    **{"T_cold": 77.0, "T_hot": 300.0, "T_in": 300.0, "T": 300.0, "P": 1e5, "P_in": 2e6, "P_out": 1e5, "P_high": 2e7, "P_low": 1e5},
    **{
        "v": 2e-3,
        "v_small": 1e-3,
        "v_large": 2e-3,
        "h": 8e3,
        "s": 150.0,
        "h_1": 8e3,
        "h_2": 7e3,
        "h_g": 2e3,
        "h_f": 1e3,
        "a": 0.1,
        "b": 4e-5,
    },
    **{"heat_load": 1.0, "power": 100.0, "conductance": 0.1, "area": 1.0, "emissivity": 0.5, "stages": 2, "position": 0.5},
    **{"efficiency": 0.5, "isentropic_efficiency": 0.5, "effectiveness": 0.95, "compression_ratio": 2.0, "progress": 1.5},
    **{"swept_volume": 1e-5, "dead_volume": 6e-6, "amount": 0.03, "phase": 1.5, "crank_angle": 0.7, "share": 0.5},
    **{"heat_capacity": 2.5, "heat_capacity_ratio": 1.4, "gas_constant": 8.3, "molar_mass": 0.028, "parameter": 1.0, "gas": NITROGEN},
    **{"pressure_ratio": 2.0, "expander_efficiency": 0.7, "compressor_efficiency": 0.7, "swing": 0.2, "place": 0.5, "merit": 0.003},
    **{
        "tube_volume": 2e-5,
        "passing_volume": 1e-5,
        "spin": 2.5,
        "g_factor": 2.0,
        "field": 400.0,
        "final_field": 0.1,
        "internal_field": 1.0,
    },
    "flow": 1e-3,
    "refrigeration_power": 5e3,
    **{"area_cold": 1.0, "area_hot": 2.0, "emissivity_cold": 0.1, "emissivity_hot": 0.2},
    **{"layers": 30.0, "layer_density": 2000.0, "installed_factor": 2.0, "current": 100.0, "exponent": 2.0, "mass": 2.0, "heat": 1.0},
    **{"total_heat_capacity": 1e3, "debye_temperature": 343.0, "residual_resistance_ratio": 100.0, "length_over_area": 5e3, "length": 0.1},
    **{"accommodation": 0.5, "material": MATERIALS["copper OFHC RRR 100"], "fluid": "nitrogen", "T_refrigerator": 240.0},
    **{"T_branch": 240.0, "thickness": 1e-7, "effusivity": 600.0, "heat_capacity_per_volume": 4e6, "coefficient": 1e4, "speed": 1.0},
    **{
        "time": 5e-3,
        "transit": 1e-2,
        "time_constant": 2e-3,
        "time_scale": 1e-7,
        "T_start": 310.0,
        "rate": 2.5e5,
        "x": 2.0,
        "prandtl_number": 0.7,
        "loads": {20.0: 1.0, 77.0: 5.0},
    },
}
OTHER_VALUES = {
    f"cryolib.cool_down.{name}": {"material": "copper", "conductance": 1e-3}
    for name in ("cool_down_heat", "cool_down_time", "least_cool_down_work")
}
OTHER_VALUES |= {
    f"cryolib.coolers.dilution.{name}": {"T": 0.05, "T_in": 0.06} for name in ("dilution_cooling", "lowest_dilution_temperature")
}
OTHER_VALUES["cryolib.leaks.residual_gas.residual_gas_heat"] = {"P": 1e-3, "fluid": "helium"}
SATURATED = {"T": 100.0, "P": 5e5}  # for methods that need a liquid
OTHER_UNIT = {
    **{"K": "degC", "Pa": "bar", "W": "kW", "W/K": "mW/K", "m^2": "cm^2", "J/mol": "kJ/mol", "J/(mol K)": "cal/(mol K)", "": "percent"},
    **{"m^3": "cm^3", "mol": "mmol", "m^3/mol": "l/mol", "Pa m^6/mol^2": "bar l^2/mol^2", "kg/mol": "g/mol"},
    **{"m": "cm", "m/s": "cm/s", "s": "ms", "K/s": "mK/s", "kg": "g", "W/(m^2 K)": "kW/(m^2 K)", "J/(m^3 K)": "J/(cm^3 K)", "J/K": "kJ/K"},
    **{"J/(m^2 K s^0.5)": "J/(cm^2 K s^0.5)"},
    **{"1/K": "1/mK", "T": "mT", "mol/s": "mmol/s", "A": "kA", "1/m": "1/cm"},
}
NOT_NUMBERS = {"name", "gas", "points", "step", "cooling", "warming", "self", "material", "fluid", "loads"}
GASES = {"ideal": IdealGas.of("nitrogen"), "van der Waals": VanDerWaals.of("nitrogen"), "real": NITROGEN}


def functions():
    """Every public function and gas method by a name for the test, with the arguments of a call that works."""
    found = {}
    for module in map(importlib.import_module, MODULES):
        members = {name: getattr(module, name) for name in module.__all__}
        found |= {f"{each.__module__}.{name}": each for name, each in members.items() if inspect.isfunction(each)}
    found |= {"IdealGas": IdealGas, "VanDerWaals": VanDerWaals}
    cycles = {"stirling": stirling(77.0, 300.0, 2.0), "real stirling": real_stirling(IdealGas(), 77.0, 300.0, 1e-3, 2e-3)}
    for label, owner in (GASES | cycles).items():
        methods = inspect.getmembers(type(owner), inspect.isfunction)
        found |= {f"{label}.{name}": getattr(owner, name) for name, _ in methods if not name.startswith("_")}
    for label, function in found.items():
        parameters = inspect.signature(function).parameters
        required = {name for name, parameter in parameters.items() if parameter.default is inspect.Parameter.empty}
        if parameters.keys() & VALUES.keys() and required <= VALUES.keys() | {"step"}:
            values = VALUES | OTHER_VALUES.get(label, {})
            yield (
                label,
                function,
                {name: values[name] for name in parameters if name in values} | ({"step": 1} if "step" in required else {}),
            )


def result(function, arguments):
    """The numbers of a result, in a row."""
    outcome = function(**arguments)
    if not isinstance(outcome, tuple):
        outcome = tuple(vars(outcome).values()) if hasattr(outcome, "__dict__") else (outcome,)
    return [float(each) for each in outcome if isinstance(each, float)]


def calls():
    """Each function and gas method with arguments that work."""
    for label, function, arguments in functions():
        saturated = {name: SATURATED[name] for name in arguments.keys() & SATURATED.keys()}
        never_solid = {name: VanDerWaals.of("nitrogen") for name in arguments.keys() & {"gas"}}  # nitrogen freezes before it has a ceiling
        for values in (arguments, arguments | saturated, arguments | never_solid):
            try:
                result(function, values)
            except ValueError:
                continue
            yield pytest.param(function, values, id=label)
            break
        else:
            # An ideal gas has no liquid; the other models answer the same method.
            assert label.startswith("ideal.") and re.search("saturat|inversion", label), label


CALLS = list(calls())
each_function = pytest.mark.parametrize(("function", "arguments"), CALLS)


def numeric(arguments):
    """The names of the arguments that are quantities."""
    return [name for name in arguments if name not in NOT_NUMBERS]


class Labelled:
    """As a pandas Series or an xarray DataArray has them: numbers that NumPy can read, with labels that it cannot."""

    def __array__(self, dtype=None, copy=None):
        return np.array([300.0, 310.0])


class AstropyQuantity(np.ndarray):
    """What astropy's class of this name answers, for kelvin, degrees Celsius and pascal alone."""

    def __new__(cls, number, unit):
        self = np.asarray(number, float).view(cls)
        self.unit = unit
        return self

    value = property(np.asarray)
    equivalencies = ()

    def to(self, unit, equivalencies=()):
        if (self.unit, unit) == ("kPa", "Pa"):
            return AstropyQuantity(1000 * self.value, unit)
        if (self.unit, unit, equivalencies) == ("deg_C", "K", "temperature"):
            return AstropyQuantity(self.value + 273.15, unit)
        raise TypeError(f"'{self.unit}' and '{unit}' are not convertible")


@pytest.fixture(autouse=True)
def astropy(monkeypatch):
    """The one function of astropy that is called: it lets degrees Celsius be temperatures. astropy itself is not needed for this."""
    monkeypatch.setitem(sys.modules, "astropy.units", SimpleNamespace(temperature=lambda: "temperature"))


NEVER = {
    "nothing": None,
    "truth": True,
    "truth of NumPy": np.True_,
    "truth in a list": [True, 300.0],
    "string": "300",
    "bytes": b"300",
    "string in a list": ["300", 310.0],
    "complex": 300 + 0j,
    "complex array": np.array([300j]),
    "decimal": Decimal("300"),
    "object array": np.array([300.0, None], dtype=object),
    "quantities in an object array": np.array([Quantity(1, "kW"), Quantity(1, "W")], dtype=object),
    "duration": np.timedelta64(300, "s"),
    "durations": np.array([300], dtype="timedelta64[s]"),
    "duration in a list": [300.0, np.timedelta64(300, "s")],
    "duration of Python": datetime.timedelta(seconds=300),
    "date": np.datetime64("2020-01-01"),
    "record": np.zeros(2, dtype=[("T", float)]),
    "masked array": np.ma.array([300.0, 310.0], mask=[False, True]),
    "masked constant": np.ma.masked,
    "masked in a list": [300.0, np.ma.masked],
    "masked with a unit": Quantity(np.ma.array([300.0], mask=[True]), "meter"),
    "labels": Labelled(),
    "dictionary": {"T": 300.0},
    "set": {300.0},
    "generator": (x for x in (300.0,)),
    "too large": 10**400,
    "no number": np.nan,
    "no number of SymPy": sp.nan,
    "no number in an array": np.array([300.0, np.nan]),
    "infinity": np.inf,
    "infinity of SymPy": sp.oo,
    "wrong dimension": Quantity(300.0, "candela"),
    "wrong dimension in a list": [Quantity(300.0, "candela")],
    "wrong constant": FLUIDS["nitrogen"].van_der_waals_a.__class__(300.0, "cd", "a source"),
    "wrong unit of astropy": AstropyQuantity([300.0], "cd"),
    "ragged": [[300.0], [300.0, 310.0]],
    "imaginary": sp.I,
    "imaginary symbol": sp.Symbol("x", imaginary=True),
    "infinite symbol": sp.Symbol("x", infinite=True, extended_real=True),
    "complex infinity": sp.zoo,
    "unit of SymPy": 300 * kelvin,
    "symbols in a list": [sp.Symbol("x"), 300.0],
    "matrix": sp.Matrix([300.0]),
}
FREE = {"h", "s", "h_1", "h_2", "h_g", "h_f"}  # any real number


def test_every_function_of_quantities_is_swept():
    for module in map(importlib.import_module, MODULES):
        for function in filter(inspect.isfunction, (getattr(module, name) for name in module.__all__)):
            kinds = {parameter.annotation for parameter in inspect.signature(function).parameters.values()}
            label = f"{function.__module__}.{function.__name__}"
            assert not kinds & {"Value", "float", "float | None"} or label in {call.id for call in CALLS}, label


def test_the_sweep_is_wide():
    assert len(CALLS) > 70
    assert sum(len(numeric(call.values[1])) for call in CALLS) > 150
    assert set(VALUES) - NOT_NUMBERS <= set(UNITS)


@each_function
def test_what_is_no_real_number_of_the_right_unit_is_refused_by_name(function, arguments):
    for name in numeric(arguments):
        for what, value in NEVER.items():
            if (what.startswith("infinit") and name == "stages") or (what == "nothing" and name == "molar_mass"):
                continue  # infinitely many stages are a support that is cooled all along, and a model need not be a substance
            if what == "nothing" and function is boil_off and name == "T":
                continue  # at the normal boiling point
            with pytest.raises(ValueError, match=rf"^{name} must "):
                pytest.fail(f"{what} passes as {name}: {function(**arguments | {name: value})}")


@each_function
def test_units_are_converted_and_arrays_without_a_masked_element_read(function, arguments):
    expected = result(function, arguments)
    for name in numeric(arguments):
        value, unit = arguments[name], UNITS[name]
        other = Quantity(value, unit or "dimensionless").to(OTHER_UNIT[unit])
        assert other.magnitude != value
        assert result(function, arguments | {name: other}) == pytest.approx(expected, rel=1e-9), name
        assert result(function, arguments | {name: np.ma.array(value, mask=False)}) == pytest.approx(expected, rel=1e-12), name


@each_function
def test_a_symbol_that_cannot_be_valid_is_refused(function, arguments):
    for name in numeric(arguments):
        if name not in FREE:
            with pytest.raises(ValueError, match=rf"^{name} must "):
                pytest.fail(f"{name}: {function(**arguments | {name: -sp.Symbol('x', positive=True) - 1})}")


PAIRS = [("T_cold", "T_hot"), ("P_out", "P_in"), ("P_low", "P_high"), ("v_small", "v_large")]
ORDERED = [pytest.param(*call.values, *pair, id=call.id) for call in CALLS for pair in PAIRS if set(pair) <= call.values[1].keys()]
ALLOWED_EQUAL = {
    "conducted_heat",
    "radiated_heat",
    "enclosed_radiation",
    "installed_insulation",
    "laboratory_insulation",
    "least_lead_heat",
    "least_lead_heat_of",
    "residual_gas_heat",
    "support_heat",
    "temperature_in_gas",
}


@pytest.mark.parametrize(("function", "arguments", "low", "high"), ORDERED)
def test_symbols_in_the_wrong_order_for_certain_are_refused(function, arguments, low, high):
    x, more = sp.symbols("x more", positive=True)
    if function.__name__ not in ALLOWED_EQUAL:
        with pytest.raises(ValueError, match=rf"^({low}|{high}) must "):
            function(**arguments | {low: x, high: x})
    with pytest.raises(ValueError, match=rf"^({low}|{high}) must "):
        function(**arguments | {low: x + more, high: x})


def test_symbols_that_may_be_valid_pass():
    x, y, more = sp.Symbol("x"), sp.Symbol("y", real=True), sp.Symbol("more", positive=True)
    assert carnot_cop(x, y) == x / (y - x)
    assert carnot_cop(x, x + more) == x / more
    assert carnot_cop(sp.Symbol("z", nonnegative=True), 300.0).has(sp.Symbol("z", nonnegative=True))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda gas, T, b: gas.pressure(T, b), "b must be below v"),
        (lambda gas, T, b: gas.inversion_pressure(7 * gas.critical_temperature), "T must be a temperature of the inversion curve"),
        (lambda gas, T, b: gas.inversion_temperatures(10 * gas.critical_pressure), "P must not be above the inversion curve"),
        (lambda gas, T, b: gas.heat_capacity_at_volume(gas.critical_temperature / 2, 3 * b), "unstable"),
    ],
)
def test_symbols_outside_a_model_for_certain_are_refused(ask, says):
    a, b, R, T = sp.symbols("a b R T", positive=True)
    with pytest.raises(ValueError, match=f"{says}.*; got .*"):
        ask(VanDerWaals(a, b, gas_constant=R), T, b)


@pytest.mark.parametrize(
    ("value", "kelvin"),
    [
        (Quantity(4.0, "degC"), 277.15),
        (Quantity([4.0, -196.0], "degC"), [277.15, 77.15]),
        ([Quantity(4.0, "degC"), Quantity(77.0, "K"), 80.0], [277.15, 77.0, 80.0]),
        (Quantity(np.ma.array([4.0], mask=[False]), "degC"), [277.15]),
        (FLUIDS["nitrogen"].boiling_point, 77.355),
        (AstropyQuantity([4.0], "deg_C"), [277.15]),
        (AstropyQuantity([0.077], "kPa"), None),
    ],
)
def test_temperatures_are_converted(value, kelvin):
    if kelvin is None:
        with pytest.raises(
            ValueError, match=r"^T_cold must be in K, or convertible to it; got \[0.077\], with the unit kPa \('kPa' and 'K' are not"
        ):
            carnot_cop(value, 300.0)
    else:
        assert carnot_cop(value, 300.0) == pytest.approx(carnot_cop(kelvin, 300.0), rel=1e-12)


def test_pressures_are_converted():
    assert IdealGas().molar_volume(300.0, AstropyQuantity([100.0], "kPa")) == pytest.approx(IdealGas().molar_volume(300.0, [1e5]))
    assert IdealGas().molar_volume(300.0, STANDARD_ATMOSPHERE) == IdealGas().molar_volume(300.0, 101325.0)


@pytest.mark.parametrize(
    ("value", "got"),
    [
        (Quantity(1.0, "kW"), "1.0 kilowatt, with the unit kilowatt"),
        (Quantity(4.0, "delta_degC"), "4.0 delta_degree_Celsius, .*a difference of temperatures is no temperature"),
        (STANDARD_ATMOSPHERE, "101325.0, with the unit Pa"),
        (type("Metre", (float,), {"units": property(lambda self: "m")})(3.0), "3.0, with the unit m"),
    ],
)
def test_the_refusal_names_value_and_units(value, got):
    with pytest.raises(ValueError, match=f"^T_cold must be in K, or convertible to it; got {got}"):
        carnot_cop(value, 300.0)


@pytest.mark.parametrize("label", [label for label, _, arguments in functions() if "gas" in arguments])
def test_the_name_of_a_gas_is_no_gas(label):
    _, function, arguments = next(each for each in functions() if each[0] == label)
    for wrong in ("nitrogen", None, RealFluid):
        with pytest.raises(ValueError, match=r"^gas must be a gas of cryolib.gases.*; got "):
            function(**arguments | {"gas": wrong})
