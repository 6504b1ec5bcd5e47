"""What a notebook imports: own numbers and checks, in plain Python, in IPython, in practice, in a course and while graded."""

import io
import json
import math
import re
import subprocess
import sys
from contextlib import redirect_stdout

import numpy as np
import pytest
import sympy as sp
from coursework import Draw, Formula, Manual, Number, Question, Sheet, student
from coursework.marking.answers import LONGEST, Unanswered, plain
from coursework.sheets.handout import student_file
from coursework.student import AnswerError, check, own_numbers

from cryolib.limits import carnot_cop, input_power
from cryolib.symbols import T_cold, T_hot, efficiency, heat_load

KEY = bytes(range(32))
SHEET = Sheet(
    "toy", "A toy", "1.0",
    {T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1), heat_load: Draw(50, 150, 5), efficiency: Draw(0.1, 0.3, 0.05)},
    (
        Question("limit", Number("cop", carnot_cop(T_cold, T_hot), "", 1), Number("electric", input_power(heat_load, T_cold, T_hot, efficiency), "W", 2)),
        Question("law", Formula("least_power", input_power(heat_load, T_cold, T_hot), (heat_load, T_cold, T_hot), 2)),
        Manual("plot", 3),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with the file of numbers, as a fresh notebook finds it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(student, "_current", None)
    for name in ("JUPYTERHUB_USER", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    write(["ada", "eve"])
    return tmp_path


def write(logins, **changes):
    page = student_file(SHEET, "cryo", logins, KEY, digest="3fa9") | changes
    with open("numbers.json", "w", encoding="utf-8") as file:
        json.dump(page, file)


def graded():
    """The file as it is in the folder where a notebook is graded."""
    write([], students={"you": dict(SHEET.numbers("cryo", "ada", KEY))})


def raised(call, *arguments):
    with pytest.raises(AnswerError) as caught:
        call(*arguments)
    return str(caught.value)


# Numbers


def test_a_student_gets_own_numbers_and_sees_them(capsys):
    numbers = own_numbers("toy", "ada")
    assert numbers == SHEET.numbers("cryo", "ada", KEY)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "A toy: the numbers of ada"
    assert re.fullmatch(rf"  T_cold     = +{numbers.T_cold:g} K  temperature of the cold end", lines[1])
    assert re.fullmatch(rf"  efficiency = +{numbers.efficiency:g}    fraction of the Carnot coefficient of performance", lines[4])


def test_students_have_different_numbers():
    assert own_numbers("toy", "ada") != own_numbers("toy", "eve")


def test_blanks_and_capitals_of_a_login_do_not_matter():
    assert own_numbers("toy", " Ada ") == own_numbers("toy", "ada")


def test_jupyterhub_knows_the_login(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "eve")
    assert own_numbers("toy") == own_numbers("toy", "eve")
    assert own_numbers("toy", "ada") == SHEET.numbers("cryo", "ada", KEY)


def test_a_login_that_the_course_does_not_know_is_named():
    assert raised(own_numbers, "toy", "adda") == (
        "the course has no student 'adda'. Write your login as it is in the course, or leave it empty to practise"
    )
    assert raised(own_numbers, "toy", 7) == "your login must be a text in quotes, or empty; got int"


def test_without_a_login_there_is_practice_and_the_way_out_is_said(capsys, monkeypatch):
    assert own_numbers("toy") == SHEET.practice()
    assert "numbers for practice, the same for everybody; write your login above to get your own" in capsys.readouterr().out
    monkeypatch.setenv("JUPYTERHUB_USER", "jovyan-of-binder")
    assert own_numbers("toy") == SHEET.practice()


def test_practice_takes_any_login(capsys):
    write([])
    assert own_numbers("toy", "anybody") == SHEET.practice()
    assert capsys.readouterr().out.startswith("A toy: numbers for practice, the same for everybody\n")


def test_while_graded_there_is_one_student(monkeypatch):
    graded()
    monkeypatch.setenv("JUPYTERHUB_USER", "eve")
    for login in ("", "ada", "eve", "nobody", 7, None):
        assert own_numbers("toy", login) == SHEET.numbers("cryo", "ada", KEY)


def test_while_graded_a_file_of_numbers_alone_is_enough(capsys):
    with open("numbers.json", "w", encoding="utf-8") as file:
        json.dump({"assignment": "toy", "version": "1.0", "digest": "", "course": "cryo", "students": {"you": {"T_cold": 77.0}}}, file)
    assert own_numbers("toy", "ada") == {"T_cold": 77.0}
    assert "T_cold = 77" in capsys.readouterr().out
    assert raised(check, "limit") == "there is no question 'limit' in this set; there are none"


def test_a_missing_file_is_named(folder):
    (folder / "numbers.json").unlink()
    says = raised(own_numbers, "toy", "ada")
    assert says == f"numbers.json is not in {folder}. Open the notebook in its own folder, where that file lies beside it"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "3"])
def test_a_damaged_file_is_named(folder, text):
    (folder / "numbers.json").write_text(text, encoding="utf-8")
    assert raised(own_numbers, "toy", "ada").startswith("numbers.json cannot be read (")


def test_the_file_of_another_set_is_named():
    assert raised(own_numbers, "other") == "numbers.json belongs to the set 'toy', not to 'other'. Open the notebook in its own folder"


# Checks


def test_a_check_says_what_it_read(capsys):
    own_numbers("toy", "ada")
    capsys.readouterr()
    cop, electric = 0.345, "1.448 kW"
    check("limit")
    assert capsys.readouterr().out == "cop: 0.345\nelectric: 1.448 kW, read as 1448 W\n"
    cop, electric = np.float64(0.345), sp.Rational(1448)
    check("limit")
    assert capsys.readouterr().out == "cop: 0.345\nelectric: 1448 W\n"
    least_power = heat_load * (T_hot - T_cold) / T_cold
    check("law")
    assert capsys.readouterr().out == "least_power: heat_load*(T_hot - T_cold)/T_cold\n"
    least_power = "Qdot_C*(T_H/T_C)^1"
    check("law")
    assert capsys.readouterr().out == "least_power: Qdot_C*(T_H/T_C)^1 (^ is read as a power, **)\n"
    check("plot")
    assert capsys.readouterr().out == "plot is marked by hand.\n"
    del cop, electric, least_power


def test_in_a_course_a_check_does_not_tell_right_from_wrong(capsys):
    numbers = own_numbers("toy", "ada")
    capsys.readouterr()
    electric, outputs = 1000.0, []
    for cop in (numbers.T_cold / (numbers.T_hot - numbers.T_cold), 17.0):
        check("limit")
        outputs.append(capsys.readouterr().out.replace(f"{cop:.6g}", "..."))
    assert outputs[0] == outputs[1] == "cop: ...\nelectric: 1000 W\n"
    del electric


def test_all_gaps_are_named_at_once_and_the_notebook_runs_on(capsys):
    own_numbers("toy", "ada")
    capsys.readouterr()
    electric = ...
    check("limit")
    assert capsys.readouterr().out.splitlines() == [
        "limit is not ready.",
        "  cop is not there yet. Give a number.",
        "  electric is still `...`. Give a number in W, or a text such as '3.48 W'.",
    ]
    del electric


def says_of(**variables):
    """What a check says in a notebook that has these variables."""
    code = "from coursework.student import check, AnswerError\ntry:\n    check(question)\nexcept AnswerError as error:\n    print(error)\n"
    space = {"question": "law" if "least_power" in variables else "limit", "cop": 1.0, "electric": 1.0} | variables
    with redirect_stdout(io.StringIO()) as printed:
        exec(code, space)
    return printed.getvalue().removeprefix(f"{space['question']} is not ready.\n  ")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (..., "electric is still `...`. Give a number in W, or a text such as '3.48 W'."),
        (None, "electric is still `None`. Give a number in W"),
        ("348 K", "electric has the unit K, of temperature; a power in W is asked for."),
        ("348 kw", "electric has the unit kw, which is not known here; do you mean kW?"),
        ("1,234", "electric has 1,234, which can mean 1.234 or 1234; write it with a decimal point."),
        (math.nan, "electric is not a finite number."),
        (True, "electric is True, which is not a number."),
        ([1.0, 2.0], "electric is a list of several values; one number or text is asked for."),
        (np.array([1.0, 2.0]), "electric is a ndarray of several values"),
        (lambda: 3, "electric is a function, which is not a number or a text."),
        (10**40, "electric is a whole number of more than 30 digits."),
        (T_cold / 2, "electric is a text that does not begin with a number; write it as in 3.48 W."),
        (sp.I, "electric could not be read: TypeError."),
    ],
)
def test_numbers_that_are_not_well_formed(answer, says):
    own_numbers("toy", "ada")
    assert says_of(electric=answer).startswith(says)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (..., "least_power is still `...`. Give a formula in heat_load, T_cold, T_hot, as a SymPy expression or a text."),
        (3.0, "least_power is a number. Give a formula in heat_load, T_cold, T_hot, as a SymPy expression or a text."),
        (sp.Integer(3), "least_power is a number."),
        ("T_cold/(T_hot", "least_power cannot be read as a formula; is a sign or a parenthesis missing?"),
        (sp.Symbol("x") / 2, "least_power has the symbol x, which is not of this question; there are T_cold, T_hot, heat_load."),
    ],
)
def test_formulas_that_are_not_well_formed(answer, says):
    own_numbers("toy", "ada")
    assert says_of(least_power=answer).startswith(says)


def test_variables_of_a_function_count_too():
    own_numbers("toy", "ada")

    def inside():
        cop = electric = 1.0
        check("limit")
        return cop + electric

    assert inside() == 2


def test_a_check_wants_numbers_first_and_a_known_question():
    assert raised(check, "limit") == "run the cell with own_numbers(...) first, near the top of the notebook"
    own_numbers("toy", "ada")
    assert raised(check, "limits") == "there is no question 'limits' in this set; there are limit, law, plot"


def test_a_check_does_not_pass_where_nobody_marks(monkeypatch):
    own_numbers("toy", "ada")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "the preprocessors of coursework, which are not configured" in says_of(cop=0.3, electric=1.0)
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert says_of(cop=0.3, electric=1.0) == "cop: 0.3\nelectric: 1 W\n"


def test_validation_fails_at_an_unfinished_question(monkeypatch):
    own_numbers("toy", "ada")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert raised(check, "limit").startswith("limit is not ready.\n  cop is not there yet.")


def test_practice_is_marked_at_once(capsys):
    write([])
    numbers = own_numbers("toy")
    capsys.readouterr()
    cop = numbers.T_cold / (numbers.T_hot - numbers.T_cold)
    electric = numbers.heat_load / cop / numbers.efficiency / 1000
    check("limit")
    assert capsys.readouterr().out.splitlines()[2:] == [
        "As this is practice, it is marked at once:",
        "  cop: 1 of 1. Right.",
        "  electric: 1 of 2. Right digits, but a factor 1000 too small: is it in kW?",
    ]
    least_power = heat_load * (T_hot / T_cold - 1)
    check("law")
    assert capsys.readouterr().out.splitlines()[2] == "  least_power: 2 of 2. Right: the same values at 24 random points."
    del least_power, electric


# IPython


@pytest.fixture
def shell():
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    InteractiveShell.clear_instance()
    yield InteractiveShell.instance(config=config, colors="nocolor")
    InteractiveShell.clear_instance()


def test_in_ipython_there_is_a_table(shell):
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        shell.run_cell('from coursework.student import check, own_numbers\nnumbers = own_numbers("toy", "ada")').raise_error()
    data = captured.outputs[0].data
    assert set(data) == {"text/plain", "text/markdown"}
    assert data["text/plain"].startswith("A toy: the numbers of ada\n  T_cold ")
    rows = data["text/markdown"].splitlines()
    assert rows[0] == "**A toy: the numbers of ada**"
    assert re.fullmatch(r"\| `T_cold` \| \$T_C\$ \| [\d.]+ \| K \| temperature of the cold end \|", rows[4])


def test_run_all_goes_past_an_unfinished_question(shell, capsys):
    cells = "from coursework.student import check, own_numbers", 'own_numbers("toy", "ada")', "cop = ...", 'check("limit")'
    assert all(shell.run_cell(cell).success for cell in cells)
    assert "limit is not ready.\n  cop is still `...`" in capsys.readouterr().out


def test_in_ipython_an_error_is_one_short_message(shell, capsys, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    shell.run_cell('from coursework.student import check, own_numbers\nnumbers = own_numbers("toy", "ada")\ncop = ...')
    capsys.readouterr()
    result = shell.run_cell('check("limit")')
    assert type(result.error_in_exec) is AnswerError
    shown = capsys.readouterr().out.strip().splitlines()
    assert shown[:3] == [
        "AnswerError: limit is not ready.",
        "  cop is still `...`. Give a number.",
        "  electric is not there yet. Give a number in W, or a text such as '3.48 W'.",
    ]
    assert len(shown) == 3


def test_a_plain_program_works(folder):
    code = (
        "import sys\nfrom coursework.student import check, own_numbers\nnumbers = own_numbers('toy', 'ada')\n"
        "cop, electric = 0.3, '1 kW'\ncheck('limit')\nprint(sorted({'IPython', 'sympy'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=folder)
    assert done.stdout.splitlines()[-3:] == ["cop: 0.3", "electric: 1 kW, read as 1000 W", "[]"]


# Plain values


class Everything:
    """Is equal to all, and a number when asked."""

    size = 1
    is_number = True
    free_symbols = ()

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __float__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3), (3.5, 3.5), ("3.5 W", "3.5 W"), (np.float32(0.5), 0.5), (np.int64(3), 3), (np.array(3.5), 3.5), (np.array([[3.5]]), 3.5),
        (sp.Float("3.5"), 3.5), (sp.Rational(7, 2), 3.5), (sp.sqrt(2), math.sqrt(2)), (T_cold / T_hot, "T_cold/T_hot"), (T_cold, "T_cold"),
        (np.bool_(True), Unanswered("is True, which is not a number")), ("x" * 1001, Unanswered(f"is a text of 1001 characters; {LONGEST} is the most")),
        (1j, Unanswered("is a complex, which is not a number or a text")), (Everything(), Unanswered("could not be read: RuntimeError")),
        (object(), Unanswered("is a object, which is not a number or a text")), ({}, Unanswered("is a dict of several values; one number or text is asked for")),
    ],
)  # fmt: skip
def test_values_become_plain(value, expected):
    result = plain(value)
    assert type(result) is type(expected) and repr(result) == repr(expected)


def test_quantities_of_pint_keep_their_unit():
    import pint

    assert plain(pint.UnitRegistry().Quantity(0.348, "kW")) == "0.348 kilowatt"
