"""The colour of a temperature, the same in every picture of the book."""

from livefigure import ColorScale

__all__ = ["TEMPERATURE"]

TEMPERATURE = ColorScale(0, 400, "temperature", "K", marks=(77, 300))
"""From blue at 0 K over grey to orange at room temperature and red at 400 K; liquid nitrogen and the room are named at its key."""
