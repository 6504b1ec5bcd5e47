"""The page of the article's claims: its cards, links from the chapters to them, and links back.

In a chapter, {claim}`C14` is a small link to the card of that claim, and marks the place where it is settled; for several, write
{claim}`C14, C15`. A card is the output of a cell of the claims page (`chapterkit.claims`): Markdown, with a comment that names the claim.
This module adds its id, its badge, links to the places in the chapters, and its cell, folded. {claims-filter} is the form that
`_static/claims.js` makes work.

The build fails if a link names an unknown claim, or if a claim is settled in no chapter and does not say `here=True`.
"""

import json
import re
from collections import defaultdict
from html import escape

from chapterkit.claims import Verdict
from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import clean_astext

logger = logging.getLogger(__name__)

START = '<form class="claims-filter" aria-label="Choose claims" hidden>'
NOTE = re.compile(r"<!-- claim (\{.*\}) -->\s*")
SIGNS = {
    Verdict.HOLDS: "✓",
    Verdict.ROUNDED: "≈",
    Verdict.CONDITIONAL: "◐",
    Verdict.DIFFERS: "≠",
    Verdict.WRONG: "✗",
    Verdict.OPEN: "–",
}


class claim_link(nodes.Inline, nodes.TextElement):
    """Stands for a link to a claim until all pages are read."""


class ClaimRole(SphinxRole):
    def run(self):
        ids = [claim.strip() for claim in self.text.split(",")]
        links = nodes.inline(classes=["claim-links"])
        if len(ids) > 1:
            links += nodes.Text("claims ")
        for claim in ids:
            link = claim_link("", claim if len(ids) > 1 else f"claim {claim}", claim=claim)
            self.set_source_info(link)
            links += [link] if claim == ids[-1] else [link, nodes.Text(", ")]
        return [links], []


def label(name, words):
    return f'<p><label for="claims-{name}">{words}</label>'


class ClaimsFilter(SphinxDirective):
    """The place of the form, which is made when all cards are known. It stays hidden until its script has loaded."""

    def run(self):
        return [nodes.raw("", START, format="html", claims_filter=True)]


def form(cards):
    sections = "".join(f'<option value="{page}">{escape(title)}</option>' for page, title in sections_of(cards).items())
    verdicts = "".join(f'<option value="{verdict.name}">{verdict.value}</option>' for verdict in Verdict)
    return (
        f'{START}{label("section", "Section")}<select id="claims-section" name="section"><option value="">all</option>{sections}</select></p>'
        f'{label("verdict", "Verdict")}<select id="claims-verdict" name="verdict"><option value="">all</option>{verdicts}</select></p>'
        f'{label("words", "Words")}<input id="claims-words" type="search" name="words" autocomplete="off"></p>'
        '<button type="reset">Show all</button><p role="status"></p></form>'
    )


def sections_of(cards):
    """The titles of the article's sections by their pages, in the order of the cards."""
    return {card["section"]: card["title"] for card in cards.values()}


def notes_of(document):
    """(node, data in its comment) of every card."""
    for raw in list(document.findall(nodes.raw)):
        if match := NOTE.match(raw.astext()):
            yield raw, json.loads(match[1])


class Collector(EnvironmentCollector):
    """Notes the page of each claim's card, and the places that settle it."""

    def clear_doc(self, app, env, docname):
        data = claims_of(env)
        data["cards"] = {claim: card for claim, card in data["cards"].items() if card["page"] != docname}
        data["places"] = defaultdict(list, {claim: [p for p in places if p["page"] != docname] for claim, places in data["places"].items()})

    def merge_other(self, app, env, docnames, other):
        ours, theirs = claims_of(env), claims_of(other)
        ours["cards"] |= {claim: card for claim, card in theirs["cards"].items() if card["page"] in docnames}
        for claim, places in theirs["places"].items():
            ours["places"][claim] += [place for place in places if place["page"] in docnames]

    def process_doc(self, app, doctree):
        data, page = claims_of(app.env), app.env.docname
        for _, note in notes_of(doctree):
            if note["id"] in data["cards"]:
                logger.warning("claim %s has two cards", note["id"], location=page, type="coldbook", subtype="claims")
            data["cards"][note["id"]] = note | {"page": page}
        for link in doctree.findall(claim_link):
            mark = f"at-claim-{link['claim'].lower()}"
            before = [place for place in data["places"][link["claim"]] if place["page"] == page]
            link["mark"] = f"{mark}-{len(before) + 1}" if before else mark
            place = {"page": page, "line": link.line, "mark": link["mark"], "section": section_title(link)}
            data["places"][link["claim"]].append(place)


def claims_of(env):
    if not hasattr(env, "coldbook_claims"):
        env.coldbook_claims = {"cards": {}, "places": defaultdict(list)}
    return env.coldbook_claims


def section_title(node):
    """The title of the section that contains a node; empty for the section of the whole page."""
    while not isinstance(node, nodes.section):
        node = node.parent
    return "" if isinstance(node.parent, nodes.document) else clean_astext(node.next_node(nodes.title))


def check(app, env):
    data = claims_of(env)
    if not data["cards"]:  # a book without the claims page: links become plain text
        return
    for claim, places in data["places"].items():
        for place in places if claim not in data["cards"] else ():
            location = (place["page"], place["line"])
            logger.warning("the article has no claim %r", claim, location=location, type="coldbook", subtype="claims")
    for claim, card in data["cards"].items():
        if not data["places"].get(claim) and not card["here"]:
            logger.warning(
                "claim %s is settled in no chapter (write {claim}`%s` there) and does not say `here=True`",
                claim, claim, location=card["page"], type="coldbook", subtype="claims",
            )  # fmt: skip


def outdated(app, env):
    """Pages to write again: cards name places on other pages, and links name verdicts."""
    data = claims_of(env)
    return [card["page"] for card in data["cards"].values()] + [place["page"] for places in data["places"].values() for place in places]


class Links(SphinxPostTransform):
    """The chapters' links to the cards."""

    default_priority = 20

    def run(self, **kwargs):
        cards = claims_of(self.env)["cards"]
        for link in list(self.document.findall(claim_link)):
            card, words = cards.get(link["claim"]), link.astext()
            if card is None:
                link.replace_self(nodes.inline("", words, ids=[link["mark"]], classes=["claim-link"]))
                continue
            uri = self.app.builder.get_relative_uri(self.env.docname, card["page"]) + f"#claim-{link['claim'].lower()}"
            title = f"{link['claim']}: {Verdict[card['verdict']].value}"
            reference = nodes.reference("", "", nodes.inline("", words), refuri=uri, internal=True, reftitle=title)
            link.replace_self(reference)
            reference["ids"], reference["classes"] = [link["mark"]], ["claim-link"]


class Cards(SphinxPostTransform):
    """A cell's output as a card: heading, statement, checks, reason, places, and the cell itself; and the form for all cards."""

    default_priority = 21  # after MyST-NB has selected one MIME type for each output
    formats = ("html",)

    def run(self, **kwargs):
        for raw in list(self.document.findall(nodes.raw)):
            if raw.get("claims_filter"):
                raw.replace_self(nodes.raw("", form(claims_of(self.env)["cards"]), format="html"))
        for raw, note in notes_of(self.document):
            cell = raw
            while cell.get("nb_element") != "cell_code":
                cell = cell.parent
            shown = [node for node in raw.parent.children if node is not raw][1:]  # without its heading, which is replaced
            cell.remove(cell.children[-1])  # the output moves out of the cell; the code stays, folded
            cell["hide_mode"], cell["prompt_show"], cell["prompt_hide"] = "input", f"Show the check of {note['id']}", "Hide the check"
            verdict, name, section = Verdict[note["verdict"]], f"claim-{note['id'].lower()}", note["section"]
            head = (
                f'<article class="claim" id="{name}" aria-labelledby="{name}-head" data-verdict="{verdict.name}" data-section="{section}">'
                f'<h3 class="claim-head" id="{name}-head"><a href="#{name}">{note["id"]}</a> '
                f'<span class="claim-badge"><span aria-hidden="true">{SIGNS[verdict]} </span>{verdict.value}</span></h3>'
            )
            index = cell.parent.index(cell)
            start, end = (nodes.raw("", html, format="html") for html in (head, "</article>"))
            cell.parent[index : index + 1] = [start, *shown, self.places(note), cell, end]

    def places(self, note):
        line = nodes.paragraph(classes=["claim-places"])
        line += nodes.Text("Settled ")
        places = claims_of(self.env)["places"][note["id"]]
        if not places:
            line += nodes.Text("here, by its check.")
        for number, place in enumerate(places):
            uri = self.app.builder.get_relative_uri(self.env.docname, place["page"]) + f"#{place['mark']}"
            words = " › ".join(filter(None, (self.env.titles[place["page"]].astext(), place["section"])))
            link = nodes.reference("", "", nodes.inline("", words), refuri=uri, internal=True)
            line += [nodes.Text("; " if number else "in "), link]
        return line


def setup(app):
    app.add_node(claim_link)
    app.add_role("claim", ClaimRole())
    app.add_directive("claims-filter", ClaimsFilter)
    app.add_env_collector(Collector)
    app.add_post_transform(Links)
    app.add_post_transform(Cards)
    app.connect("env-check-consistency", check)
    app.connect("env-updated", outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
