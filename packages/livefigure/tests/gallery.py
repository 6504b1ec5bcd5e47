"""A page of figures that use every part of `LiveFigure`, also what no chapter uses: the tests' own page, and a page for authors.

`python gallery.py FILE` writes the page for authors: each figure with what it shows and with its code.
"""

import inspect
import sys
from html import escape
from pathlib import Path

import numpy as np
import sympy as sp
from livefigure import (
    GUESSED,
    Band,
    ColorScale,
    Curve,
    Data,
    Fill,
    Gradient,
    Guess,
    Label,
    Line,
    LiveFigure,
    Panel,
    Parcels,
    Play,
    Point,
    Readout,
    Scene,
    Shape,
    Slider,
    Table,
    along,
    arrow,
    classic_script,
    rectangle,
    scattered,
    stylesheet,
    wrapped,
)
from livefigure.hosts import static_html

T, T_hot, efficiency, a, b, v, r, x, power, height = sp.symbols("T T_hot efficiency a b v r x power height", positive=True)
level = sp.Symbol("level", real=True)
R = 8.314


def price():
    """Logarithmic axes and slider, a band, markers with names, a point with words, readouts, a status with conditions."""
    cost = (T_hot - T) / T
    helium = (T_hot - 4.2) / 4.2 / efficiency
    return LiveFigure(
        {"Carnot limit": Curve(cost, label_at=20), "real cooler": Curve(cost / efficiency, color="vermilion", label_at=30)},
        x=(T, 1.5, 240), xscale="log", yscale="log", ylim=(0.1, 1e5), ylabel="watts in per watt out",
        sliders={T_hot: (300, 250, 400), efficiency: Slider(0.15, 0.01, 1, log=True, label="fraction of Carnot")},
        bands=[Band(cost, cost / efficiency, label="what real machines add")],
        lines=[Line(x=77.36, text="nitrogen"), Line(y=T_hot / 4.2, text="{T_hot} over helium")],
        points=[Point(4.2, helium, "{at helium}", color="vermilion")],
        readouts={"at helium": (helium, "W/W"), "heat rejected": Readout(1 + helium, "W", 4)},
        scenes={"a good machine": Scene({efficiency: 0.6}, shows=[helium < 120], lowers=helium), "a hot day": {T_hot: 315}},
        always=[helium > 0],
        status=[(efficiency > 0.5, "A good machine: {at helium}."), "At {T_hot} and {efficiency}: {at helium}."],
        name="fig-price", alt="The price of cold rises steeply as the cold end gets colder.",
    )  # fmt: skip


def cycle():
    """Curves along a parameter of their own that ends where sliders say, an area between them, published data."""
    pressure = R * T_hot / (v - b) - a / v**2
    return LiveFigure(
        {
            "isotherm": Curve(pressure, x=v, over=(v, 0.001, 0.001 * r), color="vermilion", label_at=0.0012),
            "way back": Curve(R * 200 / (v - b) - a / v**2, x=v, over=(v, 0.001 * r, 0.001), color="blue", dash="dashed"),
        },
        xlim=(0, 0.006), xlabel="molar volume (m³/mol)", ylabel="pressure (Pa)",
        sliders={T_hot: (300, 250, 400), r: (2, 1.5, 5), a: (0.137, 0, 0.3), b: (3e-5, 0, 1e-4)},
        fills=[Fill(["isotherm", "way back"], label="work of a cycle")],
        labels=[Label(0.001 * r, R * T_hot / (0.001 * r), "{r}")],
        data=[Data([0.003], [1e6], ["a machine"], label="published")],
        name="fig-cycle", alt="Two isotherms of a gas enclose the work of a cycle.",
    )  # fmt: skip


def pieces():
    """What does not always exist: a curve that breaks, a constant, a point, a marker and words that leave the axes, words for numbers."""
    return LiveFigure(
        {
            "above": sp.Piecewise((sp.sqrt(x - level), sp.And(x > level, level > -2.5))),
            "ceiling": height,
            "clipped": sp.Min(sp.Max(x, level), 2) + sp.tanh(x) * sp.Abs(level),
        },
        x=(x, 0.1, 4), xlim=(0, 4), ylim=(-2, 4), ylabel="value",
        sliders={level: (1, -3, 3), height: Slider(2.5, 0.5, 6, 0.5, unit="m^2")},
        lines=[Line(x=level, text="level {level}"), Line(y=height)],
        points=[Point(1, sp.log(level), "log {log}", open=True)],
        labels=[Label(2, sp.sqrt(2 - level), "root"), Label(0.5, 2, "{whole}")],
        artists=[Gradient((3.9, -1.5), (3.9, height / 2), 0.1, ColorScale(-3, 6, "value")(level + x), (x, 0, 3))],
        readouts={
            "log": Readout(sp.log(level), absent="none"),
            "root": Readout(sp.sqrt(level), absent="none"),
            "whole": Readout(sp.floor(height), ("step", "steps"), 1, words=[(height < 1, "not a step")]),
        },
        status=[(sp.And(level > 0, height > 3), "Both."), (level <= 0, "No logarithm of {level}.")],
        name="fig-pieces", alt="A root that begins where the slider says.",
    )  # fmt: skip


def bare():
    """No axes, no words beside it, a size of its own, a logarithmic axis under a linear one, a curve (x, y)."""
    return LiveFigure(
        {"arc": (x, sp.sin(power * sp.log(x)) / power), "_unnamed": sp.coth(x * power)},
        x=(x, 0.01, 100), xscale="log", ylim=(-1.5, 4), axes=False, size=(6, 2.5),
        sliders={power: (2, 1, 5, 0.25)},
        name="fig-bare", alt="A wave that is even in the logarithm.",
    )  # fmt: skip


def panels():
    """Three panels that share the sliders, on other axes each; states to drag; a slider that plays."""
    turn = sp.Symbol("turn", real=True)
    return LiveFigure(
        {"isotherm": R * T_hot / v}, x=(v, 0.01, 0.1), ylim=(1e4, 1e6), yscale="log", title="Pressure", ylabel="pressure (Pa)", width=2,
        points=[Point(r / 100, R * T_hot / (r / 100), "here", color="vermilion", drag=True)],
        beside=[
            Panel({"heat": Curve(T_hot * x, color="vermilion")}, x=(x, 0, 1), xlabel="share", title="Heat",
                  points=[Point(x=r / 20, y=T_hot, drag=True, invite="drag me")], ylim=(0, 450)),
            Panel({"wheel": Curve(sp.sin(T), x=sp.cos(T), over=(T, 0, 6.283185307179586), color="grey")}, xlim=(-1.2, 1.2), ylim=(-1.2, 1.2),
                  axes=False, points=[Point(sp.cos(turn), sp.sin(turn), color="green")]),
        ],
        sliders={T_hot: (300, 250, 400), r: Slider(3, 1, 10, log=True), turn: Slider(0, 0, 6, 0.01, play=1)},
        name="fig-panels", alt="An isotherm, a line of heat and a wheel that turns.",
    )  # fmt: skip


def tables():
    """Functions read from tables: of one variable and of two, on logarithmic and linear axes, with a gap, inside other expressions, with lines."""
    well = (
        "import numpy as np\n\ndef well(x, y):\n    return np.where((x - 2) ** 2 + (y - 1) ** 2 < 0.3, np.nan, np.sin(x) * np.log(y + 2))"
    )
    made = {}
    exec(well, made)
    well = Table("well", made["well"], a=(0.1, 4, 40), b=(-1, 3, 30), bound=2e-4, unit="m^2", meaning="depth of the well", python=well)
    root = Table("root", np.sqrt, x=(0.01, 100, 60, "log"), bound=1e-4, scale="value", python="from numpy import sqrt as root")
    bend = Table("bend", np.abs, x=(-3, 3, 7), bound=1e-9, linear=True, python="bend = abs")
    return LiveFigure(
        {"across": well(x, level), "along": 2 * well(4 * power - 0.1, x - 1) + root(height), "roots": root(x * 10) - bend(level)},
        x=(x, 0.1, 4), ylabel="value",
        sliders={level: (0.5, -1, 3), height: Slider(2.5, 0.01, 100, log=True), power: (0.5, 0.1, 1)},
        points=[Point(power, root(power) + sp.Piecewise((root(power - 0.4), power > 0.5), (0, True)))],
        readouts={"depth": (well(3.5, level), "m^2"), "root": root(height)},
        status=[(bend(level) > 1, "Bent."), "At {level}: {depth}."],
        name="fig-tables", alt="Waves that were computed ahead and are read from tables.",
    )  # fmt: skip


def machine(by_itself=False):
    """A picture that moves: pistons, a sponge with a temperature along it, parcels of gas, arrows as wide as the heat, dots along a pipe;
    a state to drag around its loop, and stations that light up with their states. It can play by itself."""
    turn, share, number = sp.Symbol("turn", real=True), sp.Symbol("share"), sp.Symbol("number")
    temperature = ColorScale(0, 400, "temperature", "K", marks=(77, 300))
    angle = 2 * sp.pi * turn
    cold, warm = (1 + sp.cos(angle)) / 2, (1 + sp.sin(angle)) / 2  # volumes at the two ends
    heat = sp.diff(cold, turn) / (cold + warm + 1) / 8
    place = (number + sp.Rational(1, 2)) / 14 * (warm + 0.6 + cold) - warm
    local = T_hot + (T - T_hot) * sp.Min(1, sp.Max(0, place / 0.6))
    pipe = along([(-1, 1.4), (1, 1.4), (1, 1.7)], wrapped(number / 6 + turn))
    return LiveFigure(
        {}, xlim=(-1.5, 2.1), ylim=(-0.9, 1.9), axes=False, equal=True, width=1.6,
        artists=[
            rectangle(-warm, 0, 0, 1, color=temperature(T_hot), opacity=0.25, outline="muted"),
            rectangle(0.6, 0, 0.6 + cold, 1, color=temperature(T), opacity=0.25, outline="muted"),
            Gradient((0, 0.5), (0.6, 0.5), 1, temperature(T_hot + (T - T_hot) * share), (share, 0, 1), opacity=0.6),
            Parcels(place, 0.06 + 0.88 * scattered(number), (number, 14), temperature(local), label="gas"),
            rectangle(-warm - 0.1, 0, -warm, 1, color="grey", outline="ink", label="piston"),
            rectangle(0.6 + cold, 0, 0.7 + cold, 1, color="grey"),
            arrow((1.1, -0.8), "up", 0.7, heat, color="blue"), arrow((-0.5, -0.1), "down", 0.7, heat, color="vermilion"),
            Shape([(0, 1.1), (power, 1.1), (power / 2, sp.sqrt(1 + turn - power))], opacity=0.5),
            Parcels(*pipe, (number, 6), "green", diameter=5),
        ],
        points=[Point(-0.5, 1.2, "1", tag="1")],
        beside=[Panel(
            {"loop": Curve(1 / (cold + warm + 1).subs(turn, share), x=cold.subs(turn, share), over=(share, 0, 1), color="green")},
            xlim=(-0.1, 1.1), ylim=(0.3, 0.75), xlabel="volume", ylabel="pressure",
            points=[Point(cold, 1 / (cold + warm + 1), drag=turn), Point(0.5, 0.5, tag="1")], labels=[Label(0.7, 0.5, "state 1", tag="1")],
        )],
        sliders={turn: Slider(0.15, 0, 1, 0.005, play=Play(6, {"out": (0, 0.5), "back": (0.5, 1)}, by_itself)), T: (77, 30, 250, 1),
                 T_hot: (300, 250, 400), power: (0.5, 0.1, 1)},
        status="At {turn} of a turn the gas is partly at {T}.",
        name="fig-machine", alt="Two pistons push a gas to and fro through a sponge between a warm end and a cold one.",
    )  # fmt: skip


def guess():
    """A question before the answer, with its mark on an axis of the drawing; points of data with names and sources."""
    cost = T_hot / T - 1
    return LiveFigure(
        {"Carnot limit": Curve(cost, label_at=20)},
        x=(T, 2, 200), xscale="log", yscale="log", ylim=(0.1, 1000), xlabel="temperature (K)", ylabel="price (W/W)",
        sliders={T_hot: (300, 250, 400), power: Slider(77, 2, 200, log=True)}, points=[Point(power, cost.subs(T, power))],
        data=[Data([60], [50], ["A"], names=["Machine A"], sources=["Its maker, 2004"])],
        readouts={"price": (cost.subs(T, power), "W/W")}, scenes={"helium": {power: 4.2}},
        predict=Guess("price", "How many watts at 4.2 K?", 1, 1000, "Nature asks for {answer}", log=True, at=(power, GUESSED), scene="helium"),
        status="At {power} the price is {price}.", name="fig-guess", alt="The price of cold rises as the cold end gets colder.",
    )  # fmt: skip


MAKERS = {
    "fig-price": price,
    "fig-cycle": cycle,
    "fig-pieces": pieces,
    "fig-bare": bare,
    "fig-panels": panels,
    "fig-tables": tables,
    "fig-machine": machine,
    "fig-guess": guess,
}

STYLE = """
body { font-family: sans-serif; max-width: 720px; margin: 1em auto; padding: 0 12px; color: #323232; }
html { --pst-color-background: #fff; background: #fff; }
html[data-theme="dark"] { --pst-color-background: #121212; background: #121212; }
html[data-theme="dark"] body { color: #ced6dd; }
pre { overflow-x: auto; font-size: 0.8em; }
"""


SENTENCE = """<p>Numbers and words of a sentence that belong to the figure above: at
<span class="lf-drag" data-figure="fig-price" data-slot="T_hot">300</span> one watt at 4.2 K takes
<span class="lf-live" data-figure="fig-price" data-slot="at helium">470 W/W</span>; try
<span class="lf-words" data-figure="fig-price" data-scene="a good machine">a good machine</span>. In a page of Sphinx they are written
<code>{drag}`fig-price: T_hot`</code>, <code>{live}`fig-price: at helium`</code>, <code>{scene}`fig-price: a good machine`</code>.</p>"""


def for_authors():
    """All figures, each with what it shows and its code, for those who look for a way to show something."""
    parts = []
    for name, make in MAKERS.items():
        code = f"<details><summary>The code</summary><pre>{escape(inspect.getsource(make))}</pre></details>"
        parts += [f"<h2>{name}</h2><p>{escape(make.__doc__)}</p>{static_html(make())}", SENTENCE if name == "fig-price" else "", code]
    return page_of("".join(parts))


def page(figures):
    """`figures` as a page that needs nothing beside itself."""
    return page_of("".join(static_html(figure) for figure in figures))


def page_of(body):
    """A page that needs nothing beside itself."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Gallery</title>'
        f'<link rel="icon" href="data:,"><style>{STYLE}{stylesheet()}</style></head><body><main><h1>Gallery</h1>{body}</main>'
        f"<script>{classic_script()}</script></body></html>"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(for_authors(), encoding="utf-8")
