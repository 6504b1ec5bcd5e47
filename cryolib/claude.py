r"""Claude's liquefier: a part of the gas works in an expander on its way down, and the rest passes a valve.

States of the gas, beside those of `cryolib.linde_hampson`: ``3`` where the gas for the expander branches off, ``e`` behind the expander,
``4`` before the valve, ``r`` in the returning stream where the feed is at 3. Everything is per mole of gas that is compressed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cryolib.constants import STANDARD_ATMOSPHERE
from cryolib.exchanger import Exchanger, Pinch
from cryolib.gases import Gas, State
from cryolib.liquefaction import check_liquefier, molar_mass_of, reversible_work
from cryolib.readers import as_number
from cryolib.validation import fraction

__all__ = ["Claude", "claude"]

_POINTS = 97


@dataclass(frozen=True)
class Claude:
    """A liquefier with an expander in steady state; made by `claude`, whose arguments are the first attributes.

    Attributes
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in, P_high, P_low, T_branch, share, efficiency : float
        Temperatures [K], pressures [Pa], and share and efficiency of the expander [-].
    liquid_yield : float
        Liquid drawn off per gas compressed [-].
    states : dict of str to State
        By the names above.
    exchanger : Exchanger
        Temperatures of both streams from the cold to the warm end, over all of the three exchangers.
    """

    gas: Gas
    T_in: float
    P_high: float
    P_low: float
    T_branch: float
    share: float
    efficiency: float
    liquid_yield: float
    states: dict[str, State]
    exchanger: Exchanger

    @property
    def pinch(self) -> Pinch:
        """Smallest temperature difference in the exchangers, and where it is."""
        return self.exchanger.pinch

    @property
    def expander_work(self) -> float:
        """Work that the expander delivers [J/mol]."""
        return float(self.share * (self.states["3"].h - self.states["e"].h))

    @property
    def work(self) -> float:
        """Work of reversible isothermal compression, less the expander's [J/mol]."""
        return float(reversible_work(self.states["1"], self.states["2"], self.T_in)) - self.expander_work

    @property
    def work_per_liquid(self) -> float:
        """Work per kilogram of liquid [J/kg]."""
        return self.work / self.liquid_yield / molar_mass_of(self.gas)

    @property
    def figure_of_merit(self) -> float:
        """Least work over work, for the same liquid [-]."""
        return self.liquid_yield * float(reversible_work(self.states["1"], self.states["f"], self.T_in)) / self.work

    @property
    def entropy_generation(self) -> dict[str, float]:
        """Entropy generated in the exchangers, the valve and the expander [J/(mol K)]."""
        s, y, x = {name: float(state.s) for name, state in self.states.items()}, self.liquid_yield, self.share
        expander = x * (s["e"] - s["3"])
        valve = y * s["f"] + (1 - x - y) * s["g"] - (1 - x) * s["4"]
        return {"exchangers": y * s["f"] + (1 - y) * s["1"] - s["2"] - valve - expander, "valve": valve, "expander": expander}


def claude(
    gas: Gas, T_in: float, P_high: float, T_branch: float, share: float,
    P_low: float = float(STANDARD_ATMOSPHERE), *, efficiency: float = 1.0,
) -> Claude:  # fmt: skip
    r"""Claude's liquefier in steady state, with exchangers that are perfect at the warm end.

    .. math:: y = \frac{h_1 - h_2}{h_1 - h_f} + x\,\frac{h_3 - h_e}{h_1 - h_f}

    Parameters
    ----------
    gas : VanDerWaals or RealFluid
        The gas.
    T_in, P_high, P_low : float
        As for `linde_hampson` [K], [Pa], [Pa].
    T_branch : float
        Temperature of the gas that enters the expander, at most ``T_in`` [K].
    share : float
        :math:`x`, the part of the gas that goes through the expander, above 0 and below 1 [-].
    efficiency : float
        Of the expander: its work over that of one that makes no entropy, above 0 and at most 1 [-].

    Returns
    -------
    Claude
        Yield, works, states and the temperatures along the exchangers.

    Raises
    ------
    ValueError
        If an argument is outside the range above, or a state outside that of the gas; and where the machine cannot run, with the reason:
        there is no liquid or no vapour, liquid in the expander, or streams that would cross.

    Notes
    -----
    One energy balance of everything behind the compressor: gas enters at 2, leaves at 1 and f, and the work of the expander leaves, too. The
    balance knows nothing of the exchangers, and promises liquid even where heat would have to flow from cold to warm. So the temperatures
    of both streams are compared at every place. Derived in chapter ``linde_hampson``.

    Examples
    --------
    >>> from cryolib.gases import RealFluid
    >>> plant = claude(RealFluid("nitrogen"), 300.0, 40e5, 240.0, 0.5)
    >>> round(plant.liquid_yield, 3), round(plant.figure_of_merit, 2)
    (0.196, 0.6)
    """
    numbers = {"T_in": T_in, "P_high": P_high, "T_branch": T_branch, "share": share, "P_low": P_low, "efficiency": efficiency}
    T_in, P_high, T_branch, x, P_low, efficiency = (as_number(name, value) for name, value in numbers.items())
    check_liquefier(gas, T_in, P_high, P_low, 1.0)
    fraction(share=x, efficiency=efficiency)
    liquid, vapour = gas.saturated_liquid(P_low), gas.saturated_gas(P_low)
    if not vapour.T < T_branch <= T_in:
        raise ValueError(f"T_branch must lie between the boiling point at P_low, {vapour.T:.6g} K, and T_in = {T_in:g} K; got {T_branch:g}")
    state = {"1": gas.state(T_in, P_low), "2": gas.state(T_in, P_high), "3": gas.state(T_branch, P_high), "f": liquid, "g": vapour}
    h = {name: float(one.h) for name, one in state.items()}
    h_e = h["3"] - efficiency * (h["3"] - float(gas.state_from_entropy(state["3"].s, P_low).h))
    if h_e < h["g"]:
        raise ValueError(f"T_branch must be higher: from {T_branch:g} K the expander would leave liquid")
    y = (h["1"] - h["2"] + x * (h["3"] - h_e)) / (h["1"] - h["f"])
    if not 0 < y < 1 - x:
        raise ValueError(f"share must leave gas for the valve, and the balance some liquid; got share {x:g} with a yield of {y:.4g}")
    h["e"], h["4"] = h_e, (y * h["f"] + (1 - x - y) * h["g"]) / (1 - x)
    h["r"] = h["1"] - (h["2"] - h["3"]) / (1 - y)
    if h["4"] >= h["3"] or h["r"] <= h["g"]:
        raise ValueError(
            f"share must be different: the exchangers' streams would cross with {x:g} at T_branch = {T_branch:g} K; the balance gives a yield of {y:.4g}"
        )
    state |= {
        "e": gas.state_from_enthalpy(h_e, P_low),
        "4": gas.state_from_enthalpy(h["4"], P_high),
        "r": gas.state_from_enthalpy(h["r"], P_low),
    }
    profile = _profile(gas, h, (P_high, P_low), x, y)
    if profile.pinch.difference < -1e-4 * T_in:
        raise ValueError(
            f"share must be different: the exchangers' streams would cross with {x:g} at T_branch = {T_branch:g} K, the cooling one being "
            f"{-profile.pinch.difference:.3g} K colder than the warming one, at {profile.pinch.T_warming:.4g} K; the balance gives a yield of {y:.4g}"
        )
    return Claude(gas, T_in, P_high, P_low, T_branch, x, efficiency, y, state, profile)


def _profile(gas: Gas, h: dict[str, float], P: tuple[float, float], x: float, y: float) -> Exchanger:
    """Temperatures of both streams over the heat that has passed since the cold end."""
    branch = (1 - x) * (h["3"] - h["4"])  # heat that the smaller feed gives off
    joined = (1 - x - y) * (h["e"] - h["g"])  # heat that the vapour takes up before the expander's gas joins it
    total = branch + h["2"] - h["3"]
    q = np.unique(np.concatenate([np.linspace(0, total, _POINTS), [branch, min(joined, total)]]))
    cooling = np.where(q < branch, h["4"] + q / (1 - x), h["3"] + q - branch)
    warming = np.where(q < joined, h["g"] + q / (1 - x - y), h["e"] + (q - joined) / (1 - y))
    return Exchanger(q, np.asarray(gas.state_from_enthalpy(cooling, P[0]).T), np.asarray(gas.state_from_enthalpy(warming, P[1]).T))
