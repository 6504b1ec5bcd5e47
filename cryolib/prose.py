"""Numbers for the prose: a chapter computes them in a cell and its sentences quote them, so that text cannot drift from results."""

from __future__ import annotations

__all__ = ["say"]


def say(**numbers: float) -> None:
    """Show `numbers`, and keep each under its name for ``{glue:text}`` in the chapter's sentences.

    Parameters
    ----------
    **numbers : float
        A value for each name; the name must be unique in its chapter. The unit stands in the sentence.

    Raises
    ------
    ValueError
        If a value is not a finite number: a sentence cannot quote it.

    Examples
    --------
    >>> say(degrees="many")
    Traceback (most recent call last):
    ...
    ValueError: degrees must be a finite number; got 'many'
    """
    for name, value in numbers.items():
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ValueError(f"{name} must be a finite number; got {value!r}") from None
        if not abs(number) < float("inf"):
            raise ValueError(f"{name} must be a finite number; got {value!r}")
        numbers[name] = number

    from myst_nb import glue

    for name, number in numbers.items():
        glue(name, number, display=False)
    print("\n".join(f"{name} = {number:.6g}" for name, number in numbers.items()))
