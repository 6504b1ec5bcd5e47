"""The sizing tool: a heat budget that a reader writes, and what follows from it, in a page without a kernel.

It knows no physics: formulas come as SymPy expressions and are compiled to the tapes that live figures use (`livefigure.compile`).
"""

from chapterkit.sizing.tool import SizingTool

__all__ = ["SizingTool"]
