"""The example of the README on pages: one that loads the script, one that is a file of its own, a module, a bare host of widgets."""

import json

import pytest
from gallery import MAKERS
from hosts import CURVE, example, moves
from livefigure import LiveFigure, classic_script, stylesheet
from livefigure.assets import module
from livefigure.hosts import mimebundle, static_html

PLAIN = '<!doctype html><html{theme}><meta charset="utf-8"><link rel="icon" href="data:,">{body}</html>'
# A page that is dark and says so to nobody, with a figure in a shadow root.
BARE_HOST = PLAIN.format(
    theme="",
    body="""<style>body {{ background: {background}; color: {ink}; }}</style><div id="host"></div><script type="module">
import widget from "./figure.mjs";
{model}
const shadow = document.getElementById("host").attachShadow({{ mode: "open" }});
shadow.innerHTML = "<div></div>";
await widget.render({{ model, el: shadow.querySelector("div") }});
window.ready = true;
</script>""",
)
# What MyST's `{anywidget}`, and any host of ES modules without widgets, offers: `get`, `set` and `on` of plain values.
MODEL = """const values = await (await fetch("./values.json")).json();
const model = { get: (name) => values[name], set: (name, value) => { values[name] = value; }, on() {} };"""
INK = "(root) => getComputedStyle(root.querySelector('.lf-status')).color"
LIGHT_INK, DARK_INK = "rgb(31, 35, 40)", "rgb(230, 232, 235)"  # the colour "ink" on a light page and on a dark one


@pytest.fixture
def pendulum():
    """The figure that the README's example ends with."""
    setup, last = example().rsplit("\nLiveFigure(", 1)
    namespace = {}
    exec(setup, namespace)
    return eval(f"LiveFigure({last}", namespace)


def test_the_example_of_the_readme_is_short_and_makes_a_figure(pendulum):
    assert isinstance(pendulum, LiveFigure)
    assert pendulum.filled("{period}", pendulum.state(length=1)).startswith("2.01")  # 2 pi sqrt(1/9.81)


def test_on_a_plain_page_the_example_is_alive(pendulum, tmp_path, visit, serve):
    body = f"<style>{stylesheet()}</style>{static_html(pendulum)}<script>{classic_script()}</script>"
    (tmp_path / "index.html").write_text(PLAIN.format(theme="", body=body), encoding="utf-8")
    page = visit(f"{serve(tmp_path)}/index.html")
    assert moves(page.locator("#pendulum-live"), page) and not page.troubles


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_its_own_is_alive_from_a_folder(pendulum, tmp_path, visit, scheme):
    pendulum.to_html(tmp_path / "pendulum.html")
    assert [path.name for path in tmp_path.iterdir()] == ["pendulum.html"]
    page = visit((tmp_path / "pendulum.html").as_uri(), color_scheme=scheme)
    root = page.locator("#pendulum-live")
    assert moves(root, page, "End") and not page.troubles
    assert root.locator("dd").first.inner_text().startswith("4.01")  # 2 pi sqrt(4/9.81)
    page.wait_for_function("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))")
    assert root.evaluate(INK) == (DARK_INK if scheme == "dark" else LIGHT_INK)
    assert page.title() == "A pendulum swings to and fro; a longer one swings more slowly"


def test_without_scripts_a_page_of_its_own_shows_the_drawing(pendulum, tmp_path, visit):
    pendulum.to_html(tmp_path / "pendulum.html")
    page = visit((tmp_path / "pendulum.html").as_uri(), java_script_enabled=False)
    assert page.get_by_role("img", name=pendulum.alt).first.bounding_box()["height"] > 200


RUN_CELL = """(html) => {
  const output = document.getElementById("output");
  output.replaceChildren(document.createRange().createContextualFragment(html));
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
}"""
EVENTS = """() => {
  dispatchEvent(new Event("beforeprint"));
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  document.body.style.color = "black"; // a change of theme
}"""


def test_a_figure_that_a_notebook_makes_again_is_not_kept_in_memory(tmp_path, visit, monkeypatch):
    monkeypatch.delenv("LIVEFIGURE_STATIC", raising=False)
    html = mimebundle(MAKERS["fig-machine"]())["text/html"]
    (tmp_path / "notebook.html").write_text(PLAIN.format(theme="", body='<div id="output"></div>'), encoding="utf-8")
    page = visit((tmp_path / "notebook.html").as_uri())
    page.evaluate("window.made = []")
    for _ in range(3):
        page.evaluate(RUN_CELL, html)
        page.evaluate("made.push(new WeakRef(document.querySelector('.live-figure')))")
        page.evaluate(EVENTS)
    for _ in range(50):
        page.request_gc()
        if (kept := page.evaluate("made.map((figure) => Boolean(figure.deref()))")) == [False, False, True]:
            break
        page.wait_for_timeout(100)
    assert kept == [False, False, True]
    # One that was taken out of the page only for a while, as JupyterLab does with cells that are scrolled away, still hears what happens.
    page.evaluate("window.kept = document.querySelector('.live-figure'); kept.remove()")
    page.evaluate(EVENTS)
    page.evaluate("document.getElementById('output').append(kept)")
    root = page.locator(".live-figure")
    root.get_by_role("button", name="Play", exact=True).click()
    root.get_by_role("button", name="Pause", exact=True).wait_for()
    page.keyboard.press("Escape")
    assert root.get_by_role("button", name="Play", exact=True).count() == 1
    page.evaluate("document.body.style.background = 'black'")
    page.wait_for_function("() => document.querySelector('.live-figure').hasAttribute('data-dark')")
    assert not page.troubles


def bare(page, root, pendulum):
    page.wait_for_function("window.ready")
    assert root.locator("input[type=range]").count() == len(pendulum.sliders)
    assert moves(root, page, "End") and not page.troubles
    assert root.locator("dd").first.inner_text().startswith("4.01")


@pytest.mark.parametrize("controls", [None, ["IPY_MODEL_1", "IPY_MODEL_2"]], ids=["no models", "models it cannot resolve"])
def test_a_host_without_widget_models_gets_native_sliders(pendulum, tmp_path, visit, serve, controls):
    body, specification = pendulum.markup
    values = {"markup": f"<style>{stylesheet()}</style>{body}", "specification": specification, "controls": controls}
    (tmp_path / "figure.mjs").write_text(module(), encoding="utf-8")
    (tmp_path / "values.json").write_text(json.dumps(values), encoding="utf-8")
    (tmp_path / "index.html").write_text(BARE_HOST.format(background="#fff", ink="#222", model=MODEL), encoding="utf-8")
    page = visit(f"{serve(tmp_path)}/index.html")
    bare(page, page.locator("#host .live-figure"), pendulum)


@pytest.mark.parametrize(("background", "ink"), [("#1b1f24", "#e0e0e0"), ("oklch(0.2 0.01 250)", "#e0e0e0")])
def test_a_module_of_its_own_follows_the_theme_into_a_shadow_root(pendulum, tmp_path, visit, serve, background, ink):
    pendulum.to_module(tmp_path / "figure.mjs")
    (tmp_path / "index.html").write_text(
        BARE_HOST.format(background=background, ink=ink, model="const model = undefined;"), encoding="utf-8"
    )
    page = visit(f"{serve(tmp_path)}/index.html")
    root = page.locator("#host .live-figure")
    bare(page, root, pendulum)
    assert root.evaluate(INK) == DARK_INK
    page.evaluate("document.body.style.cssText = 'background: white; color: black'")  # the reader turns on the light
    page.wait_for_function("() => !document.getElementById('host').shadowRoot.querySelector('.live-figure').hasAttribute('data-dark')")
    assert root.evaluate(INK) == LIGHT_INK


def test_a_number_is_typed_with_a_point_or_a_comma(pendulum, tmp_path, visit):
    pendulum.to_html(tmp_path / "pendulum.html")
    page = visit((tmp_path / "pendulum.html").as_uri())
    root = page.locator("#pendulum-live")
    box = root.get_by_role("textbox").first
    drawn = {}
    for typed in ("2.5", "2,5", " 2,50 ", "2.5 m", "250 cm", "25e-1m"):
        box.fill(typed)
        drawn[root.evaluate(CURVE)] = root.locator("dd").first.inner_text()
    assert list(drawn.values()) == ["3.17\u00a0s"]  # 2 pi sqrt(2.5/9.81)
    complaint = root.locator(".lf-complaint").first
    for typed, words in {
        "1,500": "1,500 can be read in two ways: write it without the comma, or with a point.",
        "2.5.1": ".1 is not understood here: write a number, alone or with the unit m.",
        "2 K": "K is not understood here: write a number, alone or with the unit m.",
        "two": "Write a number such as 4.2, alone or with a unit such as m.",
        "25": "Length goes from 0.1 to 4\u00a0m.",
    }.items():
        box.fill(typed)
        assert box.get_attribute("aria-invalid") == "true", typed
        assert complaint.inner_text() == words
        assert set(drawn) == {root.evaluate(CURVE)}
    box.blur()
    assert complaint.text_content() == "" and box.input_value() == "2.5"
