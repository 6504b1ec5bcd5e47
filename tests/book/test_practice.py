"""Practice in the page: the numbers of `coursework.sheets` and the marks of `coursework.marking`, keys, small screens, and paper.

Most tests open a set on a page of its own, which needs no site. The last ones open the chapter of the built site.
"""

import random
import re

import pytest
from chapterkit.practice import PracticeTool
from coursework.folder import ASSIGNMENTS, load_sheet
from coursework.marking.questions import mark_question
from coursework.marking.sketches import mark_sketch
from coursework.practice.data import practice_set
from coursework.practice.numbers import practice_variants
from coursework.sheets.asked import Formula
from playwright.sync_api import expect
from support.axe import faults
from support.engines import ListeningHandler
from support.practice_answers import NONSENSE, ODD_FORMULAS, formula_answers, number_answers, sketch_answers
from support.tool_page import on_paper

from coldbook.page.tools import with_mathematics
from sitebuilder.serving import served

VARIANTS = {"price_of_coldness": 300, "expansion_and_inversion": 20, "machines": 20}
MAIN = "price_of_coldness"
TOOL = "document.querySelector('.practice-tool').practice"
READY = "() => Boolean(document.querySelector('.practice-tool')?.practice) && document.readyState === 'complete'"
TAKE = f"(seed) => {{ {TOOL}.take(seed); }}"
NUMBERS = f"(seeds) => seeds.map((seed) => {{ {TOOL}.take(seed); return [{TOOL}.variant, {TOOL}.numbers()]; }})"
SKETCH = f"([question, drawn]) => {{ const {{ credit, message }} = {TOOL}.sketchMark(question, drawn); return [credit, message]; }}"
MARKS = f"([question, answers]) => {TOOL}.marks(question, answers).map(({{ credit, message }}) => [credit, message])"


def sheet_of(name):
    return load_sheet(ASSIGNMENTS / f"{name}.py")


@pytest.fixture(scope="module")
def sets():
    return {name: practice_set(name, count) for name, count in VARIANTS.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, sets):
    path = tmp_path_factory.mktemp("practice")
    for name, given in sets.items():
        page = on_paper(with_mathematics(PracticeTool(given).page()))
        (path / f"{name}.html").write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def open_set(folder, visit):
    def opened(name=MAIN, fragment="", **options):
        page = visit((folder / f"{name}.html").as_uri() + fragment, **options)
        page.wait_for_function(READY)
        return page

    return opened


def variant_of(seed, count):
    """The rule of js/seed.js."""
    text = seed.strip().lower()
    if re.fullmatch("[0-9]{1,15}", text) or not text:
        return int(text or 0) % count
    number = 2166136261
    for byte in text.encode():
        number = (number ^ byte) * 16777619 % 2**32
    return number % count


# ---- the same numbers and marks as in Python ----


@pytest.mark.parametrize("name", VARIANTS)
def test_the_numbers_of_300_readers_are_those_that_the_sheet_draws(open_set, name):
    page, drawn = open_set(name), practice_variants(sheet_of(name), VARIANTS[name])
    seeds = ["", " 7 ", "Bea", "bea", "Åsa", "北京", "-3", "1.5", *map(str, range(300))]
    for seed, (variant, numbers) in zip(seeds, page.evaluate(NUMBERS, seeds), strict=True):
        assert variant == variant_of(seed, VARIANTS[name])
        assert numbers == dict(drawn[variant])
    assert dict(drawn[0]) == dict(sheet_of(name).practice())  # those of a notebook for practice
    assert page.troubles == []


def plain(message):
    """Without the name of a strange character, which the browser does not know."""
    return re.sub(r"(U\+[0-9A-F]{4,6}), [a-z ,-]+\)", r"\1)", message)


def tried(question, rubric, sheet, dice):
    """Answers to one question, as pairs of name and text."""
    for entry in rubric["answers"]:
        if entry["kind"] == "number":
            texts = list(number_answers(entry, dice, 25))
        else:
            formula = next(answer for answer in question.answers if answer.name == entry["name"])
            slips = [slip.value for slip in formula.slips]
            texts = list(formula_answers(formula, slips, dice, 20))
        yield from ([entry["name"], text] for text in texts)


def same_size(one, other):
    """Two messages that differ by at most the rounding of a number to four digits."""
    size = r"-?\d[\d.]*(?:e[+-]\d+)?"
    if re.sub(size, "#", one) != re.sub(size, "#", other):
        return False
    return all(float(a) == pytest.approx(float(b), rel=2e-3) for a, b in zip(re.findall(size, one), re.findall(size, other), strict=True))


@pytest.mark.parametrize("name", VARIANTS)
def test_a_thousand_answers_have_the_marks_of_coursework(open_set, name):
    page, sheet, dice = open_set(name), sheet_of(name), random.Random(name)
    drawn, kinds = practice_variants(sheet, VARIANTS[name]), {"right": 0, "partly": 0, "wrong": 0}
    for variant in (0, 1, 7):
        page.evaluate(TAKE, str(variant))
        rubric = sheet.rubric(drawn[variant], course="practice", version_digest="")
        for question, entry in zip(sheet.questions, rubric["questions"], strict=True):
            answers = list(tried(question, entry, sheet, dice))
            for (answer, text), (credit, message) in zip(answers, page.evaluate(MARKS, [question.id, answers]), strict=True):
                mark = next(one for one in mark_question(entry, {answer: text}).marks if one.name == answer)
                assert credit * mark.maximum == pytest.approx(mark.points, abs=1e-5), (answer, text, message, mark.message)
                assert message == plain(mark.message) or same_size(message, plain(mark.message)), (answer, text)
                kinds["right" if credit == 1 else "partly" if credit else "wrong"] += 1
    assert sum(kinds.values()) >= 1000 and min(kinds.values()) >= 80, kinds


def test_sketches_have_the_marks_of_coursework(open_set):
    page, sheet, dice = open_set(), sheet_of(MAIN), random.Random(6)
    [asked] = [question for question in sheet.questions if question.id == "offers"]
    credits = set()
    for variant in (0, 1, 7):
        page.evaluate(TAKE, str(variant))
        entry = asked.sketch.entry(practice_variants(sheet, VARIANTS[MAIN])[variant])
        for name, drawn in sketch_answers(entry, dice, 100):
            credit, message = mark_sketch(entry, drawn)
            assert page.evaluate(SKETCH, ["offers", drawn]) == [credit, message], (name, drawn)
            credits.add(credit)
    assert credits == {0, 0.25, 0.5, 0.75, 1}


@pytest.mark.parametrize("name", VARIANTS)
def test_nonsense_has_the_reason_of_coursework(open_set, name):
    page, sheet = open_set(name), sheet_of(name)
    rubric = sheet.rubric(sheet.practice(), course="practice", version_digest="")
    for entry in rubric["questions"]:
        for asked in entry["answers"]:
            texts = NONSENSE if asked["kind"] == "number" else ODD_FORMULAS
            marks = page.evaluate(MARKS, [entry["id"], [[asked["name"], text] for text in texts]])
            for text, (_, message) in zip(texts, marks, strict=True):
                mark = next(one for one in mark_question(entry, {asked["name"]: text}).marks if one.name == asked["name"])
                assert message == plain(mark.message) or same_size(message, plain(mark.message)), (asked["name"], text)


def test_every_unit_of_pint_is_read_alike(open_set, sets):
    page, dice = open_set(), random.Random(1)
    names = [name for name in sets[MAIN]["reading"]["units"] if name != "%"]
    prefixes = [name for name, _ in sets[MAIN]["reading"]["prefixes"]]
    words = dice.sample(names, 250) + [dice.choice(prefixes) + dice.choice(names) + dice.choice(["", "s"]) for _ in range(250)]
    [entry] = [
        one for one in sheet_of(MAIN).rubric(sheet_of(MAIN).practice(), course="", version_digest="")["questions"] if one["id"] == "bench"
    ]
    marks = page.evaluate(MARKS, ["bench", [["T_honest", f"3.5 {word}"] for word in words]])
    for word, (_, message) in zip(words, marks, strict=True):
        [mark] = [one for one in mark_question(entry, {"T_honest": f"3.5 {word}"}).marks if one.name == "T_honest"]
        assert message == mark.message, word


# ---- what a reader does ----


def question(page, name):
    return page.locator(f'[data-question="{name}"]')


def test_a_question_by_keys_alone(open_set):
    page, sheet = open_set(), sheet_of(MAIN)
    numbers = sheet.practice()
    page.get_by_label("fraction", exact=True).focus()
    page.keyboard.type(f"{sheet.value('fraction', numbers):.5g}".replace(".", ","))
    page.keyboard.press("Tab")
    page.keyboard.type(f"{numbers.T_hot * sheet.value('entropy_made', numbers):.5g}")
    page.keyboard.press("Tab")
    page.keyboard.type("very cold")
    page.keyboard.press("Enter")
    said = question(page, "bench").locator(".pr-message").all_inner_texts()
    assert said[0] == "Right. 1 of 1 point."
    assert said[1] == "This is the power that is lost, and not the entropy: divide by a temperature. 1 of 2 points."
    assert said[2] == "T_honest is a text that does not begin with a number; write it as in 3.48 K."
    expect(page.get_by_label("entropy_made", exact=True)).to_be_focused()  # the first that is not right yet
    expect(page.get_by_label("T_honest", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("status")).to_contain_text("2 of 28 points so far.")
    page.keyboard.type("1")
    assert question(page, "bench").locator(".pr-message").nth(1).inner_text() == ""  # what is typed anew is not marked yet
    expect(page.get_by_role("status")).to_contain_text("1 of 28 points so far.")
    assert page.get_by_label("fraction", exact=True).get_attribute("aria-invalid") is None
    page.get_by_label("cop_heat", exact=True).fill("T_C (T_D - T_H)")
    page.keyboard.press("Enter")
    expect(question(page, "heat_driven").locator(".pr-message").nth(1)).to_contain_text("reads as a function")
    assert question(page, "heat_driven").locator(".pr-message").all_inner_texts()[0::2] == ["", ""]  # not answered yet is not wrong
    assert page.troubles == []


def test_other_numbers_clear_numbers_and_keep_formulas(open_set):
    page = open_set()
    page.get_by_label("fraction", exact=True).fill("0.1")
    page.get_by_label("rejected_ratio", exact=True).fill("1")
    page.keyboard.press("Enter")
    before = question(page, "bench").locator("[data-number]").all_inner_texts()
    page.get_by_role("button", name="New numbers").click()
    assert question(page, "bench").locator("[data-number]").all_inner_texts() != before
    assert page.get_by_label("fraction", exact=True).input_value() == ""
    assert page.get_by_label("rejected_ratio", exact=True).input_value() == "1"
    assert question(page, "heat_driven").locator(".pr-message").first.inner_text() != ""


def test_a_link_has_the_same_numbers(open_set):
    page = open_set()
    page.get_by_label("Your name, or any number").fill("Bea & co = 5 %")
    page.keyboard.press("Enter")
    page.get_by_label("Your name, or any number").blur()
    shown = question(page, "bench").locator("[data-number]").all_inner_texts()
    fragment = page.evaluate("() => location.hash")
    again = open_set(fragment=fragment)
    assert question(again, "bench").locator("[data-number]").all_inner_texts() == shown
    assert again.get_by_label("Your name, or any number").input_value() == "Bea & co = 5 %"
    again.evaluate("() => { location.hash = '#practice='; }")
    again.wait_for_function(f"() => {TOOL}.variant === 0")


@pytest.mark.parametrize("fragment", ["", "#", "#practice=", "#%E0%A4%A", "#sizing=1&cold=4", "#a-section"])
def test_another_address_has_the_numbers_of_the_start(open_set, fragment):
    page = open_set(fragment=fragment)
    assert page.evaluate(f"() => {TOOL}.variant") == 0 and page.troubles == []


def test_a_question_without_marks_has_its_model_answer(open_set):
    page = open_set()
    model = page.locator(".pr-model")
    expect(model.locator("img")).to_be_hidden()
    page.get_by_label("Your sentences, for yourself").fill("Half the conductance at 77 K.")
    page.get_by_role("button", name="Show the model answer").click()
    expect(model.locator("img")).to_be_visible()
    assert model.locator("img").evaluate("(picture) => picture.naturalWidth") > 300
    expect(model).to_contain_text("the student says so or shows it")
    expect(model.locator("summary")).to_be_focused()


def dot(page, line, place):
    return page.get_by_role("slider", name=f"{line}, temperature of the stage, K {place}", exact=True)


def put(page, line, place, height):
    """Move a dot by keys: to the bottom, then up."""
    dot(page, line, place).focus()
    page.keyboard.press("Home")
    for _ in range(round(height * 10)):
        page.keyboard.press("PageUp")
    for _ in range(abs(steps := round(100 * height) - 10 * round(height * 10))):
        page.keyboard.press("ArrowUp" if steps > 0 else "ArrowDown")


def test_a_sketch_by_keys_alone(open_set):
    page, sheet = open_set(), sheet_of(MAIN)
    sketch = question(page, "offers")
    sketch.get_by_role("button", name="Check").press("Enter")
    assert sketch.locator(".pr-message").inner_text() == "✗ Nothing is drawn yet: drag the dots. 0 of 4 points."[2:]
    for line in sheet.questions[-1].sketch.entry(sheet.practice())["lines"]:
        for place, right in zip(line["at"], line["right"], strict=True):
            put(page, line["name"], place, round(right, 2))
            expect(dot(page, line["name"], place)).to_have_attribute("aria-valuetext", f"{round(right, 2):g}")
    sketch.get_by_role("button", name="Check").press("Enter")
    assert sketch.locator(".pr-message").inner_text() == "Right, as far as a sketch can show it. 4 of 4 points."
    expect(page.get_by_role("status")).to_contain_text(
        "Sketch: Right, as far as a sketch can show it. 4 of 4 points. 4 of 28 points so far."
    )
    put(page, "one shield", 150, 0.8)
    assert sketch.locator(".pr-message").inner_text() == ""  # what is drawn anew is not marked yet
    sketch.get_by_role("button", name="Check").press("Enter")
    assert sketch.locator(".pr-message").inner_text().startswith("At 150 K your shield saves too much")
    assert page.troubles == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_sketch_by_finger(open_set, width):
    page = open_set(viewport={"width": width, "height": 800}, has_touch=True)
    handle = dot(page, "one shield", 12)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    before, x, y = page.evaluate("() => scrollY"), box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, points in (("touchStart", [y]), ("touchMove", [y + 20]), ("touchMove", [y + 60]), ("touchEnd", [])):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": place} for place in points]})
    expect(handle).not_to_have_attribute("aria-valuetext", "1")
    assert 0.4 < float(handle.get_attribute("aria-valuenow")) < 0.9
    assert page.evaluate("() => scrollY") == before  # the page did not scroll instead
    expect(dot(page, "one shield", 5)).to_have_attribute("aria-valuetext", "1")


def test_nothing_is_stored(open_set):
    page = open_set()
    page.get_by_label("fraction", exact=True).fill("0.1")
    page.keyboard.press("Enter")
    assert page.evaluate("() => [document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


# ---- for everybody ----


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_axe_finds_nothing(open_set, width, scheme):
    page = open_set(viewport={"width": width, "height": 800})
    page.evaluate("(scheme) => { document.documentElement.dataset.theme = scheme; }", scheme)
    behind = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    assert behind == ("rgb(18, 18, 18)" if scheme == "dark" else "rgb(255, 255, 255)")
    page.get_by_label("fraction", exact=True).fill("nonsense")
    page.get_by_label("T_honest", exact=True).fill("1000")
    page.keyboard.press("Enter")
    page.get_by_label("cop_heat", exact=True).fill("T_cold/T_hot + 1")
    page.keyboard.press("Enter")
    answers = {answer.name: answer for one in sheet_of(MAIN).questions for answer in one.answers}
    for asked in ("T_honest", "cop_heat"):  # neither fits a slip
        expect(page.locator(f"#practice-{MAIN}-{asked}-message")).to_contain_text(answers[asked].hint)
    page.get_by_role("button", name="Show the model answer").click()
    put(page, "one shield", 12, 0.6)
    question(page, "offers").get_by_role("button", name="Check").click()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    small = """() => [...document.querySelectorAll('.practice-tool :is(button, input, textarea, summary, [role=slider])')].filter((part) => {
      const { width, height } = part.getBoundingClientRect();
      return Math.min(width, height) < 24;
    }).map((part) => part.outerHTML)"""
    assert page.evaluate(small) == []
    assert faults(page) == []


def test_there_is_one_polite_region_and_every_field_has_a_name(open_set):
    page = open_set()
    assert page.locator("[aria-live], [role=status], [role=alert]").count() == 1
    nameless = "() => [...document.querySelectorAll('.practice-tool :is(input, textarea)')].filter((field) => !field.labels.length).map((field) => field.id)"
    assert page.evaluate(nameless) == []
    described = "() => [...document.querySelectorAll('.practice-tool [aria-describedby]')].every((field) => field.getAttribute('aria-describedby').split(' ').every((id) => document.getElementById(id)))"
    assert page.evaluate(described)


def test_paper_and_pages_without_scripts_have_the_questions_with_the_numbers_of_the_start(open_set, folder, browser):
    page = open_set()
    shown = question(page, "bench").locator("[data-number]").all_inner_texts()
    page.emulate_media(media="print")
    assert question(page, "offers").is_visible() and not page.locator("input, textarea, .pr-model").first.is_visible()
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto((folder / f"{MAIN}.html").as_uri())
    assert still.locator('[data-question="bench"] [data-number]').all_inner_texts() == shown
    assert still.locator("math").count() > 5 and "\\(" not in still.locator(".practice-tool").inner_text()
    context.close()


def test_a_notebook_shows_the_same(monkeypatch, sets):
    tool = PracticeTool(sets[MAIN])
    monkeypatch.delenv("LIVEFIGURE_STATIC", raising=False)
    alive = tool._repr_mimebundle_()
    assert "<style>" in alive["text/html"] and "<script>(() =>" in alive["text/html"] and "28 points" in alive["text/plain"]
    monkeypatch.setenv("LIVEFIGURE_STATIC", "1")
    still = tool._repr_mimebundle_()["text/html"]
    assert "<style>" not in still and still.count("<script") == still.count('<script type="application/json">') == 1


def test_one_set_of_a_page_brings_the_units(monkeypatch, sets, folder, visit):
    monkeypatch.setenv("LIVEFIGURE_STATIC", "1")
    first, second = PracticeTool(sets[MAIN]).page(), PracticeTool(sets["machines"], units=False)._html()
    assert first.count('"reading"') == 1 and '"reading"' not in second
    (folder / "both.html").write_text(first.replace("</main>", f"{second}</main>"), encoding="utf-8")
    page = visit((folder / "both.html").as_uri())
    page.wait_for_function(READY)
    name = next(answer["name"] for answer in sets["machines"]["questions"][0]["answers"] if answer["kind"] == "number")
    marks = "([question, name]) => document.querySelectorAll('.practice-tool')[1].practice.marks(question, [[name, '3 cd']])[0].message"
    assert "has the unit cd" in page.evaluate(marks, [sets["machines"]["questions"][0]["id"], name])
    monkeypatch.delenv("LIVEFIGURE_STATIC")
    assert '"reading"' in PracticeTool(sets["machines"], units=False)._html()  # a notebook's output stands alone
    assert page.troubles == []


def test_formulas_do_not_travel_with_the_page(sets):
    [heat_driven] = [one for one in PracticeTool(sets[MAIN]).specification()["questions"] if one["id"] == "heat_driven"]
    formula = next(answer for answer in sheet_of(MAIN).questions[1].answers if isinstance(answer, Formula))
    assert not any("formula" in answer or str(formula.value) in str(answer) for answer in heat_driven["answers"])


# ---- in Firefox and WebKit ----


@pytest.fixture(scope="module")
def server(folder):
    with served(folder, ListeningHandler) as server:
        yield server.address


PLACE = """(selector) => {
  const part = document.querySelector(selector);
  part.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = part.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
FOCUS = "(selector) => document.querySelector(selector).focus()"
MESSAGE = "(selector) => document.querySelector(`${selector} .pr-message`).textContent"
PAGE_UP, ARROW_UP = "\ue00e", "\ue013"


def handle(line, place):
    return f'[role=slider][aria-label="{line}, temperature of the stage, K {place}"]'


def height(engine, selector):
    return engine.run("(selector) => Number(document.querySelector(selector).getAttribute('aria-valuenow'))", selector)


def test_answers_and_a_sketch_in_another_browser(engine, server):
    sheet = sheet_of(MAIN)
    numbers = sheet.practice()
    engine.open(f"{server}/{MAIN}.html")
    engine.wait(READY)
    slip = numbers.T_hot * sheet.value("entropy_made", numbers)
    for name, text in (("fraction", f"{sheet.value('fraction', numbers):.5g}"), ("entropy_made", f"{slip:.5g}"), ("T_honest", "3.5 W")):
        engine.run(FOCUS, f"#practice-{MAIN}-{name}")
        engine.press(*text)
    engine.drag(engine.run(PLACE, '[data-question="bench"] [type=submit]'))
    said = engine.run("() => [...document.querySelectorAll('[data-question=\"bench\"] .pr-message')].map((line) => line.textContent)")
    assert said == [
        "Right. 1 of 1 point.",
        "This is the power that is lost, and not the entropy: divide by a temperature. 1 of 2 points.",
        "T_honest has the unit W, of power; a temperature in K is asked for.",
    ]
    lines = sheet.questions[-1].sketch.entry(numbers)["lines"]
    tall = engine.run("() => document.querySelector('.pr-drawing').getBoundingClientRect().height") * 214 / 270 / 1.2  # one unit of power
    for line in lines:
        for place, right in zip(line["at"], line["right"], strict=True):
            dot = handle(line["name"], place)
            x, y = engine.run(PLACE, dot)
            engine.drag((x, y), (x, y + 20), (x, y + (1 - right) * tall), finger=engine.has_fingers)
            assert height(engine, dot) == pytest.approx(right, abs=0.04), (line["name"], place)
    last = handle("one shield", 150)
    engine.run(FOCUS, last)
    before = height(engine, last)
    engine.press(PAGE_UP, ARROW_UP)
    assert height(engine, last) == pytest.approx(before + 0.11)
    engine.drag(engine.run(PLACE, '[data-question="offers"] .pr-sketch + button'))
    assert engine.run(MESSAGE, '[data-question="offers"]').startswith("At 150 K your shield saves too little")
    engine.run(FOCUS, last)
    engine.press("Home", *([PAGE_UP] * 10), *(["\ue015"] * 3))
    engine.drag(engine.run(PLACE, '[data-question="offers"] .pr-sketch + button'))
    assert engine.run(MESSAGE, '[data-question="offers"]') == "Right, as far as a sketch can show it. 4 of 4 points."
    assert engine.troubles() == []


# ---- the chapter ----


def test_the_chapter(visit, address):
    page = visit(address("practice"))
    page.wait_for_function(READY)
    assert page.locator(".practice-tool").count() == len(VARIANTS)
    page.get_by_label("Your name, or any number").first.fill("bea")
    page.get_by_label("Your name, or any number").first.blur()
    assert {field.input_value() for field in page.get_by_label("Your name, or any number").all()} == {"bea"}
    assert "\\(" not in page.locator("article").inner_text()
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page.troubles == []
    assert faults(page) == []  # it takes the page apart
