"""What a panel can show. Each artist is one class: its expressions, its drawing, its Python, its legend and its checks.

CONTRIBUTING.md says how to add one: a class here, a mover of the same kind in ``js/movers.js``, and its comparisons in the tests.
"""

from livefigure.artists.areas import Band, Fill
from livefigure.artists.base import Artist, Placed
from livefigure.artists.curve import Curve
from livefigure.artists.lines import Line
from livefigure.artists.parcels import Parcels
from livefigure.artists.points import Data, Point
from livefigure.artists.shapes import Gradient, Shape, arrow, rectangle
from livefigure.artists.words import Label

__all__ = [
    "Artist", "Band", "Curve", "Data", "Fill", "Gradient", "Label", "Line", "Parcels", "Placed", "Point", "Shape", "arrow", "rectangle",
]  # fmt: skip
