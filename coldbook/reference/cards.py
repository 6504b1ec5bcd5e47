"""Terms and claims open as small cards where they are named: what a card says stands at the end of the page, and `_static/cards.js` shows it.

A link to the glossary gets the definition, a link to a claim its statement, checks and reason. Without the script, or in a browser that
has no popovers, nothing of it is seen and the links lead to their pages, as they do from within the card.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.reference.claims import claims_of, notes_of

TERM = "std-term"  # the class of Sphinx's links to the glossary
MORE = {TERM: "In the glossary", "claim-link": "The claim, with how it was checked"}


class cards(nodes.General, nodes.Element):
    """All cards of a page."""


class card(nodes.General, nodes.Element):
    """`target` is the id to which the links lead, `label` what a screen reader calls the card."""


class Cards(SphinxPostTransform):
    default_priority = 25  # references are resolved, also those to claims
    formats = ("html",)

    def run(self, **options):
        found = {}
        for link in self.document.findall(nodes.reference):
            page, _, target = link.get("refuri", "").partition("#")
            kind = next(
                (kind for kind in MORE if kind in link["classes"] or any(kind in part["classes"] for part in link.findall(nodes.inline))),
                None,
            )
            if page and kind and target not in found:
                found[target] = self.card(kind, target, link)
        if found:
            self.document.append(cards("", *found.values(), classes=["cards"]))

    def card(self, kind, target, link):
        label, words = self.term(target) if kind == TERM else self.claim(target)
        more = nodes.reference("", MORE[kind], refuri=link["refuri"], internal=True)
        return card("", *map(standing_alone, words), nodes.paragraph("", "", more), target=target, label=label)

    def term(self, target):
        """The term and its definition."""
        objects = self.env.get_domain("std").objects
        page = next(page for (kind, _), (page, name) in objects.items() if kind == "term" and name == target)
        term = next(term for term in self.env.get_doctree(page).findall(nodes.term) if target in term["ids"])
        head = nodes.paragraph("", "", nodes.strong("", term.astext()))
        return term.astext(), [head, *(child for part in term.parent.findall(nodes.definition) for child in part.children)]

    def claim(self, target):
        """The claim with its verdict, and what its card says."""
        page = next(data["page"] for name, data in claims_of(self.env)["cards"].items() if f"claim-{name.lower()}" == target)
        raw = next(raw for raw, note in notes_of(self.env.get_doctree(page)) if f"claim-{note['id'].lower()}" == target)
        _, heading, *rest = raw.parent.children
        return heading.astext(), [nodes.paragraph("", "", nodes.strong("", heading.astext())), *rest]


def standing_alone(node):
    """A copy that can stand on another page: without ids, and with the words of its links alone."""
    copy = node.deepcopy()
    for part in list(copy.findall(nodes.Element)):
        part["ids"], part["names"] = [], []
        if isinstance(part, (nodes.reference, addnodes.pending_xref)):
            part.replace_self(nodes.inline("", part.astext()))
    return copy


def visit_cards(self, node):
    self.body.append('<div class="cards">\n')


def visit_card(self, node):
    self.body.append(
        f'<div class="card-in-place" id="card-{node["target"]}" role="dialog" aria-label="{self.attval(node["label"])}" popover="manual" tabindex="-1">\n'
    )


def depart(self, node):
    self.body.append("</div>\n")


def setup(app):
    app.add_node(cards, html=(visit_cards, depart))
    app.add_node(card, html=(visit_card, depart))
    app.add_post_transform(Cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
