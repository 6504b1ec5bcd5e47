"""Answers to a set's questions, as readers may type them: right ones, slips, wrong units, wrong numbers, equivalent formulas, nonsense."""

import sympy as sp

NONSENSE = [
    "", "  ", "about 3", "three", "3 4", "2*3", "2+3", "1,234", "1.234.567", "1 234,5", "12,345,678", "3e400", "nan", "-inf W", "5 10^3", "10^2", "10**-3 W",
    "7 x 10^2 J", "3·10² W", "4 parsec", "4 furlongs", "4 kW/m K", "4 J/(kg K)", "4 W per K", "4 degC", "77 degrees kelvin", "-196 °C", "20 °F", "5 kw",
    "5 C", "5 celcius", "6 mol", "6 Mol", "3 W^(9)", "3 W^13", "3 m**2.5", "3 (W", "3 W)", "3 W/", "/K", "3 /K", "3 1/K", "3 percent", "3 %", "0,3 .", "6 ppm",
    "6 dBm", "6 decibel", "+5", "−5,5 mW", "5 µW", "5 μbar", "3 kilowatt hours", "3 Kelvins", "3 KELVIN", "3 kdegC", "3 degC/m", "3 W m", "0.5 e3 W", "1e -3 W",
    "4 mmHg", "4 delta_degC", "4 ft lbf/s", "4 BTU/hour", "9" * 101, "4 kkW", "4 s", "4 ms", "4 as", "4 Ts", "4 cds", "4 w", "4 sec", "4 barn", "4 e", "4 pi", "4\u00a0000 K",
]  # fmt: skip
ODD_FORMULAS = [
    "", "x", "T_cold", "2", "T_cold T_hot", "2T_cold", "T_cold(T_hot)", "2(T_cold)", "(T_cold)(2)", "foo(T_cold)", "log(T_cold, 2)", "np.log(T_cold)", "np.pi",
    "os.system(2)", "T_cold = 3", "T_cold//2", "T_cold!", "T_cold[0]", "1,5*T_cold", "(T_cold,)", "()", "9**9**9", "1e999", "1/0", "T_cold/(T_hot-T_hot)", "sqrt(-T_cold)",
    "log(T_cold**900)", "log(T_cold", "+-+T_cold", "--T_cold**-2", "T_cold**T_hot", "0x1F*T_cold", "012*T_cold", "1_000*T_cold", "1j", "True", "T_cold and T_hot", "lambda",
    "not T_cold", "sin", "pi*T_cold", "e*T_cold", "(" * 51 + "T_cold" + ")" * 51, "+".join(["T_cold"] * 150), "-" * 60 + "T_cold", "T_cold" * 100, "9" * 31,
    "T_C/(T_H-T_C)", "T_Н", "T_cold²", "T_cold · T_hot", "T_cold ÷ T_hot", "exp(1000*T_hot)", "log(*T_cold)", "log()", "T_cold.real", "1.5.5", "*T_cold", "T_cold*",
]  # fmt: skip
UNITS = ["W", "K", "Pa", "bar", "percent", "J", "mW", "kW", "W/K", "J/(kg K)", "m", "min", "g", "kJ/kg"]


def numbers_near(value, unit, dice):
    """Texts of numbers at, near and far from a value: with and without its unit, with points and commas."""
    size = value * dice.choice(
        [1, 1 + dice.uniform(-0.004, 0.004), 1 + dice.uniform(-0.05, 0.05), dice.uniform(0.2, 5), 10.0 ** dice.randint(-6, 6), -1]
    )
    text = dice.choice(["{:.6g}", "{:.4g}", "{:.10g}", "{:.4e}"]).format(size)
    text = text.replace(".", ",") if dice.random() < 0.3 and "e" not in text else text
    return f"{text} {dice.choice(['', unit, unit, dice.choice(UNITS)])}".strip()


def number_answers(entry, dice, count):
    """Texts for an answer of a rubric that is a number."""
    yield f"{entry['value']:.9g} {entry['unit']}".strip()
    yield from (f"{slip['value']:.9g}" for slip in entry["slips"])
    yield from (f"{entry['value'] * factor:.9g}" for factor in (1000, 1e-3, 100, 1e5, 1.017))
    yield from (
        numbers_near(dice.choice([entry["value"], *(slip["value"] for slip in entry["slips"])]), entry["unit"], dice) for _ in range(count)
    )
    yield from dice.sample(NONSENSE, 12)


def sketch_answers(entry, dice, count):
    """Heights of a sketch's lines by what they are: the right ones, one fault in each, and others drawn at random."""
    level, curve = (line["right"] for line in entry["lines"])
    yield "right", [level, curve]
    yield "blank", [[entry["start"]] * len(level), [entry["start"]] * len(curve)]
    yield "level", [[0.7, 0.7], curve]
    yield "tilted", [[0.5, 0.6], curve]
    yield "slope", [level, [curve[0], curve[1], 0.56, 0.55, curve[4]]]
    yield "too cold", [level, [0.45, 0.6, 0.7, 0.8, 0.97]]
    yield "too warm", [level, [0.25, 0.3, 0.4, 0.6, 0.97]]
    yield "never", [level, [0.6, 0.65, 0.7, 0.8, 0.97]]
    yield "often", [level, [0.6, 0.4, 0.6, 0.45, 0.97]]
    yield "low at 150 K", [level, [*curve[:4], 0.85]]
    yield "high at 2 K", [level, [curve[0] + 0.1, *curve[1:]]]
    for number in range(count):
        wide = dice.choice([0.03, 0.1, 0.4])
        yield f"random {number}", [[min(1.2, max(0, round(y + dice.uniform(-wide, wide), 2))) for y in line] for line in (level, curve)]


def formula_answers(formula, slips, dice, count):
    """Texts for an answer that is a formula: the right one and the slips in several forms, and odd ones."""
    for expression in (formula.value, *slips):
        for form in (sp.expand, sp.factor, sp.together, lambda value: 3 * value, lambda value: value + 1, lambda value: sp.N(value, 4)):
            yield str(form(expression))
    names = [str(symbol) for symbol in formula.symbols]
    for _ in range(count):
        one, other = dice.choice(names), dice.choice(names)
        yield dice.choice(["{}/({}+2)", "sqrt({})*{}", "1.0001*{}/{}", "-{}**2/{}", "exp({}/{})", "log({0})-{1}", "({}-{})/300"]).format(
            one, other
        )
    yield from dice.sample(ODD_FORMULAS, 25)
