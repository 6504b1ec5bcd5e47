"""Coolers whose performance is published: heat loads, temperatures and input power.

The rows are in ``machines.toml`` beside this module. A row holds what its source says; every percentage is computed from it.

>>> len(MACHINES) >= 25
True
>>> plant = next(machine for machine in MACHINES if machine.name == "LHC, 18 kW")
>>> round(100 * plant.efficiency[0])
30
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

from cryolib.limits import staged_input_power

__all__ = ["MACHINES", "Machine", "machines_for_statistics", "read_machines"]

_FILE = files("cryolib").joinpath("machines.toml").read_text(encoding="utf-8")
_WORDS: Mapping[str, str] = tomllib.loads(_FILE)["sources"]


@dataclass(frozen=True)
class Machine:
    """One published operating point.

    Attributes
    ----------
    name, kind : str
        What the machine is called here, and how it works.
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
    locator : str
        Where in the source, and what was taken from it in which sense.
    certainty : str
        ``"A"``: the paper, its abstract or the operator's own page was read. ``"B"``: a distributor's table or a user's record of quotations
        was read, or one number belongs to another condition. ``"C"``: a bound, a short time, or a power computed from a stated percentage.
    year : int, optional
        Of the source, where it is known.
    plug : str, optional
        Supply of electricity, where the source gives it.
    cooling : str, optional
        ``"air"`` or ``"water"``, where the source says what takes the heat away.
    cooling_water : tuple of float, optional
        Flow of water, from and to [m³/s], where the source gives it.
    computed_from_percentage : bool
        Whether the source gives a fraction of Carnot and no power. Its power says nothing new, so the row never enters a fit.
    proposed : bool
        Whether it was only proposed, and not built as it is here.
    left_out : str, optional
        Any other reason for which the row is not used where numbers are fitted.
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
    locator: str = ""
    certainty: str = "C"
    year: int | None = None
    plug: str | None = None
    cooling: str | None = None
    cooling_water: tuple[float, float] | None = None
    computed_from_percentage: bool = False
    proposed: bool = False
    left_out: str | None = None

    @property
    def source(self) -> str:
        """Who published it and, where that is known, when."""
        return "; ".join(_WORDS[key] for key in self.sources)

    @property
    def loads(self) -> dict[float, float]:
        """Heat taken up by each stage [W], by its temperature [K], coldest first."""
        return {self.T_cold: self.heat_load} | ({self.first_stage[1]: self.first_stage[0]} if self.first_stage else {})

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
        return self._share(self.loads)

    def _share(self, loads: dict[float, float]) -> tuple[float, float]:
        least = staged_input_power(loads, self.T_hot)
        return least / self.power[1], least / self.power[0]


def read_machines(text: str) -> tuple[Machine, ...]:
    r"""Read machines from a text in TOML, as it stands in ``machines.toml``.

    Parameters
    ----------
    text : str
        One table ``[[machine]]`` for each row. Its sources are those that the file ``machines.toml`` has in words.

    Returns
    -------
    tuple of Machine
        In the order of the text.

    Raises
    ------
    ValueError
        If the text is not TOML, or a row lacks a field, has an unknown one, or holds a value that cannot be; the message names both.

    Examples
    --------
    >>> read_machines('[[machine]]\nname = "half"\nkind = "Stirling"')
    Traceback (most recent call last):
    ...
    ValueError: row half: stages is missing
    """
    rows = tomllib.loads(text).get("machine", [])
    machines = tuple(_machine(number, row) for number, row in enumerate(rows, start=1))
    names = [machine.name for machine in machines]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"row {name}: name is there twice")
    return machines


def machines_for_statistics() -> tuple[Machine, ...]:
    """Return the machines from which a number may be fitted: measured or rated, and each cooler once.

    Returns
    -------
    tuple of Machine
        Those of `MACHINES` whose source gives a power, but for rows that say why they are left out.

    Examples
    --------
    >>> any(machine.computed_from_percentage for machine in machines_for_statistics())
    False
    """
    return tuple(machine for machine in MACHINES if not machine.computed_from_percentage and machine.left_out is None)


#: Fields of a row: whether it must be there, and of what type it is.
_FIELDS: Mapping[str, tuple[bool, type]] = {
    "name": (True, str),
    "kind": (True, str),
    "stages": (True, list),
    "power": (False, list),
    "stated_fraction": (False, float),
    "T_hot": (True, float),
    "T_hot_given": (True, bool),
    "sources": (True, list),
    "locator": (True, str),
    "certainty": (True, str),
    "year": (False, int),
    "plug": (False, str),
    "cooling": (False, str),
    "cooling_water": (False, list),
    "proposed": (False, bool),
    "left_out": (False, str),
}
_LITRE_PER_MINUTE = 1e-3 / 60  # m³/s


def _machine(number: int, row: Mapping[str, Any]) -> Machine:
    """Make a machine of one row, or say what is wrong with it."""
    where = f"row {row.get('name', number)}"
    _check_fields(where, row)
    stages = _stages(where, row["stages"], row["T_hot"])
    (heat_load, T_cold), first = stages[0], stages[1] if len(stages) > 1 else None
    power = _power(where, row, heat_load, T_cold)
    water = _from_to(where, "cooling_water", row["cooling_water"]) if "cooling_water" in row else None
    machine = Machine(
        row["name"], row["kind"], heat_load, T_cold, power, float(row["T_hot"]), not row["T_hot_given"], tuple(row["sources"]), first,
        locator=row["locator"], certainty=row["certainty"], year=row.get("year"), plug=row.get("plug"), cooling=row.get("cooling"),
        cooling_water=water and (water[0] * _LITRE_PER_MINUTE, water[1] * _LITRE_PER_MINUTE),
        computed_from_percentage="stated_fraction" in row, proposed=row.get("proposed", False), left_out=row.get("left_out"),
    )  # fmt: skip
    if machine.efficiency_of_all_stages[1] > 1:
        raise ValueError(f"{where}: power beats Carnot; got {power} W")
    return machine


def _check_fields(where: str, row: Mapping[str, Any]) -> None:
    for name in row:
        if name not in _FIELDS:
            raise ValueError(f"{where}: {name} is no field")
    for name, (required, kind) in _FIELDS.items():
        if name not in row:
            if required:
                raise ValueError(f"{where}: {name} is missing")
            continue
        value = row[name]
        if not (_is_number(value) if kind is float else type(value) is kind):
            raise ValueError(f"{where}: {name} must be of type {kind.__name__}; got {value!r}")
        if value in ("", []):
            raise ValueError(f"{where}: {name} is empty")
    unknown = [key for key in row["sources"] if key not in _WORDS]
    allowed = {"certainty": ("A", "B", "C"), "cooling": ("air", "water")}
    for name, values in allowed.items():
        if name in row and row[name] not in values:
            raise ValueError(f"{where}: {name} must be one of {', '.join(values)}; got {row[name]!r}")
    if unknown:
        raise ValueError(f"{where}: sources has no words for {unknown[0]!r}")
    if ("power" in row) == ("stated_fraction" in row):
        raise ValueError(f"{where}: power or stated_fraction must be there, and not both")


def _stages(where: str, stages: list[Any], T_hot: float) -> list[tuple[float, float]]:
    if len(stages) > 2 or not all(isinstance(stage, list) and len(stage) == 2 and all(map(_is_number, stage)) for stage in stages):
        raise ValueError(f"{where}: stages must be one or two pairs of W and K; got {stages!r}")
    temperatures = [0.0, *(stage[1] for stage in stages), T_hot]
    if any(stage[0] <= 0 for stage in stages) or any(low >= high for low, high in pairwise(temperatures)):
        raise ValueError(f"{where}: stages must take up heat, coldest first and below T_hot; got {stages!r}, T_hot = {T_hot}")
    return [(float(stage[0]), float(stage[1])) for stage in stages]


def _power(where: str, row: Mapping[str, Any], heat_load: float, T_cold: float) -> tuple[float, float]:
    if "power" in row:
        return _from_to(where, "power", row["power"])
    fraction = row["stated_fraction"]
    if not 0 < fraction <= 1:
        raise ValueError(f"{where}: stated_fraction must be above 0 and at most 1; got {fraction}")
    power = staged_input_power({T_cold: heat_load}, row["T_hot"], fraction)
    return power, power


def _from_to(where: str, name: str, value: list[Any]) -> tuple[float, float]:
    if len(value) != 2 or not all(map(_is_number, value)) or not 0 < value[0] <= value[1] < float("inf"):
        raise ValueError(f"{where}: {name} must be two positive numbers, from and to; got {value!r}")
    return float(value[0]), float(value[1])


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and value == value


#: The machines, in the order of the file. The source of the four first Gifford-McMahon coolers gives one power for the 1 W and the 1.5 W
#: cooler, in a cell that we take for both, as the rows about water do.
MACHINES = read_machines(_FILE)
