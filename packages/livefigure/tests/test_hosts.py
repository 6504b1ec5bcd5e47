"""The example of the README, on a page, and in a host that offers a model and an element and nothing else."""

import json
import re
from pathlib import Path

import pytest
from livefigure import LiveFigure, classic_script, stylesheet
from livefigure.assets import module
from livefigure.hosts import STATIC, static_html

README = Path(__file__).parents[1] / "README.md"

# What MyST's `{anywidget}`, and any host of ES modules without widgets, offers: `get`, `set` and `on` of plain values, in a shadow root.
BARE_HOST = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="host"></div><script type="module">
import widget from "./figure.js";
const values = await (await fetch("./values.json")).json();
const model = {{ get: (name) => values[name], set: (name, value) => {{ values[name] = value; }}, on() {{}}, off() {{}}, save_changes() {{}} }};
const shadow = document.getElementById("host").attachShadow({{ mode: "open" }});
shadow.innerHTML = "<style>" + {style!r} + "</style><div></div>";
await widget.render({{ model, el: shadow.querySelector("div") }});
window.ready = true;
</script>"""

CURVE = "(root) => [...root.querySelectorAll('.lf-wide path[d]')].map((path) => path.getAttribute('d')).join()"


@pytest.fixture
def pendulum():
    """The figure that the README's example ends with."""
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.S)
    *setup, last = re.split(r"\n(?=LiveFigure\()", example)
    namespace = {}
    exec("\n".join(setup), namespace)
    return eval(last, namespace)


def test_the_example_of_the_readme_is_short_and_makes_a_figure(pendulum):
    assert isinstance(pendulum, LiveFigure)
    assert pendulum.filled("{period}", pendulum.state(length=1)).startswith("2.01")  # 2 pi sqrt(1/9.81)


def moves(root, page):
    """Whether a slider by its keys moves what is drawn."""
    before = root.evaluate(CURVE)
    root.locator("input[type=range]").first.focus()
    page.keyboard.press("End")
    return root.evaluate(CURVE) != before


def test_on_a_plain_page_the_example_is_alive(pendulum, tmp_path, visit, serve):
    page = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>{stylesheet()}</style>{static_html(pendulum)}<script>{classic_script()}</script>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    opened = visit(f"{serve(tmp_path)}/index.html")
    root = opened.locator("#pendulum-live")
    root.locator(".lf-tools").wait_for()
    assert moves(root, opened) and not opened.troubles


@pytest.mark.parametrize("controls", [None, ["IPY_MODEL_1", "IPY_MODEL_2"]], ids=["no models", "models it cannot resolve"])
def test_a_host_without_widget_models_gets_native_sliders(pendulum, tmp_path, visit, serve, controls):
    body, specification = pendulum.markup
    values = {"markup": body, "specification": specification, "controls": controls}
    (tmp_path / "figure.js").write_text(module(), encoding="utf-8")
    (tmp_path / "values.json").write_text(json.dumps(values), encoding="utf-8")
    (tmp_path / "index.html").write_text(BARE_HOST.format(style=stylesheet()), encoding="utf-8")
    opened = visit(f"{serve(tmp_path)}/index.html")
    opened.wait_for_function("window.ready")
    root = opened.locator("#host .live-figure")
    assert root.locator("input[type=range]").count() == len(pendulum.sliders)
    assert moves(root, opened) and not opened.troubles
    assert root.locator("dd").first.inner_text().startswith("4.01")  # 2 pi sqrt(4/9.81)


def test_outside_of_a_site_that_is_being_built_a_figure_brings_its_own_script(pendulum, monkeypatch):
    monkeypatch.delenv(STATIC)
    data, _ = pendulum._repr_mimebundle_()
    assert classic_script() in data["text/html"] and stylesheet() in data["text/html"]
