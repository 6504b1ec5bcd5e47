"""Colours that can be told from the page they stand on, in light and dark."""

import re

import pytest
from livefigure.colors import COLORS, CYCLE
from livefigure.hosts import stylesheet

# Backgrounds of the theme's page (pydata-sphinx-theme: --pst-color-background), and of a JupyterLab cell.
LIGHT, DARK = ("#ffffff",), ("#121212", "#111111")
# Roles that words are written in: names at curves, at points and of markers.
WORDS = set(COLORS)


def luminance(color):
    """Of WCAG 2, relative."""
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", COLORS)
def test_lines_stand_out_from_the_page(name):
    light, dark = COLORS[name]
    assert all(contrast(light, page) >= 3 for page in LIGHT)
    assert all(contrast(dark, page) >= 3 for page in DARK)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_words_can_be_read(name):
    light, dark = COLORS[name]
    assert min(contrast(light, page) for page in LIGHT) >= 4.5
    assert min(contrast(dark, page) for page in DARK) >= 4.5


def test_the_stylesheet_brings_every_colour_of_both_themes():
    text = stylesheet()
    for name, (light, dark) in COLORS.items():
        assert f"--lf-{name}:{light};" in text and f"--lf-{name}:{dark};" in text
    for name in set(re.findall(r"var\(--lf-(\w+)", text)) - {"paper", "quiet", "accent", "behind", "above", "right", "turn", "up"}:
        assert name in COLORS


def test_the_first_curves_differ_in_colour_and_in_dash():
    assert len(set(CYCLE)) == len(CYCLE) and len({color for color, _ in CYCLE}) == len(CYCLE)
