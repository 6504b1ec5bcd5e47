"""Live figures: drawn by matplotlib, moved in the browser by the expressions that drew them."""

from livefigure.artists import Band, Curve, Data, Fill, Label, Line, Point, Readout, Slider
from livefigure.figure import LiveFigure
from livefigure.hosts import classic_script, stylesheet
from livefigure.panel import Panel
from livefigure.table import Table

__version__ = "0.1.0"

__all__ = [
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
    "Slider",
    "Table",
    "classic_script",
    "stylesheet",
]
