"""A problem set to practise in a page without a kernel: the reader's own numbers, and marks with a reason.

It knows no course: a set comes as data, and its answers as SymPy expressions, which are compiled to the tapes that live figures use.
"""

from chapterkit.practice.tool import PracticeTool

__all__ = ["PracticeTool"]
