"""The files of a bank: STACK's structure as its sample questions have it, QTI against a schema, and what is refused."""

import io
import math
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest
import sympy as sp
from coursework import Draw, Formula, Manual, Number, Question, Sheet, Slip
from coursework.__main__ import main
from coursework.bank.drawn import Own, variants
from coursework.bank.maxima import grid, number, quoted, written
from coursework.bank.qti import package
from coursework.bank.stack import moodle_xml
from coursework.bank.trees import units
from lxml import etree

from cryolib.limits import carnot_cop, input_power
from cryolib.symbols import PhysicalSymbol, T_cold, T_hot, heat_load

TEXTS = {
    "limit": "<p>Between <code>T_cold</code> and <code>T_hot</code>, with \\(Q_C\\) &lt; 1.</p>",
    "law": "<p>The law.</p>",
    "plot": "<p>Draw it for your <code>T_hot</code>.</p>",
}
DRAWS = {T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1), heat_load: Draw(0.1, 0.9, 0.1)}
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


def sheet(*questions, **options):
    return Sheet("toy", "A toy & more", "1.0", draws=DRAWS, questions=questions or QUESTIONS, **options)


QUESTIONS = (
    Question(
        "limit",
        Number("cop", carnot_cop(T_cold, T_hot), "", 1),
        Number(
            "power", input_power(heat_load, T_cold, T_hot), "W", 2, slips=(Slip("That is < the heat.", heat_load),), hint="Heat & work."
        ),
    ),
    Question("law", Formula("law", carnot_cop(T_cold, T_hot), (T_cold, T_hot), 3, hint="No entropy is made.")),
    Manual("plot", 2),
)


def stack(one, count=3):
    root = ElementTree.fromstring(moodle_xml(one, TEXTS, variants(one, count, b"key")))
    return [question for question in root.iter("question") if question.get("type") == "stack"]


def values(element, path):
    return [found.text for found in element.findall(path)]


def test_a_question_has_the_parts_that_stack_imports():
    for question in stack(sheet()):
        inputs, prts = values(question, "input/name"), values(question, "prt/name")
        text = question.findtext("questiontext/text")
        assert re.findall(r"\[\[input:(\w+)\]\]", text) == re.findall(r"\[\[validation:(\w+)\]\]", text) == inputs
        assert re.findall(r"\[\[feedback:(\w+)\]\]", question.findtext("specificfeedback/text")) == prts
        for tag in ("name/text", "generalfeedback/text", "questionvariables/text", "questionnote/text", "stackversion/text"):
            assert question.find(tag) is not None
        for prt in question.findall("prt"):
            nodes = prt.findall("node")
            assert [node.findtext("name") for node in nodes] == [str(at) for at in range(len(nodes))]
            assert [node.findtext("falsenextnode") for node in nodes] == [*(str(at) for at in range(1, len(nodes))), "-1"]
            assert len({note for node in nodes for note in (node.findtext("trueanswernote"), node.findtext("falseanswernote"))}) == 2 * len(
                nodes
            )
            for node in nodes:
                assert node.findtext("answertest") in ("NumRelative", "AlgEquiv")
                assert 0 <= float(node.findtext("truescore")) <= 1
                assert node.findtext("falsescore") == "0"
                assert bool(node.findtext("testoptions")) == (node.findtext("answertest") == "NumRelative")
        for test in question.findall("qtest"):
            assert values(test, "testinput/name") == inputs
            assert values(test, "expected/name") == prts


def test_points_tolerances_units_and_slips_are_the_sheets():
    limit, law = stack(sheet())
    assert (limit.findtext("defaultgrade"), values(limit, "prt/value")) == ("3", ["1.0000000", "2.0000000"])
    assert "[[input:ans2]] W [[validation" in limit.findtext("questiontext/text")
    assert values(limit, "input/type") == ["numerical", "numerical"]
    right, slip = limit.findall("prt")[1].findall("node")[:2]
    assert (right.findtext("testoptions"), right.findtext("truescore")) == ("0.01", "1")
    assert (slip.findtext("truescore"), slip.findtext("truefeedback/text")) == ("0.25", "<p><code>power</code>: That is &lt; the heat.</p>")
    assert (values(law, "input/type"), values(law, "input/tans")) == (["algebraic"], ["T_cold/(T_hot-T_cold)"])
    assert law.find("deployedseed") is None  # it has no numbers
    assert values(limit, "deployedseed") == ["1", "2", "3"]


def test_what_fits_no_node_gets_the_hint():
    limit, law = stack(sheet())
    said = [prt.findall("node")[-1].findtext("falsefeedback/text") for prt in [*limit.findall("prt"), *law.findall("prt")]]
    assert said == [
        "<p><code>cop</code>: Not right.</p>",
        "<p><code>power</code>: Not right. Heat &amp; work.</p>",
        "<p><code>law</code>: Not the formula that is asked for. Its symbols are T_cold, T_hot. No entropy is made.</p>",
    ]


def test_numbers_are_drawn_by_stack_or_listed_where_not_every_draw_will_do():
    free = stack(sheet())[0].findtext("questionvariables/text")
    assert "own_T_cold: float(60+rand(61)/2);" in free
    for one in (
        sheet(keep=lambda n: n.T_cold < 80),
        sheet(Question("limit", Number("cop", lambda n: n.T_cold / (n.T_hot - n.T_cold), "", 1))),
        sheet(Question("limit", Number("cop", T_cold / (T_hot - 300), "", 1)), keep=lambda n: n.T_hot != 300),
    ):
        texts = stack(one)[0].findtext("questionvariables/text")
        drawn = variants(one, 3, b"key")
        assert "rand(" not in texts
        assert "bank_variant: mod(stack_seed-1,3)+1;" in texts
        for numbers in drawn:
            assert f"[{','.join(number(numbers[name]) for name in Own(one, one.questions[0], ['T_cold'], drawn).names)}]" in texts


def test_a_slip_that_divides_by_zero_for_some_numbers_is_not_left_to_maxima():
    one = sheet(Question("limit", Number("cop", T_cold, "K", 1, slips=(Slip("wrong", 1 / (T_hot - 300)),))))
    own = Own(one, one.questions[0], [], variants(one, 3, b"key"))
    assert own.tabled
    assert math.isfinite(float(own.drawn[0].T_cold))


def test_an_essay_shows_one_draw():
    root = ElementTree.fromstring(moodle_xml(sheet(), TEXTS, variants(sheet(), 2, b"key")))
    (essay,) = (question for question in root.iter("question") if question.get("type") == "essay")
    assert f"<td>{variants(sheet(), 1, b'key')[0].T_hot:g}</td>" in essay.findtext("questiontext/text")
    assert essay.findtext("defaultgrade") == "2"


def test_expressions_are_written_for_maxima():
    x, y = sp.symbols("x y", positive=True)
    values = (
        x / y, -x / (2 * y), x - y, -x - y, sp.sqrt(x) / y**2, x ** sp.Rational(2, 3), 1 / sp.sqrt(x), sp.exp(-y) * sp.log(x), sp.pi * x,
        1 / (x * y), x**y, x ** (-y / 2), 3.5e-5 * x, (x - 1) ** 2 / (y + 1) ** 3, -((x + y) ** 2), 2 * x - 3, sp.Rational(-2, 3) * x,
        sp.tanh(x) ** 2, x ** (y**2), (x**y) ** 2, -1 / x, sp.Float(-2.5) + x, sp.E ** (2 * x),
    )  # fmt: skip
    for value in values:
        read = sp.sympify(written(value).replace("%e", "E").replace("%", ""), {"x": x, "y": y})
        assert abs((read - value).subs({x: 1.37, y: 2.21})) < 1e-12, (value, written(value))
    assert written(x ** sp.Rational(2, 5), {"x": "own_x"}) == "own_x^0.4"


def test_what_cannot_be_written_is_refused():
    x, i = sp.Symbol("x"), sp.Symbol("i")
    for value, message in (
        (sp.erf(x), "erf\\(x\\) cannot be written for Maxima"),
        (sp.Piecewise((x, x > 0), (1, True)), "cannot be written"),
        (sp.zoo, "cannot be written"),
        (i + 1, "the symbol i has another meaning in Maxima"),
        (math.inf, "cannot be written"),
    ):
        with pytest.raises(ValueError, match=message):
            written(value)
    with pytest.raises(ValueError, match="y has no value in Maxima; there are x"):
        written(sp.Symbol("y"), {"x": "own_x"})
    assert quoted('a "b" \\c') == '"a \\"b\\" \\\\c"'


def test_grids_have_the_values_of_the_sheet():
    for draw in (*DRAWS.values(), Draw(3.2e-5, 4.2e-5, 5e-7), Draw(1e6, 1.8e6, 5e4)):
        for at, value in enumerate(draw.values):
            exact = sp.sympify(re.sub(r"rand\(\d+\)", str(at), grid(draw)).removeprefix("float"))
            assert float(exact) == value


def test_units_of_marking_become_factors():
    found = dict(units("W", 0.01))
    assert found[1e-3] == "Right digits, but a factor 1000 too small: is it in kW?"
    assert units("Pa", 0.01)[0][0] in (0.1, 10.0)
    assert any("atm" in message and "write the unit" not in message for _, message in units("Pa", 0.005))


def items(one, count=4):
    archive = zipfile.ZipFile(io.BytesIO(package(one, TEXTS, variants(one, count, b"key"))))
    return archive, etree.fromstring(archive.read("toy/toy.xml"))


def test_canvas_gets_a_package_that_fits_the_schema():
    archive, root = items(sheet())
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("qti_1_2.rng")))
    schema.assertValid(root)
    manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    space = {"m": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"}
    assert manifest.xpath("//m:resource/@type", namespaces=space) == ["imsqti_xmlv1p2"]
    assert set(manifest.xpath("//m:file/@href", namespaces=space)) == set(archive.namelist()) - {"imsmanifest.xml"}
    broken = etree.fromstring(etree.tostring(root).replace(b"selection_number", b"number"))
    assert not schema.validate(broken)


def test_a_group_has_a_variant_for_every_draw_with_its_right_number():
    one = sheet()
    _, root = items(one)
    groups = root.findall(f".//{QTI}section[{QTI}item]")
    assert [group.get("ident") for group in groups] == ["group_cop", "group_power", "group_law", "group_plot"]
    for group in groups[:2]:
        name = group.get("ident").removeprefix("group_")
        for item, numbers in zip(group.findall(f"{QTI}item"), variants(one, 4, b"key"), strict=True):
            right, tolerance = one.value(name, numbers), 0.01
            low, high = (float(item.findtext(f".//{QTI}{tag}")) for tag in ("vargte", "varlte"))
            assert (low, high) == pytest.approx((right * (1 - tolerance), right * (1 + tolerance)), rel=1e-9)
            text = item.findtext(f".//{QTI}mattext")
            assert f"<td>{numbers.T_cold:g}</td>" in text


def test_a_formula_is_asked_for_by_its_value():
    _, root = items(sheet())
    for item in root.findall(f".//{QTI}section[@ident='group_law']/{QTI}item"):
        text = item.findtext(f".//{QTI}mattext")
        cold, hot = (float(re.search(rf"<code>{name}</code> = ([\d.]+) K", text)[1]) for name in ("T_cold", "T_hot"))
        assert float(item.findtext(f".//{QTI}varequal")) == pytest.approx(cold / (hot - cold), rel=1e-9)


def test_a_wrong_answer_in_canvas_gets_hint_and_slips():
    _, root = items(sheet(), count=1)
    said = [item.findtext(f"{QTI}itemfeedback//{QTI}mattext") for item in root.iter(f"{QTI}item")]
    assert said == [
        "<p>Not right.</p>",
        "<p>Not right. Heat &amp; work.</p><p>Does one of these sentences fit?</p><ul><li>That is &lt; the heat.</li></ul>",
        "<p>Not right. No entropy is made.</p>",
        None,
    ]


def test_negative_answers_have_their_limits_in_order():
    _, root = items(sheet(Question("limit", Number("cop", T_cold - T_hot, "K", 1))))
    assert all(
        float(item.findtext(f".//{QTI}vargte")) < float(item.findtext(f".//{QTI}varequal")) < float(item.findtext(f".//{QTI}varlte"))
        for item in root.iter(f"{QTI}item")
    )


def test_the_command_writes_both_files_and_repeats_them_with_a_key(tmp_path, capsys):
    from coursework.folder import ASSIGNMENTS
    from coursework.sheets.numbers import new_key

    new_key(tmp_path / "course.key")
    page, files = ASSIGNMENTS / "price_of_coldness.md", []
    for folder in ("one", "two"):
        options = ["--to", str(tmp_path / folder), "--variants", "2", "--key", str(tmp_path / "course.key")]
        assert main(["bank", str(page), *options]) == 0
        files.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert files[0] == files[1]
    assert set(files[0]) == {"price_of_coldness-moodle.xml", "price_of_coldness-canvas.zip"}
    assert "have the answers in them" in capsys.readouterr().out
    assert main(["bank", str(tmp_path / "none.md"), "--to", str(tmp_path)]) == 1


def test_the_number_of_variants_is_checked():
    with pytest.raises(ValueError, match="1 to 1000 variants; got 0"):
        variants(sheet(), 0, b"key")


def test_names_with_another_meaning_in_maxima_may_be_numbers_but_not_symbols_of_formulas():
    e = PhysicalSymbol("e", "e", "a number", "", positive=True)
    one = Sheet("toy", "A toy", "1.0", draws={e: Draw(1, 2, 0.1)}, questions=(Question("limit", Number("twice", 2 * e**2, "", 1)),))
    assert "own_e" in stack(one)[0].findtext("questionvariables/text")
    with pytest.raises(ValueError, match="the symbol e has another meaning"):
        stack(Sheet("toy", "A toy", "1.0", draws={}, questions=(Question("limit", Formula("twice", 2 * e**2, (e,), 1)),)))
