"""What a panel can show. Each artist is one class: its expressions, its drawing, its Python, its legend and its checks.

To add one: a class here, and a mover of the same kind in ``js/movers.js``.
"""

from livefigure.artists.areas import Band, Fill
from livefigure.artists.base import Artist, Placed
from livefigure.artists.curve import Curve
from livefigure.artists.lines import Line
from livefigure.artists.points import Data, Point
from livefigure.artists.words import Label

__all__ = ["Artist", "Band", "Curve", "Data", "Fill", "Label", "Line", "Placed", "Point"]
