"""What a run of `grade` did, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursework.gradebook.waiting import told
from coursework.scale.results import Outcome

__all__ = ["Summary"]


@dataclass(frozen=True)
class Summary:
    """The result of a run of `grade`."""

    assignment: str
    outcomes: dict[str, Outcome]  # new in the gradebook, by student, without their files
    ran: int  # how many of them were graded in this run, and not in an earlier one that was interrupted
    unchanged: int  # submissions that already had their marks
    seconds: float  # time that grading took
    waiting: dict[str, list[str]] = field(default_factory=dict)  # students who wait for a mark by hand, by question

    @property
    def not_graded(self) -> dict[str, str]:
        """Why submissions are not graded, by student."""
        return {student: outcome.reason for student, outcome in sorted(self.outcomes.items()) if outcome.status != "graded"}

    def __str__(self) -> str:
        missing = self.not_graded
        speed = f"; {60 * self.ran / self.seconds:.0f} submissions a minute" if self.ran else ""
        earlier = f" ({len(self.outcomes) - self.ran} of them in an earlier run)" if len(self.outcomes) > self.ran else ""
        lines = [
            f"{self.assignment}: {len(self.outcomes) - len(missing)} graded, {len(missing)} not graded{earlier}, "
            f"{self.unchanged} unchanged since they were graded{speed}."
        ]
        if missing:
            width = max(map(len, missing))
            lines += ["Not graded, which is not zero; these wait for a person in the formgrader:"]
            lines += [f"  {student:{width}}  {reason}" for student, reason in missing.items()]
        lines += told(self.waiting)
        return "\n".join([*lines, f"For repairs and more, run: python -m coursework report {self.assignment}"])
