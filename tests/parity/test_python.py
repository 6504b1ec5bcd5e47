"""The Python under each figure of the book draws what the figure shows, at positions of the sliders between their ends."""

import compare_python
import pytest
from support.figures import LIVE, figures_of


@pytest.mark.parametrize(("page", "name"), [pair for pair in LIVE if pair[0] != "gallery"])
def test_the_python_draws_what_the_figure_shows(page, name, monkeypatch):
    import matplotlib.pyplot as plt

    monkeypatch.setattr(plt, "show", lambda: None)
    figure = figures_of(page)[name]
    state = {symbol.name: slider.low + 0.618 * (slider.high - slider.low) for symbol, slider in figure.sliders.items()}
    compare_python.compare(figure, state, monkeypatch)
