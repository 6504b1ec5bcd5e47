"""Questions that a page checks by itself, without a kernel; the right value is computed when the book is built."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

__all__ = ["ask", "choice", "question"]


def question(text: str, answer: float, hint: str, rtol: float = 0.01, mistakes: Mapping[float, str] | None = None) -> dict[str, Any]:
    """A question with one number for an answer.

    Parameters
    ----------
    text : str
        The question, with the unit in which to answer.
    answer : float
        The right value.
    hint : str
        Feedback to a number that is neither right nor a known mistake.
    rtol : float
        Tolerance of an answer, as a fraction of the right value, ``0 < rtol < 0.5``.
    mistakes : mapping of float to str, optional
        Values that common mistakes lead to, each with its feedback.

    Returns
    -------
    dict
        The question in the form that `jupyterquiz` reads.

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
    answers.append({"type": "default", "feedback": hint})
    return {"question": text, "type": "numeric", "answers": answers}


def choice(text: str, right: str, because: str, wrong: Mapping[str, str]) -> dict[str, Any]:
    """A question with several answers to choose from, of which one is right.

    Parameters
    ----------
    text : str
        The question.
    right, because : str
        The right answer, and the reason that is shown when it is chosen.
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
    reasons = {right: because, **wrong}
    if silent := [answer for answer, reason in reasons.items() if not reason.strip()]:
        raise ValueError(f"because and wrong must give a reason for each answer; got none for {silent[0]!r}")
    answers = [{"answer": answer, "correct": answer == right, "feedback": reasons[answer]} for answer in sorted(reasons)]
    return {"question": text, "type": "multiple_choice", "answers": answers}


def _around(value: float, rtol: float) -> list[float]:
    return sorted((value * (1 - rtol), value * (1 + rtol)))


def ask(*questions: dict[str, Any]) -> None:
    """Put questions on the page; the browser checks the answers."""
    from jupyterquiz import display_quiz

    display_quiz(list(questions))
