"""From SymPy to a tape: what may move in the browser, and what is refused by name."""

import json

import pytest
import sympy as sp
from livefigure.compile import Tape

x, other, slider, stranger = sp.symbols("x other slider stranger", real=True)
n = sp.Symbol("n", integer=True)


def tape():
    return Tape([slider], [x, other])


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        (sp.Sum(x**n, (n, 0, 3)), "Sum"),
        (sp.Product(x + n, (n, 0, 3)), "Product"),
        (sp.Integral(sp.exp(-(n**2)), (n, 0, x)), "Integral"),
        (sp.Derivative(sp.Function("f")(x), x), "Derivative"),
        (sp.I * x, "ImaginaryUnit"),
        (sp.sqrt(-1) + slider, "ImaginaryUnit"),
        (sp.oo, "Infinity"),
        (-sp.oo, "NegativeInfinity"),
        (sp.zoo, "ComplexInfinity"),
        (sp.Function("mystery")(x), "mystery"),
        (sp.gamma(x), "gamma"),
        (sp.erf(x), "erf"),
        (sp.LambertW(x), "LambertW"),
        (sp.Mod(x, slider), "Mod"),
        (sp.Xor(x > 1, slider > 1), "Xor"),
        (sp.Matrix([x, slider]), "Matrix"),
        (sp.Tuple(x, slider), "Tuple"),
        (stranger + x, "stranger"),
        (sp.Symbol("x") + 1, "neither a slider nor"),  # the same name without the assumptions is another symbol
        (x * other, "other"),
        (sp.Integer(10) ** 400, "Integer"),
        (sp.Float("1e400"), "Float"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_move_is_refused_by_name(expression, named):
    with pytest.raises(ValueError, match=named):
        tape().add(expression)


def test_two_variables_at_once_are_refused():
    with pytest.raises(ValueError, match=r"2 variables at once: \['other', 'x'\]"):
        tape().add(x + other)


@pytest.mark.parametrize("text", ["x + 1", "__import__('os')"])
def test_text_is_never_evaluated(text):
    with pytest.raises(ValueError, match="expression must be"):
        tape().add(text)


def test_a_refused_part_deep_inside_is_found():
    with pytest.raises(ValueError, match="gamma"):
        tape().add(sp.Piecewise((x, x > 1), (1 + sp.exp(sp.gamma(x) * slider), True)))


def test_the_tape_is_plain_data_of_known_operations():
    written = tape()
    written.add(sp.Piecewise((sp.coth(x) ** slider, sp.And(x > 1, sp.Ne(slider, 2))), (sp.pi, sp.Not(sp.Eq(x, 0)))))
    for number, (operation, *operands) in enumerate(json.loads(json.dumps(written.steps, allow_nan=False))):
        assert isinstance(operation, str)
        if operation not in ("input", "grid", "number"):
            assert all(isinstance(operand, int) and operand < number for operand in operands)


def test_coth_is_written_without_exponentials_that_overflow():
    written = tape()
    written.add(sp.coth(x))
    assert [step[0] for step in written.steps[-3:]] == ["number", "tanh", "div"]


def test_a_piecewise_without_default_ends_in_not_a_number():
    written = tape()
    written.add(sp.Piecewise((x, x > 1)))
    assert ["number", None] in written.steps


def test_equal_parts_are_written_once():
    written = tape()
    first = written.add(sp.exp(x * slider) + 1)
    before = len(written.steps)
    assert written.add(sp.exp(x * slider)) < first
    assert written.add(sp.exp(x * slider) + 1) == first
    assert len(written.steps) == before


def test_plain_numbers_are_expressions_too():
    written = tape()
    assert written.steps[written.add(2.5)] == ["number", 2.5]
