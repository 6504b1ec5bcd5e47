"""What a case of the hostile course is, and what a student who hands one in has at hand."""

import os
from dataclasses import dataclass, field

HONEST = ("ada", "dot", "fay", "ivy", "lea", "pia", "tom", "zoe")  # by their names among the others, and so graded after some of them
PROCESSES = 24  # that a notebook may have
SECRET = "the-graders-own-4711"  # in the environment of the process that grades
LEFT = "coursework-left-behind"  # in the command line of what outlives its notebook
SOCKET = f"coursework-test-{os.getpid()}"

RIGHT = {"cop": "Right.", "power": "Right.", "bill": "Right: the same formula."}
NO_FORMULA = "bill has something beside numbers, symbols, + - * / **, parentheses and functions such as sqrt."
A_TEXT = "cop is a text that does not begin with a number; write it as in 3.48."


@dataclass(frozen=True)
class Case:
    """What a student hands in, and what comes of it: points (None: not graded), what is said of each answer, and why it is not graded."""

    write: object
    limit: float | None = 3
    law: float | None = 2
    reason: str = ""
    says: dict = field(default_factory=dict)


CASES: dict[str, Case] = {}


def case(limit=3, law=2, reason="", **says):
    def keep(write):
        CASES[write.__name__] = Case(write, limit, law, reason, RIGHT | says)
        return write

    return keep


class Pen:
    """What a student has at hand: own numbers, right answers as code, and whatever an attacker may know of the course."""

    def __init__(self, course, student):
        self.course, self.student, self.numbers = course, student, course.numbers(student)
        self.folder = course.root / "submitted" / student / "toy"
        self.folder.mkdir(parents=True)
        right = course.right(student)
        self.limit, self.law = right["limit"], right["law"]
        hot, cold, self.load = self.numbers["T_hot"], self.numbers["T_cold"], self.numbers["heat_load"]
        self.hot, self.cold, self.cop, self.power = hot, cold, cold / (hot - cold), self.load * (hot - cold) / cold

    def page(self, me="", **answers):
        page = self.course.notebook(**{"limit": self.limit, "law": self.law, **answers})
        page.cells[1].source += f"\n{me}"
        return page

    def attack(self, code, **knows):
        """A notebook with an attack that leaves what it found as a text in `cop`, and with right answers for all else."""
        return self.page(limit="\n".join([*(f"{name} = {value!r}" for name, value in knows.items()), self.limit, code]))

    @property
    def secrets(self):
        """Files that are nobody's business."""
        names = ("course.key", "gradebook.db", "students.csv", "sets/toy.py", "source/toy/numbers.json", "source/toy/toy.ipynb")
        names += ("submitted/ada/toy/toy.ipynb", "autograded/ada/toy/record.json", ".grading/toy/results/ada.zip", ".grading/toy/log.txt")
        return [str(self.course.root / name) for name in names]
