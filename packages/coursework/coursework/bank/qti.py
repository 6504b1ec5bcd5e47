"""QTI 1.2 for Canvas: for each answer of a set a group of drawn variants, of which every student gets one.

Canvas compares numbers, and neither reads units nor compares formulas. So a number is asked for in the unit of the sheet, within
its tolerance, and of a formula the value at given values of its symbols. Canvas gives no part of the points for a slip: the author's
hint and slips are in the comment on a wrong answer.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator, Sequence

from coursework.bank.drawn import Own
from coursework.bank.elements import Element, add, file_of
from coursework.bank.statements import named_numbers, table
from coursework.marking.expressions import Point, evaluate, parse, points
from coursework.sheets.asked import Formula, Manual, Number
from coursework.sheets.numbers import Numbers
from coursework.sheets.reference import FormulaReference
from coursework.sheets.sheet import Sheet

__all__ = ["assessment", "package"]

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
FORMULA_TOLERANCE = 0.002  # relative, of a value that follows from symbols with four digits
EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same variants make the same file


def package(sheet: Sheet, texts: dict[str, str], drawn: Sequence[Numbers]) -> bytes:
    """Write a set as a zip archive for *Settings > Import Course Content > QTI .zip file*.

    Parameters
    ----------
    sheet : Sheet
        The set's sheet.
    texts : dict
        Its statements as HTML, by the questions' ids.
    drawn : sequence of Numbers
        The variants.
    """
    file = f"{sheet.name}/{sheet.name}.xml"
    manifest = Element("manifest", xmlns=PACKAGE, identifier=f"{sheet.name}_manifest")
    about = add(manifest, "metadata")
    add(about, "schema", "IMS Content")
    add(about, "schemaversion", "1.1.3")
    add(manifest, "organizations")
    resource = add(add(manifest, "resources"), "resource", identifier=sheet.name, type="imsqti_xmlv1p2", href=file)
    add(resource, "file", href=file)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
        for name, root in (("imsmanifest.xml", manifest), (file, assessment(sheet, texts, drawn))):
            stream.writestr(zipfile.ZipInfo(name, EPOCH), file_of(root), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def assessment(sheet: Sheet, texts: dict[str, str], drawn: Sequence[Numbers]) -> Element:
    """The quiz: a section for each answer, from which Canvas chooses one item for each student."""
    root = Element("questestinterop", xmlns=QTI)
    quiz = add(root, "assessment", ident=sheet.name, title=sheet.title)
    _metadata(quiz, {"cc_maxattempts": "1"})
    whole = add(quiz, "section", ident="root_section")
    for place, question in enumerate(sheet.questions, 1):
        own = Own(sheet, question, named_numbers(texts[question.id], sheet), drawn)
        title = f"{place}. {question.title or question.id}"
        if isinstance(question, Manual):
            section = _section(whole, question.id, title, question.points)
            for at, numbers in enumerate(drawn, 1):
                _essay(section, f"{question.id}_{at}", f"{title}, variant {at}", question.points, _text(texts[question.id], own, numbers))
            continue
        for answer in question.answers:
            section = _section(whole, answer.name, f"{title}: {answer.name}", answer.points)
            for at, item in enumerate(_items(answer, texts[question.id], own), 1):
                _numerical(section, f"{answer.name}_{at}", f"{title}: {answer.name}, variant {at}", answer, *item)
    return root


def _items(answer: Number | Formula, text: str, own: Own) -> Iterator[tuple[str, float, float]]:
    """For each variant the text, the right number and its tolerance."""
    if isinstance(answer, Number):
        ask = (
            f"<p>Give <code>{answer.name}</code>{f' in {html.escape(answer.unit)}' if answer.unit else ''}, as a number without a unit.</p>"
        )
        for numbers in own.drawn:
            yield f"{_text(text, own, numbers)}\n{ask}", own.sheet.value(answer.name, numbers), answer.tolerance
        return
    reference = own.sheet._references[answer.name]
    assert isinstance(reference, FormulaReference)
    symbols = {symbol.name: symbol for symbol in answer.symbols}
    for point, right in _places(answer, reference, len(own.drawn)):
        given = ", ".join(
            f"<code>{name}</code> = {value:.4g} {getattr(symbols[name], 'unit', '')}".rstrip() for name, value in point.items()
        )
        ask = f"<p>Derive the formula for <code>{answer.name}</code>, and give its value, in SI units and to four digits, for {given}.</p>"
        yield f"{text}\n{ask}", right, FORMULA_TOLERANCE


def _places(answer: Formula, reference: FormulaReference, count: int) -> list[tuple[Point, float]]:
    """Values of the symbols, such that no slip can be taken for the right formula.

    Raises
    ------
    ValueError
        If there are too few.
    """
    right = parse(reference.text, reference.ranges)
    slips = [parse(slip["formula"], reference.ranges) for slip in reference._entries[False]["slips"]]
    found: list[tuple[Point, float]] = []
    for attempt in range(10 + count):
        for point in points(reference.ranges, f"{reference.seed} bank {attempt}"):
            value = evaluate(right, point)
            apart = 2 * FORMULA_TOLERANCE * abs(value)
            if value and not any(abs(evaluate(slip, point) - value) <= apart for slip in slips):
                found.append((point, value))
            if len(found) == count:
                return found
    raise ValueError(f"{answer.name}: its slips cannot be told from it by a value; widen its ranges")


def _text(text: str, own: Own, numbers: Numbers) -> str:
    return f"{text}\n{table(own.sheet, own.names, [f'{numbers[name]:.10g}' for name in own.names])}"


def _section(parent: Element, ident: str, title: str, worth: float) -> Element:
    section = add(parent, "section", ident=f"group_{ident}", title=title)
    choice = add(add(section, "selection_ordering"), "selection")
    add(choice, "selection_number", "1")
    add(add(choice, "selection_extension"), "points_per_item", f"{worth:g}")
    return section


def _item(section: Element, ident: str, title: str, kind: str, worth: float, text: str) -> tuple[Element, Element]:
    """An item with its text and a box; its rules are still to come."""
    item = add(section, "item", ident=ident, title=title)
    _metadata(add(item, "itemmetadata"), {"question_type": kind, "points_possible": f"{worth:g}"})
    presentation = add(item, "presentation")
    _material(presentation, text)
    box = add(presentation, "response_str", ident="response1", rcardinality="Single")
    add(add(box, "render_fib", **({"fibtype": "Decimal"} if kind == "numerical_question" else {})), "response_label", ident="answer1")
    rules = add(item, "resprocessing")
    add(add(rules, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return item, rules


def _essay(section: Element, ident: str, title: str, worth: float, text: str) -> None:
    _, rules = _item(section, ident, title, "essay_question", worth, text)
    add(add(add(rules, "respcondition", **{"continue": "No"}), "conditionvar"), "other")


def _numerical(section: Element, ident: str, title: str, answer: Number | Formula, text: str, right: float, tolerance: float) -> None:
    item, rules = _item(section, ident, title, "numerical_question", answer.points, text)
    wrong = add(rules, "respcondition", **{"continue": "Yes"})
    add(add(wrong, "conditionvar"), "other")
    add(wrong, "displayfeedback", feedbacktype="Response", linkrefid="general_incorrect_fb")
    condition = add(rules, "respcondition", **{"continue": "No"})
    either = add(add(condition, "conditionvar"), "or")
    low, high = sorted((right * (1 - tolerance), right * (1 + tolerance)))
    add(either, "varequal", f"{right:.12g}", respident="response1")
    between = add(either, "and")
    add(between, "vargte", f"{low:.12g}", respident="response1")
    add(between, "varlte", f"{high:.12g}", respident="response1")
    add(condition, "setvar", "100", action="Set", varname="SCORE")
    _material(add(add(item, "itemfeedback", ident="general_incorrect_fb"), "flow_mat"), _comment(answer))


def _comment(answer: Number | Formula) -> str:
    slips = "".join(f"<li>{html.escape(slip.message, quote=False)}</li>" for slip in answer.slips)
    says = html.escape(f"Not right. {answer.hint}".strip(), quote=False)
    return f"<p>{says}</p><p>Does one of these sentences fit?</p><ul>{slips}</ul>" if slips else f"<p>{says}</p>"


def _metadata(parent: Element, fields: dict[str, str]) -> None:
    metadata = add(parent, "qtimetadata")
    for label, entry in fields.items():
        one = add(metadata, "qtimetadatafield")
        add(one, "fieldlabel", label)
        add(one, "fieldentry", entry)


def _material(parent: Element, text: str) -> None:
    add(add(parent, "material"), "mattext", text, texttype="text/html")
