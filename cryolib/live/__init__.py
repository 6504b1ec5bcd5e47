"""Live figures: drawn by matplotlib, moved in the browser by the expressions that drew them."""

from cryolib.live.artists import Band, Curve, Data, Fill, Label, Line, Point, Readout, Slider
from cryolib.live.figure import LiveFigure
from cryolib.live.hosts import classic_script, stylesheet
from cryolib.live.panel import Panel
from cryolib.live.table import Table

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
