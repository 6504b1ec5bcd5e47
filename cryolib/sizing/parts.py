"""The rows of a budget: what lets heat in, and how much between two temperatures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol

from cryolib.leaks import (
    enclosed_radiation,
    installed_insulation,
    laboratory_insulation,
    least_lead_heat,
    material,
    radiated_heat,
    support_heat,
    vapour_cooled_lead_heat,
)
from cryolib.validation import ascending_temperatures, fraction, nonnegative, positive, refuse, whole_number

__all__ = ["Lead", "Load", "Part", "Radiation", "Support", "Wires"]

#: The formulas of blankets are compared with blankets of 10 and 30 layers; beyond twice as many they are not trusted.
MOST_LAYERS = 60
#: Where a support or a wire touches a shield if nothing is said: half way.
HALF_WAY = 0.5
#: Of leads that vapour cools: their warm end, and the warmest that boiling helium may be [K].
VAPOUR_T_HOT, VAPOUR_T_COLD = 300.0, 4.3


class Part(Protocol):
    """What a row of a budget is."""

    kind: ClassVar[str]

    def heat(self, T_cold: float, T_hot: float) -> float:
        """Heat that arrives at the cold end of the part [W]."""

    @property
    def passes_on(self) -> bool:
        """Whether the heat that arrives at its cold end has left its warm end, as it has in a bar and has not in a lead."""


@dataclass(frozen=True)
class Support:
    """Bars or tubes that carry heat by conduction.

    Attributes
    ----------
    material : str
        A name of `cryolib.leaks.MATERIALS`.
    length, area : float
        Of one of them, along the heat and across it [m], [m^2].
    count : int
        How many there are, side by side.
    clamped : float, optional
        Where it touches a shield on its way: the fraction of its length below the shield; half of it if nothing is said [-].
    """

    material: str
    length: float
    area: float
    count: int = 1
    clamped: float | None = None
    kind: ClassVar[str] = "support"
    passes_on: ClassVar[bool] = True

    def __post_init__(self) -> None:
        positive(length=self.length, area=self.area)
        whole_number(1, count=self.count)
        if self.clamped is not None:
            fraction(clamped=self.clamped)
            refuse(self.clamped == 1, "clamped must be below 1", clamped=self.clamped)

    def heat(self, T_cold: float, T_hot: float, share: float = 1.0) -> float:
        """Heat that arrives at the cold end, over a share of the length [W]."""
        return float(support_heat(material(self.material), T_cold, T_hot, self.count * self.area, share * self.length))


class Wires(Support):
    """The same as a support, of wires: their own heat is not counted."""

    kind: ClassVar[str] = "wires"


@dataclass(frozen=True)
class Lead:
    """Current leads of the best length over area, cooled by conduction, or by the vapour of the helium that they boil.

    Attributes
    ----------
    current : float
        In each of them [A].
    count : int
        A pair counts as two.
    vapour_cooled : bool
        Whether helium vapour flows along them. It comes from a bath that boils away: a closed cooler leaves none.
    """

    current: float
    count: int = 2
    vapour_cooled: bool = False
    kind: ClassVar[str] = "lead"
    passes_on: ClassVar[bool] = False

    def __post_init__(self) -> None:
        positive(current=self.current)
        whole_number(1, count=self.count)

    def heat(self, T_cold: float, T_hot: float) -> float:
        """Heat that arrives at the cold end of all leads; none leaves the warm end of a lead of the best shape [W]."""
        if self.vapour_cooled:
            refuse(T_hot != VAPOUR_T_HOT, f"T_hot must be {VAPOUR_T_HOT:g} K, for which leads that vapour cools are computed", T_hot=T_hot)
            refuse(T_cold > VAPOUR_T_COLD, "T_cold must be that of boiling helium, for leads that its vapour cools", T_cold=T_cold)
            return self.count * float(vapour_cooled_lead_heat(self.current))
        return self.count * float(least_lead_heat(T_cold, T_hot, self.current))


@dataclass(frozen=True)
class Radiation:
    """Heat radiated to a cold surface: bare, or behind layers of insulation.

    Attributes
    ----------
    area : float
        Of the cold surface [m^2].
    emissivities : tuple of float
        One effective emissivity, or those of the cold and of the warm surface; not to be given behind layers [-].
    warm_area : float, optional
        Of the warm surface, where both emissivities are given; as large as the cold one if not [m^2].
    layers : int
        Of insulation, at most 60; 0 for none.
    installed : bool
        Whether the layers are as people install them, or as in a laboratory.
    """

    area: float
    emissivities: tuple[float, ...] = (1.0,)
    warm_area: float | None = None
    layers: int = 0
    installed: bool = True
    kind: ClassVar[str] = "radiation"
    passes_on: ClassVar[bool] = True

    def __post_init__(self) -> None:
        positive(area=self.area)
        if len(self.emissivities) not in (1, 2):
            raise ValueError(f"emissivities must be one or two; got {self.emissivities!r}")
        for emissivity in self.emissivities:
            fraction(emissivity=emissivity)
        whole_number(0, layers=self.layers)
        refuse(
            self.layers > MOST_LAYERS,
            f"layers must be at most {MOST_LAYERS}, twice those of the blankets that were measured",
            layers=self.layers,
        )
        if self.layers and self.emissivities != (1.0,):
            raise ValueError(f"emissivities must not be given behind layers, which have their own; got {self.emissivities!r}")
        if self.warm_area is not None:
            if len(self.emissivities) == 1:
                raise ValueError(f"warm_area must come with the emissivities of both surfaces; got {self.warm_area!r}")
            refuse(self.warm_area < self.area, "warm_area must not be below area", warm_area=self.warm_area, area=self.area)

    def heat(self, T_cold: float, T_hot: float) -> float:
        """Heat that arrives at the cold surface [W]."""
        if self.layers and self.installed:
            return self.area * float(installed_insulation(T_cold, T_hot, self.layers))
        if self.layers:
            return self.area * float(laboratory_insulation(T_cold, T_hot, self.layers))
        if len(self.emissivities) == 1:
            return float(radiated_heat(T_cold, T_hot, self.area, self.emissivities[0]))
        return float(enclosed_radiation(T_cold, T_hot, self.area, self.warm_area or self.area, *self.emissivities))


@dataclass(frozen=True)
class Load:
    """Heat that is made in the cold.

    Attributes
    ----------
    heat_load : float
        [W].
    temperature : float, optional
        The warmest at which it may be taken up [K]; the temperature of its stage if nothing is said.
    """

    heat_load: float
    temperature: float | None = None
    kind: ClassVar[str] = "load"
    passes_on: ClassVar[bool] = False

    def __post_init__(self) -> None:
        nonnegative(heat_load=self.heat_load)
        if self.temperature is not None:
            positive(temperature=self.temperature)

    def heat(self, T_cold: float, T_hot: float) -> float:
        """The load, whatever the temperatures [W]."""
        ascending_temperatures(T_cold=T_cold, T_hot=T_hot)
        return self.heat_load


def tube_area(diameter: float, wall: float) -> float:
    """Cross-section of a tube by its outer diameter and its wall [m^2]."""
    return math.pi * wall * (diameter - wall)
