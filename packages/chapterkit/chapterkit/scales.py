"""The colour of a temperature, the same in every picture of the book, and what it runs along in a part."""

import sympy as sp
from livefigure import ColorScale

__all__ = ["ALONG", "TEMPERATURE"]

TEMPERATURE = ColorScale(0, 400, "temperature", "K", marks=(77, 300))
"""From blue at 0 K over grey to orange at room temperature and red at 400 K; liquid nitrogen and the room are named at its key."""

ALONG = sp.Symbol("along_part", real=True)
"""Place in a part whose temperature changes, from 0 at one end to 1 at the other."""
