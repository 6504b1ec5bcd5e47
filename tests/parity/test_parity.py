"""The browser's arithmetic against NumPy's: every expression of every live figure, and expressions made at random.

Both get the same numbers, bit for bit: sliders, and the points along a curve. A value may differ by 1e-12 of itself, or by less than
the smallest normal number, or, where the expression is ill-conditioned, by what two correct libraries may differ by (`condition.py`).
NaN and infinity are where NumPy has them.
"""

import base64
import itertools
import json
import math
import random

import condition
import numpy as np
import pytest
import sympy as sp
from condition import uncertainty
from livefigure import Table
from livefigure.assets import module_of_parts
from livefigure.compile import NODES, OPERATIONS, Tape
from livefigure.figure import grid_values
from livefigure.number import format_number
from livefigure.numpy_code import numpy_function
from livefigure.table import expressions_of, tables_of
from support.chapters import figure_names
from support.figures import LIVE, figures_of
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import BooleanAtom

STATES = 1000  # random ones for a figure, beside the ends of all sliders

# JavaScript's side: for each job, the values of each of its outputs at all its states, all in one text: the bytes of doubles in base 64.
# An output is a step of the tape and how many values it has: 1, or as many as the curve has points.
REPLAY = """(jobs) => {
  const files = jobs.flatMap(({ tape, outputs, states, grids, tables = [] }) => {
    const places = grids.map((grid) => (Array.isArray(grid) ? Float64Array.from(grid) : live.makeGrid(grid)));
    const run = live.makeTape(tape, places, tables.map(live.makeTable));
    const found = outputs.map(([, length]) => new Float64Array(states.length * length));
    states.forEach((state, row) => {
      const values = run(state);
      outputs.forEach(([step, length], k) => {
        const from = row * length;
        if (typeof values[step] === "number") found[k].fill(values[step], from, from + length);
        else found[k].set(values[step].subarray(0, length), from);
      });
    });
    return found;
  });
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(new Blob(files));
  });
}"""


@pytest.fixture(scope="module")
def live(browser, serve, tmp_path_factory):
    """A page with the module that readers get, as `window.live`."""
    folder = tmp_path_factory.mktemp("module")
    parts = module_of_parts("makeGrid", "makeTable", "makeTape", "OPERATIONS", "formatNumber")
    (folder / "live.mjs").write_text(parts, encoding="utf-8")
    (folder / "index.html").write_text(
        '<script type="module">import * as live from "./live.mjs"; window.live = live;</script>', encoding="utf-8"
    )
    page = browser.new_page()
    page.goto(serve(folder))
    page.wait_for_function("window.live")
    yield page
    page.close()


def replay(live, jobs):
    """For each job a list, with an array (states, length) for each of its outputs.

    Playwright reads an array, as an argument or as a result, number by number and slowly. So jobs are written into the program, where NaN and
    infinity have names, and the many million numbers come back as one text.
    """
    found = np.frombuffer(base64.b64decode(live.evaluate(f"({REPLAY})({json.dumps(jobs)})")))
    shapes = [(len(job["states"]), length) for job in jobs for _, length in job["outputs"]]
    places = np.cumsum([math.prod(shape) for shape in shapes])
    assert found.size == places[-1]
    arrays = (part.reshape(shape) for part, shape in zip(np.split(found, places[:-1]), shapes, strict=True))
    return [[next(arrays) for _ in job["outputs"]] for job in jobs]


def difference(ours, theirs):
    """How far apart two values are, relative to NumPy's: 0 for the same, NaN and infinities included."""
    ours, theirs = np.broadcast_arrays(ours, theirs)
    with np.errstate(all="ignore"):
        apart = np.abs(ours - theirs)
        relative = np.where(apart < np.finfo(float).tiny, 0.0, apart / np.abs(theirs))
    same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
    return np.where(same, 0.0, np.where(np.isfinite(relative), relative, np.inf))


def states_of(figure, seed=0):
    """Starts, ends, all corners of the first ten sliders, and places between, each as its slider spreads them."""
    sliders = list(figure.sliders.values())
    starts = [slider.start for slider in sliders]
    corners = [list(corner) + starts[10:] for corner in itertools.product(*[(slider.low, slider.high) for slider in sliders[:10]])]
    ends = [[*starts[:k], end, *starts[k + 1 :]] for k, slider in enumerate(sliders) for end in (slider.low, slider.high)]
    place = np.random.default_rng(seed).random((STATES, len(sliders)))
    low, high = (np.array([getattr(slider, end) for slider in sliders]) for end in ("low", "high"))
    with np.errstate(all="ignore"):
        between = np.where([slider.log for slider in sliders], low * (high / low) ** place, low + (high - low) * place)
    return [starts, *ends, *corners, *between.tolist()]


@pytest.mark.parametrize(("page", "name"), LIVE)
def test_the_browser_computes_what_numpy_computes(live, page, name):
    figure = figures_of(page)[name]
    spec = figure.markup[1]
    grids = live.evaluate("(grids) => grids.map((grid) => [...live.makeGrid(grid)])", spec["grids"])
    for ours, theirs in zip(grids, spec["grids"], strict=True):
        assert difference(np.array(ours), grid_values(theirs)).max() <= (1e-15 if theirs["log"] else 0)
    expressions = sorted(set(expressions_of(figure)), key=str)
    states = states_of(figure)
    assert len(states) > STATES
    outputs = [(figure.tape.add(expression), points_along(figure, expression, grids)) for expression in expressions]
    job = {"tape": figure.tape.steps, "outputs": outputs, "states": states, "grids": grids}
    (found,) = replay(live, [job | {"tables": [table.specification for table in figure.tape.tables]}])
    sliders = list(np.array(states).T[:, :, None])
    for (step, _), expression, ours in zip(outputs, expressions, found, strict=True):
        expected = numpy_values(expression, list(figure.sliders), sliders, figure.tape.grids, grids)
        faults = wrong_places(figure.tape, step, ours, expected, states, grids)
        assert not len(faults), f"{expression} at {dict(zip(figure.sliders, states[faults[0][0]], strict=True))}: point {faults[0][1]}"


def points_along(figure, expression, grids):
    """How many values an expression has: those of the curve that it goes along, or one."""
    along = [len(grid) for symbol, grid in zip(figure.tape.grids, grids, strict=True) if symbol in expression.free_symbols]
    return along[0] if along else 1


def wrong_places(tape, step, ours, theirs, states, grids):
    """Where (state, point) two results differ by more than 1e-12 and by more than two correct libraries may."""
    apart = difference(ours, theirs)
    suspects = np.argwhere(apart > 1e-12)[:20_000]
    if not len(suspects):
        return suspects
    state, point = suspects.T
    inputs = list(np.array(states)[state].T)
    bounds = uncertainty(tape.steps, inputs, [np.array(grid)[np.minimum(point, len(grid) - 1)] for grid in grids], tape.tables)
    theirs = np.broadcast_to(theirs, ours.shape)[state, point]
    with np.errstate(all="ignore"):
        gap = np.abs(ours[state, point] - theirs)
    allowed = np.broadcast_to(bounds[step], gap.shape)
    return suspects[~((gap <= allowed) | (np.isinf(allowed)))]


def numpy_values(expression, inputs, numbers, along, grids):
    compute = numpy_function((*inputs, *along), expression)
    with np.errstate(all="ignore"):
        return np.asarray(compute(*numbers, *[np.array(grid) for grid in grids]), dtype=float)


@pytest.mark.parametrize("page", sorted({page for page, _ in LIVE} - {"gallery"}))
def test_every_figure_of_a_chapter_is_compared(page):
    from sitebuilder import ROOT

    assert list(figures_of(page)) == figure_names(ROOT / "chapters" / f"{page}.md")


def test_the_bound_knows_the_condition_of_an_expression():
    """A logarithm that is off by one unit is no fault where the sine near its zero multiplies it; a fault elsewhere stays one."""
    grid = np.geomspace(0.01, 100, 241)
    expression = sp.sin(p * sp.log(x)) / p
    power = 3 * math.pi / math.log(grid[200]) * (1 + 1e-6)  # so that the sine is nearly zero at one point
    tape, states = Tape([p], [x]), [[power]]
    step = tape.add(expression)
    theirs = np.sin(power * np.log(grid))[None] / power
    other_library = np.sin(power * np.nextafter(np.log(grid), np.inf))[None] / power
    assert difference(other_library, theirs).max() > 1e-12  # so that the bound has work to do
    assert not len(wrong_places(tape, step, other_library, theirs, states, [grid]))
    for fault in (theirs * (1 + 2e-12), np.sin(power * np.log(grid) * (1 + 1e-11))[None] / power, np.where(grid > 50, np.nan, theirs)):
        assert len(wrong_places(tape, step, fault, theirs, states, [grid])) >= 10


def test_the_uncertainty_knows_every_operation(live):
    assert set(condition.EXACT) | set(condition.ROUNDED) == OPERATIONS == set(live.evaluate("[...live.OPERATIONS.keys()]"))


def test_the_comparison_sees_what_differs():
    nan, inf = math.nan, math.inf
    ours, theirs = [1, 1 + 1e-11, nan, 1, inf, -inf, inf, nan, 1e-320], [1, 1, 1, nan, 1, inf, inf, nan, 2e-320]
    assert list(difference(np.array(ours), np.array(theirs)) > 1e-12) == [False, True, True, True, True, True, False, False, False]


# ---- expressions made at random, over all that a tape may hold ----

p, q = sp.symbols("p q", real=True)
x = sp.Symbol("x", real=True)
EXTREMES = [0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -3.0, 1e-9, -1e-9, 1e-300, 1e300, -1e300, 5e-324, 709.0, -745.0, 800.0, math.pi, 1 / 3]


class Maker:
    """Random expressions that are well conditioned, so that rounding alone cannot bring the two sides apart.

    An *exact* expression holds only operations that IEEE arithmetic rounds in one way; differences, branches and steps are taken of these
    alone, and functions have them for arguments. What comes out of a function is multiplied, divided, or added to what has its sign.
    """

    ONE = (
        sp.exp,
        sp.log,
        sp.sin,
        sp.cos,
        sp.tan,
        sp.asin,
        sp.acos,
        sp.atan,
        sp.sinh,
        sp.cosh,
        sp.tanh,
        sp.asinh,
        sp.acosh,
        sp.atanh,
        sp.coth,
    )

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.functions = itertools.cycle(self.ONE)

    def leaf(self):
        return self.random.choice(
            [
                p,
                q,
                x,
                x,
                sp.Integer(self.random.randint(-3, 4)),
                sp.Rational(self.random.randint(1, 9), 7),
                sp.Float(self.random.uniform(0, 3)),
                sp.pi,
            ]
        )

    def exact(self, depth):
        if depth == 0:
            return self.leaf()
        one, two = self.exact(depth - 1), self.exact(depth - 1)
        return self.random.choice([
            lambda: one + two, lambda: one - two, lambda: one * two, lambda: one / two if two != 0 else one, lambda: -one,
            lambda: sp.sqrt(sp.Abs(one)), lambda: sp.sqrt(one) if one.is_extended_nonnegative is not False else one, lambda: sp.Abs(one), lambda: sp.sign(one),
            lambda: sp.floor(one, evaluate=False), lambda: sp.ceiling(one, evaluate=False), lambda: sp.Min(one, two), lambda: sp.Max(one, two), lambda: one**2,
            lambda: sp.Piecewise((one, self.condition(0)), (two, self.condition(0))),
            lambda: sp.Piecewise((one, self.condition(1)), (two, True)),
        ])()  # fmt: skip

    def condition(self, depth):
        if depth:
            joined = self.random.choice([sp.And, sp.Or])(self.condition(0), self.condition(depth - 1))
            return self.random.choice([joined, sp.Not(joined)])
        return self.random.choice([sp.Lt, sp.Le, sp.Gt, sp.Ge, sp.Eq, sp.Ne])(self.leaf(), self.leaf())

    def whole(self):
        argument, other = self.exact(1), self.exact(1)
        value = self.random.choice([
            lambda: next(self.functions)(argument),
            lambda: next(self.functions)(argument),
            lambda: sp.atan2(argument, other),
            lambda: sp.Abs(argument) ** other,
            lambda: argument ** sp.Integer(self.random.choice([-5, -3, -2, -1, 3, 4, 7])),
            lambda: argument ** sp.Rational(self.random.choice([-3, -1, 1, 3, 5]), self.random.choice([2, 3])),
            lambda: self.exact(2),
        ])()  # fmt: skip
        factor = self.exact(1)
        return self.random.choice([
            lambda: value, lambda: value * factor, lambda: value / factor, lambda: -value, lambda: sp.Abs(value) + sp.Abs(factor) + 1,
            lambda: sp.Piecewise((value, self.condition(1)), (factor, True)), lambda: sp.Max(value, factor), lambda: sp.sqrt(sp.Abs(value)),
        ])()  # fmt: skip


def made(count):
    """`count` expressions that SymPy did not find to be infinite, complex or undefined from the outset."""
    maker, found = Maker(1), []
    while len(found) < count:
        try:
            expression = maker.whole()
            Tape([p, q], [x]).add(expression)
        except (ValueError, TypeError):  # 1/0, sqrt(-2), or a comparison of such
            continue
        found.append(expression)
    return found


def test_random_expressions_agree_at_random_and_extreme_numbers(live):
    expressions = made(300)
    used = {node.func for expression in expressions for node in sp.preorder_traversal(expression)}
    # What may stand on a tape is what is compared here: a node that is allowed and never made would be promised and not tested.
    assert {node for node in used if not issubclass(node, sp.Atom | ExprCondPair | BooleanAtom)} == NODES
    rng = np.random.default_rng(2)
    grid = EXTREMES + rng.normal(0, 3, 20).tolist() + (10 ** rng.uniform(-12, 12, 10)).tolist()
    states = list(itertools.product(EXTREMES, repeat=2)) + rng.normal(0, 3, (100, 2)).tolist()
    jobs = []
    for expression in expressions:
        tape = Tape([p, q], [x])
        jobs.append({"outputs": [(tape.add(expression), len(grid))], "tape": tape.steps, "states": states, "grids": [grid]})
    numbers = list(np.array(states).T[:, :, None])
    wrong = []
    for expression, (found,) in zip(expressions, replay(live, jobs), strict=True):
        tape = Tape([p, q], [x])
        faults = wrong_places(tape, tape.add(expression), found, numpy_values(expression, [p, q], numbers, [x], [grid]), states, [grid])
        for state, k in faults[:1]:
            wrong.append(f"{expression} at p, q = {states[state]}, x = {grid[k]}; the browser has {found[state, k]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (sp.coth(x), {800.0: 1.0, -800.0: -1.0}),
        (x ** sp.Rational(1, 3), {-8.0: math.nan, 8.0: 2.0}),
        (1 / x, {0.0: math.inf}),
        (x / x**2, {2.0: 0.5}),
        (sp.Piecewise((x, x > 1)), {0.0: math.nan, 2.0: 2.0}),
        (sp.log(x), {0.0: -math.inf, -1.0: math.nan}),
        (sp.nan + 0 * x, {1.0: math.nan}),
    ],
)
def test_known_traps(live, expression, value):
    tape = Tape([], [x])
    ((found,),) = replay(
        live, [{"outputs": [(tape.add(expression), len(value))], "tape": tape.steps, "states": [[]], "grids": [list(value)]}]
    )
    assert np.allclose(found[0], list(value.values()), rtol=1e-14, atol=0, equal_nan=True)


def test_an_unknown_operation_is_refused(live):
    for name in ("constructor", "toString", "__proto__", "alert"):
        with pytest.raises(Exception, match=f"no operation {name}"):
            live.evaluate("(name) => live.makeTape([[name]], [])", name)


# ---- tables ----


def a_table(name, function, **options):
    return Table(name, function, python=f"{name} = 0", **{"bound": 1.0} | options)


def holes(x, y):
    return np.where((np.sin(7 * x) * np.cos(5 * y) > 0.6) | (x + y > 1.9), np.nan, np.exp(x) * (y - 0.5))


TABLES = [
    a_table("line", np.sin, u=(0, 6, 25)),
    a_table("fine", np.sin, u=(0, 6, 25), bound=1e-3, scale=1.0),
    a_table("decades", lambda u: np.log(u) - 3, u=(1e-3, 7e8, 40, "log")),
    a_table("broken", lambda u: np.where(np.sin(9 * u) > 0.8, np.nan, u), u=(0, 6, 61), bound=10),
    a_table("straight", np.abs, u=(-3, 3, 7), linear=True),
    a_table("two", lambda u, v: u**2 - v, u=(-1, 2, 8), v=(0.1, 0.7, 5)),
    a_table("mixed", lambda u, v: np.log(u) * v - 1, u=(20, 6e7, 33, "log"), v=(1 / 3, 1e4 / 3, 12)),
    a_table("both", lambda u, v: np.sin(np.log(u * v)), u=(1e-2, 1e5, 17, "log"), v=(3, 301, 20, "log"), bound=5),
    a_table("gaps", holes, u=(0, 1, 41), v=(0, 1, 37), bound=10),
    a_table("flat", lambda u, v: np.maximum(u, v), u=(0, 1, 5), v=(1, 9, 3, "log"), linear=True, bound=10),
    a_table("smallest", lambda u, v: u + v, u=(0, 1, 2), v=(0, 1, 3)),
]


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_tables_are_read_alike_at_random_places_on_nodes_at_ends_and_outside(live, table):
    rng = np.random.default_rng(4)
    axes = list(table.axes.values())
    ends = [[end * (1 + part) for end in (axis.low, axis.high) for part in (0, 1e-16, -1e-16, 2e-13, -2e-13, 1e-9, -1e-9)] for axis in axes]
    ends = [
        [*end, axis.low - 1, axis.high + 1, 0.0, -1.0, math.nan, math.inf, -math.inf, 5e-324] for end, axis in zip(ends, axes, strict=True)
    ]
    along = [np.concatenate([axis.at(rng.random(1000) * (axis.count - 1)), axis.nodes]) for axis in axes]
    grid = [*along[0].tolist(), *ends[0]]
    states = [[value] for value in (along[1][:60].tolist() + axes[1].nodes.tolist() + ends[1] if len(axes) == 2 else [0.0])]
    tape = Tape([p], [x])
    expression = table(x, p) if len(axes) == 2 else table(x)
    job = {"outputs": [(tape.add(expression), len(grid))], "tape": tape.steps, "states": states, "grids": [grid]}
    ((found,),) = replay(live, [job | {"tables": [table.specification]}])
    expected = np.broadcast_to(numpy_values(expression, [p], [np.array(states)[:, [0]]], [x], [grid]), found.shape)
    assert np.isfinite(expected).mean() > 0.4 and np.isnan(expected).any()
    # Not only to 12 digits: nothing here is rounded in two ways.
    assert np.array_equal(found, expected, equal_nan=True)


@pytest.mark.parametrize(("page", "name"), LIVE)
def test_the_python_that_readers_run_is_the_function_of_the_table(page, name):
    for table in tables_of(figures_of(page)[name]):
        made = {}
        exec(compile(table.python, name, "exec"), made)
        places = [axis.at(np.random.default_rng(k).random(60) * (axis.count - 1)) for k, axis in enumerate(table.axes.values())]
        true, found = np.asarray(made[table.name](*places), dtype=float), table(*places)
        scale = np.abs(true) if table.scale == "value" else table.scale or 1.0
        apart = (np.abs(found - true) / scale)[np.isfinite(found) & np.isfinite(true)]
        assert apart.size > 20 and apart.max() <= table.bound


# ---- numbers as they are written ----


def test_numbers_are_written_alike_in_python_and_in_the_browser(live):
    rng = np.random.default_rng(3)
    ties = [(whole + 0.5) / 2**power for whole in range(0, 4000, 7) for power in (0, 3, 10, 20)]
    decimals = [float(f"{digits}5e{power}") for digits in (1, 12, 99, 999, 9999, 1234567) for power in range(-30, 31)]
    edges = [0.0, -0.0, 9.9995, 9.9996, 0.00099995, 1e-3, 1e7, 9999.5, 9999999.5, 99999.5, 5e-324, 1.7e308, math.nan, math.inf, -math.inf]
    edges += [math.nextafter(10.0**power, towards) for power in range(-30, 31) for towards in (0, math.inf)] + [
        10.0**power for power in range(-300, 300)
    ]
    anything = (rng.normal(size=4000) * 10 ** rng.uniform(-12, 12, 4000)).tolist()
    values = [sign * value for value in ties + decimals + edges + anything for sign in (1, -1)]
    cases = [(value, digits, trim) for value in values for digits, trim in ((3, False), (4, True), (1, False), (6, False))]
    program = "(cases) => cases.map(([value, digits, trim]) => live.formatNumber(value, digits, trim)).join('\\n')"
    theirs = live.evaluate(f"({program})({json.dumps(cases)})").split("\n")
    differ = [(case, format_number(*case), text) for case, text in zip(cases, theirs, strict=True) if format_number(*case) != text]
    assert not differ, differ[:10]
