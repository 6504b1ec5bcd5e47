"""Draws each student's variant of the numbers: a keyed hash of course, assignment and student picks them from a grid.

With the key they can be recomputed at any time; without it they cannot be predicted. One public draw, for practice, needs no
key.

>>> Draw(60, 60.3, 0.1).values
(60.0, 60.1, 60.2, 60.3)
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

__all__ = ["PRACTICE", "Draw", "Numbers", "draw", "load_key", "new_key"]

KEY_BYTES = 32
# Part of every draw: with another label, every student has other numbers, so it outlives the name of the package.
LABEL = "cryolib.course draw"
ATTEMPTS = 1000  # draws that `keep` may refuse in a row
LARGEST_GRID = 1_000_000

#: The name of course and student, and the public key, in practice mode.
PRACTICE = "practice"


class Numbers(Mapping[str, float]):
    """Named numbers that cannot be changed: ``numbers["T_cold"]`` and ``numbers.T_cold`` are the same.

    Examples
    --------
    >>> numbers = Numbers({"T_cold": 77.0, "T_hot": 300.0})
    >>> numbers, numbers.T_cold, numbers["T_hot"]
    (Numbers(T_cold=77.0, T_hot=300.0), 77.0, 300.0)
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, float]) -> None:
        object.__setattr__(self, "_values", {name: float(value) for name, value in values.items()})

    def __getitem__(self, name: Any) -> float:
        return self._values[getattr(name, "name", name)]  # a symbol stands for its name

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> float:
        if name.startswith("_"):  # copy and pickle look these up before there are values
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"no number is called {name!r}; there are {', '.join(self._values) or 'none'}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"numbers do not change; give {name!r} another name of your own")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._values]

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._values,)

    def __repr__(self) -> str:
        return f"Numbers({', '.join(f'{name}={value!r}' for name, value in self._values.items())})"


@dataclass(frozen=True)
class Draw:
    """The grid from which a number is drawn, each value with the same probability: ``low, low + step, ..., high``.

    Parameters
    ----------
    low, high, step : float
        In SI units; `high` is on the grid. Values are exact decimals: 60.1, not 60.10000000000001.

    Raises
    ------
    ValueError
        If they are not finite, `low` is above `high`, or `step` is not positive or does not lead from `low` to `high`.

    Examples
    --------
    >>> Draw(20, 80, 20).values, Draw.of(4.2, 20.3, 77.3).values
    ((20.0, 40.0, 60.0, 80.0), (4.2, 20.3, 77.3))
    """

    low: float
    high: float
    step: float
    listed: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.listed:
            return
        if not all(math.isfinite(value) for value in (self.low, self.high, self.step)):
            raise ValueError(f"low, high and step must be finite; got {self.low}, {self.high}, {self.step}")
        if self.low > self.high:
            raise ValueError(f"low must not be above high; got {self.low} > {self.high}")
        if self.step <= 0:
            raise ValueError(f"step must be positive; got {self.step}")
        steps, rest = divmod(Decimal(str(self.high)) - Decimal(str(self.low)), Decimal(str(self.step)))
        if rest:
            raise ValueError(f"steps of {self.step} do not lead from {self.low} to {self.high}; leave out or add {rest}")
        if steps >= LARGEST_GRID:
            raise ValueError(f"step {self.step} makes a grid of more than {LARGEST_GRID} values")

    @classmethod
    def of(cls, *values: float) -> Draw:
        """A draw from a list of values."""
        if not values or len(set(values)) < len(values) or not all(math.isfinite(value) for value in values):
            raise ValueError(f"a draw of a list needs values that are finite and differ; got {values}")
        return cls(min(values), max(values), 0.0, tuple(float(value) for value in values))

    @cached_property
    def values(self) -> tuple[float, ...]:
        """All values, in order."""
        if self.listed:
            return self.listed
        low, step = Decimal(str(self.low)), Decimal(str(self.step))
        return tuple(float(low + k * step) for k in range(1 + int((Decimal(str(self.high)) - low) / step)))


def draw(
    draws: Mapping[str, Draw],
    *,
    key: bytes,
    course: str,
    assignment: str,
    student: str,
    keep: Callable[[Numbers], bool] | None = None,
) -> Numbers:
    """Draw one student's numbers.

    Each is ``values[H mod n]``, where `H` is HMAC-SHA256 of what identifies the number, with `key`: 256 bits, so that no value
    is more likely than another by more than 1 in 10^70. If `keep` returns False, all are drawn again.

    Raises
    ------
    ValueError
        If `keep` refuses 1000 draws in a row.
    """
    for attempt in range(ATTEMPTS):
        numbers = Numbers({name: _pick(grid, key, course, assignment, student, attempt, name) for name, grid in draws.items()})
        if keep is None or keep(numbers):
            return numbers
    raise ValueError(f"the sheet {assignment!r} keeps none of {ATTEMPTS} draws; its `keep` or its draws are too narrow. Last: {numbers}")


def _pick(grid: Draw, key: bytes, course: str, assignment: str, student: str, attempt: int, name: str) -> float:
    # JSON delimits the parts: different lists never give the same text.
    message = json.dumps([LABEL, course, assignment, student, attempt, name])
    return grid.values[int.from_bytes(hmac.digest(key, message.encode(), hashlib.sha256), "big") % len(grid.values)]


def new_key(path: str | Path) -> bytes:
    """Write a new random key that only its owner can read, and return it.

    Raises
    ------
    FileExistsError
        If the file exists: a new key would change every student's numbers.
    """
    key = secrets.token_bytes(KEY_BYTES)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileExistsError(f"{path} already exists; a new key would change every student's numbers") from None
    with os.fdopen(file, "w", encoding="ascii") as stream:
        stream.write(key.hex() + "\n")
    return key


def load_key(path: str | Path) -> bytes:
    """Read a course's key.

    Raises
    ------
    ValueError
        If it is not there, other users can access it, or it is not 32 bytes in hexadecimal.
    """
    restore = "Restore the course's key from a copy: with another key, every student has other numbers"
    if not os.path.exists(path):
        raise ValueError(f"there is no key {path}. {restore}")
    with open(path, encoding="ascii", errors="replace") as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if os.name == "posix" and mode & 0o077:
            raise ValueError(f"other users can access {path} (mode {mode & 0o777:o}); make it private: chmod 600 {path}")
        text = stream.read(1000).strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path} must hold {KEY_BYTES} bytes as {2 * KEY_BYTES} hexadecimal digits; got {len(text)} characters. {restore}")
    return key
