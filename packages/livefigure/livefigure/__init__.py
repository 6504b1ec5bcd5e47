"""Live figures: drawn by matplotlib, moved in the browser by the expressions that drew them."""

from livefigure.artists import Artist, Band, Curve, Data, Fill, Gradient, Label, Line, Parcels, Point, Shape, arrow, rectangle
from livefigure.assets import classic_script, stylesheet
from livefigure.colors import name_colors
from livefigure.figure import LiveFigure
from livefigure.guess import GUESSED, Guess
from livefigure.motion import along, bounced, scattered, wrapped
from livefigure.panel import Panel
from livefigure.play import Play
from livefigure.scale import ColorScale
from livefigure.scene import Scene
from livefigure.slider import Readout, Slider
from livefigure.table import Table

__version__ = "0.1.0"

__all__ = [
    "GUESSED",
    "Artist",
    "Band",
    "ColorScale",
    "Curve",
    "Data",
    "Fill",
    "Gradient",
    "Guess",
    "Label",
    "Line",
    "LiveFigure",
    "Panel",
    "Parcels",
    "Play",
    "Point",
    "Readout",
    "Scene",
    "Shape",
    "Slider",
    "Table",
    "along",
    "arrow",
    "bounced",
    "classic_script",
    "name_colors",
    "rectangle",
    "scattered",
    "stylesheet",
    "wrapped",
]
