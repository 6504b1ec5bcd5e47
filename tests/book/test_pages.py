"""Every page of the built book in a browser that reaches no other host: quiet, complete, open to all, and nobody else's."""

import re

import pytest
import yaml
from bs4 import NavigableString
from support import axe
from support.chapters import CHAPTERS, code_cells, figure_names
from support.site import parsed, places
from support.weekly import daily_or_weekly

from sitebuilder import ROOT

CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [CONTENTS["root"], *(entry["file"] for part in CONTENTS["parts"] for entry in part["chapters"]), "search"]
CHAPTER_PAGES = [f"chapters/{chapter.stem}" for chapter in CHAPTERS]
# What is folded is opened, and what then fades in is there at once.
OPEN_ALL = """() => {
  document.querySelectorAll('details').forEach((details) => { details.open = true; });
  document.getAnimations().forEach((animation) => animation.finish());
}"""

every_page = pytest.mark.parametrize("path", PAGES)
every_chapter = pytest.mark.parametrize("path", CHAPTER_PAGES)


@pytest.fixture
def read(visit, serve, book):
    """read(path) -> the page, wide awake; `folder` opens it without a server, `theme` dresses it."""

    def go(path, *, theme="light", folder=False, **options):
        where = (book / f"{path}.html").as_uri() if folder else f"{serve(book)}/{path}.html"
        dress = f"try {{ localStorage.setItem('mode', '{theme}'); localStorage.setItem('theme', '{theme}'); }} catch {{}}"
        page = visit(where, script=dress, **options)
        page.wait_for_timeout(100)
        return page

    return go


def soup(book, path):
    return parsed(book / f"{path}.html")


# ---- quiet, and on its own ----


@every_page
@pytest.mark.parametrize("way", daily_or_weekly(["served", "from a folder"], ["served"]))
def test_the_console_is_empty_and_no_other_host_is_asked(read, path, way):
    page = read(path, folder=way == "from a folder")
    page.evaluate(OPEN_ALL)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(100)
    assert not page.troubles


def foreign(address):
    return re.match(r"(?:[a-z]+:)?//", address.strip(), flags=re.I) is not None


def test_no_page_refers_to_another_host_for_what_it_shows(book):
    """A script, style, font, image or frame; what a reader may click on is another matter."""
    found = []
    for file in book.rglob("*.html"):
        page = parsed(file)
        for element in page.find_all(True):
            if element.name == "a" or (element.name == "link" and "canonical" in element.get("rel", [])):
                continue
            for name in ("src", "href", "srcset", "data", "poster", "action"):
                found += [f"{file.name}: <{element.name} {name}={element[name]}>" for _ in [0] if foreign(str(element.get(name, "")))]
        found += [f"{file.name}: {where}" for style in page.find_all("style") for where in style_addresses(style.text) if foreign(where)]
    for file in book.rglob("*.css"):
        found += [f"{file.name}: {where}" for where in style_addresses(file.read_text(encoding="utf-8")) if foreign(where)]
    assert not found


def style_addresses(css):
    return re.findall(r"""url\(\s*["']?([^"')]+)""", css) + re.findall(r"""@import\s+["']([^"']+)""", css)


def test_everything_that_a_page_asks_for_is_in_the_book(book):
    for path in PAGES:
        for element in soup(book, path).find_all(["script", "link", "img"]):
            where = element.get("src") or (element.get("href") if element.name == "link" else None)
            if where and not where.startswith(("data:", "#")) and "canonical" not in element.get("rel", []):
                assert ((book / path).parent / where.split("?")[0].split("#")[0]).exists(), f"{path} asks for {where}"


@every_page
def test_no_name_is_given_twice_on_a_page(book, path):
    names = [element["id"] for element in soup(book, path).find_all(id=True)]
    assert sorted(names) == sorted(set(names))


# ---- equations ----


@every_chapter
def test_equations_are_drawn(read, path):
    page = read(path)
    page.evaluate(OPEN_ALL)
    sizes = page.evaluate(
        "[...document.querySelectorAll('article math')].filter((math) => !math.closest('.cards')).map((math) => [math.getBoundingClientRect().width, math.getBoundingClientRect().height])"
    )
    source = (ROOT / f"{path}.md").read_text(encoding="utf-8")
    assert len(sizes) >= source.count("```{math}")
    assert all(width > 2 and height > 2 for width, height in sizes)
    assert page.locator("merror").count() == 0


def prose(element):
    """The texts in an element that are neither code nor mathematics."""
    for child in element.children:
        if type(child) is NavigableString:
            yield child
        elif child.name and child.name not in ("script", "style", "pre", "code", "math"):
            yield from prose(child)


@every_page
def test_no_raw_tex_is_left_in_the_text(book, path):
    page = soup(book, path)
    text = " ".join(prose(page.find("article") or page))
    assert not re.findall(r".{0,30}(?:\\\(|\\\[|\$\$|\\frac|\\dot|\\mathrm|(?<!\w)\$[^\s$][^$]*\$).{0,30}", text)


# ---- for all readers ----


@every_page
def test_pictures_say_what_they_show(book, path):
    page = soup(book, path)
    for image in page.select("article img"):
        alt = image.get("alt", "")
        assert len(alt.split()) >= 4 and not re.search(r"\.(png|svg|jpe?g)\b|_images", alt), image
    for image in page.select("img"):
        assert image.has_attr("alt"), image
    for drawing in page.select("svg[role=img]"):
        alt = drawing.get("aria-label", "")
        assert len(alt.split()) >= 4 and not re.search(r"\.(png|svg|jpe?g)\b", alt), drawing.get("class")
    for live in page.select(".live-figure"):
        assert len(live.select(".lf-drawing > svg[role=img]")) == 2


# The gallery has every part of a figure, and these have what else there is: tools, quizzes, tables, folds, cards, formulas, code.
AXE_DAILY = {
    *("gallery", "search", "chapters/introduction", "chapters/price_of_coldness"),
    *("chapters/sizing", "chapters/practice", "chapters/claims", "chapters/glossary"),
}


@pytest.mark.parametrize("path", daily_or_weekly([*PAGES, "gallery"], AXE_DAILY))
def test_axe_finds_nothing_serious(read, visit, address, path):
    page = visit(address("gallery")) if path == "gallery" else read(path)
    page.evaluate(OPEN_ALL)
    assert axe.faults(page) == []


FAINT = """() => document.querySelector('article').insertAdjacentHTML('beforeend',
  '<style>html[data-theme=dark] .faint { color: #555; } @media (min-width: 400px) { .faint { display: none; } }</style><p class="faint">Hm.</p>')"""
# Two links like each other, and two that in the dark differ from words by a shade alone: one stands alone, one among words.
LINKS = """() => document.querySelector('article').insertAdjacentHTML('beforeend',
  '<style>article a { color: inherit !important; } html[data-theme=dark] article .alike { color: #bbb !important; text-decoration: none; }</style><p>Words, <a href="#a">a link</a>, words,'
  + ' <a href="#b">a link</a>, words.</p><p><a class="alike" href="#c">Alone</a></p><p>Words, <a class="alike" href="#d">no link</a>, words.</p>')"""


def test_axe_sees_what_is_wrong_in_one_size_and_one_theme_only(visit, address):
    page = visit(address("gallery"), bypass_csp=True)
    page.evaluate("document.querySelector('.live-figure').before(document.createElement('article'))")
    page.evaluate(FAINT)
    page.evaluate(LINKS)
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert {fault[:3] for fault in axe.faults(page)} == {
        (1280, "light", "image-alt"),
        (320, "light", "image-alt"),
        (1280, "dark", "link-in-text-block"),
        (320, "dark", "color-contrast"),
    }


@pytest.mark.parametrize("path", [*PAGES, "gallery"])
def test_a_phone_need_not_scroll_sideways(read, visit, address, path):
    size = {"viewport": {"width": 320, "height": 700}}
    page = visit(address("gallery"), **size) if path == "gallery" else read(path, **size)
    page.evaluate(OPEN_ALL)
    wide = page.evaluate("""[...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 5).map((element) => element.outerHTML.slice(0, 120))""")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, wide


@every_chapter
def test_words_in_a_drawing_keep_their_contrast_in_the_dark(read, path):
    """The drawing's colours follow the theme: none of matplotlib's own is left."""
    page = read(path, theme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    seen = page.evaluate("""[...document.querySelectorAll('.lf-drawing text, .lf-drawing path, .lf-drawing use')].flatMap((part) => {
      const { fill, stroke } = getComputedStyle(part);
      const ofThePage = (part.style.stroke || part.parentElement.style.stroke) === 'var(--lf-paper)'; // keeps neighbouring parcels apart
      return part.localName === 'text' ? [fill] : part.closest('defs') || ofThePage ? [] : [stroke];
    })""")
    assert seen or not figure_names(ROOT / f"{path}.md")
    for color in set(seen) - {"none"}:
        red, green, blue = (int(part) for part in re.findall(r"\d+", color)[:3])
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 90, f"{color} is too dark for the dark page"


# ---- self-checks ----


# Answers one after the other, as if typed or chosen: whether the page says of each that it is right, and all that it says.
ANSWER = """(form, answers) => answers.map((answer) => {
  const choices = form.querySelectorAll('.quiz-choice input');
  if (choices.length) choices[answer].click();
  else form.querySelector('input').value = answer;
  form.querySelector('button').click();
  const said = form.querySelector('.quiz-feedback');
  return [said.dataset.right === 'true', said.textContent];
})"""

# The answer for paper and for readers without scripts.
PRINTED = """(form) => {
  const folded = new DOMParser().parseFromString(form.querySelector('noscript').textContent, 'text/html');
  return folded.querySelector('.quiz-right').textContent;
}"""


def answer_with_numbers(form, told):
    reply = form.locator("template[data-right=true]")
    value, unit = sum(float(reply.get_attribute(f"data-{end}")) for end in ("low", "high")) / 2, form.get_attribute("data-unit")
    right, wrong = f"{value:.3g}", [f"{value * 3.7:.6g}", "-1", "cold"]
    texts = [*wrong, right, right.replace(".", ","), f"{right} {unit}", form.evaluate(PRINTED)]
    for text, (is_right, said) in zip(texts, form.evaluate(ANSWER, texts), strict=True):
        assert said and is_right == (text not in wrong), text
    form.get_by_label("Your answer").fill(texts[-1])
    assert told(form)
    form.get_by_label("Your answer").fill("-1")
    form.get_by_label("Your answer").press("Enter")
    assert form.locator(".quiz-feedback").get_attribute("data-right") == "false"


def answer_by_choice(form, told):
    choices = form.locator(".quiz-choice input").all()
    rights = [reply.get_attribute("data-right") == "true" for reply in form.locator(".quiz-choice template").all()]
    assert len(choices) >= 3 and sum(rights) == 1
    answers = form.evaluate(ANSWER, list(range(len(choices))))
    assert [is_right for is_right, said in answers if said] == rights
    choices[rights.index(True)].check()
    assert told(form)


@every_chapter
def test_self_checks_take_the_right_answer_and_no_other(read, path):
    def told(form):
        """Whether the page says that the answer is right; it says something in any case."""
        form.get_by_role("button", name="Check").click()
        said = form.locator(".quiz-feedback")
        assert said.text_content()
        return said.get_attribute("data-right") == "true"

    page = read(path)
    page.evaluate(OPEN_ALL)
    numbers, choices = (page.locator(f"form.quiz-question:{has}").all() for has in ("not(:has(.quiz-choice))", "has(.quiz-choice)"))
    sources = "\n".join(code_cells(ROOT / f"{path}.md"))
    assert [len(numbers), len(choices)] == [len(re.findall(rf"\b{kind}\(", sources)) for kind in ("question", "choice")]
    for form in numbers:
        answer_with_numbers(form, told)
    for form in choices:
        answer_by_choice(form, told)
    assert not page.troubles


# ---- the book as a whole ----


def test_the_search_finds_a_word_without_another_host(read):
    page = read("search")
    page.goto(page.url + "?q=entropy")
    page.locator("#search-results li, .search li").first.wait_for()
    assert not page.troubles


def test_every_chapter_is_reached_from_the_first_page(read):
    page = read(PAGES[0])
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href.split('#')[0])")
    for path in PAGES[:-1]:
        assert any(link.endswith(f"{path}.html") for link in links), path


def test_the_door_of_the_book_opens(visit, serve, book):
    page = visit(f"{serve(book)}/index.html")
    page.wait_for_url(f"**/{PAGES[0]}.html")
    assert not page.troubles


def test_links_within_the_book_lead_somewhere(book):
    for path in PAGES:
        for link in soup(book, path).select("a[href]"):
            where, _, place = link["href"].partition("#")
            if re.match(r"[a-z]+:|//", where) or where.endswith((".md", ".ipynb")):
                continue
            target = (book / path).parent / where if where else book / f"{path}.html"
            assert target.exists(), f"{path} links to {link['href']}"
            if place and target.suffix == ".html" and not place.startswith("live="):
                assert place in places(target.resolve()), f"{path} links to {link['href']}"


def test_code_in_a_fold_gets_its_colours_when_it_is_opened(address, visit):
    page = visit(address("stirling"))
    fold = page.locator("details.above-input:has(pre[data-runs])").first.element_handle()  # the same one when it has lost them
    before = fold.text_content()
    assert not fold.query_selector("pre span")
    fold.query_selector("summary").click()
    page.wait_for_function("(fold) => fold.querySelector('pre span.k')?.textContent === 'import'", arg=fold)
    assert fold.text_content() == before and not fold.query_selector("pre[data-runs]")
    plain, keyword = (fold.query_selector(part).evaluate("(node) => getComputedStyle(node).color") for part in ("pre", "pre .k"))
    assert plain != keyword and not page.troubles
