"""Numbers for the prose: a chapter computes them in a cell and its sentences quote them, so that text cannot drift from results."""

from __future__ import annotations

from typing import Any

from livefigure.hosts import is_static

__all__ = ["keep", "say"]

#: Prefix of the MIME type by which MyST-NB recognises an output to keep under a name and not to show.
_PREFIX = "application/papermill.record/"


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

    keep(**numbers)
    print("\n".join(f"{name} = {number:.6g}" for name, number in numbers.items()))


def keep(**things: Any) -> None:
    """Keep `things` for the page, each under its name, for ``{glue:text}``, ``{glue:md}`` and the like.

    This does nothing outside a build of the book.

    Parameters
    ----------
    **things : object
        Anything that a notebook can show; the name must be unique in its chapter.
    """
    if not is_static():
        return
    from IPython.core.formatters import format_display_data
    from IPython.display import display

    for name, thing in things.items():
        data, metadata = format_display_data(thing)  # type: ignore[no-untyped-call]
        mark = {"scrapbook": {"name": name, "mime_prefix": _PREFIX}}
        kept = {_PREFIX + mime_type: content for mime_type, content in data.items()}
        display(kept, raw=True, metadata={**metadata, **mark})  # type: ignore[no-untyped-call]
