"""A table of published machines with their sources, for a page whose front matter says ``render_markdown_format: myst`` under ``mystnb``.

On the page the sources are citations; in a notebook, where nothing makes citations, they are in words. In a cell of the page:

    from chapterkit.machine_table import machine_table
    from cryolib.machines import MACHINES

    machine_table(MACHINES)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from livefigure.hosts import is_static

__all__ = ["MachineTable", "machine_table"]

_HEAD = (
    "machine",
    "takes up",
    "electrical input",
    "% of Carnot, cold end",
    "% of Carnot, all stages",
    "mark",
    "plug and cooling",
    "source",
)


@dataclass(frozen=True)
class MachineTable:
    """Machines that a notebook or a page shows as a table."""

    machines: tuple[Any, ...]

    def markdown(self, cite: bool = True) -> str:
        """Return the table in Markdown; with roles for citations if `cite` is true, else with the sources in words."""
        rows = [_row(machine, cite) for machine in self.machines]
        lines = [_HEAD, ("---", "---", "---", "---:", "---:", ":---:", "---", "---"), *rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _repr_markdown_(self) -> str:
        return self.markdown(cite=is_static())

    def __repr__(self) -> str:
        return f"{len(self.machines)} machines"


def machine_table(machines: Iterable[Any]) -> MachineTable:
    """Make a table of machines with their sources.

    Parameters
    ----------
    machines : iterable of cryolib.machines.Machine
        The rows, in their order.

    Returns
    -------
    MachineTable
        What a cell shows as a table.
    """
    return MachineTable(tuple(machines))


def _row(machine: Any, cite: bool) -> tuple[str, ...]:
    loads = ", ".join(f"{_amount(load)} at {temperature:g} K" for temperature, load in machine.loads.items())
    size, unit = _scale(machine.power[1])
    computed = ", computed from the percentage" if machine.computed_from_percentage else ""
    hot = "" if machine.assumed_hot else f", rejected at {machine.T_hot:g} K"
    supply = ", ".join(part for part in (machine.plug, machine.cooling) if part) or "not given"
    source = f"{{cite}}`{','.join(machine.sources)}`" if cite else machine.source
    return (
        f"{machine.name} ({machine.kind})", loads, f"{_span(machine.power, 1 / size, 3)} {unit}{computed}{hot}",
        _span(machine.efficiency, 100, 2), _span(machine.efficiency_of_all_stages, 100, 2) if machine.first_stage else "",
        machine.certainty, supply, f"{source}: {machine.locator}",
    )  # fmt: skip


def _amount(watts: float) -> str:
    size, unit = _scale(watts)
    return f"{watts / size:g} {unit}"


def _scale(watts: float) -> tuple[float, str]:
    """The unit in which a power is said."""
    if watts < 0.05:
        return 1e-3, "mW"
    return (1e6, "MW") if watts >= 1e6 else (1e3, "kW") if watts >= 1e3 else (1.0, "W")


def _span(bounds: tuple[float, float], factor: float, digits: int) -> str:
    first, last = (f"{factor * value:.{digits}g}" for value in bounds)
    return first if first == last else f"{first} to {last}"
