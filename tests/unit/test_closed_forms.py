"""Every closed form: the three readers agree, and derivatives are what they should be."""

import inspect
import re

import numpy as np
import pytest
import sympy as sp

from cryolib import leaks, limits, shields
from cryolib.expansion import expanded_temperature
from cryolib.liquefaction import least_exchanger_effectiveness, yield_from_enthalpies
from cryolib.stirling import least_effectiveness
from cryolib.symbols import SYMBOLS
from cryolib.units import UNITS

FORMULAS = [
    getattr(module, name) for module in (limits, shields) for name in module.__all__ if name != "staged_input_power"
]  # it takes a dict
FORMULAS += [leaks.conducted_heat, leaks.radiated_heat, leaks.enclosed_radiation]
FORMULAS += [leaks.installed_insulation, leaks.laboratory_insulation, leaks.least_lead_heat]
FORMULAS += [expanded_temperature, least_effectiveness, least_exchanger_effectiveness, yield_from_enthalpies]
RANGES = {
    "T_cold": (1.0, 200.0),
    "T_hot": (210.0, 400.0),
    "heat_load": (1e-3, 1e3),
    "power": (1e-3, 1e4),
    "conductance": (1e-4, 10.0),
    "efficiency": (0.01, 1.0),
    "stages": (1, 20),
    "exponent": (0.5, 4.0),
    "position": (0.01, 1.0),
    "area": (1e-3, 10.0),
    "emissivity": (0.01, 1.0),
    "area_cold": (1e-3, 1.0),
    "area_hot": (1.1, 10.0),
    "emissivity_cold": (0.01, 1.0),
    "emissivity_hot": (0.01, 1.0),
    "layers": (1.1, 100.0),
    "layer_density": (510.0, 4900.0),
    "installed_factor": (1.1, 4.0),
    "current": (1.0, 1e4),
    "T": (20.0, 400.0),
    "P_in": (2e6, 1e7),
    "P_out": (1e5, 1e6),
    "heat_capacity_ratio": (1.1, 1.7),
    "isentropic_efficiency": (0.01, 1.0),
    "compression_ratio": (1.1, 10.0),
    "heat_capacity": (1.0, 5.0),
    "h_1": (8e3, 9e3),
    "h_2": (6e3, 7e3),
    "h_g": (2e3, 3e3),
    "h_f": (1e2, 1e3),
    "effectiveness": (0.01, 1.0),
}


NARROWER = {leaks.laboratory_insulation: {"T_cold": (71.0, 200.0)}}  # than the ranges above
WITH_CONSTANTS = {
    leaks.radiated_heat,
    leaks.enclosed_radiation,
    leaks.installed_insulation,
    leaks.laboratory_insulation,
    leaks.least_lead_heat,
}


def symbol(name):
    """The book's symbol for an argument, or one of its name where the book has none."""
    return SYMBOLS.get(name) or sp.Symbol(name, positive=True)


def quantities(function):
    """The names of a formula's arguments that are numbers; a switch is passed by its name alone."""
    return [name for name, parameter in inspect.signature(function).parameters.items() if parameter.kind is not parameter.KEYWORD_ONLY]


def samples(function, count, seed=20240229):
    """Return random arguments, spread evenly in their logarithms, by name."""
    rng = np.random.default_rng(seed)
    values = {}
    for name in quantities(function):
        low, high = NARROWER.get(function, {}).get(name, RANGES[name])
        values[name] = np.exp(rng.uniform(np.log(low), np.log(high), count))
    if "stages" in values:
        values["stages"] = np.floor(values["stages"])
    return values


@pytest.mark.parametrize("function", FORMULAS, ids=lambda f: f.__name__)
def test_floats_arrays_and_symbols_agree(function):
    values = samples(function, 300)
    array = function(**values)
    assert array.shape == (300,)
    one_by_one = [function(**{name: value[i] for name, value in values.items()}) for i in range(300)]
    assert array == pytest.approx(one_by_one, rel=4e-15)  # NumPy rounds a power in an array its own way
    symbols = {name: symbol(name) for name in values}
    compiled = sp.lambdify(list(symbols.values()), function(**symbols), "numpy")
    assert compiled(**values) == pytest.approx(array, rel=2e-14)


@pytest.mark.parametrize("function", FORMULAS, ids=lambda f: f.__name__)
def test_derivatives_agree_with_finite_differences(function):
    values = samples(function, 50)
    symbols = {name: symbol(name) for name in values}
    formula = function(**symbols)
    for name in values.keys() - {"stages"}:
        x = values[name] * (0.9 if RANGES[name][1] == 1.0 else 1.0)  # room up to 1
        slope = sp.lambdify(list(symbols.values()), sp.diff(formula, symbols[name]), "numpy")(**values | {name: x})
        step = 1e-5 * x
        up, down = function(**values | {name: x + step}), function(**values | {name: x - step})
        # rounding of the two values limits the difference
        assert (up - down) / (2 * step) == pytest.approx(slope, rel=1e-6, abs=1e-10 * np.max(np.abs(up / x)))


@pytest.mark.parametrize("function", FORMULAS, ids=lambda f: f.__name__)
def test_symbols_give_clean_expressions(function):
    required = [
        symbol(name) for name, parameter in inspect.signature(function).parameters.items() if parameter.default is inspect.Parameter.empty
    ]
    expression = function(*required)
    absent = {limits.entropy_generation: set(required), yield_from_enthalpies: {SYMBOLS["h_g"]}}  # where the default leaves them out
    assert expression.free_symbols == set(required) - absent.get(function, set())
    if function not in WITH_CONSTANTS:
        assert not expression.atoms(sp.Float)


@pytest.mark.parametrize("function", FORMULAS, ids=lambda f: f.__name__)
def test_docstrings_are_complete(function):
    text = function.__doc__
    for section in ("Parameters", "Returns", "Raises", "Notes", "Examples"):
        assert f"    {section}\n    {'-' * len(section)}\n" in text
    assert ".. math::" in text
    assert "chapter ``" in text
    assert ">>> " in text
    parameters, returns = re.split(r"    Returns\n", text.split("    Parameters\n")[1].split("    Raises\n")[0])
    documented = [n for line in re.findall(r"^    (\w[\w, ]*) : .*shape", parameters, re.M) for n in line.split(", ")]
    assert sorted(documented) == sorted(quantities(function))
    for name in documented:
        assert f"[{UNITS[name] or '-'}]" in parameters
    assert re.search(r"\[[^\]]+\]\.?\s*$", returns)
