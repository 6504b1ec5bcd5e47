"""Honest work that is half right, damaged notebooks, notebooks without end, answers that pretend, and tampering with what runs."""

from coursework import folder
from toy_course import find

from hostile.cases import RIGHT, case

# Honest and half right


@case(1, 2, power="Not right.")
def half_right(pen):
    return pen.page(limit=f"cop, power = {pen.cop}, {1.3 * pen.power}")


@case(2, 2, power="The number is right in W, but kW was written with it.")
def errs_in_the_unit(pen):
    return pen.page(limit=f"cop, power = {pen.cop}, '{pen.power} kW'")


@case(
    1.5,
    2,
    cop="Right digits, but a factor 10 too large.",
    power="Right digits, but a factor 1000 too small: is it in kW?",
)
def errs_by_powers_of_ten(pen):
    return pen.page(limit=f"cop, power = {10 * pen.cop}, {pen.power / 1000}")


SWAPPED = "This is what comes out with T_hot and T_cold swapped, and the sign left out."


@case(0.75, 0.5, cop=SWAPPED, power=SWAPPED, bill=SWAPPED)
def swaps_the_ends(pen):
    return pen.page(
        limit=f"cop, power = {pen.hot / (pen.hot - pen.cold)}, '{pen.load * (1 - pen.cold / pen.hot)} W'", law="bill = '1 - T_cold / T_hot'"
    )


CELSIUS = "This is what comes out with the temperatures in degrees Celsius. The formula wants kelvin."


@case(0.75, 0.5, cop=CELSIUS, power=CELSIUS, bill=CELSIUS)
def reckons_in_celsius(pen):
    cold = pen.cold - 273.15
    return pen.page(
        limit=f"cop, power = {cold / (pen.hot - pen.cold)}, {pen.load * (pen.hot - pen.cold) / cold}",
        law="bill = '(T_hot - T_cold) / (T_cold - 273.15)'",
    )


@case(0, 2, cop="Not right.", power="Not right.")
def copies_from_tom(pen):
    return pen.page(limit=pen.course.right("tom")["limit"])


@case(0, 2, cop="Not right.", power="Not right.")
def hands_in_practice(pen):
    n = folder.load_sheet(pen.course.root / "sets/toy.py").practice()
    return pen.page(
        limit=f"cop, power = {n.T_cold / (n.T_hot - n.T_cold)}, '{n.heat_load * (n.T_hot - n.T_cold) / n.T_cold} W'",
    )


# Damaged notebooks

MISSING = {name: f"{name} is not there: was its cell run, or did it fail?" for name in RIGHT}


@case(0, 2, cop=MISSING["cop"], power=MISSING["power"])
def writes_no_python(pen):
    return pen.page(limit="cop = = 3")


def without(page, *names):
    page.cells = [cell for cell in page.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in names]
    return page


@case()
def deletes_checks(pen):
    return without(pen.page(), "check-limit", "check-law", "own-numbers")


@case(0, 2, cop=MISSING["cop"], power=MISSING["power"])
def deletes_an_answer(pen):
    return without(pen.page(), "limit")


@case()
def copies_cells(pen):
    page = pen.page(limit="cop = power = 1")
    for name, source in (("limit", pen.limit), ("check-limit", None), ("check-law", None)):
        cell = page.cells[find(page, name)[0]]
        page.cells.append(type(cell)({**cell, "source": source or cell.source, "id": f"{name}-again"}))
    return page


@case(0, 2, cop="Not right.", power="Not right.")
def edits_the_tests(pen):
    page = pen.page(limit="def check(*_): return 300.0\ncop = power = 1e-9", **{"check-limit": "300.0", "check-law": "200.0"})
    for name in ("check-limit", "check-law"):
        page.cells[find(page, name)[0]].metadata.nbgrader.update(points=300, solution=True, locked=False)
    return page


# Notebooks that do not end, or end too soon

STOPPED = "Cell {} ran too long and was stopped, and `{}` was not there afterwards."


@case(None, 2, STOPPED.format(4, "power"), power=STOPPED.format(4, "power"))
def loops(pen):
    return pen.page(limit=f"cop = {pen.cop}\nwhile True: pass\npower = 1")


TOO_LONG = "the notebook ran longer than 20 s"


@case(3, None, TOO_LONG, bill=f"T{TOO_LONG[1:]}.")
def loops_and_will_not_stop(pen):
    return pen.page(law="import time\nwhile True:\n    try:\n        while True: time.sleep(0.01)\n    except BaseException: pass")


@case()
def exits(pen):
    return pen.page(limit=f"{pen.limit}\nexit()", law=f"{pen.law}\nimport sys\nsys.exit(3)")


ENDED = "its process ended while cell {} ran (os._exit, or a crash)"


@case(None, None, ENDED.format(4), **dict.fromkeys(RIGHT, f"I{ENDED.format(4)[1:]}."))
def exits_at_once(pen):
    return pen.page(limit=f"{pen.limit}\nimport os\nos._exit(0)")


@case(3, None, ENDED.format(6), bill=f"I{ENDED.format(6)[1:]}.")
def crashes(pen):
    return pen.page(law=f"{pen.law}\nimport ctypes\nctypes.string_at(0)")


# Answers that pretend

EQUAL = """
class Twin:
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __eq__
    def __float__(self): return {cop}
    def __str__(self): return "T_hot / T_cold - 1"
cop = power = Twin()
"""
NO_NUMBER = "{} is a {}, which is not a number or a text."


@case(0, 0, **{name: NO_NUMBER.format(name, "Twin") for name in RIGHT})
def equals_everything(pen):
    return pen.page(limit=EQUAL.format(cop=pen.cop), law="bill = cop")


@case(0, 2, cop=NO_NUMBER.format("cop", "Number"), power="Not right.")
def claims_to_be_a_float(pen):
    code = "class Number:\n    __class__ = float\n    def __float__(self): return 1.0\n"
    code += "class Sly(float):\n    def __eq__(self, other): return True\n    def __float__(self): return 1e9\n"
    code += "    __abs__ = __sub__ = __rsub__ = lambda *_: Sly(0)\n"
    return pen.page(limit=f"{code}cop, power = Number(), Sly(1e9)")


A_SUM = "cop is a calculation, or more than one number; texts are not evaluated, so write the result."


@case(0, 0, cop=A_SUM, power="power is a text of 10000000 characters; 1000 is the most.", bill="bill has a number that is not finite.")
def writes_huge_texts(pen):
    return pen.page(limit="cop, power = '9**9**9**9', 'x' * 10**7", law="bill = '9**9**9**9'")


@case(
    0,
    0,
    cop="cop is nan, which is not a finite number.",
    power="power is not a finite number.",
    bill="bill has more than 50 parentheses inside each other.",
)
def writes_no_numbers(pen):
    return pen.page(limit="cop, power = float('nan'), '1e999 W'", law="bill = '(' * 200 + 'T_hot' + ')' * 200")


@case(
    0,
    0,
    cop="cop has a unit with a power beyond 12.",
    power="power is a whole number of more than 30 digits.",
    bill="At T_hot = 306.2 K yours has no finite value.",
)
def writes_large_powers(pen):
    return pen.page(limit="cop, power = '5 W^99999999', 10**5000", law="bill = 'T_hot**T_hot**T_hot'")


# Tampering with what runs


@case(0, 2, cop="Not right.", power="Not right.")
def drops_asserts(pen):
    hook = """
import ast, builtins, importlib.abc, sys
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
class Hook(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if "marking" in name: raise ImportError(name)
sys.meta_path.insert(0, Hook())
builtins.AssertionError = builtins.AnswerError = type("Nothing", (BaseException,), {})
cop = power = 1e-9
assert cop == power == 7
"""
    return pen.page(limit=hook)


@case(0, 2, cop="Not right.", power="Not right.")
def replaces_functions(pen):
    code = """
import sys
import IPython, json, coursework.marking.questions as marking
from coursework import student
from coursework.sandbox import cell_runner, messages
from coursework.marking import answers, quantities
marking._near = marking.agree = lambda *_: True
marking.mark_question = lambda question, answers: marking.QuestionMark(question["id"], (), 300, 300)
student.check = check = cell_runner.Budget = lambda *_: 300
answers.plain = cell_runner.plain = lambda value: 1e-9
cryolib.limits.carnot_cop = None
json.loads = IPython.get_ipython = lambda *_: {}
"""
    return pen.page(me="import cryolib", limit=f"{pen.limit}\n{code}", law=f"answers.plain = cell_runner.plain = str\n{pen.law}")


MODULE = "try: open({canary!r}, 'a').write(__file__)\nexcept OSError: pass\n"


COURSEWORK_MODULES = ("__init__", "student", "marking/__init__", "marking/questions", "sandbox/__init__", "sandbox/cell_runner")


@case()
def brings_modules(pen):
    for name in ("sitecustomize", "usercustomize", "conftest", "json", "numpy", "sqlite3", "nbconvert", "nbgrader_config", "toy"):
        (pen.folder / f"{name}.py").write_text(MODULE.format(canary=str(pen.course.root / "canary")), encoding="utf-8")
    for name in ("cryolib/__init__", "cryolib/limits", *(f"coursework/{module}" for module in COURSEWORK_MODULES)):
        path = pen.folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MODULE.format(canary=str(pen.course.root / "canary")), encoding="utf-8")
    (pen.folder / "numbers.json").write_text(
        (pen.course.root / "release/toy/numbers.json").read_text(encoding="utf-8").replace("T_hot", "T_warm"), encoding="utf-8"
    )
    (pen.folder / "record.json").write_text('{"status": "graded", "questions": [{"id": "limit", "points": 300}]}', encoding="utf-8")
    (pen.folder / "toy copy.ipynb").write_bytes((pen.course.root / "release/toy/toy.ipynb").read_bytes())
    return pen.page()


@case(0, 2, cop="Not right.", power="Not right.")
def writes_own_numbers(pen):
    """Those of ada, and then the answers that fit them."""
    code = f"import json\npage = json.load(open('numbers.json'))\npage['students'] = {{'you': {pen.course.numbers('ada')}}}\n"
    return pen.page(
        me=f"{code}json.dump(page, open('numbers.json', 'w'))",
        limit=f"""
cop = numbers.T_cold / (numbers.T_hot - numbers.T_cold)
from coursework.sheets.numbers import Numbers
numbers = Numbers({pen.course.numbers("ada")})
power = numbers.heat_load / cop
""",
    )
