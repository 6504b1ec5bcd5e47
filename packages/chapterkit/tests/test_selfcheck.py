"""Self-checks as a reader meets them on a page: what a field takes, what it says, and what is there without scripts."""

import json
import re

import pytest
from chapterkit.selfcheck import ask, choice, question
from chapterkit.selfcheck.form import for_notebook, form, script

KRYPTON = question(
    "What is its highest inversion temperature, in kelvin?",
    1412.3,
    "2a/(Rb).",
    mistakes={706.2: "That is the Boyle temperature."},
    unit="K",
)
SHARE = question("What percentage is left?", 5, "Divide.", mistakes={0.05: "That is the fraction."}, unit="%")
LEAK = question("How many milliwatts may leak in?", -1.8, "Mind the sign.", unit="mW")
RATIO = question("How many joules per joule?", 233 / 77, "Divide.")
ICE = choice("Does ice float?", "yes", "It is lighter than water.", {"no": "It would be heavier then.", "if $T < T_m$": "Always."})
RIGHT, TWO_WAYS = "Right.", "can be read in two ways: write it without the comma, or with a point."


@pytest.fixture(scope="module")
def tabs(browser):
    """A tab with scripts, and one without."""
    contexts = {scripts: browser.new_context(java_script_enabled=scripts) for scripts in (True, False)}
    yield {scripts: context.new_page() for scripts, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture
def put(tabs):
    """put(question, ...) -> a page with these questions alone."""

    def make(*questions, scripts=True):
        page = tabs[scripts]
        page.goto("about:blank")
        body = "".join(map(form, questions))
        page.set_content(f'<!doctype html><html lang="en"><title>Questions</title><body>{body}<script>{script()}</script></body></html>')
        return page

    return make


def answered(page, text):
    """(whether the page says that an answer is right, or nothing if it is no answer, what it says)."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")
    said = page.get_by_role("status")
    return {"true": True, "false": False, "": None}[said.get_attribute("data-right")], said.text_content()


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        (KRYPTON, ["1412", "1412 K", "1 412", "1\u202f412 K", "1412,3", "1.412e3", "1.412x10^3", "1,41 × 10³ K", "1.41 kK", "1139 °C"]),
        (SHARE, ["5", "5 %", "5,0%", "0.05e2", "10/2", "50e-1 %"]),
        (LEAK, ["-1.8", "\u22121,8 mW", "-0.0018 W", "-1800 µW"]),
        (RATIO, ["3.026", "3,03", "233/77", " 233 / 77 "]),
    ],
)
def test_a_right_number_is_right_in_all_its_spellings(put, asked, texts):
    page = put(asked)
    assert {text: answered(page, text) for text in texts} == dict.fromkeys(texts, (True, RIGHT))


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        (KRYPTON, "1,412", f"1,412 {TWO_WAYS}"),
        (KRYPTON, "1,412 K", f"1,412 {TWO_WAYS}"),
        (KRYPTON, "hot", "Write a number such as 4.2, alone or with a unit such as K."),
        (KRYPTON, "", "Write a number such as 4.2, alone or with a unit such as K."),
        (KRYPTON, "1412 W", "W is not understood here: write a number, alone or with the unit K."),
        (KRYPTON, "0x584", "x584 is not understood here: write a number, alone or with the unit K."),
        (RATIO, "three", "Write a number such as 4.2."),
        (RATIO, "1/0", "Write a number such as 4.2."),
        (RATIO, "1,412/2", f"1,412 {TWO_WAYS}"),
        (RATIO, "3 W", "W is not understood here: write a number alone."),
    ],
)
def test_what_cannot_be_read_is_no_wrong_answer(put, asked, text, said):
    assert answered(put(asked), text) == (None, said)


def test_each_wrong_number_gets_the_reply_that_is_for_it(put):
    page = put(KRYPTON)
    assert answered(page, "700") == (False, "That is the Boyle temperature.")
    assert answered(page, "1440 K") == (False, "Close, but not within 1 %: check the rounding of intermediate results.")
    assert answered(page, "-1412") == (False, "Not right. 2a/(Rb).")
    assert answered(put(SHARE), "0,05") == (False, "That is the fraction.")


def test_a_choice_says_why(put):
    page = put(ICE)
    page.get_by_role("button").click()
    said = page.get_by_role("status")
    assert said.text_content() == "Choose an answer first." and said.get_attribute("data-right") == ""
    for name, right, reason in (("no", "false", "It would be heavier then."), ("yes", "true", "Right. It is lighter than water.")):
        page.get_by_label(name, exact=True).check()
        page.get_by_role("button").click()
        assert (said.get_attribute("data-right"), said.text_content()) == (right, reason)


def test_what_was_said_goes_when_another_answer_is_begun(put):
    page = put(KRYPTON, ICE)
    number, decision = page.locator("form").all()
    assert number.get_by_role("textbox").get_attribute("aria-invalid") is None
    number.get_by_role("button").click()
    assert number.get_by_role("textbox").get_attribute("aria-invalid") == "true"
    number.get_by_role("textbox").press("1")
    assert number.get_by_role("status").text_content() == "" and number.get_by_role("textbox").get_attribute("aria-invalid") is None
    decision.get_by_label("yes").check()
    decision.get_by_role("button").click()
    decision.get_by_label("no").check()
    assert decision.get_by_role("status").text_content() == ""


def test_the_keyboard_is_enough_and_a_message_is_said_once(put):
    page = put(KRYPTON, ICE)
    page.evaluate("""() => {
      window.said = [];
      for (const status of document.querySelectorAll('[role=status]')) {
        new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
      }
    }""")
    page.keyboard.press("Tab")
    page.keyboard.type("hot")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the button
    page.keyboard.press("Tab")  # the first question's last stop
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    said = [text for text in page.evaluate("said") if text]
    assert said == ["Write a number such as 4.2, alone or with a unit such as K.", "It would be heavier then."]
    # Nothing else repeats it: neither the description of a field nor another live region.
    assert page.locator("[aria-describedby], [aria-errormessage], [aria-live]").count() == 0 and page.get_by_role("status").count() == 2


def test_the_unit_is_shown_and_said_beside_the_field(put):
    page = put(KRYPTON)
    assert (
        page.get_by_role("group", name="What is its highest inversion temperature, in kelvin?")
        .get_by_label("Your answer, in K")
        .is_visible()
    )
    assert page.locator(".quiz-box").inner_text().strip() == "K"
    assert put(RATIO).get_by_label("Your answer", exact=True).is_visible()


@pytest.mark.parametrize(("asked", "keyboard"), [(KRYPTON, "decimal"), (LEAK, "text")])
def test_a_phone_offers_the_keys_that_an_answer_needs(put, asked, keyboard):
    assert put(asked).get_by_role("textbox").get_attribute("inputmode") == keyboard


def test_without_scripts_the_answer_is_there_on_demand(put):
    page = put(KRYPTON, ICE, scripts=False)
    for number, right in enumerate(["1412\u00a0K", "yes"]):
        shown = page.locator(".quiz-right").nth(number)
        assert not shown.is_visible()
        page.get_by_text("Answer", exact=True).nth(number).click()
        assert shown.is_visible() and shown.text_content() == right
    assert not put(KRYPTON).get_by_text("Answer", exact=True).is_visible()


def test_a_text_is_no_markup_and_formulas_are_marked():
    asked = question("Is $a < b$ if <i> costs $5-$6 or $7?", 1.0, "R & D: $x_1$, $y$.")
    shown = form(asked)
    assert 'Is <span class="quiz-formula">a &lt; b</span> if &lt;i&gt; costs $5-$6 or $7?' in shown
    assert 'R &amp; D: <span class="quiz-formula">x_1</span>, <span class="quiz-formula">y</span>.' in shown
    assert for_notebook(asked)["question"] == r"Is \(a &lt; b\) if &lt;i&gt; costs &#36;5-&#36;6 or &#36;7?"
    assert form(choice("Is it?", "<b>", "$x$.", {"no": "No."})).count("&lt;b&gt;") == 2  # to choose, and as the answer


def test_a_notebook_gets_the_same_question(monkeypatch):
    monkeypatch.delenv("LIVEFIGURE_STATIC", raising=False)
    shown = outputs_of(lambda: ask(KRYPTON, ICE))
    (source,) = re.findall(r"var questions\w+=(.*);\n", shown[1]["application/javascript"])
    assert json.loads(source) == [for_notebook(KRYPTON), for_notebook(ICE)]
    assert for_notebook(ICE)["answers"][0]["answer"] == r"if \(T &lt; T_m\)"


def test_a_page_gets_forms_alone(monkeypatch):
    monkeypatch.setenv("LIVEFIGURE_STATIC", "1")
    (shown,) = outputs_of(lambda: ask(KRYPTON, ICE))
    assert shown["text/html"] == form(KRYPTON) + form(ICE)
    assert shown["text/plain"] == "What is its highest inversion temperature, in kelvin?\nDoes ice float?"


def outputs_of(action):
    """What a cell shows."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    InteractiveShell.instance()
    try:
        with capture_output() as shown:
            action()
    finally:
        InteractiveShell.clear_instance()
    return [output.data for output in shown.outputs]
