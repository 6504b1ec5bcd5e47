r"""The Linde-Hampson liquefier: a compressor, a counterflow heat exchanger, a valve and a separator.

States of the gas, as the drawing of the machine names them:

- ``1`` at the inlet temperature and the low pressure: make-up gas, and what the compressor takes in;
- ``2`` behind the isothermal compressor; ``3`` before the valve; ``4`` behind it, liquid and vapour;
- ``f`` the liquid, which is drawn off; ``g`` the vapour, which goes back;
- ``1'`` the vapour as it leaves the exchanger. If it is colder than ``1``, the surroundings warm it.

Everything is per mole of gas that is compressed, unless the name says otherwise. The surroundings are at the inlet temperature:
the cost of precooling to it is not counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from cryolib.attainable import attainable_yield, ceiling_pressure, coldest_enthalpy
from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.exchanger import Exchanger, Pinch, exchanger
from cryolib.gases import Gas, State
from cryolib.liquefaction import (
    best_pressure,
    check_liquefier,
    least_exchanger_effectiveness,
    liquefaction_work,
    molar_mass_of,
    reversible_work,
    yield_balance,
    yield_from_enthalpies,
)
from cryolib.readers import as_number

__all__ = ["LindeHampson", "best_pressure", "least_exchanger_effectiveness", "linde_hampson", "liquefaction_work"]
__all__ += ["attainable_yield", "ceiling_pressure", "yield_balance", "yield_from_enthalpies"]


@dataclass(frozen=True)
class LindeHampson:
    """A liquefier in steady state; made by `linde_hampson`, whose arguments are the first attributes.

    Attributes
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in, P_high, P_low, effectiveness : float
        Inlet temperature [K], pressures [Pa] and effectiveness of the exchanger [-].
    liquid_yield : float
        Liquid drawn off per gas compressed, above 0 [-].
    states : dict of str to State
        By the names above: ``1``, ``2``, ``3``, ``4``, ``f``, ``g`` and ``1'``.
    exchanger : Exchanger
        Temperatures of both streams from the cold to the warm end.
    """

    gas: Gas
    T_in: float
    P_high: float
    P_low: float
    effectiveness: float
    liquid_yield: float
    states: dict[str, State]
    exchanger: Exchanger

    @property
    def pinch(self) -> Pinch:
        """Smallest temperature difference in the exchanger, and where it is."""
        return self.exchanger.pinch

    @property
    def least_effectiveness(self) -> float:
        """Effectiveness of the exchanger at which the yield is 0; negative where the machine needs no exchanger [-]."""
        return float(least_exchanger_effectiveness(*(self.states[name].h for name in "12g")))

    @property
    def heat_rejected(self) -> float:
        r"""Heat that the compressor gives off, :math:`T (s_1 - s_2)` [J/mol]."""
        return float(self.T_in * (self.states["1"].s - self.states["2"].s))

    @property
    def heat_from_surroundings(self) -> float:
        r"""Heat that warms the returning vapour to the inlet temperature, :math:`(1 - y)(h_1 - h_{1'})` [J/mol]."""
        return float((1 - self.liquid_yield) * (self.states["1"].h - self.states["1'"].h))

    @property
    def work(self) -> float:
        r"""Work of reversible isothermal compression, :math:`w = T (s_1 - s_2) - (h_1 - h_2)` [J/mol]."""
        return float(self.heat_rejected - (self.states["1"].h - self.states["2"].h))

    @property
    def work_per_gas(self) -> float:
        """Work per kilogram of gas compressed [J/kg]."""
        return self.work / molar_mass_of(self.gas)

    @property
    def work_per_liquid(self) -> float:
        """Work per kilogram of liquid drawn off [J/kg]."""
        return self.work_per_gas / self.liquid_yield

    @property
    def ideal_work(self) -> float:
        """Least work per kilogram of liquid, `liquefaction_work` [J/kg]."""
        return float(reversible_work(self.states["1"], self.states["f"], self.T_in)) / molar_mass_of(self.gas)

    @property
    def figure_of_merit(self) -> float:
        """Least work over work, for the same liquid [-]."""
        return self.liquid_yield * float(reversible_work(self.states["1"], self.states["f"], self.T_in)) / self.work

    @property
    def entropy_generation(self) -> dict[str, float]:
        """Entropy generated in the exchanger, in the valve, and where the surroundings warm the returning vapour [J/(mol K)].

        Compressor and separator generate none. Times the inlet temperature, the sum is the work that is lost.
        """
        back, s = 1 - self.liquid_yield, {name: float(state.s) for name, state in self.states.items()}
        return {
            "exchanger": s["3"] - s["2"] + back * (s["1'"] - s["g"]),
            "valve": s["4"] - s["3"],
            "return": back * (s["1"] - s["1'"]) - self.heat_from_surroundings / self.T_in,
        }


def linde_hampson(
    gas: Gas, T_in: float, P_high: float, P_low: float = float(STANDARD_ATMOSPHERE), effectiveness: float = 1.0
) -> LindeHampson:
    r"""Linde-Hampson liquefier in steady state.

    .. math::
        y = \frac{h_{1'} - h_2}{h_{1'} - h_f}, \qquad h_{1'} = h_g + \epsilon\,(h_1 - h_g), \qquad h_3 = h_2 - (1 - y)(h_{1'} - h_g)

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in : float
        Temperature of the inlet and of the compressor, above the boiling point at ``P_low`` [K].
    P_high : float
        Pressure behind the compressor [Pa].
    P_low : float
        Pressure of the separator and of the returning vapour, below ``P_high`` and the critical pressure; 1 atm if not given [Pa].
    effectiveness : float
        Of the exchanger, by the enthalpy of its low-pressure side: what the vapour takes up, over what it would take up if it came
        out at ``T_in``; from 0 (no exchanger) to 1 [-].

    Returns
    -------
    LindeHampson
        Yield, works, states and exchanger.

    Raises
    ------
    ValueError
        If an argument is outside the range above, or a state outside that of the gas; and where the machine cannot run, with
        the reason: the feed is a liquid, the yield is not positive, or the streams of the exchanger would cross.

    Notes
    -----
    One energy balance of everything behind the compressor: the gas enters at 2 and leaves at f and 1'. The exchanger makes no
    cold; with a perfect one, all of it is the isothermal throttling effect :math:`h_1 - h_2`. No pressure drop, no heat leak.
    Derived in chapter ``linde_hampson``.

    References
    ----------
    .. [1] M. D. Atrey, Cryogenic Engineering, NPTEL course, Indian Institute of Technology Bombay, lecture 12.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> liquefier = linde_hampson(RealFluid("nitrogen"), 300.0, 200e5, effectiveness=0.95)
    >>> round(liquefier.liquid_yield, 4), round(liquefier.states["3"].T, 1), round(liquefier.least_effectiveness, 4)
    (0.0484, 167.0, 0.8629)
    """
    arguments = {"T_in": T_in, "P_high": P_high, "P_low": P_low, "effectiveness": effectiveness}
    T_in, P_high, P_low, effectiveness = (as_number(name, value) for name, value in arguments.items())
    check_liquefier(gas, T_in, P_high, P_low, effectiveness)
    liquid, vapour = gas.saturated_liquid(P_low), gas.saturated_gas(P_low)
    state = {"1": gas.state(T_in, P_low), "2": gas.state(T_in, P_high), "f": liquid, "g": vapour}
    h = {name: float(x.h) for name, x in state.items()}
    y = float(yield_from_enthalpies(h["1"], h["2"], h["g"], h["f"], effectiveness))
    reach = _reach(coldest_enthalpy(gas, liquid, vapour, P_high), h)
    reason = _refusal(gas, T_in, P_high, vapour, y, (effectiveness, reach), h)
    if reason:
        raise ValueError(f"{reason}; the balance gives a yield of {y:.4f}")
    h_warm = h["g"] + effectiveness * (h["1"] - h["g"])
    h_valve = h["2"] - (1 - y) * (h_warm - h["g"])
    # With a perfect exchanger 1' is 1, to the last digit.
    state["1'"] = state["1"] if effectiveness == 1 else gas.state_from_enthalpy(h_warm, P_low)
    state["3"], state["4"] = gas.state_from_enthalpy(h_valve, P_high), gas.state_from_enthalpy(h_valve, P_low)
    profile = exchanger(gas, (state["2"], state["3"]), (state["g"], state["1'"]))
    pinch = profile.pinch
    if pinch.difference < -1e-6 * T_in:
        raise ValueError(
            f"effectiveness must be smaller: the streams of the exchanger would cross, the cooling one being "
            f"{-pinch.difference:.3g} K colder than the warming one, at {pinch.T_warming:.6g} K; got {effectiveness:g}"
        )
    return LindeHampson(gas, T_in, P_high, P_low, effectiveness, y, {name: state[name] for name in _NAMES}, profile)


_NAMES = ("1", "2", "3", "4", "f", "g", "1'")


def _refusal(gas: Gas, T_in: float, P_high: float, vapour: State, y: float, exchanger: tuple[float, float], h: dict[str, float]) -> str:
    """Return the reason why the machine cannot run; empty if it can. `exchanger`: its effectiveness and the largest possible."""
    effectiveness, reach = exchanger
    if T_in <= vapour.T:
        return f"T_in must be above the boiling point at P_low, {vapour.T:.6g} K; at {T_in:g} K the feed is a liquid"
    if reach == -math.inf:
        ceiling = ceiling_pressure(gas, float(vapour.P))
        return (
            f"P_high must be below {ceiling:.6g} Pa: from there on {gas.name} gives no liquid from any inlet above the boiling point, since "
            f"before the valve it cannot be colder than the vapour that cools it, {vapour.T:.6g} K; got {P_high:.6g} Pa"
        )
    if h["2"] >= h["1"]:
        return f"{gas.name} does not get colder when it is throttled at T_in = {T_in:g} K, and must enter colder"
    if y >= 1:
        return f"at T_in = {T_in:g} K the compressed feed is a liquid, and no vapour returns"
    least = least_exchanger_effectiveness(h["1"], h["2"], h["g"])
    if y <= 0:
        most = f", and at most {reach:.6g}" if reach < 1 else ""
        return f"effectiveness must be above the least that cools, {least:.6g}{most}; got {effectiveness:g}"
    if effectiveness <= reach:
        return ""
    above = f"above {least:.6g} and " if least >= 0 else ""
    return (
        f"effectiveness must be {above}at most {reach:.6g} here, where the gas before the valve is as cold as the vapour that cools it, "
        f"{vapour.T:.6g} K; got {effectiveness:g}"
    )


def _reach(h_coldest: float, h: dict[str, float]) -> float:
    """Largest effectiveness at which the gas before the valve is no colder than the vapour; minus infinity if there is liquid at none."""
    y = (h["g"] - h_coldest) / (h["g"] - h["f"])
    if y <= 0:
        return -math.inf
    if y >= 1:  # as cold as the vapour, it is a liquid that stays one
        return math.inf
    return ((h["2"] - y * h["f"]) / (1 - y) - h["g"]) / (h["1"] - h["g"])
