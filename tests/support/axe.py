"""axe on one open page, in each of its sizes and themes.

axe needs seconds for each thousand elements, and most of them for the colours of texts and links. So the shapes of drawings, which it has no rule
for, are removed first. What looks alike in all sizes and themes, and stands on the same ground, is tried once: words of code that look like others
become plain text, of links one of each look is tried, and for contrast one text of each look is kept, and nothing else but what it stands in.
"""

import functools

from axe_playwright_python.sync_playwright import Axe

WIDTHS, THEMES = (1280, 320), ("light", "dark")
STATES = [(1280, "light"), (1280, "dark"), (320, "dark"), (320, "light")]  # a new size costs more than a new theme
# The rules about colours. The second tells a link from the words around it, by colours that do not depend on the size.
CONTRAST, LINKS = "color-contrast", "link-in-text-block"

# Notes how each element looks now, after what was noted before: its ground, which is what it and its ancestors paint behind it and do to it, and its text.
LOOK = """() => {
  const number = (known, words) => known.get(words) ?? known.set(words, known.size + 1).get(words);
  const [grounds, texts, under] = [new Map(), new Map(), new Map()];
  window.looks ??= new Map();
  for (const element of document.querySelectorAll('body, body *')) {
    const style = getComputedStyle(element);
    const { backgroundColor, backgroundImage, opacity, position } = style;
    const own = [backgroundColor, backgroundImage, opacity, position, style.display === 'none'].join();
    const parent = under.get(element.parentElement);
    const ground = own === 'rgba(0, 0, 0, 0),none,1,static,false' ? parent : number(grounds, `${parent} ${own}`);
    under.set(element, ground);
    const { color, fontSize, fontWeight, fontStyle, textShadow, visibility, textDecorationLine, borderBottom } = style;
    const words = [ground, element.localName, color, fontSize, fontWeight, fontStyle, textShadow, visibility, textDecorationLine, borderBottom];
    looks.set(element, `${looks.get(element) ?? ''} ${number(texts, words.join())}`);
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
# Links that differ by their look, by that of the block around them, or by whether other words stand in it, as only then a link has to differ from them.
ONE_LINK_OF_EACH_LOOK = """() => {
  const [known, surroundings] = [new Set(), new Map()];
  const hasOtherWords = (block) => {
    const words = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (text) => text.data.trim() && !text.parentElement.closest('a') ? 1 : 2);
    return words.nextNode() !== null;
  };
  window.links = [...document.querySelectorAll('a[href], [role=link]')].filter((link) => {
    let block = link.parentElement;
    while (block.parentElement && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    if (!surroundings.has(block)) surroundings.set(block, `${looks.get(block)} ${hasOtherWords(block)}`);
    const look = `${looks.get(link)} in ${surroundings.get(block)}`;
    return !known.has(look) && known.add(look);
  });
}"""
ONE_TEXT_OF_EACH_LOOK = """() => {
  const known = new Set();
  for (const element of document.querySelectorAll('body, body :not(script, style)')) {
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
RUN = """async ([rules, onlyLinks]) => {
  const { violations } = await axe.run(onlyLinks ? { include: links } : document, { resultTypes: ['violations'], ...rules });
  return violations.map(({ id, impact, help, nodes }) => [id, impact, help, nodes.slice(0, 3).map(({ html }) => html.slice(0, 200))]);
}"""


def dress(page, width, theme):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(DRESS, theme)


def faults(page):
    """What axe finds serious or critical, as (width, theme, rule, what it says, examples). The page is of no use after that."""
    page.evaluate(program())
    page.evaluate(WITHOUT_SHAPES)
    for look in STATES:
        dress(page, *look)
        page.evaluate(LOOK)
    page.evaluate(WITHOUT_ALIKE_WORDS)
    found = []
    for width in reversed(WIDTHS):
        found += serious(page, {"rules": {CONTRAST: {"enabled": False}, LINKS: {"enabled": False}}}, width, "light")
    page.evaluate(ONE_LINK_OF_EACH_LOOK)
    if page.evaluate("links.length"):
        for theme in THEMES:
            found += serious(page, {"runOnly": [LINKS]}, WIDTHS[0], theme, only_links=True)
    page.evaluate(ONE_TEXT_OF_EACH_LOOK)
    for width, theme in STATES:
        found += serious(page, {"runOnly": [CONTRAST]}, width, theme)
    return found


@functools.cache
def program():
    return Axe().axe_script


def serious(page, rules, width, theme, only_links=False):
    dress(page, width, theme)
    for rule, impact, says, examples in page.evaluate(RUN, [rules, only_links]):
        if impact in ("serious", "critical"):
            yield width, theme, rule, says, examples
