"""What one shield saves, and where it is best: the least power as a function of its temperature, and of where each support touches it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from cryolib.leaks import material
from cryolib.sizing.budget import BY_SHIELD, DIRECT, FROM_SHIELD, TO_SHIELD, Budget, Row
from cryolib.sizing.parts import Lead, Load, Support

__all__ = ["BestShield", "best_shield", "power_with_shield", "without_shield"]

#: Parts in which the search begins, evenly in the logarithm of temperature; where it ends, and over what it takes the slope, in the same.
STEPS, NARROW, ASIDE = 48, 1e-9, 1e-3
#: A shield that saves a smaller share of the least power is not worth naming: rounding alone saves as much as 1e-13.
LEAST_SAVING = 1e-3


@dataclass(frozen=True)
class BestShield:
    """The best shield for the rows of a budget.

    Attributes
    ----------
    T_shield : float
        Its temperature [K].
    least_power : float
        Of both stages together with it [W].
    saved : float
        Share of the least power of the budget as it is that it saves [-].
    places : tuple of float or None
        For each row of a budget that has no shield yet where to clamp it, as the share of its length below; None for what has no length [-].
    """

    T_shield: float
    least_power: float
    saved: float
    places: tuple[float | None, ...]


def price(T: float, T_hot: float) -> float:
    """Least power for each watt that is taken up at a temperature [W/W]."""
    return T_hot / T - 1


def _clamped_best(part: Support, T_shield: float, budget: Budget) -> tuple[float, float]:
    r"""Least power against a support that touches the shield at its best place, and that place.

    With :math:`x` of the length below, :math:`a/x + b/(1 - x)` is least at :math:`x = \sqrt a/(\sqrt a + \sqrt b)`.
    """
    solid, over = material(part.material), part.count * part.area / part.length
    on_shield = price(T_shield, budget.T_hot)
    below = over * float(solid.conductivity_integral(budget.T_cold, T_shield)) * (price(budget.T_cold, budget.T_hot) - on_shield)
    above = over * float(solid.conductivity_integral(T_shield, budget.T_hot)) * on_shield
    root = math.sqrt(below) + math.sqrt(above)
    return root**2, math.sqrt(below) / root


def power_with_shield(budget: Budget, T_shield: float) -> float:
    """Least power with a shield at this temperature [W].

    A budget without a shield gets one: supports and wires touch it at their best places, and it stands in the way of radiation and leads. A
    budget with one keeps the places of its rows. Infinite where the shield would have to be heated, or a material's data end.
    """
    try:
        if budget.T_shield is not None:
            return budget.at_shield(T_shield).least_power
        shielded, total = budget.at_shield(T_shield), 0.0
        for row in budget.rows:
            if isinstance(row.part, Support):
                total += _clamped_best(row.part, T_shield, budget)[0]
            else:
                flow = shielded.flow(replace(row, span=BY_SHIELD) if not isinstance(row.part, Load) else Row(row.part, DIRECT))
                total += flow.cold * price(budget.T_cold, budget.T_hot) + flow.shield * price(T_shield, budget.T_hot)
    except ValueError:
        return math.inf
    return total


def best_shield(budget: Budget) -> BestShield | None:
    """Find the temperature at which a shield leaves the least power.

    Parameters
    ----------
    budget : Budget
        Without a shield, it is given one, which supports and wires touch at their best places, and which stands in the way of radiation and
        leads. With a shield, its rows keep their ways, and the shield gets another temperature.

    Returns
    -------
    BestShield or None
        None where no shield saves a thousandth of the least power, or a material's data do not reach so far.

    Raises
    ------
    ValueError
        If the budget has no loads, as `Budget.loads` says.

    Notes
    -----
    Steps in the logarithm of temperature, and halving around the lowest.

    Examples
    --------
    >>> from cryolib.sizing import read_budget
    >>> found = best_shield(read_budget(["0.5 m2, 30 layers"], T_cold="4.2 K"))
    >>> round(found.T_shield), round(found.saved, 2)
    (86, 0.95)
    """
    now = budget.least_power
    loads = [row.part.temperature for row in budget.rows if isinstance(row.part, Load) and row.part.temperature is not None]
    top = min([budget.T_hot, *(T for T in loads if budget.T_shield is not None and T >= budget.T_shield)])
    span = math.log(top / budget.T_cold)

    def power_at(place: float) -> float:
        return power_with_shield(budget, budget.T_cold * math.exp(span * place))

    place = _lowest(power_at)
    if place is None:
        return None
    T_shield = budget.T_cold * math.exp(span * place)
    least = power_with_shield(budget, T_shield)
    if not least < now * (1 - LEAST_SAVING):
        return None
    if budget.T_shield is not None:
        return BestShield(T_shield, least, 1 - least / now, ())
    places = tuple(_clamped_best(row.part, T_shield, budget)[1] if isinstance(row.part, Support) else None for row in budget.rows)
    return BestShield(T_shield, least, 1 - least / now, places)


def _lowest(power_at: Callable[[float], float]) -> float | None:
    """Where a function on 0 to 1 is lowest: steps first, then halving between the two around the lowest, by the slope over `ASIDE` to both sides.

    Differences over a width that is not tiny have digits to spare, so that another program finds the same place.
    """
    powers = [power_at(k / STEPS) for k in range(1, STEPS)]
    lowest = min(powers)
    if lowest == math.inf:
        return None
    at = powers.index(lowest) + 1
    low, high = max((at - 1) / STEPS, ASIDE), min((at + 1) / STEPS, 1 - ASIDE)
    while high - low > NARROW:
        middle = (low + high) / 2
        if power_at(middle + ASIDE) > power_at(middle - ASIDE):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def without_shield(budget: Budget) -> float | None:
    """Least power if there were no shield.

    What begins at the shield begins at the room, and what ends on it is gone. Leads that end on it go on to the cold end, for their current
    has to get there, unless other leads begin at the shield and go on for them.

    Parameters
    ----------
    budget : Budget

    Returns
    -------
    float or None
        That of the budget itself if it has no shield; None where a material's data do not reach to the room [W].

    Raises
    ------
    ValueError
        If the budget has no loads, as `Budget.loads` says.

    Examples
    --------
    >>> from cryolib.sizing import read_budget
    >>> budget = read_budget(["0.5 m2, 30 layers"], T_cold="4.2 K", T_shield="50 K")
    >>> round(budget.least_power, 2), round(without_shield(budget), 2)
    (3.14, 41.58)
    """
    if budget.T_shield is None:
        return budget.least_power
    budget.refuse_bath()
    rows = tuple(_unshielded(row) for row in budget.rows if _stays(row, budget))
    try:
        return Budget(rows, budget.T_cold, budget.T_hot).least_power
    except ValueError:
        return None


def _stays(row: Row, budget: Budget) -> bool:
    """Whether a row would be there without the shield."""
    if row.span == TO_SHIELD and isinstance(row.part, Lead):
        return not any(isinstance(other.part, Lead) and other.span == FROM_SHIELD for other in budget.rows)
    return row.span != TO_SHIELD and budget.flow(row).cold > 0


def _unshielded(row: Row) -> Row:
    """A row as it would be without the shield."""
    part = replace(row.part, clamped=None) if isinstance(row.part, Support) else row.part
    return Row(part, row.span if isinstance(part, Load) else DIRECT, row.text)
