r"""A referee's report on the article: each claim with its checks, and a verdict that follows from them.

A `Report` takes the claims one by one. A claim is a statement with checks, and a check sets the article against something
computed: `number` compares two numbers, `case` states whether a condition is met. The verdict follows from the checks:

======================== ===========================================================================================
holds                    every check agrees
holds with rounding      every check agrees, at least one of them only within one unit in the last stated digit
holds under conditions   some checks agree and some do not: cases in which the claim is true beside counter-examples
differs                  no check agrees, and all of them compare numbers
wrong as stated          no check agrees, and at least one of them is a condition that is not met
not for computation      there is nothing to compute: history, taste, a definition, a promise, a supposition
======================== ===========================================================================================

Every computed value is compared with the one recorded for it. If it has changed, the check raises and the build of the book fails.

>>> from cryolib.limits import carnot_cop
>>> report = Report()
>>> claim = report.claim("C14", "Between 77 K and 310 K the limit is about a third.",
...                      number("0.33", carnot_cop(77, 310), recorded=0.3304721), reason="It is 77/233.")
>>> claim.verdict.value
'holds'
"""

from __future__ import annotations

import enum
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chapterkit._checks import Check, Outcome, aside, case, number

__all__ = ["IDS", "SECTIONS", "Check", "Claim", "Outcome", "Report", "Section", "Verdict", "aside", "case", "number"]


@dataclass(frozen=True)
class Section:
    """A section of the article: the page that mirrors it, its title there, and the ids of its claims."""

    page: str
    title: str
    ids: tuple[str, ...]


def _ids(first: int, last: int, **parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"C{n:02}{part}" for n in range(first, last + 1) for part in parts.get(f"C{n:02}", ("",)))


#: The sections of the article that the book *The Price of Cold* follows, in its order. A claim keeps its number, which is its address;
#: one that was found later stands at the end of its section.
SECTIONS = (
    Section("introduction", "Introduction", (*_ids(1, 4), "C73")),
    Section("price_of_coldness", "The Ultimate Price of Coldness", (*_ids(5, 26, C21=("a", "b")), "C74")),
    Section("two_tricks", "How to Make Something Cold", _ids(27, 37)),
    Section("inversion_temperature", "The Secret of the Joule-Thomson Effect", _ids(38, 49, C49=("", "a", "b"))),
    Section("stirling", "The Stirling Cycle", _ids(50, 57)),
    Section("linde_hampson", "The Linde-Hampson System", _ids(58, 72)),
)
#: The ids of all claims, section by section.
IDS = tuple(each for section in SECTIONS for each in section.ids)


class Verdict(enum.Enum):
    """The result for a claim; the head of this module defines each."""

    HOLDS = "holds"
    ROUNDED = "holds with rounding"
    CONDITIONAL = "holds under conditions"
    DIFFERS = "differs"
    WRONG = "wrong as stated"
    OPEN = "not for computation"


@dataclass(frozen=True)
class Claim:
    """A claim of the article, in our words, with its checks and the reason for its verdict; shown as Markdown.

    Attributes
    ----------
    id : str
        Its number.
    statement, reason : str
        Markdown.
    checks : tuple of Check
    section : Section
        The section of the article that makes it.
    here : bool
        Whether it is settled on the claims page itself, because no chapter covers it.
    """

    id: str
    statement: str
    checks: tuple[Check, ...]
    reason: str
    section: Section
    here: bool = False

    @property
    def verdict(self) -> Verdict:
        """The verdict that follows from the checks that count."""
        outcomes = [check.outcome for check in self.checks if check.counts]
        if not outcomes:
            return Verdict.OPEN
        if all(outcome.good for outcome in outcomes):
            return Verdict.ROUNDED if Outcome.ROUNDED in outcomes else Verdict.HOLDS
        if any(outcome.good for outcome in outcomes):
            return Verdict.CONDITIONAL
        return Verdict.DIFFERS if set(outcomes) == {Outcome.DIFFERS} else Verdict.WRONG

    def _repr_markdown_(self) -> str:
        # The book's extension (coldbook/reference/claims.py) reads this comment; readers of a notebook do not see it.
        place = {"section": self.section.page, "title": self.section.title, "here": self.here}
        note = json.dumps({"id": self.id, "verdict": self.verdict.name, **place})
        checks = "\n".join(f"- {check}" for check in self.checks)
        return "\n\n".join(
            filter(None, (f"<!-- claim {note} -->", f"**{self.id}: {self.verdict.value}**", self.statement, checks, self.reason))
        )


class Report:
    """The claims settled so far, and their count.

    Parameters
    ----------
    sections : sequence of Section
        The sections of the article with the ids of their claims; a book about another article, or with more claims, gives its own.

    Raises
    ------
    ValueError
        If no section has a claim, or an id is there twice.

    Examples
    --------
    >>> Report([Section("pulse_tubes", "Pulse tubes", ("P01",))]).claim("P01", "They have no cold piston.", reason="See the drawing.").id
    'P01'
    >>> Report().claim("C99", "A claim that the article does not make.", reason="None.")
    Traceback (most recent call last):
    ...
    ValueError: the article has no claim 'C99'
    """

    def __init__(self, sections: Sequence[Section] = SECTIONS) -> None:
        self.sections = tuple(sections)
        self._section = {each: section for section in self.sections for each in section.ids}
        self.claims: dict[str, Claim] = {}
        ids = [each for section in self.sections for each in section.ids]
        if not ids or len(self._section) < len(ids):
            raise ValueError(f"sections must have claims, each with an id of its own; got {', '.join(ids) or 'none'}")

    def claim(self, id: str, statement: str, *checks: Check, reason: str, here: bool = False) -> Claim:
        """Settle a claim; see `Claim` for the arguments."""
        if id not in self._section:
            raise ValueError(f"the article has no claim {id!r}")
        if not statement or not reason:
            raise ValueError(f"{id} must have a statement and a reason")
        claim = self.claims[id] = Claim(id, statement, checks, reason, self._section[id], here)
        return claim

    def summary(self) -> Summary:
        """Count the verdicts by section; ValueError if a claim is missing."""
        missing = [each for each in self._section if each not in self.claims]
        if missing:
            raise ValueError(f"not settled: {', '.join(missing)}")
        return Summary({section.title: Counter(self.claims[each].verdict for each in section.ids) for section in self.sections})


@dataclass(frozen=True)
class Summary:
    """The number of claims with each verdict, by section and in total."""

    counts: dict[str, Counter[Verdict]]

    def _repr_markdown_(self) -> str:
        rows = self.counts | {"**All**": sum(self.counts.values(), Counter[Verdict]())}
        head = ["section", *(verdict.value for verdict in Verdict), "all"]
        lines = [head, ["---", *["---:"] * (len(head) - 1)]]
        lines += [[title, *(str(count[verdict]) for verdict in Verdict), str(count.total())] for title, count in rows.items()]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
