"""The answer to a budget: everything that follows from its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cryolib.leaks import boil_off
from cryolib.sizing.budget import Budget, Flow, read_budget
from cryolib.sizing.choice import SIZE, Fit, Peer, fits, peers
from cryolib.sizing.shield import BestShield, best_shield, without_shield

__all__ = ["BOILING", "Answer", "litres_per_watt", "size"]

#: Liquids that may stand in for a cooler, coldest first.
BOILING = ("helium", "hydrogen", "neon", "nitrogen")
#: A stage counts as that of a liquid that boils this much above it, as a fraction: 77 K is liquid nitrogen, though that boils at 77.4 K.
SLACK = 0.01


@dataclass(frozen=True)
class Answer:
    """What follows from a budget; each attribute is computed when it is asked for."""

    budget: Budget

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Heat of each row [W]."""
        return self.budget.flows

    @cached_property
    def loads(self) -> dict[float, float]:
        """Heat that each stage takes up [W], by its temperature [K], the cold end first."""
        return self.budget.loads

    @cached_property
    def least_power(self) -> float:
        """Least power for all stages [W]."""
        return self.budget.least_power

    @property
    def least_rejected(self) -> float:
        """Heat that a perfect cooler gives off to the room: its power and all that it takes up [W]."""
        return self.least_power + sum(self.loads.values())

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        """Published machines, those that hold the budget first."""
        return fits(self.budget)

    @property
    def smallest(self) -> Fit | None:
        """The machine with the least power that holds the budget, if there is one."""
        return self.fits[0] if self.fits and self.fits[0].holds else None

    @cached_property
    def peers(self) -> tuple[Peer, ...]:
        """Machines of about this size and temperature, and the power at their fractions of Carnot."""
        return peers(self.budget)

    @property
    def times_larger(self) -> float | None:
        """Size of the nearest machine over that of the budget, where no machine is within a factor of ten; None where one is, or without any."""
        if not self.peers:
            return None
        ratio = self.peers[0].least_power / self.least_power
        return None if 1 / SIZE <= ratio <= SIZE else ratio

    @property
    def power(self) -> tuple[float, float] | None:
        """Power at what such machines reach, from and to [W]; None without any."""
        if not self.peers:
            return None
        return min(peer.power[0] for peer in self.peers), max(peer.power[1] for peer in self.peers)

    @property
    def rejected(self) -> tuple[float, float] | None:
        """Heat given off to the room at that power, from and to [W]."""
        taken = sum(self.loads.values())
        return self.power and (self.power[0] + taken, self.power[1] + taken)

    @cached_property
    def shield(self) -> BestShield | None:
        """The best shield."""
        return best_shield(self.budget)

    @cached_property
    def without_shield(self) -> float | None:
        """Least power if there were no shield [W]."""
        return without_shield(self.budget)

    @cached_property
    def litres_per_day(self) -> dict[float, tuple[str, float]]:
        """For each stage, by its temperature [K], a liquid that would do instead, and how much of it boils away [L/day]; needs CoolProp.

        By its boiling alone: where it boils colder than the stage, its cold gas takes up more, and less of the liquid would do.
        """
        litres, found = litres_per_watt(), {}
        for T, load in self.loads.items():
            liquids = [name for name, (boiling, _) in litres.items() if boiling <= T * (1 + SLACK)]
            if liquids:
                found[T] = (liquids[-1], load * litres[liquids[-1]][1])
        return found

    def __str__(self) -> str:
        stages = ", ".join(f"{load:.3g} W at {T:g} K" for T, load in self.loads.items())
        times = self.times_larger
        reached = "machines reach" if times is None else f"the nearest machine reaches, of {times:.2g} times the size"
        power = "no published machine is near" if self.power is None else f"{self.power[0]:.3g} to {self.power[1]:.3g} W at what {reached}"
        held = "no single machine holds this" if self.smallest is None else f"{self.smallest.machine.name} suffices"
        return f"{stages}; least power {self.least_power:.4g} W; {power}; {held}"


def litres_per_watt() -> dict[str, tuple[float, float]]:
    """For each liquid the temperature at which it boils [K], and how much of it one watt boils away [L/day]."""
    day, litre, found = 86400, 1e-3, {}
    for name in BOILING:
        boiled = boil_off(name, 1.0)
        found[name] = (boiled.temperature, float(boiled.liquid_volume_flow) * day / litre)
    return found


def size(rows: Iterable[str | tuple[str, str]], T_cold: str, T_hot: str = "300 K", T_shield: str | None = None) -> Answer:
    """Size a cooler for a budget as people write it.

    Parameters
    ----------
    rows, T_cold, T_hot, T_shield
        As for `read_budget`.

    Returns
    -------
    Answer

    Raises
    ------
    ValueError
        If a text is not understood, a material's data do not reach so far, or a stage would have to be heated.

    Examples
    --------
    >>> print(size(["0.2 m2, emissivity 0.05", "1 W"], T_cold="77 K"))  # doctest: +ELLIPSIS
    5.57 W at 77 K; least power 16.14 W; ...
    """
    return Answer(read_budget(rows, T_cold, T_hot, T_shield))
