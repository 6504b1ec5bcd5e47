"""The symbols: their attributes, and that SymPy treats them as symbols."""

import copy
import inspect
import keyword
import pickle

import numpy as np
import pytest
import sympy as sp

from cryolib import limits, shields, symbols
from cryolib.symbols import (
    SYMBOLS,
    P,
    PhysicalSymbol,
    R,
    T,
    T_cold,
    T_hot,
    a,
    b,
    conductance,
    efficiency,
    heat_load,
    power,
    stages,
    u,
    v,
)


@pytest.mark.parametrize("name", SYMBOLS)
def test_each_symbol_is_unique_and_complete(name):
    symbol = SYMBOLS[name]
    assert symbol is getattr(symbols, name)
    assert symbol.name == name
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert symbol.meaning
    assert symbol.meaning[0].islower() or symbol.meaning.startswith(("Stefan", "Carnot"))
    assert not symbol.meaning.endswith(".")
    assert symbol.is_real
    assert "$" not in symbol.latex
    assert symbol.latex.count("{") == symbol.latex.count("}")


def test_no_two_symbols_look_alike():
    assert len({symbol.latex for symbol in SYMBOLS.values()}) == len(SYMBOLS)


def test_every_argument_of_a_formula_has_its_symbol():
    arguments = {
        name
        for module in (limits, shields)
        for function in module.__all__
        for name in inspect.signature(getattr(module, function)).parameters
    }
    assert arguments - {"loads"} <= set(SYMBOLS)  # a dict


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        (T_cold / (T_hot - T_cold), r"\frac{T_C}{T_H - T_C}"),
        (heat_load**2, r"\dot{Q}_C^{2}"),
        (R * T / (v - b) - a / v**2, r"\frac{R T}{v - b} - \frac{a}{v^{2}}"),
        (u + P * v, r"u + P v"),
        (efficiency * power - conductance * (T_hot - T_cold), r"\eta \dot{W} - G \left(T_H - T_C\right)"),
        (sp.Derivative(power, T_cold), r"\frac{d}{d T_C} \dot{W}"),
    ],
)
def test_prints_as_a_book_would(expression, latex):
    assert sp.latex(expression) == latex


def test_printers_take_it_for_a_symbol():
    assert str(T_cold) == "T_cold"
    assert sp.pretty(T_cold) == "T_cold"
    assert sp.jscode(T_cold / 2) == "(1/2)*T_cold"
    assert sp.latex(T_cold + 1, symbol_names={T_cold: r"\theta"}) == r"\theta + 1"
    assert "T" in sp.mathml(T_cold, printer="presentation")


def test_equal_only_if_all_is_equal():
    twin = PhysicalSymbol("T_cold", T_cold.latex, T_cold.meaning, T_cold.unit, positive=True)
    other_meaning = PhysicalSymbol("T_cold", T_cold.latex, "temperature of the soup", T_cold.unit, positive=True)
    assert twin == T_cold
    assert hash(twin) == hash(T_cold)
    assert twin - T_cold == 0
    assert other_meaning != T_cold
    assert T_cold.meaning != other_meaning.meaning  # no cached object shared by name
    assert T_cold != PhysicalSymbol("T_cold", T_cold.latex, T_cold.meaning, T_cold.unit, real=True)
    assert T_cold != sp.Symbol("T_cold", positive=True)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_survives_copies_and_pickles(again):
    twin = again(T_cold)
    assert (twin, twin.latex, twin.meaning, twin.unit) == (T_cold, T_cold.latex, T_cold.meaning, T_cold.unit)
    expression = sp.sqrt(conductance * (T_hot - T_cold) ** 2 / T_cold)
    assert again(expression) == expression
    assert again(expression).subs({T_hot: 300, T_cold: 75, conductance: 3}) == 45


def test_calculus_works():
    pressure = R * T / (v - b) - a / v**2
    assert sp.diff(pressure, a) == -1 / v**2
    assert sp.diff(sp.integrate(pressure, v), v).equals(pressure)
    assert sp.integrate(pressure.subs(a, 0), (v, 2 * b, 3 * b)).equals(R * T * sp.log(2))
    assert sp.limit(T_cold * limits.holding_power(T_cold, T_hot, conductance), T_cold, 0) == conductance * T_hot**2
    assert sp.series(1 / (T_hot - T_cold), T_cold, 0, 2).removeO().equals(1 / T_hot + T_cold / T_hot**2)
    assert sp.limit((1 + 1 / stages) ** stages, stages, sp.oo) == sp.E


def test_solving_and_evaluating_work():
    assert sp.solve(sp.Eq(power * T_cold, heat_load * (T_hot - T_cold)), power) == [heat_load * (T_hot - T_cold) / T_cold]
    assert sp.nsolve(T_cold**2 - 2, T_cold, 1) == pytest.approx(np.sqrt(2))
    assert sp.lambdify([T_cold, T_hot], T_cold / (T_hot - T_cold))(77.0, 310.0) == 77 / 233
    assert sp.simplify(sp.sqrt(T_cold**2)) == T_cold
    assert (T_cold + T_hot).subs({T_cold: 1, T_hot: 2}) == 3


def test_order_of_terms_holds_for_powers_and_strangers():
    x = sp.Symbol("x")
    stranger = PhysicalSymbol("another", "y", "something of no importance", "m")
    terms = [T_cold, T_hot**2, x, x**2, stranger, stranger**3, sp.exp(T_cold), T_hot]
    ordered = sorted(terms, key=sp.default_sort_key)  # a key that mixes types would raise
    assert ordered.index(T_hot) < ordered.index(T_cold)
    assert sp.Add(*terms) == sp.Add(*reversed(terms))
