"""axe on one open page, in each of its sizes and themes.

axe needs seconds for each thousand elements, and most of them for the contrast of texts. So the shapes of drawings, which it has no rule for,
are removed first. Texts that look alike in all sizes and themes, and whose ancestors do, are tried once: words of code that look like others
become plain text, and for contrast one text of each look is kept, and nothing else but what it stands in.
"""

from itertools import product

from axe_playwright_python.sync_playwright import Axe

WIDTHS, THEMES = (1280, 320), ("light", "dark")
# The rules about colours. The second tells a link from the words around it, by colours that do not depend on the size.
CONTRAST, LINKS = "color-contrast", "link-in-text-block"

# Notes how each element looks now, together with its ancestors, after what was noted before.
LOOK = """() => {
  const parts = ['color', 'backgroundColor', 'backgroundImage', 'fontSize', 'fontWeight', 'opacity', 'position', 'textShadow', 'visibility', 'display'];
  const numbers = new Map();
  const now = new Map();
  window.looks ??= new Map();
  for (const element of document.querySelectorAll('body, body *')) {
    const style = getComputedStyle(element);
    const words = [now.get(element.parentElement), element.localName, ...parts.map((part) => style[part])].join();
    now.set(element, numbers.get(words) ?? numbers.set(words, numbers.size + 1).get(words));
    looks.set(element, `${looks.get(element) ?? ''} ${now.get(element)}`);
  }
}"""
WITHOUT_SHAPES = """() => {
  for (const shape of document.querySelectorAll('svg :is(path, use, rect, clipPath):not([role], [tabindex], [aria-label])')) shape.remove();
}"""
WITHOUT_ALIKE_WORDS = """() => {
  const known = new Set();
  for (const word of document.querySelectorAll('article :is(span, em, strong)')) {
    if (word.children.length || [...word.attributes].some(({ name }) => name !== 'class')) continue;
    if (known.has(looks.get(word))) word.replaceWith(...word.childNodes);
    else known.add(looks.get(word));
  }
}"""
ONE_TEXT_OF_EACH_LOOK = """() => {
  const known = new Set();
  for (const element of document.querySelectorAll('body, body *')) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (known.has(looks.get(element))) texts.forEach((text) => text.remove());
    else if (texts.length) known.add(looks.get(element));
  }
  for (const element of [...document.querySelectorAll('body *')].reverse()) {
    if (element.localName === 'script' || (!element.children.length && !element.textContent.trim())) element.remove();
  }
}"""
# Two frames later the page knows its new size, and colours that fade are at their end.
DRESS = """async (theme) => {
  Object.assign(document.documentElement.dataset, { theme, mode: theme });
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  for (const fading of document.getAnimations()) fading.cancel();
  dispatchEvent(new Event("resize")); // on a slow machine the page's own answer to the new size may still be waiting
}"""


def states(page):
    """Show the page in each size and theme: (width, theme)."""
    for width, theme in product(WIDTHS, THEMES):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(DRESS, theme)
        yield width, theme


def faults(page):
    """What axe finds serious or critical, as (width, theme, rule, what it says, examples). The page is of no use after that."""
    page.evaluate(WITHOUT_SHAPES)
    for _ in states(page):
        page.evaluate(LOOK)
    page.evaluate(WITHOUT_ALIKE_WORDS)
    found = []
    for width, theme in states(page):
        if theme == "light":
            found += serious(page, {"rules": {CONTRAST: {"enabled": False}}}, width, theme)
        elif width == WIDTHS[0]:
            found += serious(page, {"runOnly": [LINKS]}, width, theme)
    page.evaluate(ONE_TEXT_OF_EACH_LOOK)
    for width, theme in states(page):
        found += serious(page, {"runOnly": [CONTRAST]}, width, theme)
    return found


def serious(page, rules, width, theme):
    for rule in Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]:
        if rule["impact"] in ("serious", "critical"):
            yield width, theme, rule["id"], rule["help"], [node["html"][:200] for node in rule["nodes"]][:3]
