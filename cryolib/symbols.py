r"""Every symbol of the book, defined once: Python name, LaTeX, meaning, unit and assumptions.

A `PhysicalSymbol` is a SymPy symbol whose name is the name of the `cryolib` argument that it stands for, so that
``carnot_cop(T_cold, T_hot)`` gives the formula that the chapters print. `SYMBOLS` lists them all, in the order of the
notation page.

>>> from sympy import latex
>>> latex(T_cold / (T_hot - T_cold))
'\\frac{T_C}{T_H - T_C}'
>>> T_cold.meaning, T_cold.unit
('temperature of the cold end', 'K')
"""

from __future__ import annotations

from typing import Any

from sympy import S, Symbol

from cryolib.units import UNITS

__all__ = ["SYMBOLS", "PhysicalSymbol"]  # and each symbol by its name


class PhysicalSymbol(Symbol):  # type: ignore[misc]  # SymPy has no type information
    r"""A SymPy symbol with the LaTeX, meaning and unit of the quantity that it stands for.

    Parameters
    ----------
    name : str
        Python name, a valid identifier; the same as the `cryolib` argument.
    latex : str
        How it is printed in mathematics, without dollar signs.
    meaning : str
        What it is, in a few words without a capital or a full stop.
    unit : str
        SI unit in plain text, as in ``"W/K"`` or ``"m^3/mol"``; empty where there is none.
    **assumptions : bool
        SymPy assumptions such as ``positive=True``.

    Notes
    -----
    Two are equal if all of the above are equal; neither equals a plain ``Symbol`` of the same name. The class is not
    called ``Quantity``, because SymPy's printers take every class of that name for one of its physical units.

    Examples
    --------
    >>> stroke = PhysicalSymbol("stroke", r"\ell", "stroke of the piston", "m", positive=True)
    >>> stroke.unit, stroke.is_positive, 2 * stroke
    ('m', True, 2*stroke)
    """

    latex: str
    meaning: str
    unit: str

    def __new__(cls, name: str, latex: str, meaning: str, unit: str, **assumptions: bool) -> PhysicalSymbol:
        """Make the symbol and attach its LaTeX, meaning and unit."""
        cls._sanitize(assumptions, cls)
        # Symbol(...) caches one object per name, so construct it as Dummy does.
        self: PhysicalSymbol = Symbol.__xnew__(cls, name, **assumptions)
        self.latex, self.meaning, self.unit = latex, meaning, unit
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], dict[str, bool]]:
        """Arguments from which pickle and copy construct an equal symbol."""
        return (self.name, self.latex, self.meaning, self.unit), self._assumptions_orig

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.latex, self.meaning, self.unit, *super()._hashable_content())

    def sort_key(self, order: Any = None) -> Any:
        """Sort in the order of `SYMBOLS`, which sums and products are printed in, instead of alphabetically."""
        rank = list(SYMBOLS).index(self.name) if self.name in SYMBOLS else len(SYMBOLS)
        # The name stays a string: SymPy compares it with the string that a power of a symbol has there.
        return self.class_key(), (1, (f"{rank:03} {self.name}",)), S.One.sort_key(), S.One

    def _latex(self, printer: Any) -> str:
        return str(printer._settings["symbol_names"].get(self, self.latex))


def _symbol(name: str, latex: str, meaning: str, **assumptions: bool) -> PhysicalSymbol:
    return PhysicalSymbol(name, latex, meaning, UNITS[name], **assumptions)


# In the order of the notation page, which is also the order in sums and products: T_hot before T_cold prints T_H - T_C.

# Performance and power
cop = _symbol("cop", r"\mathrm{COP}", "coefficient of performance, cooling per unit of work", positive=True)
efficiency = _symbol("efficiency", r"\eta", "fraction of the Carnot coefficient of performance", positive=True)
heat_rejected = _symbol("heat_rejected", r"\dot{Q}_H", "heat rejected at the hot end per unit time", positive=True)
heat_load = _symbol("heat_load", r"\dot{Q}_C", "heat taken up at the cold end per unit time", positive=True)
power = _symbol("power", r"\dot{W}", "input power", positive=True)

# One cycle
Q_hot = _symbol("Q_hot", "Q_H", "heat rejected at the hot end in one cycle", positive=True)
Q_cold = _symbol("Q_cold", "Q_C", "heat taken up at the cold end in one cycle", positive=True)
W = _symbol("W", "W", "work put in during one cycle", positive=True)

# Heat leaks and shields
heat_leak = _symbol("heat_leak", r"\dot{Q}_\mathrm{leak}", "heat leaking in from the surroundings", positive=True)
stages = _symbol("stages", "n", "number of cooling stages, one more than shields", integer=True, positive=True)
position = _symbol("position", "x", "place along a support, as a fraction of its length from the cold end", positive=True)
conductance = _symbol("conductance", "G", "thermal conductance between hot and cold", positive=True)
exponent = _symbol("exponent", "m", "power of temperature with which a conductivity goes", positive=True)
emissivity = _symbol("emissivity", r"\varepsilon", "effective emissivity between two surfaces", positive=True)
sigma = _symbol("sigma", r"\sigma", "Stefan-Boltzmann constant", positive=True)
area = _symbol("area", "A", "radiating area", positive=True)

# What a machine does to its gas
liquid_yield = _symbol("liquid_yield", "y", "fraction of the compressed gas that is drawn off as a liquid", real=True)
effectiveness = _symbol("effectiveness", r"\epsilon", "effectiveness of a regenerator or a heat exchanger", nonnegative=True)
isentropic_efficiency = _symbol("isentropic_efficiency", r"\eta_s", "work of an expander over the ideal one's", positive=True)
compression_ratio = _symbol("compression_ratio", "r", "largest over smallest volume of a cycle", positive=True)
progress = _symbol("progress", r"\tau", "progress through a cycle of four steps, from 0 to 4", nonnegative=True)

# Energy and heat capacity of a gas
u = _symbol("u", "u", "molar internal energy", real=True)
h = _symbol("h", "h", "molar enthalpy", real=True)
h_1 = _symbol("h_1", "h_1", "molar enthalpy at the inlet temperature and the low pressure", real=True)
h_2 = _symbol("h_2", "h_2", "molar enthalpy at the inlet temperature and the high pressure", real=True)
h_g = _symbol("h_g", "h_g", "molar enthalpy of the saturated gas at the low pressure", real=True)
h_f = _symbol("h_f", "h_f", "molar enthalpy of the saturated liquid at the low pressure", real=True)
R = _symbol("R", "R", "molar gas constant", positive=True)
c_v = _symbol("c_v", "c_v", "molar heat capacity at constant volume", positive=True)
heat_capacity = _symbol("heat_capacity", r"\hat{c}_v", "molar heat capacity at constant volume, in units of R", positive=True)
c_p = _symbol("c_p", "c_p", "molar heat capacity at constant pressure", positive=True)
heat_capacity_ratio = _symbol("heat_capacity_ratio", r"\gamma", "heat capacity ratio, c_p over c_v", positive=True)

# Temperature
T = _symbol("T", "T", "temperature", positive=True)
T_in = _symbol("T_in", r"T_\mathrm{in}", "temperature of the gas that enters", positive=True)
T_hot = _symbol("T_hot", "T_H", "temperature of the hot end", positive=True)
T_shield = _symbol("T_shield", r"T_\mathrm{s}", "temperature of the shield", positive=True)
T_cold = _symbol("T_cold", "T_C", "temperature of the cold end", positive=True)
T_min = _symbol("T_min", r"T_{\min}", "lowest temperature that a given power can hold", positive=True)

# Entropy
entropy_rate = _symbol("entropy_rate", r"\dot{S}_\mathrm{gen}", "entropy generated per unit time", nonnegative=True)
S_gen = _symbol("S_gen", r"S_\mathrm{gen}", "entropy generated in one cycle", nonnegative=True)
s = _symbol("s", "s", "molar entropy", real=True)

# Pressure and volume of a gas
P = _symbol("P", "P", "pressure", positive=True)
P_in = _symbol("P_in", r"P_\mathrm{in}", "pressure at the inlet of a valve or an expander", positive=True)
P_out = _symbol("P_out", r"P_\mathrm{out}", "pressure at the outlet of a valve or an expander", positive=True)
P_high = _symbol("P_high", r"P_\mathrm{high}", "pressure behind the compressor", positive=True)
P_low = _symbol("P_low", r"P_\mathrm{low}", "pressure before the compressor", positive=True)
v = _symbol("v", "v", "molar volume", positive=True)
expansivity = _symbol("expansivity", r"\alpha", "relative growth of the volume with temperature at constant pressure", real=True)
v_small = _symbol("v_small", r"v_{\min}", "smallest molar volume of a cycle", positive=True)
v_large = _symbol("v_large", r"v_{\max}", "largest molar volume of a cycle", positive=True)
v_1 = _symbol("v_1", "v_1", "molar volume at corner 1 of a cycle", positive=True)
v_2 = _symbol("v_2", "v_2", "molar volume at corner 2 of a cycle", positive=True)
v_3 = _symbol("v_3", "v_3", "molar volume at corner 3 of a cycle", positive=True)
v_4 = _symbol("v_4", "v_4", "molar volume at corner 4 of a cycle", positive=True)
a = _symbol("a", "a", "van der Waals constant of attraction", positive=True)
b = _symbol("b", "b", "van der Waals constant of excluded volume", positive=True)

#: All symbols by name.
SYMBOLS: dict[str, PhysicalSymbol] = {value.name: value for value in list(globals().values()) if isinstance(value, PhysicalSymbol)}
