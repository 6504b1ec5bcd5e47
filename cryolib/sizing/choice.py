"""Which published machines hold a budget, and what power machines of its size and temperature take."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from cryolib.limits import staged_input_power
from cryolib.machines import MACHINES, Machine, machines_for_statistics
from cryolib.sizing.budget import Budget

__all__ = ["Fit", "Peer", "candidates", "fits", "least_of", "peers"]

#: Machines whose cold end differs by more than this factor do not tell what a machine for the budget takes.
NEARBY = 2.0
#: Nor do machines whose size, the least power for what they take up, differs by more than this factor, unless there are no others.
SIZE = 10.0
#: How many of them are named.
NAMED = 3
#: A machine that gives its heat to surroundings at 300 K serves a room that is warmer by this share, 306 K, and no warmer one.
ROOM_SLACK = 0.02


@dataclass(frozen=True)
class Fit:
    """A machine beside a budget.

    Attributes
    ----------
    machine : Machine
    margins : dict of float to float
        For each stage of the budget by its temperature [K] how much more the machine takes up than is asked, as a fraction of what is asked;
        infinite where nothing is asked, and -1 where it has no stage so cold [-].
    """

    machine: Machine
    margins: dict[float, float]

    @property
    def holds(self) -> bool:
        """Whether each stage is held."""
        return all(margin >= 0 for margin in self.margins.values())


@dataclass(frozen=True)
class Peer:
    """A machine of about the size and temperature of a budget.

    Attributes
    ----------
    machine : Machine
    least_power : float
        Least power for what it takes up [W]: its size.
    power : tuple of float
        Power for the budget at the machine's fraction of Carnot, both stages counted, from and to [W].
    """

    machine: Machine
    least_power: float
    power: tuple[float, float]


def candidates() -> tuple[Machine, ...]:
    """The machines that may hold a budget: measured or rated, and neither proposed nor bounded."""
    return tuple(one for one in MACHINES if one.certainty != "C" and not one.computed_from_percentage and not one.proposed)


def fits(budget: Budget, machines: Iterable[Machine] | None = None) -> tuple[Fit, ...]:
    """Compare a budget with published machines.

    Parameters
    ----------
    budget : Budget
    machines : iterable of Machine, optional
        All that were measured or rated, if not given: `cryolib.machines.MACHINES` without those that a source proposes or bounds.

    Returns
    -------
    tuple of Fit
        Those that hold the budget first, and of these the one with the least power first; then the others, the nearest first.

    Raises
    ------
    ValueError
        If the budget has no loads, as `Budget.loads` says.

    Notes
    -----
    A stage of a machine serves a stage of the budget if it is published at this temperature or a lower one. Both stages of a machine are
    taken to hold at once, as catalogues print them: the colder one for the cold end, the warmer one for the shield. For a budget with one
    stage the better of the two counts. A machine whose own surroundings are more than 2 % colder than the room is left out.

    Examples
    --------
    >>> from cryolib.sizing import read_budget
    >>> found = fits(read_budget(["0.4 W"], T_cold="4.2 K"))
    >>> found[0].machine.name, found[0].holds
    ('0.5 W', True)
    """
    budget.refuse_bath()
    loads = budget.loads
    found = [
        Fit(machine, _margins(machine, loads))
        for machine in (candidates() if machines is None else machines)
        if budget.T_hot <= machine.T_hot * (1 + ROOM_SLACK)
    ]
    return tuple(sorted(found, key=lambda fit: (not fit.holds, fit.machine.power[0] if fit.holds else -min(fit.margins.values()))))


def _margins(machine: Machine, loads: dict[float, float]) -> dict[float, float]:
    stages = sorted(machine.loads.items())
    margins = {}
    for number, (T, load) in enumerate(sorted(loads.items())):
        last = max(number + 1, len(stages) - len(loads) + number + 1)  # what is warmer has to serve the warmer stages
        capacity = max((taken for at, taken in stages[number:last] if at <= T), default=0.0)
        margins[T] = math.inf if load == 0 else capacity / load - 1
    return margins


def least_of(machine: Machine) -> float:
    """Least power for what a machine takes up at all of its stages [W]."""
    return float(staged_input_power(machine.loads, machine.T_hot))


def peers(budget: Budget, machines: Iterable[Machine] | None = None) -> tuple[Peer, ...]:
    """Find machines of about the size and temperature of a budget, and the power for the budget at their fractions of Carnot.

    Parameters
    ----------
    budget : Budget
    machines : iterable of Machine, optional
        From which to choose; `cryolib.machines.machines_for_statistics` if not given.

    Returns
    -------
    tuple of Peer
        At most three, the nearest in size first. The size is the least power for what a machine takes up; it is within a factor of ten of that
        for the budget, or, if no machine's is, there is the nearest one alone. The cold ends differ by a factor of two at most. None where the
        budget needs no power, or no cold end is near.

    Raises
    ------
    ValueError
        If the budget has no loads, as `Budget.loads` says.

    Examples
    --------
    >>> from cryolib.sizing import read_budget
    >>> near = peers(read_budget(["0.4 W"], T_cold="4.2 K"))
    >>> len(near), all(2.1 <= peer.machine.T_cold <= 8.4 for peer in near)
    (3, True)
    """
    least = budget.least_power
    if not least > 0:
        return ()
    near = [
        machine
        for machine in (machines_for_statistics() if machines is None else machines)
        if 1 / NEARBY <= machine.T_cold / budget.T_cold <= NEARBY
    ]
    near.sort(key=lambda machine: abs(math.log(least_of(machine) / least)))
    close = [machine for machine in near if abs(math.log(least_of(machine) / least)) <= math.log(SIZE)]
    found = []
    for machine in close[:NAMED] or near[:1]:
        low, high = machine.efficiency_of_all_stages
        found.append(Peer(machine, least_of(machine), (least / high, least / low)))
    return tuple(found)
