"""From a set's two files to the notebooks of instructor and student."""

import subprocess
import sys

import nbformat
import pytest
from coursework.folder import load_sheet
from coursework.gradebook.authoring import practice_copies, set_digest, source_notebook
from nbgrader.nbgraderformat import MetadataValidator
from toy_course import PAGE, SHEET, find, text_of, write_set

AGAIN = """
import sys, pathlib, nbformat
from coursework import folder
from coursework.gradebook import authoring
page = pathlib.Path(sys.argv[1])
nbformat.write(authoring.source_notebook(page, folder.load_sheet(page.with_suffix(".py"))), sys.stdout)
"""


def source_of(path):
    return source_notebook(path, load_sheet(path.with_suffix(".py")))


@pytest.fixture
def page(tmp_path):
    return write_set(tmp_path)


def test_cells_and_their_metadata(page):
    notebook = source_of(page)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    order = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    assert [name for name in order if name] == ["own-numbers", "limit", "check-limit", "law", "check-law", "plot", "design"]
    facts = {name: notebook.cells[find(notebook, name)[0]].metadata.nbgrader for name in order if name}
    flags = {name: (fact.grade, fact.solution, fact.locked, fact.get("points")) for name, fact in facts.items()}
    assert flags == {
        "own-numbers": (False, False, True, None),
        "limit": (False, True, False, None),
        "check-limit": (True, False, True, 3),
        "law": (False, True, False, None),
        "check-law": (True, False, True, 2),
        "plot": (True, True, False, 3),
        "design": (True, True, False, 4),
    }
    assert all(fact.schema_version == 3 for fact in facts.values())
    assert notebook.cells[find(notebook, "design")[0]].cell_type == "markdown"


def test_own_numbers_come_before_the_first_code(page):
    notebook = source_of(page)
    assert notebook.cells[0].source.startswith("# A toy set")
    me, numbers, first = notebook.cells[1:4]
    assert me.source.splitlines()[-1] == 'me = ""' and not me.metadata and len(me.source.splitlines()) == 2
    assert numbers.source == 'from coursework.student import check, own_numbers\n\nnumbers = own_numbers("toy", me)'
    assert first.source.startswith("from cryolib.limits")
    assert notebook.cells[find(notebook, "check-limit")[0]].source == 'check("limit")'


def test_the_same_files_make_the_same_notebook(page):
    other = subprocess.run([sys.executable, "-W", "ignore", "-c", AGAIN, page], capture_output=True, encoding="utf-8", check=True).stdout
    assert other == text_of(source_of(page))
    ids = [cell.id for cell in source_of(page).cells]
    assert len(set(ids)) == len(ids)
    page.write_text(PAGE.replace("## The law", "New words.\n\n+++\n\n## The law"), encoding="utf-8")
    assert set(ids) < {cell.id for cell in source_of(page).cells}, "a new cell changes no other's id"


def test_digest_changes_with_each_file(page):
    first = set_digest(page)
    assert source_of(page).metadata.coursework == {"assignment": "toy", "version": "1.2", "digest": first} and len(first) == 12
    page.write_text(PAGE + "\n", encoding="utf-8")
    second = set_digest(page)
    page.with_suffix(".py").write_text(SHEET + "\n", encoding="utf-8")
    assert len({first, second, set_digest(page)}) == 3


def test_digest_is_the_same_in_a_checkout_with_windows_line_ends(page):
    first = set_digest(page)
    for path in (page, page.with_suffix(".py")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert set_digest(page) == first


def test_student_starts_from_the_asked_names(page):
    instructor, student = practice_copies(page, load_sheet(page.with_suffix(".py")))
    MetadataValidator().validate_nb(student)
    cells = {name: student.cells[find(student, name)[0]].source for name in ("limit", "law", "plot", "design")}
    assert cells["limit"].rstrip() == "# COP and power\ncop = ...\npower = ...  # in W"
    assert cells["law"].rstrip() == "bill = ...  # a formula in T_cold, T_hot"
    assert cells["design"] == "*Your answer.*" and not cells["plot"].strip()
    for hidden in ("SOLUTION", "carnot_cop(", "a plot", "model answer", "(T_hot - T_cold)"):
        assert hidden not in text_of(student)
    assert "carnot_cop(" in text_of(instructor)
    names = dict.fromkeys(("numbers", "carnot_cop", "input_power"))
    solution = instructor.cells[find(instructor, "law")[0]].source
    exec(solution, names)
    assert names["bill"] == "(T_hot - T_cold) / T_cold", "the solution comes after the stub"


def test_a_name_that_the_author_sets_gets_no_stub(page):
    page.write_text(PAGE.replace("# COP and power", "cop = 0.3  # a first guess"), encoding="utf-8")
    _, student = practice_copies(page, load_sheet(page.with_suffix(".py")))
    assert student.cells[find(student, "limit")[0]].source.rstrip() == "cop = 0.3  # a first guess\npower = ...  # in W"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (":question: limit", ":question: limits", r"toy\.md, line 22: 'limits' is not a question of the sheet 'toy'; it has limit, law"),
        (":manual: plot", ":manual: law", r"toy\.md, line 44: 'law' is not a manual of the sheet 'toy'; it has plot, design"),
        (":question: law", ":question: plot", r"line 34: 'plot' is not a question"),
        (":question: law", ":question: limit", r"toy\.md, line \d+: 'limit' has two cells"),
        (":question: law", ":tag: law", r"toy\.md, line 36: there is a solution in a cell without `:question:` or `:manual:`"),
        (":question: law", ":question: law\n:manual: plot", r"a cell is `question` or `manual`, not both"),
        ('### BEGIN SOLUTION\nbill = "(T', 'bill = "(T', r"line 34: the solution of 'law' has `END SOLUTION` without `BEGIN SOLUTION`"),
        ("T_cold\"\n### END SOLUTION", 'T_cold"', r"line 34: the solution of 'law' has `BEGIN SOLUTION` without `END SOLUTION`"),
        ('bill = "(T', '### BEGIN SOLUTION\nbill = "(T', r"the solution of 'law' has `BEGIN SOLUTION` twice"),
        ('### BEGIN SOLUTION\nprint("a plot")\n### END SOLUTION', 'print("a plot")', r"line 44: the solution of 'plot' is not marked"),
        ('+++ {"manual": "design"}', "+++", r"toy\.md: the sheet asks 'design', but no cell has `:manual: design`"),
        ("```{code-cell} python\n:question: law", '+++ {"question": "law"}\n\n```python', r"the answer to 'law' must be a code cell"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(page, old, new, says):
    assert old in PAGE
    page.write_text(PAGE.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        source_of(page)


def test_sheet_and_notebook_have_one_name(page, tmp_path):
    other = write_set(tmp_path / "other", name="sums")
    with pytest.raises(ValueError, match=r"sums\.md: the sheet is called 'toy', its notebook 'sums'"):
        source_of(other)


def test_a_folder_without_a_sheet(tmp_path):
    with pytest.raises(ValueError, match=r"a set is two files, none\.md and none\.py"):
        load_sheet(tmp_path / "none.py")
    (tmp_path / "empty.py").write_text("sheet = 3", encoding="utf-8")
    with pytest.raises(ValueError, match="must have a Sheet called `sheet`; got int"):
        load_sheet(tmp_path / "empty.py")
