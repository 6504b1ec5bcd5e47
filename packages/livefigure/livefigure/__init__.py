"""Live figures: drawn by matplotlib, moved in the browser by the expressions that drew them."""

from livefigure.artists import Artist, Band, Curve, Data, Fill, Label, Line, Point
from livefigure.assets import classic_script, stylesheet
from livefigure.colors import name_colors
from livefigure.figure import LiveFigure
from livefigure.panel import Panel
from livefigure.scene import Scene
from livefigure.slider import Readout, Slider
from livefigure.table import Table

__version__ = "0.1.0"

__all__ = [
    "Artist",
    "Band",
    "Curve",
    "Data",
    "Fill",
    "Label",
    "Line",
    "LiveFigure",
    "Panel",
    "Point",
    "Readout",
    "Scene",
    "Slider",
    "Table",
    "classic_script",
    "name_colors",
    "stylesheet",
]
