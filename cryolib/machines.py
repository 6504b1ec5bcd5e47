"""Coolers whose performance is published: heat load, temperature and input power."""

from __future__ import annotations

from dataclasses import dataclass

from cryolib.bills import staged_input_power

__all__ = ["MACHINES", "Machine"]

#: The sources in words for a reader who points at a machine, by their keys in the bibliography; with the year where one is known.
_WORDS = {
    "bradu_lhc45": "Bradu, CERN web page",
    "ciovati2018": "Ciovati and others, 2018",
    "csa_rhessi2017": "Cryogenic Society of America, 2017",
    "dietrich2009": "Dietrich and Thummes, 2009",
    "magtrans4k": "MAGTRANS Systems, table of a distributor",
    "rhessi_cooler": "RHESSI Team, wiki",
    "tavian2004": "Tavian, CERN Courier, 2004",
    "wilson_cpt60": "Wilson and others, paper of Sunpower",
}


@dataclass(frozen=True)
class Machine:
    """One published operating point.

    Attributes
    ----------
    heat_load : float
        Heat taken up at the cold end [W].
    T_cold, T_hot : float
        Temperatures of the cold end and of the surroundings [K]; `assumed_hot` is true where the source does not give the second.
    power : tuple of float
        Electrical input, from and to [W]; equal where the source gives one number.
    sources : tuple of str
        Keys of the bibliography.
    first_stage : tuple of float, optional
        Heat that a warmer stage takes up at the same time [W], and its temperature [K].
    """

    name: str
    kind: str
    heat_load: float
    T_cold: float
    power: tuple[float, float]
    T_hot: float
    assumed_hot: bool
    sources: tuple[str, ...]
    first_stage: tuple[float, float] | None = None

    @property
    def source(self) -> str:
        """Who published it and, where that is known, when."""
        return "; ".join(_WORDS[key] for key in self.sources)

    @property
    def specific_power(self) -> tuple[float, float]:
        """Input power over heat load, from and to [W/W]."""
        return self.power[0] / self.heat_load, self.power[1] / self.heat_load

    @property
    def efficiency(self) -> tuple[float, float]:
        """Fraction of the Carnot coefficient of performance of the cold end alone, from and to [-]."""
        return self._share({self.T_cold: self.heat_load})

    @property
    def efficiency_of_all_stages(self) -> tuple[float, float]:
        """The same with the first stage credited at its own temperature, from and to [-]; `efficiency` where there is none."""
        first = {self.first_stage[1]: self.first_stage[0]} if self.first_stage else {}
        return self._share({self.T_cold: self.heat_load} | first)

    def _share(self, loads: dict[float, float]) -> tuple[float, float]:
        least = staged_input_power(loads, self.T_hot)
        return least / self.power[1], least / self.power[0]


#: The machines. The 18 kW of the plant count the screens at 50 to 75 K that it also feeds, as an equivalent at 4.5 K. The source of the four
#: Gifford-McMahon coolers gives one power for the 1 W and the 1.5 W cooler, in a cell that we take for both, as the rows about water do.
MACHINES = (
    Machine("0.1 W", "Gifford-McMahon", 0.1, 4.2, (1200, 1300), 300, True, ("magtrans4k",), (3.0, 50)),
    Machine("0.5 W", "Gifford-McMahon", 0.5, 4.2, (2700, 3300), 300, True, ("magtrans4k",), (3.0, 50)),
    Machine("1 W", "Gifford-McMahon", 1.0, 4.2, (6500, 7200), 300, True, ("magtrans4k",), (40.0, 43)),
    Machine("1.5 W", "Gifford-McMahon", 1.5, 4.2, (6500, 7200), 300, True, ("magtrans4k", "ciovati2018"), (35.0, 50)),
    Machine("LHC, 18 kW", "helium plant", 18e3, 4.5, (4e6, 4e6), 300, True, ("tavian2004", "bradu_lhc45")),
    Machine("Giessen, 12.9 W", "pulse tube", 12.9, 25, (4600, 4600), 300, True, ("dietrich2009",)),
    Machine("CPT60, 2 W", "pulse tube", 2.0, 60, (100, 100), 310.15, False, ("wilson_cpt60",)),
    Machine("RHESSI, 4 W", "Stirling", 4.0, 77, (100, 100), 300, True, ("rhessi_cooler", "csa_rhessi2017")),
)
