"""Formulas that students write: read without being evaluated, compared at points, proved where they are small."""

import math
import re

import pytest
import sympy as sp
from coursework import Formula, Question, Sheet
from coursework.marking.expressions import FUNCTIONS, Tree, agree, evaluate, parse, points, values
from coursework.marking.formulas import formula_verdict
from coursework.marking.proof import proved_equal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cryolib.limits import carnot_cop, holding_power, minimum_temperature
from cryolib.symbols import P_high, P_low, R, T, T_cold, T_hot, conductance, efficiency, power

SYMBOLS = {"T_cold": (60, 90), "T_hot": (290, 310), "T": (1, 2), "n": (1, 3)}
SPELLINGS = {"T_C": "T_cold", "T_H": "T_hot"}
HERE = {"T_cold": 77.0, "T_hot": 300.0, "T": 1.5, "n": 2.0}


def refused(text):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  what it says is the test
        parse(text, SYMBOLS, SPELLINGS)
    return str(caught.value)


# Reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T_cold/(T_hot - T_cold)", 77 / 223), ("T_C/(T_H-T_C)", 77 / 223), ("-T_cold", -77), ("+T_cold", 77), ("T_hot**2", 9e4),
        ("T_hot^2", 9e4), ("T_hot²", 9e4), ("T_hot⁻¹", 1 / 300), ("-T**2", -2.25), ("2**3**2", 512), ("2 * T", 3), ("2·T", 3), ("2×T", 3),
        ("T_hot − T_cold", 223), ("T_hot÷T", 200), ("sqrt(T_hot)", math.sqrt(300)), ("log(T)", math.log(1.5)), ("ln(T)", math.log(1.5)),
        ("exp(-T)", math.exp(-1.5)), ("sin(T)**2 + cos(T)**2", 1), ("tan(T)", math.tan(1.5)), ("atan(T)", math.atan(1.5)),
        ("sinh(T)*cosh(T)*tanh(T)", math.sinh(1.5) ** 2), ("np.log(T)", math.log(1.5)), ("sp.sqrt(T)", math.sqrt(1.5)), ("pi*T", math.pi * 1.5),
        ("1e-3*T", 1.5e-3), (".5*T", 0.75), ("  T  ", 1.5), ("(((T)))", 1.5), ("T\n", 1.5), ("T**n", 2.25),
    ],
)  # fmt: skip
def test_formulas_are_read(text, expected):
    assert evaluate(parse(text, SYMBOLS, SPELLINGS), HERE) == pytest.approx(expected, rel=1e-15)


NOT_ALLOWED = "has something beside numbers, symbols"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("9**9**9**9", "has a number that is not finite"),
        ("9^9^9^9", "has a number that is not finite"),
        ("T*10**400", "has a number that is not finite"),
        ("1/0*T", "has a number that is not finite"),
        ("log(0)", "has a number that is not finite"),
        ("1e999", "has a number that is not finite"),
        ("0x" + "f" * 400, "has a number that is not finite"),
        ("9" * 400, "has a number of more than 30 digits"),
        ("9" * 5000, "has 5000 characters; 500 is the most"),
        ("(" * 10_000, "has 10000 characters; 500 is the most"),
        ("(" * 400, "has more than 50 parentheses inside each other"),
        ("(" * 51 + "T" + ")" * 51, "has more than 50 parentheses inside each other"),
        ("-" * 100 + "T", "has more than 50 parts inside each other"),
        ("+".join("T" * 200), "has more than 200 parts"),
        ("-" * 400 + "T", "has more than 200 parts"),
        ("__import__('os')", NOT_ALLOWED),
        ("__import__(T)", "has the function __import__; there are sqrt, exp, log"),
        ("open(T)", "has the function open; there are sqrt"),
        ("T.__class__", NOT_ALLOWED),
        ("np.os.system(T)", NOT_ALLOWED),
        ("np.load(T)", NOT_ALLOWED),
        ("().__class__.__bases__", NOT_ALLOWED),
        ("lambda: T", NOT_ALLOWED),
        ("(T for T in T)", NOT_ALLOWED),
        ("T if T else n", NOT_ALLOWED),
        ("T or n", NOT_ALLOWED),
        ("T[0]", NOT_ALLOWED),
        ("'T'", NOT_ALLOWED),
        ("f'{T}'", NOT_ALLOWED),
        ("T; n", NOT_ALLOWED),
        ("T # comment", NOT_ALLOWED),
        ("T//n", NOT_ALLOWED),
        ("T % n", NOT_ALLOWED),
        ("T @ n", NOT_ALLOWED),
        ("True*T", NOT_ALLOWED),
        ("1j*T", NOT_ALLOWED),
        ("...", NOT_ALLOWED),
        ("*T", "cannot be read as a formula"),
        ("T T", "cannot be read as a formula; is a sign or a parenthesis missing?"),
        ("(T", "cannot be read as a formula; is a sign or a parenthesis missing?"),
        ("2T", "cannot be read as a formula"),
        ("T\nn", "cannot be read as a formula"),
        ("0777", "cannot be read as a formula"),
        ("cop = T", "has an equals sign; write the right side only"),
        ("(T := 3)", "has an equals sign"),
        ("log(T, base=2)", "has an equals sign"),
        ("log(T, 2)", "has log without its one argument in parentheses"),
        ("log()", "has log without its one argument in parentheses"),
        ("log(*T)", "has log without its one argument in parentheses"),
        ("log", "has the symbol log, which is not of this question"),
        ("2(T)", "has a parenthesis after a value, which reads as a function; write * for a product"),
        ("T(n)", "has T(...), which reads as a function; write T*(...) for a product"),
        ("0,5*T", "has a comma; write decimals with a point"),
        ("T_warm", "has the symbol T_warm, which is not of this question; there are T, T_cold, T_hot, n"),
        ("", "is empty"),
        ("  \n ", "is empty"),
        ("T_сold", "has a character that is not understood ('с', U+0441, cyrillic small letter es)"),
        ("𝐓", "has a character that is not understood ('𝐓', U+1D413, mathematical bold capital t)"),
        ("√T", "has a character that is not understood ('√', U+221A, square root)"),
        ("T\x00", "has a character that is not understood (U+0000, a control character)"),
        ("T\u202e", "has a character that is not understood (U+202E, right-to-left override)"),
    ],
)
def test_what_is_no_formula_is_refused_in_words(text, says):
    assert refused(text).startswith(says)


ANYTHING = st.text(max_size=300) | st.text("Tn_coldhtsqrp.0123456789+-*/^() ,=\n", max_size=120)


@settings(deadline=None)
@given(ANYTHING)
@example("(" * 199 + ")" * 199)
@example("~" * 299)
@example("[" * 299)
@example("T" + "**T" * 90)
@example("exp(" * 40 + "T" + ")" * 40)
@example("1e300*" * 40 + "T")
@example("log(" * 45 + "T" + "**2)" * 45)
@example("log((" * 22 + "T" + ")**2)" * 22)
def test_any_text_is_a_formula_or_refused(text):
    try:
        tree, says = parse(text, SYMBOLS, SPELLINGS), "read"
    except ValueError as error:
        tree, says = None, str(error)
    assert says and "\x1b" not in says and "\n" not in says
    if tree is not None:
        value = evaluate(tree, HERE)
        assert math.isnan(value) or math.isfinite(value)


def formulas_of(operators, functions, max_leaves):
    return st.recursive(
        st.sampled_from(["T_cold", "T_hot", "T", "n"]) | st.integers(1, 9).map(str),
        lambda inner: (
            st.tuples(inner, st.sampled_from(operators), inner).map(lambda parts: f"({''.join(parts)})")
            | st.tuples(st.sampled_from(functions), inner).map(lambda parts: f"{parts[0]}({parts[1]})")
        ),
        max_leaves=max_leaves,
    )


MATHEMATICS = {name: getattr(math, name) for name in ("sqrt", "tanh", "exp", "atan", "cos")}


@settings(deadline=None)
@given(formulas_of(["+", "-", "*", "/", "**"], [*MATHEMATICS], max_leaves=8))
def test_values_are_those_of_python(text):
    try:
        value, says = evaluate(parse(text, SYMBOLS), HERE), ""
    except ValueError as error:
        value, says = math.nan, str(error)
    assert says in ("", "has a number that is not finite")
    if not math.isnan(value):
        floats = re.sub(r"(?<![\w.])(\d+)", r"\1.0", text)  # as a formula's numbers are
        assert value == pytest.approx(eval(floats, MATHEMATICS | HERE), rel=1e-15, abs=0)


# Without differences nothing cancels, and what SymPy writes in another order has the same value.
@settings(deadline=None)
@given(formulas_of(["+", "*", "/"], ["sqrt", "tanh", "atan"], max_leaves=8))
def test_what_sympy_prints_is_read_back(text):
    expression = sp.sympify(text, locals={name: sp.Symbol(name, positive=True) for name in SYMBOLS})
    value, again = (evaluate(parse(form, SYMBOLS), HERE) for form in (text, str(expression)))
    assert again == pytest.approx(value, rel=1e-12)


# Points


def test_points_are_the_same_for_the_same_seed():
    assert points(SYMBOLS, "a") == points(SYMBOLS, "a") != points(SYMBOLS, "b")
    assert len(points(SYMBOLS, "a")) == 24
    for point in points(SYMBOLS, "a"):
        assert all(low <= point[name] <= high and float(f"{point[name]:.4g}") == point[name] for name, (low, high) in SYMBOLS.items())


def test_a_value_that_is_not_finite_is_named():
    with pytest.raises(ValueError, match="it has no finite value at T = 1 and n = 2"):
        values(parse("log(T - n)", SYMBOLS), [{"T": 1.0, "n": 2.0}])


def test_a_part_that_is_not_finite_spoils_the_whole():
    assert math.isnan(evaluate(parse("1/(1 + exp(T_hot*T_hot))", SYMBOLS), HERE))
    assert math.isnan(evaluate(parse("0*log(T - n)", SYMBOLS), HERE))
    assert math.isnan(evaluate(parse("log(T - n)**(T - T)", SYMBOLS), HERE))
    assert math.isnan(evaluate(parse("1**log(T - n)", SYMBOLS), HERE))
    assert math.isnan(evaluate(parse("(T - n)**0.5", SYMBOLS), HERE))


def test_the_logarithm_of_a_power_may_be_of_a_large_one():
    assert evaluate(parse("log(T_hot**(T_hot*T_hot))", SYMBOLS), HERE) == pytest.approx(9e4 * math.log(300))
    assert evaluate(parse("log((T - n)**2)", SYMBOLS), HERE) == pytest.approx(2 * math.log(0.5))


# Proof


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T_cold/(T_hot - T_cold)", "1/(T_hot/T_cold - 1)"), ("(T - n)*(T + n)", "T**2 - n**2"), ("(T + n)**3/(T + n)", "(T + n)^2"),
        ("sqrt(T)**3", "T**1.5"), ("sqrt(T)*sqrt(T)", "T"), ("T**0.5*n/sqrt(T)", "n"), ("T**-2", "1/T**2"), ("0.5*T", "T/2"),
        ("1/3*T", "T/3"), ("2*log(T/n)/2", "log(T/n)"), ("exp(T)**2/exp(T)", "exp(T)"), ("T**n*T/T", "T**n"), ("3 - 3", "0"), ("T**(2 - 1)", "T"),
    ],
)  # fmt: skip
def test_equal_formulas_are_proved(one, other):
    assert proved_equal(parse(one, SYMBOLS), parse(other, SYMBOLS))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("T", "n"), ("T", "2*T"), ("T/0.3333333333", "3*T"), ("log(T)", "log(n)"), ("sqrt(T)", "T"), ("T/(n - n)", "T"), ("1/(n - n)", "2/(T - T)"),
        ("(1 + T + T_hot + T_cold + n)**12", "T"), ("((((T + 1.00000001)**12)**12)**12)**12", "T"), ("1e-300**12*T", "T"),
    ],
)  # fmt: skip
def test_nothing_is_proved_of_others(one, other):
    assert not proved_equal(parse(one, SYMBOLS), parse(other, SYMBOLS))


PARTS = formulas_of(["+", "-", "*", "/"], ["log", "sqrt", "exp"], max_leaves=4)


@settings(deadline=None)
@given(PARTS, PARTS)
def test_what_is_proved_is_true(one, other):
    try:
        first, second = parse(f"({one})*({other})", SYMBOLS), parse(f"({other})*({one})", SYMBOLS)
        different = parse(f"({one})*({other}) + T", SYMBOLS)
    except ValueError:
        return
    value = evaluate(first, HERE)
    if not math.isnan(value) and abs(value) < 1e9:
        assert proved_equal(first, second)
        assert not proved_equal(first, different)


# What a formula is worth

CASES = [
    (carnot_cop(T_cold, T_hot), (T_cold, T_hot)),
    (holding_power(T_cold, T_hot, conductance, efficiency), (T_cold, T_hot, conductance, efficiency)),
    (minimum_temperature(power, T_hot, conductance), (T_cold, T_hot, conductance, power)),
    (R * T * sp.log(P_high / P_low), (R, T, P_high, P_low)),
]
RANGES = {T_cold: (60, 90), T_hot: (290, 310), T: (250, 350), P_high: (1e6, 2e7), P_low: (1e5, 2e5), R: (8, 9), efficiency: (0.1, 0.5)}


def entries(value, symbols, slips=()):
    """The entries of a course's rubric and of practice."""
    ranges = {symbol: RANGES[symbol] for symbol in symbols if symbol in RANGES}
    sheet = Sheet("toy", "", "1", {}, (Question("q", Formula("law", value, symbols, 1, slips, ranges)),))
    numbers = sheet.practice()
    for student in ("ada", None):
        yield sheet.rubric(numbers, course="c", version_digest="", student=student)["questions"][0]["answers"][0]


@pytest.mark.parametrize(("value", "symbols"), CASES)
def test_equal_forms_are_right(value, symbols):
    for form in (value, sp.expand(value), sp.together(value), sp.simplify(value), sp.factor(value), value.subs(T_cold, T_cold)):
        for entry in entries(value, symbols):
            assert formula_verdict(entry, str(form))[0] == 1, form


@pytest.mark.parametrize(("value", "symbols"), CASES)
def test_each_slip_is_named_from_formula_and_from_values(value, symbols):
    course, practice = entries(value, symbols)
    assert len(course["slips"]) >= 5
    for slip in course["slips"]:
        for entry in (course, practice):
            assert formula_verdict(entry, slip["formula"]) == (0.25, slip["message"])


def verdicts(text, case=0):
    results = {formula_verdict(entry, text) for entry in entries(*CASES[case])}
    assert len(results) == 1
    return results.pop()


def test_the_way_to_right_is_said():
    course, practice = entries(*CASES[0])
    assert formula_verdict(course, "1/(T_H/T_C - 1)") == (1, "Right: the same formula.")
    assert formula_verdict(practice, "1/(T_H/T_C - 1)") == (1, "Right: the same values at 24 random points.")
    assert formula_verdict(course, "exp(log(T_C))/(T_H - T_C)") == (1, "Right: the same values at 24 random points.")


def test_a_wrong_formula_gets_a_point_where_it_is_wrong():
    credit, says = verdicts("T_cold/T_hot")
    assert credit == 0
    assert says.startswith("At T_cold = ") and " K and T_hot = " in says and "yours gives 0.2" in says
    assert says.endswith("and the formula that is asked for does not.")
    assert verdicts("0") == (0, "At every point yours gives 0, and the formula that is asked for does not.")
    assert verdicts("3")[1] == "At every point yours gives 3, and the formula that is asked for does not."


def test_other_verdicts():
    assert verdicts("7*T_cold/(T_hot - T_cold)") == (0, "It differs from the right formula by a constant factor.")
    assert verdicts("log(T_cold - T_hot)")[1].endswith("yours has no finite value.")
    assert verdicts("1.0001*T_cold/(T_hot - T_cold)")[0] == 0.5
    assert verdicts("T_cold/(T_hot - T_cold") == (0, "law cannot be read as a formula; is a sign or a parenthesis missing?")
    for entry in entries(*CASES[0]):
        assert formula_verdict(entry, 0.345) == (0, "law is a number; a formula in T_cold, T_hot is asked for.")


def test_agreement_is_relative():
    assert agree([1e20], [1e20 * (1 + 1e-12)]) and not agree([1e-20], [1.001e-20])
    assert agree([0.0], [0.0]) and not agree([0.0], [1e-300])


def test_every_function_is_one_of_sympy():
    assert all(hasattr(sp, name) for name in FUNCTIONS)
    assert parse("ln(T)", SYMBOLS) == Tree("ln", (Tree("T"),))
