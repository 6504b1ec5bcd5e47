"""How far a neighbour's answers would be right: own numbers protect an answer only if it differs from student to student.

>>> from cryolib.limits import carnot_cop
>>> from cryolib.symbols import T_cold, T_hot
>>> from coursework.sheets.sheet import Draw, Number, Question, Sheet
>>> narrow = {T_cold: Draw(76, 78, 0.5), T_hot: Draw(300, 301, 0.5)}
>>> question = Question("limit", Number("cop", carnot_cop(T_cold, T_hot), unit="", points=1))
>>> [answer] = measure(Sheet("first", "A first sheet", "1.0", narrow, [question]))
>>> print(answer)
cop: a neighbour's is right in 42 % of pairs; scaled with T_cold^1.5, in 100 %
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coursework.sheets.asked import Number
from coursework.sheets.numbers import Numbers
from coursework.sheets.sheet import Sheet

__all__ = ["MOST", "Copied", "measure", "require_own_answers"]

#: The part of the pairs in which a neighbour's answer may be right, unless the author says that it is meant.
MOST = 0.2
STUDENTS = 200
POWERS = (-4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
PUBLIC = b"pairs of neighbours"  # a key for numbers that belong to nobody


@dataclass(frozen=True)
class Copied:
    """In which part of all pairs of students one's answer would be right for the other.

    Parameters
    ----------
    number : Number
        The answer that is asked for.
    copied : float
        As it is, from 0 to 1.
    scaled : float
        Multiplied by the ratio of one of the two students' numbers, raised to a power: the one number and power that help most.
    by : str
        That number.
    power : float
        That power.
    """

    number: Number
    copied: float
    scaled: float
    by: str
    power: float

    @property
    def worst(self) -> float:
        """The larger of both parts."""
        return max(self.copied, self.scaled)

    def __str__(self) -> str:
        factor = f"; scaled with {self.by}^{self.power:g}, in {100 * self.scaled:.0f} %" if self.scaled > self.copied else ""
        meant = " (meant)" if self.number.copyable and self.worst > MOST else ""
        return f"{self.number.name}: a neighbour's is right in {100 * self.copied:.0f} % of pairs{factor}{meant}"


def measure(sheet: Sheet, students: int = STUDENTS) -> list[Copied]:
    """Compare the answers of every two of some drawn students, for each number that the sheet asks for.

    The draws are the same each time. Formulas are not measured: they are the same for all students.

    Raises
    ------
    ValueError
        If an answer cannot be computed for one of the students.
    """
    drawn = [sheet.numbers("neighbours", f"student {number}", PUBLIC) for number in range(students)]
    return [_measured(sheet, answer, drawn) for question in sheet.questions for answer in question.answers if isinstance(answer, Number)]


def require_own_answers(sheet: Sheet) -> list[Copied]:
    """Measure a sheet, and refuse it if an answer can be copied that is not meant to be.

    Raises
    ------
    ValueError
        If a neighbour's answer is right in more than `MOST` of the pairs, as it is or scaled, and the answer is not `copyable`.
    """
    measured = measure(sheet)
    if shared := [one for one in measured if one.worst > MOST and not one.number.copyable]:
        raise ValueError(
            f"answers of {sheet.name} can be copied: {'; '.join(map(str, shared))}. At most {100 * MOST:.0f} % may be. "
            "Draw the numbers from wider ranges, let the answer depend on one more number, ask for less tolerance, "
            "or write copyable=True if you mean it"
        )
    return measured


def _measured(sheet: Sheet, answer: Number, drawn: Sequence[Numbers]) -> Copied:
    values = np.array([sheet.value(answer.name, numbers) for numbers in drawn])
    copied, best = _part(values, answer.tolerance), (0.0, "", 0.0)
    for symbol in sheet.quantities:
        own = np.array([numbers[symbol.name] for numbers in drawn])
        if (own <= 0).any() or (own == own[0]).all():
            continue
        for power in POWERS:
            # values scale as own**power if their quotient is the same for both students
            best = max(best, (_part(values / own**power, answer.tolerance), symbol.name, power))
    return Copied(answer, copied, *best)


def _part(values: np.ndarray, tolerance: float) -> float:
    """The part of all ordered pairs of different students in which one value is right for the other."""
    near = np.abs(values[:, None] - values) <= tolerance * np.abs(values)
    return float((near.sum() - len(values)) / (len(values) * (len(values) - 1)))
