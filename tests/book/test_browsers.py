"""The pages in Firefox and WebKit, one of each for all pages: figures live, and readers get about with mouse, fingers and keys.

`test_figures.py` and its neighbours try each feature in Chromium, and compare numbers. Here we see that other browsers do the same.
"""

import time

import pytest
from support.chapters import CHAPTERS
from support.engines import ListeningHandler
from support.figures import PAGES, SHAPES, SHOW_ANSWERS
from support.weekly import daily_or_weekly

from sitebuilder.serving import served

WIDE = (1280, 900)
NAMES = sorted({chapter.stem for chapter in CHAPTERS} | {"claims", "api", "notation", "bibliography"})
# Take hold of a slider; where it goes from now on, the drawing and words of its figure, and the spoken value.
SHOWN = f"""const range = document.getElementById(id), root = range.closest('.live-figure');
  const shapes = ({SHAPES})(root) + [...root.querySelectorAll('.lf-svg text')].map((text) => text.outerHTML);
  const said = range.getAttribute('aria-valuetext');"""
HOLD = f"""(id) => {{
  {SHOWN}
  window.places = [range.value];
  range.addEventListener('input', () => places.push(range.value));
  range.focus();
  return [shapes, said];
}}"""
LOOK = f"(id) => {{ {SHOWN} return [places, shapes, said]; }}"
SAID = "(id) => document.getElementById(id).getAttribute('aria-valuetext')"
READY = "() => document.readyState === 'complete' && [...document.querySelectorAll('.live-figure')].every((root) => root.querySelector('.lf-tools'))"
# The box of an element after it was brought to the middle of the window: left, top, width, height.
BOX = """(selector) => {
  const part = [...document.querySelectorAll(selector)].find((part) => part.checkVisibility());
  part.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = part.getBoundingClientRect();
  return [x, y, width, height];
}"""
FOCUS = "(selector) => { document.querySelector(selector).focus(); }"
CLICK = "(selector) => { document.querySelector(selector).click(); }"


@pytest.fixture(scope="module")
def server(book):
    with served(book, ListeningHandler) as server:
        yield server.address


@pytest.fixture(scope="module")
def turn_to(engine, server):
    """turn_to(path) -> the browser, with that page read and its figures alive, and answers shown unless they are to be guessed."""

    def turn_to(path, *, answers=True):
        engine.open(f"{server}/{path}")
        engine.wait(READY)
        if answers:
            engine.run(SHOW_ANSWERS)
        return engine

    return turn_to


@pytest.fixture
def introduction(turn_to):
    return turn_to("chapters/introduction.html")


# ---- every page ----


# One page of each kind each time, and all of them once a week.
DAILY = {"introduction", "linde_hampson", "coolers_to_buy", "sizing", "practice", "claims"}


@pytest.mark.parametrize("page", daily_or_weekly(NAMES, DAILY))
def test_a_page_is_alive_and_nothing_goes_wrong_on_it(turn_to, page):
    engine = turn_to(f"chapters/{page}.html")
    assert engine.run("() => [...document.querySelectorAll('.live-figure')].map((root) => root.id)") == [
        f"{name}-live" for name in PAGES.get(page, [])
    ]
    for slider in engine.run("() => [...document.querySelectorAll('.lf-controls input[type=range]')].map((range) => range.id)"):
        shapes, said = engine.run(HOLD, slider)
        engine.press("Home", "End", "ArrowLeft")
        places, moved, spoken = engine.run(LOOK, slider)
        assert len(set(places)) >= 3, f"{slider} stood at {places}"
        assert moved != shapes and spoken != said, slider
    assert engine.troubles() == []


class HalvesHandler(ListeningHandler):
    """Serves a page in two parts: its path says how many children the formula at their border has in the end."""

    def do_GET(self):
        if not self.path.startswith("/formula"):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Halves</title><p>" + b"word " * 3000 + b"<math><msub><mi>a</mi>")
        self.wfile.flush()
        time.sleep(1)  # the browser draws what it has
        self.wfile.write(b"<mi>b</mi>" * (int(self.path[-1]) - 1) + b"</msub></math>")


@pytest.mark.parametrize(("children", "broken"), [(2, False), (1, True), (3, True)])
def test_a_formula_counts_as_broken_when_the_whole_page_is_read(engine, tmp_path, children, broken):
    with served(tmp_path, HalvesHandler) as server:
        engine.open(f"{server.address}/formula{children}")
        troubles = engine.troubles()
    assert len(troubles) == broken and all(trouble.startswith("formula: <msub") for trouble in troubles)


# ---- what a reader does ----


def test_a_slider_follows_the_mouse(introduction):
    x, y, width, height = introduction.run(BOX, "#fig-one-watt-T_cold")
    introduction.drag(*((x + share * width, y + height / 2) for share in (0.5, 0.3, 0.2)))
    before = introduction.run(SAID, "fig-one-watt-T_cold")
    introduction.drag(*((x + share * width, y + height / 2) for share in (0.2, 0.5, 0.9)))
    after = introduction.run(SAID, "fig-one-watt-T_cold")
    assert float(before.split()[0]) < 20 < 60 < float(after.split()[0])


def test_a_reader_guesses_before_the_answer_is_shown(turn_to):
    engine = turn_to("chapters/introduction.html", answers=False)
    lines = "() => [...document.querySelectorAll('#fig-cutaway-live .lf-veiled')].map((part) => getComputedStyle(part).visibility)"
    assert set(engine.run(lines)) == {"hidden"}
    engine.run(FOCUS, "#fig-cutaway-lf-guess")
    engine.press("ArrowRight", "ArrowRight")
    guess = engine.run(SAID, "fig-cutaway-lf-guess")
    engine.run(CLICK, "#fig-cutaway-live .lf-choices button")
    said = engine.run("() => document.querySelector('#fig-cutaway-live .lf-verdict').textContent")
    assert said.startswith(f"Your guess: {guess}. Nature asks for at least 70.4\u00a0W, ") and said.endswith(" times your guess.")
    assert set(engine.run(lines)) == {"visible"}
    engine.wait("(id) => document.getElementById(id).getAttribute('aria-valuetext') === '4.2\u00a0K'", "fig-cutaway-T_cold")
    assert engine.troubles() == []


def test_values_are_read_by_keys(introduction):
    introduction.run(FOCUS, "#fig-one-watt-live .lf-reader")
    introduction.press("Home")
    card = "() => [...document.querySelector('#fig-one-watt-live .lf-card').children].map((line) => line.textContent)"
    assert introduction.run(card) == ["temperature of the cold end 1.2\u00a0K", "the least there is249", "a machine1660"]
    introduction.press("Escape")
    assert introduction.run("() => document.querySelector('#fig-one-watt-live .lf-card').hidden")


def test_words_in_the_text_glide_to_their_scene(introduction):
    introduction.run(
        "() => [...document.querySelectorAll('.lf-words[data-alive]')].find((words) => words.textContent === 'liquid helium').click()"
    )
    introduction.wait("(id) => document.getElementById(id).getAttribute('aria-valuetext') === '4.2\u00a0K'", "fig-one-watt-T_cold")


def test_a_number_in_a_sentence_and_a_symbol_of_a_formula_are_dragged(introduction):
    number = ".lf-drag[data-figure=fig-one-watt]"  # of the figure that the formula belongs to
    text = f"() => document.querySelector('{number}').closest('p').textContent"
    said = [introduction.run(text)]
    for part, direction, key in ((number, -1, "Home"), (".lf-symbol", 1, "End")):
        x, y, width, height = introduction.run(BOX, part)
        assert width >= 24 <= height
        introduction.drag(*((x + width / 2 + direction * way, y + height / 2) for way in (0, 20, 50, 100)))
        said.append(introduction.run(text))
        introduction.run(FOCUS, f"{part}[role=slider]")
        introduction.press(key)
        said.append(introduction.run(text))
    assert len(set(said)) == 5
    assert ["77.4\u00a0K" in said[0], "1.9\u00a0K" in said[2], "195\u00a0K" in said[4]] == [True] * 3
    introduction.wait("(id) => document.getElementById(id).getAttribute('aria-valuetext') === '195\u00a0K'", "fig-one-watt-T_cold")


@pytest.mark.parametrize(("typed", "said"), [("4,2", "4.2\u00a0K"), ("-196 °C", "77.15\u00a0K"), ("1e2", "100\u00a0K")])
def test_a_number_box_takes_what_people_type(introduction, typed, said):
    introduction.run(
        "(id) => { const box = document.getElementById(id).closest('.lf-control').querySelector('.lf-box input'); box.focus(); box.select(); }",
        "fig-one-watt-T_cold",
    )
    introduction.press(*typed)
    assert introduction.run(SAID, "fig-one-watt-T_cold") == said
    introduction.press("Tab")
    assert introduction.run(SAID, "fig-one-watt-T_cold") == said


def test_a_link_restores_the_state(introduction, turn_to):
    introduction.run(FOCUS, "#fig-one-watt-T_cold")
    introduction.press("Home", "ArrowRight")
    said = introduction.run(SAID, "fig-one-watt-T_cold")
    introduction.run(
        "() => [...document.querySelectorAll('#fig-one-watt-live .lf-tools button')].find((button) => button.textContent === 'Link').click()"
    )
    link = introduction.run("() => location.hash")
    assert "T_cold" in link
    assert turn_to(f"chapters/introduction.html{link}").run(SAID, "fig-one-watt-T_cold") == said


def test_a_state_can_be_dragged(turn_to):
    engine = turn_to("chapters/inversion_temperature.html")
    look = f"() => ({SHAPES})(document.getElementById('fig-inversion-map-live'))"
    for finger in (False, True)[: 1 + engine.has_fingers]:
        x, y, width, height = engine.run(BOX, "#fig-inversion-map-live .lf-handle")
        before, scrolled = engine.run(look), engine.run("() => scrollY")
        engine.drag(*((x + width / 2 + way, y + height / 2 - way / 2) for way in (0, 20, 50, 80)), finger=finger)
        assert engine.run(look) != before and engine.run("() => scrollY") == scrolled


@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_to_a_claim_or_a_function_leads_there(turn_to, width):
    turn_to("chapters/api.html").resize(width, 900)
    entries = turn_to("chapters/api.html").run("() => [...document.querySelectorAll('dl.py > dt[id]')].map((entry) => entry.id)")
    claims = [f"claims.html#claim-{name}" for name in ("c10", "c42", "c60", "c68")]
    for place in [*claims, *(f"api.html#{entries[len(entries) * part // 4]}" for part in (1, 2, 3))]:
        engine = turn_to(f"chapters/{place}")
        engine.run("() => document.fonts.ready.then(() => true)")
        top = engine.run("() => document.querySelector(':target').getBoundingClientRect().top")
        assert 0 <= top < 200, place
    engine.resize(*WIDE)


def test_claims_are_chosen_by_word(turn_to):
    engine = turn_to("chapters/claims.html")
    engine.run(FOCUS, "#claims-words")
    engine.press(*"carnot")
    shown = engine.run("() => [...document.querySelectorAll('.claim')].filter((card) => card.checkVisibility()).length")
    assert engine.run("() => document.querySelector('.claims-filter [role=status]').textContent").startswith(f"{shown} of ")
    assert 0 < shown < 40
    assert engine.troubles() == []


def test_the_search_finds(turn_to):
    engine = turn_to("search.html?q=regenerator")
    engine.wait("() => [...document.querySelectorAll('#search-results li a')].some((link) => link.href.includes('chapters/stirling.html'))")
    engine.wait("() => document.querySelector('#search-results li p.context') !== null")
    assert engine.troubles() == []
