"""How the numbers of a cell are shown below it."""

from __future__ import annotations

__all__ = ["show_six_digits"]


def show_six_digits() -> None:
    """In a notebook, show floating-point numbers with six significant digits, also in tuples, lists and dictionaries.

    The numbers themselves keep all their digits. Those behind the sixth say nothing about a machine, and sixteen of them hide the six. Outside of
    a notebook nothing changes.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/plain"].float_precision = "%.6g"
