"""The numbers of a question in a bank: drawn by STACK from the sheet's grids where any draw will do, and otherwise here, as a table.

A bank cannot run Python. So a table holds the drawn numbers wherever `keep` refuses some, and the values of answers and slips that
are functions of the numbers, such as those of real gases.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Expr

from coursework.bank.maxima import grid, number, written
from coursework.sheets.asked import Manual, Question
from coursework.sheets.numbers import Numbers
from coursework.sheets.reference import NumberReference
from coursework.sheets.sheet import Sheet

__all__ = ["OWN", "Own", "variants"]

OWN = "own_"  # before the name of a number: the name alone is the symbol of a formula
TRIED, COMPLETED = 200, 300  # draws of a question's numbers, and of the others with each of them


def variants(sheet: Sheet, count: int, key: bytes) -> list[Numbers]:
    """Draw the numbers of some variants, as `Sheet.numbers` draws those of as many students."""
    if not 1 <= count <= 1000:
        raise ValueError(f"a bank has 1 to 1000 variants; got {count}")
    return [sheet.numbers("bank", f"variant {one}", key) for one in range(1, count + 1)]


class _Watched(Numbers):
    """Numbers that know which of them were looked at."""

    __slots__ = ("seen",)
    seen: set[str]

    def __init__(self, values: Any) -> None:
        super().__init__(values)
        object.__setattr__(self, "seen", set())

    def __getitem__(self, name: Any) -> float:
        self.seen.add(getattr(name, "name", name))
        return super().__getitem__(name)

    def __getattr__(self, name: str) -> float:
        if name in self._values:
            self.seen.add(name)
        return super().__getattr__(name)


@dataclass(frozen=True)
class Own:
    """The numbers of one question.

    Parameters
    ----------
    sheet : Sheet
        The set's sheet.
    question : Question or Manual
        One of its questions.
    named : sequence of str
        Numbers that the statement names.
    drawn : sequence of Numbers
        The variants.
    """

    sheet: Sheet
    question: Question | Manual
    named: Sequence[str]
    drawn: Sequence[Numbers]

    @cached_property
    def names(self) -> list[str]:
        """The numbers that the statement names or an answer needs, in the sheet's order."""
        watched = _Watched(self.drawn[0])
        for value, function in self._values:
            if isinstance(value, Expr):
                watched.seen.update(symbol.name for symbol in value.free_symbols)
            else:
                _tried(function, watched)
        return [symbol.name for symbol in self.sheet.quantities if symbol.name in watched.seen | set(self.named)]

    @property
    def _values(self) -> list[tuple[Any, Callable[[Numbers], float]]]:
        """Right numbers and results of slips, as the sheet has them and as functions."""
        references = [self.sheet._references[answer.name] for answer in self.question.answers]
        numbers = [one for one in references if isinstance(one, NumberReference)]
        right = [(one.number.value, one.value) for one in numbers]
        return right + [(slip.value, function) for one in numbers for slip, function in one.slips]

    @cached_property
    def tabled(self) -> bool:
        """Whether the numbers are listed as a table of variants, and not drawn by STACK."""
        derived = [symbol for symbol in self.sheet.derived or () if symbol.name in self.names]
        functions = any(callable(value) and not isinstance(value, Expr) for value, _ in self._values)
        return functions or bool(derived) or not self._any_draw_will_do()

    def _any_draw_will_do(self) -> bool:
        """Whether `keep` leaves these numbers free, whatever it does to others, and every expression can be computed."""
        sheet, dice = self.sheet, random.Random(0)
        grids = {symbol.name: draw.values for symbol, draw in sheet.draws.items()}

        def drawn(**fixed: float) -> Numbers:
            return Numbers({name: fixed[name] if name in fixed else dice.choice(values) for name, values in grids.items()})

        for _ in range(TRIED):
            own = {name: dice.choice(grids[name]) for name in self.names}
            if sheet.keep and not any(sheet.keep(drawn(**own)) for _ in range(COMPLETED)):
                return False
            if any(_tried(function, drawn(**own)) is ZeroDivisionError for _, function in self._values):
                return False  # an error in Maxima, where Python leaves the slip out
        return True

    def written(self) -> list[str]:
        """The lines of STACK's question variables that set the numbers."""
        if not self.names:
            return []
        if not self.tabled:
            draws = {symbol.name: draw for symbol, draw in self.sheet.draws.items()}
            return [f"{OWN}{name}: {grid(draws[name])};" for name in self.names]
        rows = ",\n".join(f"[{','.join(number(numbers[name]) for name in self.names)}]" for numbers in self.drawn)
        row = [f"bank_variant: mod(stack_seed-1,{len(self.drawn)})+1;", f"bank_numbers: [\n{rows}\n];"]
        return row + [f"{OWN}{name}: bank_numbers[bank_variant][{place}];" for place, name in enumerate(self.names, 1)]

    def value(self, value: Any) -> str:
        """Write the value of an answer or a slip: an expression in the numbers, or one value of each variant."""
        if isinstance(value, Expr):
            return f"float({written(value, {name: f'{OWN}{name}' for name in self.names})})"
        if not callable(value):
            return number(float(value))
        tried = [_tried(value, numbers) for numbers in self.drawn]
        listed = ",".join(number(one) if isinstance(one, float) else "false" for one in tried)
        return f"[{listed}][bank_variant]"


def _tried(function: Callable[[Numbers], float], numbers: Numbers) -> float | type:
    """A function's value, or the kind of its error."""
    try:
        value = float(function(numbers))
    except (ArithmeticError, TypeError, ValueError) as error:
        return ZeroDivisionError if isinstance(error, ArithmeticError) else type(error)
    return value if abs(value) < float("inf") else OverflowError
