"""The sheet of a problem set: which numbers are drawn, which questions are asked, and how the answers follow.

An author writes one beside each notebook. An answer is a SymPy expression in the drawn symbols, such as a closed-form function
of `cryolib` returns, or a function of the numbers where there is no closed form.

>>> from cryolib.limits import carnot_cop
>>> from cryolib.symbols import T_cold, T_hot
>>> sheet = Sheet(
...     "first", "A first sheet", "1.0",
...     draws={T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1)},
...     questions=(Question("limit", Number("cop", carnot_cop(T_cold, T_hot), unit="", points=1)),),
... )
>>> rubric = sheet.rubric(sheet.practice(), course="practice", version_digest="")
>>> [answer["name"] for answer in rubric["questions"][0]["answers"]]
['cop']
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Expr, Symbol

import coursework
import cryolib
from coursework.sheets.asked import Formula, Manual, Number, Question, require_name, require_unique
from coursework.sheets.numbers import PRACTICE, Draw, Numbers, draw
from coursework.sheets.reference import FormulaReference, NumberReference, compiled
from coursework.sheets.slips import Slip
from cryolib.symbols import PhysicalSymbol

__all__ = ["Draw", "Formula", "Manual", "Number", "Question", "Sheet", "Slip"]


@dataclass(frozen=True)
class Sheet:
    """A problem set without its text.

    Parameters
    ----------
    name : str
        Name of the set and of its files; a Python identifier.
    title, version : str
        Shown to students; `version` changes when an answer does.
    draws : mapping
        The `Draw` of each drawn symbol of `cryolib.symbols`.
    questions : sequence
        `Question` and `Manual`, in the notebook's order.
    keep : function, optional
        Takes the drawn `Numbers` and returns whether to use them. If not, all are drawn again.
    derived : mapping, optional
        Further symbols, each with an expression, or a function of `Numbers`, in the drawn symbols and those before it. The
        student sees these among the numbers.

    Raises
    ------
    ValueError
        If a name is used twice, a symbol is not drawn, or a formula is not finite in its ranges.
    """

    name: str
    title: str
    version: str
    draws: Mapping[Symbol, Draw]
    questions: tuple[Question | Manual, ...]
    keep: Callable[[Numbers], bool] | None = None
    derived: Mapping[Symbol, Expr | Callable[[Numbers], float]] | None = None

    def __post_init__(self) -> None:
        require_name("name", self.name)
        object.__setattr__(self, "questions", tuple(self.questions))
        object.__setattr__(self, "draws", dict(self.draws))
        object.__setattr__(self, "derived", dict(self.derived or {}))
        require_unique(f"questions of {self.name}", [question.id for question in self.questions])
        require_unique(f"answers of {self.name}", [answer.name for question in self.questions for answer in question.answers])
        require_unique(f"numbers of {self.name}", [symbol.name for symbol in self.quantities])
        for symbol in self.quantities:
            if not isinstance(symbol, PhysicalSymbol):
                raise ValueError(f"{symbol} must be a symbol of cryolib.symbols, which has a meaning and a unit")
            if hasattr(Numbers, symbol.name):
                raise ValueError(f"{symbol.name} is an attribute of every mapping and cannot name a number")
        _ = self._references, self._derivations  # refuses now what cannot be computed, and not on the night of grading

    @property
    def quantities(self) -> tuple[Symbol, ...]:
        """The symbols of a student's numbers: drawn, then derived."""
        return (*self.draws, *self.derived)

    @property
    def points(self) -> float:
        """Points of the whole set."""
        return sum(question.points for question in self.questions)

    @cached_property
    def _derivations(self) -> dict[str, Callable[[Numbers], float]]:
        known, functions = list(self.draws), {}
        for symbol, value in self.derived.items():
            functions[symbol.name] = compiled(value, tuple(known), f"derived {symbol.name} of {self.name}")
            known.append(symbol)
        return functions

    @cached_property
    def _references(self) -> dict[str, NumberReference | FormulaReference]:
        return {
            answer.name: NumberReference(answer, self.quantities)
            if isinstance(answer, Number)
            else FormulaReference(answer, self.draws, f"{self.name} {answer.name}")
            for question in self.questions
            for answer in question.answers
        }

    def numbers(self, course: str, student: str, key: bytes) -> Numbers:
        """Draw a student's numbers, always the same for the same course, student and key.

        Raises
        ------
        ValueError
            If `keep` refuses every draw, or a derived value is not finite.
        """
        draws = {symbol.name: grid for symbol, grid in self.draws.items()}
        drawn = draw(draws, key=key, course=course, assignment=self.name, student=student, keep=self.keep)
        for name, function in self._derivations.items():
            value = float(function(drawn))
            if not math.isfinite(value):
                raise ValueError(f"{name} of {self.name} is {value} for {drawn}; let `keep` refuse such numbers")
            drawn = Numbers({**drawn, name: value})
        return drawn

    def practice(self) -> Numbers:
        """Draw the numbers for practice: public, and the same for all readers."""
        return self.numbers(PRACTICE, PRACTICE, PRACTICE.encode())

    def value(self, name: str, numbers: Numbers) -> float:
        """Return the right number of the answer `name` for these numbers.

        Raises
        ------
        ValueError
            If it is not finite, or zero, or no number is asked for by that name.
        """
        reference = self._references.get(name)
        if not isinstance(reference, NumberReference):
            raise ValueError(f"{self.name} asks for no number {name!r}")
        return reference.right(numbers)

    def rubric(self, numbers: Numbers, *, course: str, version_digest: str, student: str | None = None) -> dict[str, Any]:
        """Return everything that marking needs for these numbers, as plain data for JSON. It does not contain the key.

        Parameters
        ----------
        numbers : Numbers
            A student's numbers, or those for practice.
        course : str
            Id of the course.
        version_digest : str
            Digest of the set's files.
        student : str, optional
            None means practice mode: formulas are then given by points and values only.

        Raises
        ------
        ValueError
            If an answer is not finite, or zero.
        """
        questions = []
        for question in self.questions:
            answers = [self._references[answer.name].rubric(numbers, practice=student is None) for answer in question.answers]
            entry = {"id": question.id, "title": question.title, "manual": isinstance(question, Manual), "points": question.points}
            questions.append(entry | {"answers": answers})
        return {
            "course": course,
            "assignment": self.name,
            "version": self.version,
            "digest": version_digest,
            "cryolib": cryolib.__version__,
            "coursework": coursework.__version__,
            "mode": "practice" if student is None else "course",
            "student": student,
            "numbers": dict(numbers),
            "questions": questions,
        }
