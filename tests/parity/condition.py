"""How far apart two correct computers of one tape may be: the bound follows the condition of the expression.

IEEE arithmetic is rounded in one way, but the logarithm, the sine and their like differ by a unit in the last place from one library to
the next. Where an expression is ill-conditioned, as sin(p log x) is near its zeros, such a unit grows. Here the tape is replayed with an
uncertainty beside each value: a function adds a few units in the last place, and every operation passes on what its operands may differ
by, found by trying the ends of their intervals. A sum of three terms or more may be added in another order. So no new browser or
processor turns a correct result into a fault, and at all other places a fault stands out as before.
"""

import itertools

import numpy as np

UNIT = np.finfo(float).eps
ULPS = 4  # by which two libraries' functions may differ

EXACT = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "neg": np.negative, "sqrt": np.sqrt, "abs": np.abs,
    "sign": np.sign, "floor": np.floor, "ceil": np.ceil, "min": np.minimum, "max": np.maximum,
    "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal, "eq": np.equal, "ne": np.not_equal,
    "and": np.logical_and, "or": np.logical_or, "not": np.logical_not, "select": lambda condition, a, b: np.where(condition != 0, a, b),
}  # fmt: skip
ROUNDED = {
    "pow": np.power, "exp": np.exp, "log": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos,
    "atan": np.arctan, "atan2": np.arctan2, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "asinh": np.arcsinh, "acosh": np.arccosh,
    "atanh": np.arctanh,
}  # fmt: skip

SUMS = ("add", "sub")


def uncertainty(steps, inputs, grids, tables=()):
    """For each step, how far apart two correct results may be, at places given by one array for each input and each grid.

    It is infinite where the result may exist for one side and not for the other.
    """
    values, apart = [], []
    with np.errstate(all="ignore"):
        for name, *operands in steps:
            if name in ("input", "grid", "number"):
                source = {"input": inputs, "grid": grids}.get(name)
                leaf = source[operands[0]] if source is not None else np.nan if operands[0] is None else operands[0]
                values.append(np.asarray(leaf, dtype=float))
                apart.append(np.zeros_like(values[-1]))
                continue
            operation = tables[operands.pop(0)].value if name == "table" else EXACT.get(name) or ROUNDED[name]
            value, difference = _passed_on(operation, [values[k] for k in operands], [apart[k] for k in operands])
            if name in ROUNDED:
                difference = difference + ULPS * UNIT * np.abs(value)
            if name in SUMS and any(steps[k][0] in SUMS for k in operands):  # of three terms or more, which may be added in another order
                difference = difference + UNIT * np.max(np.abs(np.broadcast_arrays(*(values[k] for k in operands))), axis=0)
            values.append(value)
            apart.append(difference)
    return apart


def _passed_on(operation, arguments, apart):
    """An operation's value, and how much it changes when each argument goes to either end of its interval."""
    value = np.asarray(operation(*arguments), dtype=float)
    difference = np.zeros_like(value)
    uncertain = [k for k, part in enumerate(apart) if np.any(part > 0)]
    for signs in itertools.product((-1, 1), repeat=len(uncertain)):
        moved = list(arguments)
        for k, sign in zip(uncertain, signs, strict=True):
            moved[k] = arguments[k] + sign * apart[k]
        other = np.asarray(operation(*moved), dtype=float)
        same = (other == value) | (np.isnan(other) & np.isnan(value))
        change = np.where(same, 0.0, np.abs(other - value))
        difference = np.maximum(difference, np.where(np.isnan(change), np.inf, change))
    if uncertain:  # the two sides also round what they find differently
        difference = difference + np.where(difference > 0, UNIT * np.abs(value), 0.0)
    return value, np.where(np.isnan(difference), np.inf, difference)
