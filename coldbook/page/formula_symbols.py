r"""Symbols of a displayed formula that are sliders of a figure on the same page: the figure's script lets the reader drag them.

A formula is bound by a class, `drags-` and the name of the figure, so that its source stays plain:

    ```{math}
    :class: drags-fig-price-box
    \frac{T_\mathrm{H}}{T_\mathrm{C}} - 1
    ```

A symbol is found by how it is written: the slider's own LaTeX and the formula become the same MathML. Only the marks are made here; without
scripts, and in every other builder, it is the plain formula.
"""

from xml.etree import ElementTree

from livefigure.sphinx import figures_on

CLASS = "drags-"
# Parts that belong to a symbol and are none themselves: by their parents, the numbers of such children.
PARTS = {"msub": {0, 1}, "msubsup": {0, 1}, "mover": {0, 1}, "munder": {0, 1}, "munderover": {0, 1, 2}}


def figure_of(node):
    """The name of the figure whose sliders are symbols of a formula, or None."""
    names = [name.removeprefix(CLASS) for name in node["classes"] if name.startswith(CLASS)]
    return names[0] if names else None


def sliders_of(document, figure):
    """LaTeX by the names of a figure's sliders. Raises ValueError if the figure is not on the page."""
    figures = figures_on(document)
    if figure not in figures:
        raise ValueError(f"{CLASS}{figure}: there is no such figure on this page; it has {', '.join(figures) or 'none'}")
    return {slider["name"]: slider["latex"] for slider in figures[figure]["sliders"]}


def written(element):
    """What a reader sees of an element: not its spaces, attributes, and rows of one."""
    children = [written(child) for child in element if child.tag != "mspace"]
    if element.tag == "mrow" and len(children) == 1:
        return children[0]
    return element.tag, (element.text or "").strip(), tuple(children)


def candidates(element):
    """The elements that can be a whole symbol."""
    yield element
    for number, child in enumerate(element):
        if number not in PARTS.get(element.tag, ()):
            yield from candidates(child)


def marked(formula, symbols):
    """A formula with `data-slot` on its symbols: MathML, with MathML by the names of sliders. Raises ValueError if it has none of them."""
    root = ElementTree.fromstring(formula)
    looks = {written(ElementTree.fromstring(text))[2][0]: name for name, text in symbols.items()}
    count = 0
    for element in list(candidates(root)):
        if name := looks.get(written(element)):
            element.set("data-slot", name)
            count += 1
    if not count:
        raise ValueError(f"no symbol of the formula is a slider of the figure, which has {', '.join(symbols)}")
    return ElementTree.tostring(root, encoding="unicode")
