"""The tool as a chapter shows it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, ClassVar

from livefigure.compile import Tape
from livefigure.hosts import data_script
from livefigure.number import format_number

from chapterkit._bundle import PageTool

__all__ = ["SizingTool"]

Formulas = Mapping[str, tuple[tuple[Any, ...], Any]]


class SizingTool(PageTool):
    """A heat budget to write, and what follows from it, alive in a page without a kernel.

    Parameters
    ----------
    start : object
        The budget that it begins with, as `cryolib.sizing.size` answers it.
    formulas, conductivities : mapping of str to (tuple of Symbol, Expr)
        Arguments and expression of each formula, and of each material's conductivity, by name.
    facts : mapping
        All other data, as plain values.
    temperatures : mapping of str to str
        What stands in the fields ``hot``, ``cold`` and, with a shield, ``shield``.
    name : str
        Begins the ids of its fields.
    """

    kind: ClassVar[str] = "sizing"
    title = "Sizing"

    def __init__(
        self, start: Any, formulas: Formulas, conductivities: Formulas, facts: Mapping[str, Any], temperatures: Mapping[str, str], name: str
    ) -> None:
        self.start, self.formulas, self.conductivities = start, formulas, conductivities
        self.facts, self.temperatures, self.name = facts, temperatures, name

    def specification(self) -> dict[str, Any]:
        """What the script needs: formulas as tapes, data, and the budget that it begins with."""
        materials = {name: {**about, "conductivity": _tape(self.conductivities[name])} for name, about in self.facts["materials"].items()}
        kit = {**self.facts, "formulas": {name: _tape(formula) for name, formula in self.formulas.items()}, "materials": materials}
        rows = [{"text": row.text, "span": row.span} for row in self.start.budget.rows]
        return {"name": self.name, "kit": kit, "start": {"shield": None, **self.temperatures, "rows": rows}}

    def table(self) -> str:
        """The budget and its results as a table, for paper and for readers without scripts."""
        answer, shielded = self.start, self.start.budget.T_shield is not None
        stages = [*reversed(answer.loads.items())]
        head = ["What lets heat in", "Its way", *(f"W at {T:g} K" for T, _ in stages)]
        rows = []
        for row, flow in zip(answer.budget.rows, answer.flows, strict=True):
            heats = [flow.shield, flow.cold] if shielded else [flow.cold]
            rows.append([row.text, row.span, *map(format_number, heats)])
        rows.append(["Load of each stage", "", *(format_number(load) for _, load in stages)])
        body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        titles = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in head)
        return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table><p>{html.escape(self._outcome())}</p>"

    def sentence(self) -> str:
        """What follows from the budget, in words."""
        return f"A heat budget. {self._outcome()}"

    def _outcome(self) -> str:
        answer = self.start
        near = "machines near this size" if answer.times_larger is None else "a machine as good as the nearest"
        power = "" if answer.power is None else f"; {near} would take {' to '.join(format_number(each) for each in answer.power)} W"
        held = "No single machine holds it" if answer.smallest is None else f"It is held by {answer.smallest.machine.name}"
        return f"Nature asks for {format_number(answer.least_power)} W of power{power}. {held}."

    def _html(self) -> str:
        return (
            f'<div class="sizing-tool" id="{self.name}"><div class="sz-still">{self.table()}</div>{data_script(self.specification())}</div>'
        )


def _tape(formula: tuple[tuple[Any, ...], Any]) -> dict[str, Any]:
    arguments, expression = formula
    tape = Tape(arguments)
    at = tape.add(expression)
    return {"steps": tape.steps, "at": at}
