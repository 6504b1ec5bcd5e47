"""The figure in a kernel: standard ipywidgets sliders beside a view that follows them in the front end, without a round trip."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import anywidget
import ipywidgets as widgets
import traitlets

from livefigure.assets import module, stylesheet

if TYPE_CHECKING:
    import sympy as sp

    from livefigure.protocol import FigureLike
    from livefigure.slider import Slider


class LiveView(anywidget.AnyWidget):
    """The drawing of one figure; `controls` are the sliders whose models the front end listens to."""

    _esm = module()
    _css = stylesheet()
    markup = traitlets.Unicode().tag(sync=True)
    specification = traitlets.Dict().tag(sync=True)
    controls = traitlets.List(traitlets.Instance(widgets.Widget)).tag(sync=True, **widgets.widget_serialization)


def make_controls(figure: FigureLike) -> dict[str, widgets.Widget]:
    """A slider for each symbol; its value is in the symbol's unit, also on a logarithmic slider."""
    return {symbol.name: _control(figure, symbol, slider) for symbol, slider in figure.sliders.items()}


def _control(figure: FigureLike, symbol: sp.Symbol, slider: Slider) -> widgets.Widget:
    unit = figure.unit(symbol)
    label = figure.label(symbol)
    common = {
        "description": f"{label} ({unit})" if unit else label,
        "value": slider.start,
        "style": {"description_width": "initial"},
        "layout": {"width": "auto"},
        "continuous_update": True,
    }
    if slider.log:
        low, start, high = (math.log10(value) for value in (slider.low, slider.start, slider.high))
        # The front end rounds a value to a step, so the first value must be on one.
        steps = round((start - low) / slider.resolution)
        step = (start - low) / steps if steps else slider.resolution
        return widgets.FloatLogSlider(min=low, max=high, step=step, readout_format=".4g", **common)
    return widgets.FloatSlider(min=slider.low, max=slider.high, step=slider.resolution, readout_format=".4g", **common)


def make_view(figure: FigureLike, controls: Sequence[widgets.Widget] = ()) -> LiveView:
    """The drawing, which follows `controls`; without any it brings sliders of its own."""
    body, spec = figure.markup
    return LiveView(markup=body, specification=spec, controls=list(controls))


def make_widget(figure: FigureLike) -> widgets.VBox:
    """Sliders above the drawing, joined in the front end."""
    controls = list(figure.controls.values())
    return widgets.VBox([*controls, make_view(figure, controls)])
