"""The Python under a figure draws what the figure shows, whatever its sliders are called."""

import dataclasses
import re

import compare_python
import pytest
import sympy as sp
from gallery import MAKERS
from livefigure import Artist, Band, ColorScale, Curve, Fill, Gradient, Label, Line, LiveFigure, Parcels, Point, Readout, Shape
from livefigure.artists import Data
from livefigure.numpy_code import without_last_digits
from livefigure.snippet import RESERVED, snippet

x, k = sp.symbols("x k", positive=True)
WARMTH = ColorScale(0, 2, "warmth")


def every_subclass(kind):
    return {kind, *(each for below in kind.__subclasses__() for each in every_subclass(below))}


@pytest.fixture(autouse=True)
def no_window(monkeypatch):
    import matplotlib.pyplot as plt

    monkeypatch.setattr(plt, "show", lambda: None)


@pytest.mark.parametrize("name", MAKERS)
def test_the_python_of_the_gallery_draws_what_the_gallery_shows(name, monkeypatch):
    figure = MAKERS[name]()
    for at in ("start", "between", "high"):
        state = {s.name: {"start": t.start, "high": t.high}.get(at, (2 * t.low + t.high) / 3) for s, t in figure.sliders.items()}
        with monkeypatch.context() as patch:
            compare_python.compare(MAKERS[name](), state, patch)


def test_every_kind_of_artist_is_compared_and_in_the_gallery():
    abstract = {kind for kind in every_subclass(Artist) if getattr(kind, "__abstractmethods__", None)}
    kinds = every_subclass(Artist) - abstract
    assert kinds == set(compare_python.COMPARISONS)
    assert kinds == {type(artist) for make in MAKERS.values() for panel in make().panels for artist in panel.artists()}


def with_artists(**changes):
    parts = {
        "bands": [Band(k * x / 2, k * x, color="green", label="between")],
        "fills": [Fill(["line", "other"], color="blue", label="enclosed")],
        "points": [Point(0.5, k, "{k} and {slope}", color="vermilion", open=True, drag=True, invite="drag me")],
        "lines": [Line(x=k / 4, text="here", color="purple", dash="dashed")],
        "labels": [Label(0.3, k, "a {label}", color="green")],
        "data": [Data([0.2], [0.4], ["a machine"], label="published")],
        "artists": [
            Label(0.6, k, "in front"),
            Shape([(0, 0), (k / 9, 0), (0, k)], color=WARMTH(k)),
            Gradient((0, k), (0.5, k), 0.1, WARMTH(k * x), (x, 0, 1)),
            Parcels(x / 9, k, (x, 5), WARMTH(k * x)),
        ],
    }
    return LiveFigure(
        {"line": k * x, "other": Curve(2 - x, color="grey", dash="dotted"), "named": Curve(k * x / 3, label_at=0.5)}, x=(x, 0, 1), sliders={k: (1, 0.5, 2)}, name="fig-all",
        alt="Every kind of artist in one figure.", readouts={"slope": Readout(k, "m/s"), "label": k**20}, **parts | changes,
    )  # fmt: skip


def test_the_comparison_sees_every_difference(monkeypatch):
    """A program that leaves out or changes any one artist is refused: what else would the tests above be worth?"""
    figure = with_artists()
    state = figure.state(k=1.3)
    assert {type(artist) for artist in figure.panels[0].artists()} == set(compare_python.COMPARISONS)
    compare_python.compare(figure, state, monkeypatch)
    other = with_artists(
        bands=[Band(k * x / 2, k * x, color="muted", label="between")], fills=[Fill(["line", "other"], color="blue", label="other")],
        points=[Point(0.5, k, "{k}", color="vermilion", drag=True, invite="drag me")], lines=[Line(x=k / 4, text="there", color="purple", dash="solid")],
        labels=[Label(0.31, k, "a {label}", color="green")], data=[Data([0.2], [0.5], ["a machine"], label="published")],
        artists=[Label(0.6, k, "in front"), Shape([(0, 0), (k / 9, 0), (0, k)], color=WARMTH(k / 2)),
                 Gradient((0, k), (0.5, k), 0.1, WARMTH(1 - k * x), (x, 0, 1)), Parcels(x / 9, k, (x, 5), "green")],
    )  # fmt: skip
    axes = compare_python.run(figure, state)
    for mine, changed in zip(figure.panels[0].artists(), other.panels[0].artists(), strict=True):
        comparison = compare_python.Comparison(figure, state, figure.panels[0], axes[0])
        before = list(figure.panels[0].artists())
        for artist in before[: before.index(mine)]:
            comparison.compare(artist)
        if changed == mine:
            comparison.compare(mine)
            continue
        with pytest.raises(AssertionError):
            comparison.compare(changed)


def test_the_comparison_sees_a_missing_dash_and_a_missing_artist(monkeypatch):
    figure = with_artists()
    (ax,) = compare_python.run(figure, figure.state())
    comparison = compare_python.Comparison(figure, figure.state(), figure.panels[0], ax)
    with pytest.raises(AssertionError, match="draws more"):
        comparison.finish()
    dashed = dataclasses.replace(figure.panels[0].curves["other"], dash="dashed")
    comparison.lines = [line for line in comparison.lines if line.get_linestyle() == "--" and line.get_linewidth() == 1.8]
    with pytest.raises(AssertionError):
        comparison.compare(dashed)


@pytest.mark.parametrize("name", ["u", "outline", "number_text", "u_"])
def test_names_that_the_program_uses_for_itself_stay_free_for_sliders(name, monkeypatch):
    symbol = sp.Symbol(name, positive=True)
    figure = LiveFigure(
        {"arc": Curve(symbol * sp.sin(x), x=symbol * sp.cos(x), over=(x, 0, 3)), "base": Curve(0 * x, x=x, over=(x, 0, 1))},
        xlim=(-3, 3), sliders={symbol: (1, 0.5, 2)}, fills=[Fill(["arc", "base"])], labels=[Label(0, symbol, "{" + name + "}")],
        name="fig-names", alt="An arc that grows with the slider.",
    )  # fmt: skip
    compare_python.compare(figure, figure.state(**{name: 1.5}), monkeypatch)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_slider_cannot_take_a_name_that_the_program_needs(name):
    symbol = sp.Symbol(name, positive=True)
    with pytest.raises(ValueError, match=f"{name} cannot be a slider or an axis of fig-taken"):
        LiveFigure({"line": symbol * x}, x=(x, 0, 1), sliders={symbol: (1, 0, 2)}, name="fig-taken", alt="A line that gets steeper.")


def test_a_slider_and_an_axis_cannot_share_a_name():
    with pytest.raises(ValueError, match="two symbols called x"):
        LiveFigure(
            {"line": sp.Symbol("x") * x}, x=(x, 0, 1), sliders={sp.Symbol("x"): (1, 0, 2)}, name="fig-x", alt="A line that gets steeper."
        )


def with_a_common_part(slider, **changes):
    swing = sp.exp(-slider * x / 3) * sp.sin(3 * x + slider) + sp.sqrt(x + slider)
    return LiveFigure(
        {"one": swing, "other": 2 - swing**2}, x=(x, 0, 1), sliders={slider: (1, 0.5, 2)}, name="fig-common",
        alt="Two curves that have much in common.", **changes,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["k", "part1"])
def test_a_part_that_comes_up_again_is_computed_once(name, monkeypatch):
    figure = with_a_common_part(sp.Symbol(name, positive=True))
    program, part = snippet(figure), "part1_" if name == "part1" else "part1"
    assert program.count("np.exp(") == program.count("np.sin(") == 1
    assert f"\n{part} = " in program and f"plt.plot(x, {part}, " in program and f"plt.plot(x, 2 - {part}**2, " in program
    compare_python.compare(figure, figure.state(**{name: 1.7}), monkeypatch)


def test_a_part_that_is_computed_under_a_condition_is_computed_only_then():
    outside = sp.acosh(k * sp.sqrt(k + 1)) + sp.log(k + 3)
    program = snippet(with_a_common_part(k, readouts={"angle": Readout(outside, words=[(k < 1, "none")], absent="none")}))
    assert program.count("np.arccosh(") == 3 and "np.arccosh(" not in program.partition("plt.figure")[0]


def test_the_program_says_which_color_is_which():
    program = snippet(with_artists())
    assert (
        "label='between'" in program
        and "facecolor='#00805c'" in program
        and "f'{number_text(k, 4)} and {number_text(k, 3, \" m/s\")}'" in program
    )


def with_a_text(text, unit):
    return LiveFigure(
        {"line": k * x}, x=(x, 0, 1), sliders={k: (1, 0.5, 2)}, labels=[Label(0.3, k, text)], name="fig-quotes", alt="A line that gets steeper.",
        readouts={"gauge": Readout(k, unit, words=[(k > 1.9, "the plumber's own")], absent="nobody's")},
    )  # fmt: skip


@pytest.mark.parametrize("text", ["{k}'", '{k}"', "{k}'''", '{k}"""', 'it\'s "{k}" \'\'\'and""" so on', "{gauge}", "it's {gauge}'"])
@pytest.mark.parametrize("unit", ["m/s", "'", "plumber's feet"])
def test_a_text_may_hold_any_quote_and_end_in_it(text, unit, monkeypatch):
    figure = with_a_text(text, unit)
    for value in (1.5, 2):
        compare_python.compare(figure, figure.state(k=value), monkeypatch)


@pytest.mark.parametrize("unit", ['"', "\\", "m\ns", "'''"])
def test_a_unit_that_an_f_string_cannot_hold_is_named(unit):
    with pytest.raises(ValueError, match=re.escape(f"got {unit!r}")):
        snippet(with_a_text("{gauge}", unit))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1 - 0.8, "0.2"),
        (0.1 + 0.7, "0.8"),
        (5 - 1e-15, "5.0"),
        (1 / 3, "0.3333333333333333"),
        (1 + 1e-13, "1.0000000000001"),
        (-0.3 - 0.6, "-0.9"),
    ],
)
def test_a_number_that_is_off_by_its_last_digits_is_written_short(value, written):
    assert without_last_digits(value) == written
    assert abs(float(written) - value) <= 1e-15 * abs(value)
