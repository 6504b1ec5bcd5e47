"""Questions that a page checks by itself, without a kernel; the right value is computed when the book is built."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from livefigure.hosts import is_static

from chapterkit.selfcheck.form import for_notebook, form

__all__ = ["ask", "choice", "question"]

_CLOSE = 3  # times the tolerance: so far off, a number is called close


def question(
    text: str, answer: float, hint: str, rtol: float = 0.01, mistakes: Mapping[float, str] | None = None, unit: str = ""
) -> dict[str, Any]:
    """A question with one number for an answer.

    In all texts, formulas stand between dollar signs.

    Parameters
    ----------
    text : str
        The question. It says the unit in which to answer, too: a notebook shows no other.
    answer : float
        The right value.
    hint : str
        Feedback to a number that is neither right, nor nearly so, nor a known mistake; the page says "Not right." before it.
    rtol : float
        Tolerance of an answer, as a fraction of the right value, ``0 < rtol < 0.5``.
    mistakes : mapping of float to str, optional
        Values that common mistakes lead to, each with its feedback.
    unit : str, optional
        The unit of `answer`, which the page shows beside the field. A reader may write it, or one that can be converted into it:
        those of the boxes of live figures.

    Returns
    -------
    dict
        The question in the form that `jupyterquiz` reads, and its unit.

    Raises
    ------
    ValueError
        If the answer or `rtol` is out of range, or a mistake is so close to the answer that it would count as right.

    Examples
    --------
    >>> question("Least work at 77 K against 310 K, in joules per joule?", 233 / 77, "W = Q_C (T_H/T_C - 1).")["type"]
    'numeric'
    """
    if not math.isfinite(answer) or answer == 0:
        raise ValueError(f"answer must be finite and not zero; got {answer!r}")
    if not 0 < rtol < 0.5:
        raise ValueError(f"rtol must lie between 0 and 0.5; got {rtol!r}")
    right = _around(answer, rtol)
    answers = [{"type": "range", "range": right, "correct": True, "feedback": "Right."}]
    for value, remark in (mistakes or {}).items():
        wrong = _around(value, rtol)
        if wrong[0] < right[1] and right[0] < wrong[1]:
            raise ValueError(f"mistakes must be distinguishable from the answer {answer!r}; got {value!r}")
        answers.append({"type": "range", "range": wrong, "correct": False, "feedback": remark})
    close = f"Close, but not within {100 * rtol:g} %: check the rounding of intermediate results."
    answers.append({"type": "range", "range": _around(answer, min(_CLOSE * rtol, 0.5)), "correct": False, "feedback": close})
    answers.append({"type": "default", "feedback": f"Not right. {hint}"})
    return {"question": text, "type": "numeric", "answers": answers, "unit": unit}


def choice(text: str, right: str, because: str, wrong: Mapping[str, str]) -> dict[str, Any]:
    """A question with several answers to choose from, of which one is right.

    Parameters
    ----------
    text : str
        The question.
    right, because : str
        The right answer, and the reason, which is shown after "Right." when it is chosen.
    wrong : mapping of str to str
        The wrong answers, each with the reason why it is wrong.

    Returns
    -------
    dict
        The question in the form that `jupyterquiz` reads. The answers are in the order of their texts, so that the place does not tell.

    Raises
    ------
    ValueError
        If there is no wrong answer, the right one is among them, or a reason is empty.

    Examples
    --------
    >>> choice("Does ice float?", "yes", "It is lighter than water.", {"no": "It would be heavier then."})["answers"][0]["answer"]
    'no'
    """
    if not wrong or right in wrong:
        raise ValueError(f"wrong must hold at least one answer, and not the right one; got {sorted(wrong)}")
    reasons = {right: f"Right. {because}" if because.strip() else "", **wrong}
    if silent := [answer for answer, reason in reasons.items() if not reason.strip()]:
        raise ValueError(f"because and wrong must give a reason for each answer; got none for {silent[0]!r}")
    answers = [{"answer": answer, "correct": answer == right, "feedback": reasons[answer]} for answer in sorted(reasons)]
    return {"question": text, "type": "multiple_choice", "answers": answers}


def _around(value: float, rtol: float) -> list[float]:
    return sorted((float(value * (1 - rtol)), float(value * (1 + rtol))))


def ask(*questions: dict[str, Any]) -> None:
    """Put questions on the page; the browser checks the answers.

    While a static site is built, a question becomes a form, which a script of the site checks. Elsewhere it is one of `jupyterquiz`.
    """
    if is_static():
        from IPython.display import display

        texts = "\n".join(asked["question"] for asked in questions)
        display({"text/html": "".join(map(form, questions)), "text/plain": texts}, raw=True)  # type: ignore[no-untyped-call]
        return
    from jupyterquiz import display_quiz

    display_quiz([for_notebook(asked) for asked in questions])
