"""Functions read from tables: how well, where not, and what is refused; that the browser reads the same is tested in parity/."""

import doctest
import importlib
import json

import numpy as np
import pytest
import sympy as sp
from livefigure import LiveFigure, Readout, Slider, Table
from livefigure.compile import Tape
from livefigure.hosts import specification, static_html
from livefigure.interpolation import Axis, interpolator, log2, slope_weights, slopes
from livefigure.numpy_code import numpy_function
from livefigure.snippet import snippet
from livefigure.table import tables_of

T, P, x, k = sp.symbols("T P x k", positive=True)


def wave(x):
    return np.sin(x)


def surface(x, y):
    return np.sin(x) * np.exp(-y / 3)


def make(function=wave, name="f", **changes):
    """A table of 21 nodes, or what a test makes of it."""
    options = {"bound": 1.0, "python": f"{name} = 0"} | changes
    axes = {} if any(isinstance(value, tuple) for value in changes.values()) else {"x": (0, 3, 21)}
    return Table(name, function, **options, **axes)


# ---- how well it follows ----


@pytest.mark.parametrize("axis", [(1, 9, 41), (1, 9, 41, "log")])
def test_it_passes_through_its_nodes(axis):
    table = make(np.sqrt, bound=1e-5, x=axis)
    nodes = np.geomspace(1, 9, 41) if "log" in axis else np.linspace(1, 9, 41)
    assert np.abs(table(nodes) - np.sqrt(nodes)).max() < 2e-7  # floats of 32 bits


@pytest.mark.parametrize("axis", [(0.3, 7.7, 9), (0.3, 7.7, 9, "log"), (1 / 3, 1e7 / 3, 50, "log")])
def test_it_reaches_from_end_to_end_and_no_further(axis):
    table = make(lambda x: x / axis[1], bound=1, x=axis)
    low, high = axis[:2]
    assert table(low) == pytest.approx(low / high, rel=1e-4, abs=1e-5) and table(high) == pytest.approx(1.0, abs=1e-5)
    assert np.isnan(table(np.array([low * (1 - 1e-9), high * (1 + 1e-9), -low, 0.0, np.nan, np.inf, -np.inf]))).all()
    # 0.1 + 0.2 is not 0.3: what rounding alone brings outside counts as the end.
    assert table(low * (1 - 1e-15)) == table(low) and table(high * (1 + 1e-15)) == table(high)


def test_cubics_and_what_they_are_made_of_are_exact():
    line = np.linspace(-1, 2, 7)
    for power in range(4):
        assert make(lambda x, power=power: x**power, bound=1e-6, x=(-1, 2, 7)).error < 2e-7
        assert slopes(line**power) * 2 == pytest.approx(power * line ** max(power - 1, 0), abs=1e-13)
    table = make(lambda x, y: x**3 * y**3 + x * y - 2, bound=1e-5, x=(-1, 1, 5), y=(0, 2, 6))
    assert table.error < 1e-6


def test_the_error_falls_with_the_fourth_power_of_the_step():
    # h**4/384 max|f''''| is the error of a cubic with the true slopes at both ends; of sin it is at most 1.
    places = np.linspace(0.9, 2.1, 500)
    for count in (11, 21, 41):
        axis = Axis(0.0, 3.0, count)
        error = np.abs(interpolator([axis], np.sin(axis.nodes))(places) - np.sin(places)).max()
        assert error == pytest.approx((3 / (count - 1)) ** 4 / 384, rel=0.15)
    x, y = np.random.default_rng(0).uniform(0, 3, (2, 5000))
    errors = []
    for axis in (Axis(0.0, 3.0, 11), Axis(0.0, 3.0, 21)):
        table = interpolator([axis, axis], surface(*np.meshgrid(axis.nodes, axis.nodes, indexing="ij")))
        errors.append(np.abs(table(x, y) - surface(x, y)).max())
    # At the ends, where slopes look to one side alone, it falls with the fifth.
    assert 15 < errors[0] / errors[1] < 33


def test_it_has_no_kinks():
    table = make(bound=1e-6, x=(0, 3, 8), scale=1e4)
    nodes, step = np.linspace(0, 3, 8)[1:-1], 1e-6
    left, right = (table(nodes) - table(nodes - step)) / step, (table(nodes + step) - table(nodes)) / step
    assert np.abs(left - right).max() < 1e-5


@pytest.mark.parametrize("seed", range(3))
def test_the_measured_error_is_that_of_a_finer_search(seed):
    table = make(surface, bound=1e-3, scale=1.0, x=(0, 3, 9), y=(0.5, 3, 7, "log"))
    places = np.random.default_rng(seed).uniform([0, 0.5], 3, (20_000, 2)).T
    true = np.abs(table(*places) - surface(*places)).max()
    assert 0.5 * true < table.error <= true * 1.3
    assert abs(table(*table.worst.values()) - surface(*table.worst.values())) == pytest.approx(table.error)


def test_a_logarithmic_axis_suits_a_power_law():
    linear, log = (make(lambda x: x**-1.5, bound=10, x=(1, 1000, 40, kind)).error for kind in ("linear", "log"))
    assert log < 1e-3 * linear


@pytest.mark.parametrize(("scale", "error"), [(None, 0.5), (2.0, 0.25), ("value", 0.25)])
def test_an_error_is_absolute_or_a_part_of_something(scale, error):
    # A line at 2.5 from end to end; the function has 2 in the middle.
    steps = make(lambda x: np.where(x == 1.5, 2.0, 2.5), bound=10, scale=scale, x=(0, 3, 2), linear=True)
    assert steps.error == pytest.approx(error, rel=1e-4)


def test_straight_lines_follow_a_kink_at_a_node():
    assert make(np.abs, bound=1e-4, linear=True, x=(-3, 3, 7)).error < 1e-4
    with pytest.raises(ValueError, match="misses its function"):
        make(np.abs, bound=1e-4, x=(-3, 3, 7))
    plane = make(lambda x, y: np.maximum(x, 1) + np.abs(y), bound=1e-4, linear=True, x=(0, 2, 3), y=(-1, 1, 3))
    assert plane(0.5, -0.5) == pytest.approx(1.5, abs=1e-4)


def test_real_nitrogen_is_read_from_a_table():
    from cryolib.gases import RealFluid

    nitrogen = RealFluid("nitrogen")
    h, mu = Table.of(
        {"h": {"bound": 1, "python": "h = 0"}, "mu": {"of": "joule_thomson_coefficient", "bound": 1e-8, "python": "mu = 0"}},
        nitrogen.state, T=(150, 700, 64, "log"), P=(1e5, 6e7, 48, "log"),
    )  # fmt: skip
    # From 200 bar and 300 K a valve to 1 atm cools nitrogen to 269.19 K (CoolProp by hand).
    assert h(269.19, 101325.0) == pytest.approx(h(300.0, 2e7), abs=2.5)
    place = np.random.default_rng(1).random((2, 300))
    temperatures, pressures = 150 + 550 * place[0], 1e5 * 600 ** place[1]
    assert np.abs(mu(temperatures, pressures) - nitrogen.joule_thomson_coefficient(temperatures, pressures)).max() < 1e-8


# ---- where it does not exist ----


def test_a_gap_spoils_the_cells_that_touch_it_and_nothing_else():
    table = make(lambda x: np.where(np.abs(x - 5) < 0.95, np.nan, np.sin(x)), bound=1e-2, x=(0, 10, 21))
    places = np.linspace(0, 10, 2001)
    found = table(places)
    edges = np.isin(places, (4, 6))
    assert np.array_equal(np.isnan(found[~edges]), ((places > 4) & (places < 6))[~edges])
    there = ~np.isnan(found)
    assert np.abs(found - np.sin(places))[there].max() < 5e-3


def test_a_gap_in_a_surface_keeps_its_border_to_one_cell():
    def ring(x, y):
        return np.where((x - 1.5) ** 2 + (y - 1.5) ** 2 < 0.5, np.nan, surface(x, y))

    table, whole = (make(function, bound=1e-3, x=(0, 3, 31), y=(0, 3, 31)) for function in (ring, surface))
    x, y = np.random.default_rng(0).uniform(0, 3, (2, 20_000))
    distance = np.hypot(x - 1.5, y - 1.5) - np.sqrt(0.5)
    found, cell = table(x, y), np.hypot(0.1, 0.1)
    assert np.isnan(found[distance < -cell]).all() and np.isfinite(found[distance > cell]).all()
    there = np.isfinite(found)
    assert np.abs(found - surface(x, y))[there].max() < 1e-3
    assert whole.specification["step"] == table.specification["step"]
    assert np.array_equal(found[distance > 3 * cell], whole(x, y)[distance > 3 * cell])


def test_a_node_alone_between_gaps_takes_no_part():
    table = make(lambda x: np.where((np.abs(x - 1) < 0.6) & (np.abs(x - 1) > 0.1), np.nan, x), bound=1e-4, x=(0, 3, 7))
    assert np.isnan(table([0.1, 0.6, 0.9, 1.1, 1.4])).all() and table([2.1, 2.9]) == pytest.approx([2.1, 2.9], abs=1e-5)


# ---- what is refused ----


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"bound": 1e-9}, r"table f misses its function by .*e-0\d at x = [\d.]+; its bound is 1e-09"),
        ({"bound": 1e-9, "unit": "J/mol"}, "its bound is 1e-09 J/mol"),
        ({"bound": 0}, "bound of table f must be positive and finite; got 0"),
        ({"bound": float("nan")}, "bound of table f must be positive and finite; got nan"),
        ({"scale": -1.0}, "scale of table f must be positive and finite"),
        ({"name": "a b"}, "name of a table must be one that Python can write; got 'a b'"),
        ({"name": "lambda", "python": ""}, "name of a table"),
        ({"name": "log"}, "name of a table must not be one that NumPy or Python has; got 'log'"),
        ({"python": "g = 1"}, "python of table f must define f; got 'g = 1'"),
        ({"python": "f ="}, "python of table f is no program"),
        ({"x": (0, 3)}, r"x of a table must be \(low, high, count\)"),
        ({"x": (3, 0, 5)}, "x of a table must go from low to high, finite; got"),
        ({"x": (0, float("inf"), 5)}, "x of a table must go from low to high"),
        ({"x": (0, 3, 5, "log")}, "from above 0; got"),
        ({"x": (0, 3, 5, "cubic")}, "x of a table must be linear or log"),
        ({"x": (0, 3, 1)}, "x of a table must have a whole number of nodes, at least 2"),
        ({"x": (0, 3, 2.5)}, "x of a table must have a whole number of nodes"),
        ({"x": (0, 1, 3), "y": (0, 1, 3), "z": (0, 1, 3)}, "axes of a table must be one or two; got x, y, z in f"),
        ({"function": lambda x: 1 / np.floor(x + 1)}, "table f misses its function"),
        ({"function": lambda x: np.where(x > 2, np.inf, x)}, "function of table f is infinite at x = 2.1"),
        ({"function": lambda x: x * np.nan}, "function of table f is NaN at every node"),
        ({"function": lambda x: np.where(x == 0, x, np.nan)}, "table f has no cell whose corners all exist"),
    ],
)
def test_a_table_that_would_fail_its_reader_is_never_made(changes, named):
    with pytest.raises(ValueError, match=named):
        make(**({"bound": 1e-3} | changes))


def test_an_error_of_the_function_is_its_own():
    def refuse(x):
        raise ValueError("T must be above the melting point")

    with pytest.raises(ValueError, match="melting point"):
        make(refuse)


def test_the_wrong_number_of_arguments_is_refused():
    with pytest.raises(ValueError, match="f is a table of x; got 2 arguments"):
        make()(1.0, 2.0)


# ---- several at once ----


def test_several_tables_come_from_one_call():
    calls = []

    def both(x, y):
        calls.append(x.shape)
        return {"s": surface(x, y), "sum": x + y}

    first, second = Table.of(
        {"s": {"bound": 1e-2, "python": "s = 0", "unit": "K"}, "added": {"of": "sum", "bound": 1e-3, "python": "added = 0"}},
        both, x=(0, 3, 16), y=(0, 3, 12),
    )  # fmt: skip
    assert len(calls) == 1 and (first.name, first.unit, second.name) == ("s", "K", "added")
    assert first(1.1, 2.3) == pytest.approx(surface(1.1, 2.3), abs=1e-3) and second(1.1, 2.3) == pytest.approx(3.4, abs=1e-3)


def test_several_tables_come_from_the_attributes_of_one_object():
    class State:
        def __init__(self, x):
            self.v, self.h = x**2, x**3

    v, h = Table.of({name: {"bound": 1e-3, "python": f"{name} = 0"} for name in ("v", "h")}, State, x=(0, 1, 9))
    assert (v(0.5), h(0.5)) == pytest.approx((0.25, 0.125), abs=1e-4)


# ---- in expressions and figures ----


def test_it_stands_in_expressions_like_any_function():
    f, g = make(surface, x=(0, 3, 21), y=(0, 3, 21)), make(name="g")
    expression = 2 * f(x, g(k)) ** 2 - g(x)
    assert expression.free_symbols == {x, k} and expression.subs(k, 1).free_symbols == {x}
    at = np.linspace(0, 3, 11)
    assert numpy_function((x, k), expression)(at, 0.5) == pytest.approx(2 * f(at, g(0.5)) ** 2 - g(at), abs=0)
    assert f(x, 1) == f(x, sp.Integer(1)) and f(x, 1) != g(x)
    assert float(g(sp.Rational(1, 2))) == float(g(0.5)) and (g(sp.Integer(1)) > 0) == sp.true


def test_on_a_tape_it_is_one_step_and_its_derivative_is_refused():
    f, g = make(surface, x=(0, 3, 21), y=(0, 3, 21)), make(name="g")
    tape = Tape([k], [x])
    tape.add(f(x, k) + f(x, k) * g(k) + g(k))
    steps = [step for step in tape.steps if step[0] == "table"]
    assert sorted(steps) == [["table", 0, 1, 0], ["table", 1, 0]] or sorted(steps) == [["table", 0, 0], ["table", 1, 1, 0]]
    assert {table.name for table in tape.tables} == {"f", "g"}
    with pytest.raises(ValueError, match=r"(Derivative|Subs) cannot move in the browser"):
        tape.add(sp.diff(g(k * x), k))


def figure(curves, **changes):
    options = {"x": (x, 0, 3), "sliders": {k: (1, 0.5, 2)}, "name": "fig-table", "alt": "A wave that is read from a table."}
    return LiveFigure(curves, **options | changes)


def test_a_slider_that_leads_outside_fails_the_build():
    f = make()
    with pytest.raises(ValueError, match="k = 2 leads out of table f in fig-table: x is 4, and the table goes from 0 to 3"):
        figure({"wave": f(2 * k) * x})
    with pytest.raises(ValueError, match="k = 2 leads out of table f"):
        figure({"wave": k * x}, readouts={"wave": f(k + 2)})
    with pytest.raises(ValueError, match="5 leads out of table f"):
        figure({"wave": k * x * f(sp.Integer(5))})
    figure({"wave": f(sp.Rational(3, 2) * k) * x})
    figure({"wave": sp.Piecewise((f(2 * k) * x, k < 1.5))})
    assert np.isnan(figure({"wave": f(x * k)}).curve_values(k=2)["wave"][1][-1])


def test_names_that_clash_fail_the_build():
    with pytest.raises(ValueError, match="tables of fig-table must have names that differ; got f twice"):
        figure({"wave": make()(x) + make(np.cos)(k)})
    with pytest.raises(ValueError, match="python of table f defines k, which fig-table has already"):
        figure({"wave": make(python="k = 3\nf = 0")(x) * k})


def test_a_figure_brings_each_table_once_and_says_how_good_it_is():
    f, g = make(meaning="depth of the wave", unit="m^2", bound=1e-4), make(np.exp, name="g", scale="value", bound=1e-3)
    made = figure({"a": f(x) * k, "b": f(x) + g(x)}, readouts={"c": Readout(f(k))}, status=[(g(k) > 1, "High.")])
    spec = json.loads(json.dumps(specification(made), allow_nan=False))
    assert len(spec["tables"]) == 2 and tables_of(made) == [f, g]
    assert "Depth of the wave: a table of 21 values, interpolated within" in spec["note"] and "\u00a0m²." in spec["note"]
    assert "% of its value." in spec["note"]
    assert specification(figure({"line": k * x}))["tables"] == [] and specification(figure({"line": k * x}))["note"] == ""


@pytest.mark.parametrize(
    ("error", "scale", "said"),
    [(0.0123, None, "within 0.013\u00a0J/mol."), (0.5, None, "within 0.5\u00a0J/mol."), (123.4, None, "within 130\u00a0J/mol."),
     (2.01e-4, "value", "within 0.021\u00a0% of its value."), (1e-3, 5000.0, "within 0.1\u00a0% of 5000\u00a0J/mol."), (0.0, None, "interpolated exactly.")],
)  # fmt: skip
def test_the_error_that_readers_are_told_is_rounded_up(error, scale, said):
    table = make(unit="J/mol", scale=scale)
    table.error = error
    assert table.note.endswith(said)


@pytest.mark.parametrize(("bound", "rounding"), [(1e-3, 1e-3 / 64), (10, 1 / 2**15)])
def test_the_rounding_of_the_nodes_does_not_count_beside_the_bound(bound, rounding):
    nodes = np.linspace(0, 3, 40)
    apart = np.abs(make(bound=bound, x=(0, 3, 40)).nodes - np.sin(nodes)).max()
    assert rounding / 2 < apart <= rounding


def test_a_table_is_small():
    wide = make(surface, bound=2e-4, x=(0, 3, 64), y=(0, 3, 48))
    fine = make(surface, bound=2e-6, x=(0, 3, 64), y=(0, 3, 48))
    assert len(json.dumps(wide.specification)) < 4_000 and len(json.dumps(fine.specification)) < 6_000
    page = len(static_html(figure({"a": fine(x, k)}))) - len(static_html(figure({"a": sp.sin(x) * k})))
    assert page < 20_000


def test_shared_lines_of_python_are_written_once():
    source = "import math\nfrom math import pi\n\ngas = 2.0\n"
    f, g = make(python=source + "def f(x):\n    return gas"), make(np.cos, name="g", python=source + "g = math.cos")
    program = snippet(figure({"a": f(x) * g(k)}))
    assert program.startswith("import matplotlib.pyplot as plt\nimport numpy as np\nimport math\nfrom math import pi\n\n")
    assert program.count("gas = 2.0") == 1 and "def f(x):\n    return gas" in program and "g = math.cos" in program


# ---- what both sides compute with ----


@pytest.mark.parametrize("name", ["table", "interpolation", "packing", "compact"])
def test_examples_run(name):
    results = doctest.testmod(importlib.import_module(f"livefigure.{name}"))
    assert results.attempted > 0 and results.failed == 0


def test_the_logarithm_is_one():
    numbers = np.concatenate(
        [10 ** np.random.default_rng(0).uniform(0, 12, 2000), 2.0 ** np.arange(40), [1.0, np.nextafter(2, 1), np.sqrt(2)]]
    )
    assert np.abs(log2(numbers) - np.log2(numbers)).max() < 1e-14


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_weights_give_the_slope_of_every_polynomial_that_they_can(size):
    nodes = np.arange(size)
    for at in nodes:
        for power in range(size):
            slope = np.dot(slope_weights(size, int(at)), (nodes - at).astype(float) ** power)
            assert slope == pytest.approx(1.0 if power == 1 else 0.0, abs=1e-12)


def test_a_place_is_counted_in_nodes():
    axis = Axis(10.0, 1000.0, 5, log=True)
    left, part = axis.cell(np.array([10.0, 100.0, 1000.0, 20.0]))
    assert left + part == pytest.approx([0, 2, 4, np.log10(2) * 2], abs=1e-13)
    assert axis.at(np.array([0, 2, 4])) == pytest.approx(axis.nodes[::2])


def test_sliders_in_other_units_reach_the_ends():
    f = make(x=(1e4, 1.1e5, 12, "log"), function=np.log)
    made = figure({"a": f(k * 1e5) * x}, sliders={k: Slider(1, 0.1, 1.1)})
    assert np.isfinite(made.curve_values(k=1.1)["a"][1]).all() and np.isfinite(made.curve_values(k=0.1)["a"][1]).all()
