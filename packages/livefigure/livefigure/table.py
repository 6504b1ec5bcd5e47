"""`Table`: a function without a closed form, such as a property of a real gas, computed on a grid and interpolated in the browser."""

from __future__ import annotations

import ast
import builtins
import keyword
import math
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from livefigure.interpolation import Axis, Floats, interpolator
from livefigure.number import format_number, raised
from livefigure.packing import LARGEST, pack

if TYPE_CHECKING:
    from livefigure.protocol import FigureLike

# Nodes are sent in steps between the least and the largest. The rounding is this part of the bound at the most, and the steps are so many
# at least.
FINE, STEPS = 1 / 64, 2**14


class Tabulated(sp.Function):
    """A table in an expression: each `Table` derives a class of its own from this one."""

    table: Table
    is_extended_real = True

    def _eval_evalf(self, precision: int) -> Any:
        numbers = [argument.evalf() for argument in self.args]
        return sp.Float(float(self.table.value(*map(float, numbers)))) if all(number.is_Float for number in numbers) else None


class Table:
    r"""A function of one or two variables on a grid of nodes, for expressions that move in the browser.

    Call it like the function. With SymPy expressions it returns an expression, to use in any expression of a `LiveFigure`; with numbers
    and arrays it returns what the browser interpolates. It returns NaN outside its range and in any cell with a NaN corner, where the
    function does not exist; cells beyond are not affected.

    Parameters
    ----------
    name : str
        Of the function in Python.
    function : callable
        Takes arrays of one shape, in the order of `axes`, and returns an array of that shape, with NaN where it has no value. It is
        called once.
    **axes : (low, high, count) or (low, high, count, "log")
        For each variable, its range [its unit] and the number of nodes, evenly spread or evenly in the logarithm.
    bound : float
        How far the table may be from the function between its nodes [`unit`], or as a fraction of `scale`.
    python : str
        A program that defines `name` as the function itself, for readers who run the figure's Python.
    meaning, unit : str, optional
        What readers call the function, and its unit.
    scale : float or "value", optional
        What the bound and `error` are fractions of: a typical value [`unit`], or the value at each point.
    linear : bool
        Straight lines between nodes, for a function that has kinks.

    Attributes
    ----------
    error : float
        The largest difference from the function, in the middle of every cell and at as many points spread evenly.
    worst : dict
        The point with that difference.

    Raises
    ------
    ValueError
        If the error is above the bound (the message has both, and the point), if the function is infinite at a point or NaN at all of
        them, and for bad input.

    Examples
    --------
    >>> import numpy as np
    >>> from sympy import Symbol
    >>> root = Table("root", np.sqrt, x=(1, 100, 12, "log"), bound=1e-3, python="from numpy import sqrt as root")
    >>> root(25.0).round(3), root(101.0), root(Symbol("v") ** 2)
    (np.float64(5.0), np.float64(nan), root(v**2))
    >>> root.note
    'Root: a table of 12 values, interpolated within 5.7\xa0×\xa010⁻⁵.'
    """

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        *,
        bound: float,
        python: str,
        meaning: str | None = None,
        unit: str = "",
        scale: float | str | None = None,
        linear: bool = False,
        **axes: Any,
    ) -> None:
        self.name, self.meaning, self.unit, self.python = name, meaning or name, unit, python
        self.bound, self.scale, self.linear = bound, scale, linear
        self._check()
        self.axes = {axis: _axis(axis, given) for axis, given in axes.items()}
        if len(self.axes) not in (1, 2):
            raise ValueError(f"axes of a table must be one or two; got {', '.join(axes) or 'none'} in {name}")
        grid = np.meshgrid(*[axis.nodes for axis in self.axes.values()], indexing="ij")
        between = self._between()
        points = [np.concatenate([nodes.ravel(), more]) for nodes, more in zip(grid, between, strict=True)]
        values = self._values(function, points)
        self._encode(values[: grid[0].size].reshape(grid[0].shape))
        self._measure(between, values[grid[0].size :])

    @classmethod
    def of(cls, outputs: Mapping[str, Mapping[str, Any]], function: Callable[..., Any], **axes: Any) -> list[Table]:
        """Several tables from one call of a function that returns several values at once.

        Parameters
        ----------
        outputs : mapping
            Name of each table -> what `Table` takes beside the function and the axes, and ``of``: the key or the attribute that holds its
            values in what the function gives; by default its name.
        function : callable
            As of `Table`, but it gives a mapping of arrays, or an object that has them as attributes. It is called once for all.

        Returns
        -------
        list of Table
            In the order of `outputs`.
        """
        results: list[Any] = []

        def part(key: str) -> Callable[..., Any]:
            def values(*points: Any) -> Any:
                # All tables have the same axes, so they ask for the same points.
                if not results:
                    results.append(function(*points))
                return results[0][key] if isinstance(results[0], Mapping) else getattr(results[0], key)

            return values

        tables = []
        for name, given in outputs.items():
            options = dict(given)
            tables.append(cls(name, part(options.pop("of", name)), **options, **axes))
        return tables

    def __call__(self, *arguments: Any) -> Any:
        """Apply to expressions, or interpolate at numbers and arrays."""
        if len(arguments) != len(self.axes):
            raise ValueError(f"{self.name} is a table of {', '.join(self.axes)}; got {len(arguments)} arguments")
        if any(isinstance(argument, sp.Basic) for argument in arguments):
            return self.applied(*arguments)
        return self.value(*arguments)

    @cached_property
    def applied(self) -> Any:
        """The SymPy function that stands for the table."""
        return type(self.name, (Tabulated,), {"table": self, "nargs": len(self.axes)})

    @property
    def note(self) -> str:
        """What a reader is told about it."""
        size = " × ".join(str(axis.count) for axis in self.axes.values())
        words = self.meaning[0].upper() + self.meaning[1:]
        return f"{words}: a table of {size} values, interpolated {self._how_well()}."

    def _how_well(self) -> str:
        if self.error == 0:
            return "exactly"
        # Rounded up, because it is a promise.
        digits = 1 - math.floor(math.log10(self.error))
        error = math.ceil(self.error * 10.0**digits * (1 - 1e-12)) / 10.0**digits
        unit = f"\u00a0{raised(self.unit)}" if self.unit else ""
        if self.scale is None:
            return f"within {format_number(error, 2, trim=True)}{unit}"
        of = "its value" if isinstance(self.scale, str) else f"{format_number(self.scale, 4, trim=True)}{unit}"
        return f"within {format_number(100 * error, 2, trim=True)}\u00a0% of {of}"

    @cached_property
    def statements(self) -> list[str]:
        """The program `python`, statement by statement."""
        return [ast.get_source_segment(self.python, part) or "" for part in ast.parse(self.python).body]

    @cached_property
    def defines(self) -> set[str]:
        """The names that the program `python` defines."""
        return {name for part in ast.parse(self.python).body for name in _defined(part)}

    # ---- construction ----

    def _check(self) -> None:
        if not self.name.isidentifier() or keyword.iskeyword(self.name):
            raise ValueError(f"name of a table must be one that Python can write; got {self.name!r}")
        if hasattr(np, self.name) or hasattr(builtins, self.name):
            raise ValueError(f"name of a table must not be one that NumPy or Python has; got {self.name!r}")
        if not 0 < self.bound < math.inf:
            raise ValueError(f"bound of table {self.name} must be positive and finite; got {self.bound!r}")
        number = isinstance(self.scale, int | float) and 0 < self.scale < math.inf
        if self.scale not in (None, "value") and not number:
            raise ValueError(f'scale of table {self.name} must be positive and finite, or "value"; got {self.scale!r}')
        try:
            defines = self.defines
        except SyntaxError as error:
            raise ValueError(f"python of table {self.name} is no program: {error}") from None
        if self.name not in defines:
            raise ValueError(f"python of table {self.name} must define {self.name}; got {self.python!r}")

    def _between(self) -> list[Floats]:
        """Points between the nodes: the middle of every cell, and as many again (at least 200) spread by an additive recurrence."""
        axes = list(self.axes.values())
        middles = np.meshgrid(*[np.arange(axis.count - 1) + 0.5 for axis in axes], indexing="ij")
        # Roberts' sequence: 1/g, 1/g**2 with g**(d + 1) = g + 1.
        ratio = 1.618033988749895 if len(axes) == 1 else 1.324717957244746
        number = np.arange(1, max(200, middles[0].size) + 1)
        points = []
        for k, (axis, middle) in enumerate(zip(axes, middles, strict=True), start=1):
            spread = (0.5 + number / ratio**k) % 1 * (axis.count - 1)
            points.append(axis.at(np.concatenate([middle.ravel(), spread])))
        return points

    def _values(self, function: Callable[..., Any], points: list[Floats]) -> Floats:
        values = np.broadcast_to(np.asarray(function(*points), dtype=float), points[0].shape)
        if np.isinf(values).any():
            raise ValueError(f"function of table {self.name} is infinite at {self._where(points, np.isinf(values).argmax())}")
        return values

    def _where(self, points: list[Floats], k: Any) -> str:
        return ", ".join(f"{axis} = {point[k]:.6g}" for axis, point in zip(self.axes, points, strict=True))

    def _encode(self, nodes: Floats) -> None:
        """Store the nodes as they are sent to the browser: in steps so small that their rounding does not count beside the bound."""
        missing = np.isnan(nodes)
        if missing.all():
            raise ValueError(f"function of table {self.name} is NaN at every node")
        low, high = float(np.nanmin(nodes)), float(np.nanmax(nodes))
        typical = float(np.nanmin(np.abs(nodes))) if isinstance(self.scale, str) else self.scale or 1.0
        wanted = (high - low) / (2 * FINE * self.bound * typical) if typical else LARGEST
        step = (high - low) / min(max(math.ceil(wanted), STEPS), LARGEST) or 1.0  # the least and the largest node are exact
        steps = np.rint((np.where(missing, low, nodes) - low) / step).astype(np.int64)
        self.nodes = np.where(missing, np.nan, low + steps * step)
        self.value = interpolator(list(self.axes.values()), self.nodes, self.linear)
        values, prediction = pack(steps, missing)
        self.specification = {
            "axes": [{"low": axis.low, "high": axis.high, "count": axis.count, "log": axis.log} for axis in self.axes.values()],
            "linear": self.linear,
            "values": values,
            "prediction": prediction,
            "low": low,
            "step": step,
        }

    def _measure(self, points: list[Floats], true: Floats) -> None:
        apart = np.abs(self.value(*points) - true)
        if self.scale is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                apart = np.where(apart == 0, 0.0, apart / (np.abs(true) if self.scale == "value" else self.scale))
        if np.isnan(apart).all():
            raise ValueError(f"table {self.name} has no cell whose corners all exist")
        k = np.nanargmax(apart)
        self.error = float(apart[k])
        self.worst = {axis: float(point[k]) for axis, point in zip(self.axes, points, strict=True)}
        if self.error > self.bound:
            unit = f" {self.unit}" if self.unit and self.scale is None else ""
            raise ValueError(
                f"table {self.name} misses its function by {self.error:.3g}{unit} at {self._where(points, k)}; its bound is {self.bound:g}{unit}"
            )


def tables_of(figure: FigureLike) -> list[Table]:
    """The tables in a figure's expressions, by name."""
    tables = {node.func.table for expression in expressions_of(figure) for node in expression.atoms(Tabulated)}
    return sorted(tables, key=lambda table: table.name)


def expressions_of(figure: FigureLike) -> list[sp.Basic]:
    """All that a figure computes."""
    expressions = [expression for placed in figure.artists for expression in placed.expressions.values()]
    expressions += [slot.value for slot in figure.slots.values()]
    return expressions + [condition for condition, _ in figure.status if condition is not None]


def _axis(name: str, given: Any) -> Axis:
    try:
        low, high, count, *kind = given
    except (TypeError, ValueError):
        raise ValueError(f"{name} of a table must be (low, high, count) and perhaps a kind; got {given!r}") from None
    if kind not in ([], ["linear"], ["log"]):
        raise ValueError(f"{name} of a table must be linear or log; got {given!r}")
    log = kind == ["log"]
    if not -math.inf < low < high < math.inf or (log and low <= 0):
        raise ValueError(f"{name} of a table must go from low to high, finite{', from above 0' if log else ''}; got {given!r}")
    if count != int(count) or count < 2:
        raise ValueError(f"{name} of a table must have a whole number of nodes, at least 2; got {given!r}")
    return Axis(float(low), float(high), int(count), log)


def _defined(statement: ast.stmt) -> list[str]:
    """The names that a statement of a program defines."""
    if isinstance(statement, ast.FunctionDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [node.id for target in statement.targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [name.asname or name.name for name in statement.names]
    return []
