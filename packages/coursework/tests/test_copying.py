"""How far a neighbour's answers would be right, and whether an author's solutions are."""

import pytest
from coursework import Draw, Formula, Number, Question, Sheet, folder
from coursework.sheets.copying import measure, require_own_answers
from toy_course import PAGE, SHEET, write_set

from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot, heat_load

WIDE = {T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1), heat_load: Draw(10, 90, 1)}


def sheet_of(*answers, draws=WIDE):
    return Sheet("toy", "A toy", "1.0", draws, [Question("q", *answers)])


def test_an_answer_that_all_share_is_right_in_every_pair():
    (one,) = measure(sheet_of(Number("y", lambda n: 300.0 + n.T_cold / 1e6, "K", 1)))
    assert one.copied == 1 and one.worst == 1


def test_an_answer_that_is_proportional_to_one_number_is_copied_by_one_ratio():
    (one,) = measure(sheet_of(Number("y", heat_load**2 * (1 + T_cold / 1e6), "W^2", 1)))
    assert one.copied < 0.05 and one.scaled == 1 and (one.by, one.power) == ("heat_load", 2)
    assert str(one).endswith("; scaled with heat_load^2, in 100 %")


def test_the_measure_counts_pairs():
    # Four equally likely values: a quarter of all pairs is alike. 10,000 pairs of 200 students leave about 1 % to chance.
    (one,) = measure(sheet_of(Number("y", lambda n: 1.0 + int(n.heat_load) % 4, "", 1)), students=400)
    assert one.copied == pytest.approx(0.25, abs=0.02)


def test_a_set_whose_answers_can_be_copied_is_refused_unless_the_author_means_it():
    def sheet(meant):
        shared = Number("shared", lambda n: 300.0 + n.T_cold / 1e6, "K", 1, copyable=meant)
        return sheet_of(Number("cop", carnot_cop(T_cold, T_hot), "", 1), shared, Formula("f", T_cold / T_hot, (T_cold, T_hot), 1))

    with pytest.raises(ValueError, match=r"answers of toy can be copied: shared: .* right in 100 % of pairs.*copyable=True if you mean it"):
        require_own_answers(sheet(meant=False))
    cop, shared = require_own_answers(sheet(meant=True))
    assert str(shared) == "shared: a neighbour's is right in 100 % of pairs (meant)"
    assert cop.worst < 0.2


def course_with(tmp_path, sheet=SHEET, page=PAGE):
    folder.start(tmp_path / "course", write_set(tmp_path / "sets", sheet, page).parent, "toys")
    with (tmp_path / "course/students.csv").open("a", encoding="utf-8") as file:
        file.write("ada,Ada,Full,ada@example.org\n")
    return tmp_path / "course"


def test_build_says_how_far_answers_can_be_copied(tmp_path):
    said = []
    folder.build(course_with(tmp_path), "toy", tell=said.append)
    assert [line.split(":")[0].strip() for line in said] == ["cop", "power", "1 student"]


def test_build_refuses_a_set_whose_answers_can_be_copied(tmp_path):
    narrow = SHEET.replace("Draw(60, 90, 0.5)", "Draw(77, 78, 0.5)").replace("Draw(290, 310, 1)", "Draw(300, 301, 1)")
    with pytest.raises(ValueError, match="answers of toy can be copied: cop: "):
        folder.build(course_with(tmp_path, narrow), "toy")
    assert not (tmp_path / "course/source").exists()


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("cop = carnot_cop(numbers.T_cold, numbers.T_hot)", "cop = 0.1", r"solution of limit gives cop = 0.1, and the sheet toy.py 0\.\d+, for Num.*"),
        ("### BEGIN SOLUTION\ncop = carnot_cop(numbers.T_cold, numbers.T_hot)\n", "### BEGIN SOLUTION\n", r"solution of limit gives no cop, for"),
        ('bill = "(T_hot - T_cold) / T_cold"', 'bill = "T_hot / T_cold"', "solution of law gives bill = T_hot / T_cold, and the sheet toy.py another"),
        ("cop = carnot_cop(", "cop = carnot_cup(", "the solution of limit fails with NameError: name 'carnot_cup' is not defined"),
        ("from cryolib.limits import carnot_cop, input_power", "import nothing_here", "toy.md: a cell fails with ModuleNotFoundError"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["build", "practice"])
def test_a_wrong_solution_is_noticed(tmp_path, right, wrong, says, command):
    page = PAGE.replace(right, wrong)
    assert page != PAGE
    root = course_with(tmp_path, page=page)
    with pytest.raises(ValueError, match=says):
        folder.build(root, "toy") if command == "build" else folder.practice(root / "sets/toy.md", tmp_path / "out")


def test_a_solution_may_use_commands_of_ipython(tmp_path):
    page = PAGE.replace("from cryolib", "%matplotlib inline\n!true\nfrom cryolib", 1)
    assert folder.practice(write_set(tmp_path, page=page), tmp_path / "out")
