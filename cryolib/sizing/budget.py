"""A heat budget: rows that let heat in, at one or two stages, and the heat that each stage has to take up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cryolib.limits import input_power
from cryolib.sizing.parts import HALF_WAY, Lead, Load, Part, Support
from cryolib.sizing.quantities import Misread, read_quantity
from cryolib.sizing.reading import read_row
from cryolib.sizing.words import SPANS
from cryolib.validation import ascending_temperatures

__all__ = ["Budget", "Flow", "Row", "read_budget"]

BY_SHIELD, TO_SHIELD, FROM_SHIELD, DIRECT = SPANS


@dataclass(frozen=True)
class Row:
    """One row of a budget.

    Attributes
    ----------
    part : Part
        What lets heat in.
    span : str
        The way of the heat, a key of `SPANS`. A load is at the stage to which its way leads.
    text : str
        What someone wrote, for a table.
    """

    part: Part
    span: str = BY_SHIELD
    text: str = ""

    def __post_init__(self) -> None:
        if self.span not in SPANS:
            raise Misread(f"“{self.span}” is no way of the heat: write {', or '.join(SPANS)}.")


@dataclass(frozen=True)
class Flow:
    """Heat that a row brings to the cold end and to the shield, less what it takes on from there [W]."""

    cold: float = 0.0
    shield: float = 0.0


@dataclass(frozen=True)
class Budget:
    """Rows between a room, perhaps a shield, and a cold end.

    Attributes
    ----------
    rows : tuple of Row
    T_cold, T_hot : float
        Of the cold end and of the room [K].
    T_shield : float, optional
        Of the shield, which a first stage cools [K]; None without one.
    """

    rows: tuple[Row, ...]
    T_cold: float
    T_hot: float = 300.0
    T_shield: float | None = None

    def __post_init__(self) -> None:
        if self.T_shield is None:
            ascending_temperatures(T_cold=self.T_cold, T_hot=self.T_hot)
        else:
            ascending_temperatures(T_cold=self.T_cold, T_shield=self.T_shield, T_hot=self.T_hot)

    def flow(self, row: Row) -> Flow:
        """Heat of one row.

        Parameters
        ----------
        row : Row
            Of this budget or of another.

        Returns
        -------
        Flow
            What it brings to the two stages.

        Raises
        ------
        ValueError
            If a material's data do not reach so far, the row needs a shield that is not there, or no stage is cold enough for a load.
        """
        part, T_shield = row.part, self.T_shield
        if isinstance(part, Load):
            return self._load(part, row.span)
        if T_shield is None and row.span in (TO_SHIELD, FROM_SHIELD):
            raise Misread("There is no shield: choose another way for this row, or a second stage.")
        if isinstance(part, Support) and part.clamped is not None and (T_shield is None or row.span != BY_SHIELD):
            raise Misread("This row touches no shield on its way: leave out where it is clamped, or choose room to cold, by the shield.")
        if isinstance(part, Lead) and part.vapour_cooled:
            if row.span in (TO_SHIELD, FROM_SHIELD):
                raise Misread("Leads that vapour cools run from the room to the helium: choose room to cold.")
            return Flow(cold=part.heat(self.T_cold, self.T_hot))
        if T_shield is None or row.span == DIRECT:
            return Flow(cold=part.heat(self.T_cold, self.T_hot))
        below = above = 0.0
        lower = upper = 1.0
        if isinstance(part, Support) and row.span == BY_SHIELD:
            lower = HALF_WAY if part.clamped is None else part.clamped
            upper = 1 - lower
        if row.span != TO_SHIELD:
            below = _over(part, self.T_cold, T_shield, lower)
        if row.span != FROM_SHIELD:
            above = _over(part, T_shield, self.T_hot, upper)
        return Flow(cold=below, shield=above - below if part.passes_on else above)

    def _load(self, load: Load, span: str) -> Flow:
        at, T_shield = load.temperature, self.T_shield
        if at is None:
            if T_shield is None and span == TO_SHIELD:
                raise Misread("There is no shield: choose another place for this load, or a second stage.")
            on_shield = span == TO_SHIELD
        else:
            if at < self.T_cold:
                raise Misread(f"No stage is as cold as {at:.6g} K: the cold end is at {self.T_cold:.6g} K.")
            if at >= self.T_hot:
                raise Misread(f"{at:.6g} K is no colder than the room: no cooler is needed there.")
            on_shield = T_shield is not None and at >= T_shield
        return Flow(shield=load.heat_load) if on_shield else Flow(cold=load.heat_load)

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Heat of each row."""
        return tuple(map(self.flow, self.rows))

    @property
    def loads(self) -> dict[float, float]:
        """Heat that each stage takes up [W], by its temperature [K], the cold end first.

        Raises
        ------
        Misread
            If the shield is so warm that it would have to be heated.
        """
        flows = self.flows
        cold, shield = sum(flow.cold for flow in flows), sum(flow.shield for flow in flows)
        if self.T_shield is None:
            return {self.T_cold: cold}
        if shield < 0:
            most = min(range(len(flows)), key=lambda k: flows[k].shield) + 1
            raise Misread(
                f"At {self.T_shield:.6g} K the shield would have to be heated: more leaves it than reaches it. "
                f"Make it colder, or let less heat go on from it: row {most} takes most."
            )
        return {self.T_cold: cold, self.T_shield: shield}

    @property
    def least_power(self) -> float:
        """The least power that nature allows for all stages together [W].

        Raises
        ------
        Misread
            As for `loads`, or if vapour cools the leads of a row: see `refuse_bath`.
        """
        self.refuse_bath()
        return sum(float(input_power(load, T, self.T_hot)) for T, load in self.loads.items())

    def refuse_bath(self) -> None:
        """Raise `Misread` if a row lives on the vapour of a bath, so that no closed cooler can serve it."""
        for number, row in enumerate(self.rows, 1):
            if isinstance(row.part, Lead) and row.part.vapour_cooled:
                raise Misread(
                    f"The leads of row {number} live on the vapour of a bath that boils away, and a closed cooler leaves none: "
                    "there are litres a day, and neither a least power nor a machine. Write them without vapour for a cooler."
                )

    def at_shield(self, T_shield: float | None) -> Budget:
        """The same rows with another shield."""
        return replace(self, T_shield=T_shield)


def _over(part: Part, T_cold: float, T_hot: float, share: float) -> float:
    return part.heat(T_cold, T_hot, share) if isinstance(part, Support) else part.heat(T_cold, T_hot)


def read_budget(rows: Iterable[str | tuple[str, str]], T_cold: str, T_hot: str = "300 K", T_shield: str | None = None) -> Budget:
    """Read a budget as people write it.

    Parameters
    ----------
    rows : iterable of str or (str, str)
        Each row as `read_row` reads it, perhaps with its way, a key of `SPANS`; the first of them if nothing is said.
    T_cold, T_hot, T_shield : str
        Temperatures with their units; no shield if the last is None.

    Returns
    -------
    Budget

    Raises
    ------
    Misread
        If a text is not understood; for a row the message names it.

    Examples
    --------
    >>> budget = read_budget(["0.5 m2, 30 layers", ("0.2 W", "room to cold")], T_cold="77 K")
    >>> round(budget.loads[77.0], 2)
    0.78
    """
    read = []
    for number, given in enumerate(rows, 1):
        text, span = (given, BY_SHIELD) if isinstance(given, str) else given
        try:
            read.append(Row(read_row(text), span, text))
        except Misread as error:
            raise Misread(f"row {number}, “{text}”: {error}") from None
    cold, hot = (read_quantity(text, "temperature") for text in (T_cold, T_hot))
    shield = None if T_shield is None else read_quantity(T_shield, "temperature")
    return Budget(tuple(read), cold, hot, shield)
